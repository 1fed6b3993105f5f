"""RabbitMQ of a stand: one node of its own, with its own port mapper, cookie, data and log."""

import json
import os
import signal
import subprocess
from pathlib import Path
from typing import Protocol
from urllib.parse import quote

from localstand import room
from localstand.certificates import Certificates
from localstand.children import Child
from localstand.console import step
from localstand.errors import StandError
from localstand.ports import Ports
from localstand.secrets_file import Secrets
from localstand.waiting import accepts, until

SCRIPTS = Path("/usr/lib/rabbitmq/bin")
ADMINISTRATOR = "stand"
# What has no place in rabbitmq.conf; the containers of compose.yaml read the same file.
ADVANCED = Path(__file__).resolve().parents[1] / "compose" / "advanced.config"

COMMON_SETTINGS = [
    "heartbeat = 20",
    f"disk_free_limit.absolute = {room.TO_RUN}",
    "log.file = false",
    "log.console = true",
    "log.console.level = warning",
]


class AnyBroker(Protocol):
    """One node or several, as the rest of the stand sees it."""

    nodes: int
    logs: Path

    @property
    def servers(self) -> list[Child]: ...
    @property
    def mappers(self) -> list[Child]: ...
    def url(self, user: str, password: str, virtual_host: str = "layak") -> str: ...
    def program_url(self, user: str, password: str) -> str: ...
    def start(self) -> None: ...
    def wait(self) -> None: ...
    def control(self, *arguments: str, check: bool = True) -> subprocess.CompletedProcess[str]: ...
    def import_definitions(self, definitions: dict[str, object]) -> None: ...


class Broker:
    nodes = 1

    def __init__(
        self,
        stand: Path,
        ports: Ports,
        secrets: Secrets,
        *,
        management: bool,
        durable: bool,
        tls: Certificates | None = None,
    ) -> None:
        """With `tls` every program proves by a certificate who it is; there are no passwords and no plain port."""
        self._home = stand / "rabbitmq"
        self.logs = stand / "log"
        self._secrets = secrets
        self._tls = tls
        self._with_management = management
        self.port = ports.get("amqp")
        self.management_port = ports.get("amqp_management") if management else None
        distribution, mapper = ports.get("amqp_distribution"), ports.get("amqp_mapper")
        self.env = {
            "HOME": str(self._home / "home"),
            "RABBITMQ_NODENAME": "layak@localhost",
            "RABBITMQ_MNESIA_BASE": str(self._home / "data"),
            "RABBITMQ_LOG_BASE": str(self._home / "log"),
            "RABBITMQ_CONFIG_FILE": str(self._home / "rabbitmq"),
            "RABBITMQ_ADVANCED_CONFIG_FILE": str(ADVANCED),
            "RABBITMQ_ENABLED_PLUGINS_FILE": str(self._home / "enabled_plugins"),
            "RABBITMQ_CONF_ENV_FILE": "/dev/null",
            "RABBITMQ_DIST_PORT": str(distribution),
            "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS": "-kernel inet_dist_use_interface {127,0,0,1}",
            # Lets the script become the broker instead of watching it: the process that we started is the one to stop.
            "RUNNING_UNDER_SYSTEMD": "true",
            "ERL_EPMD_PORT": str(mapper),
            "ERL_EPMD_ADDRESS": "127.0.0.1",
        }
        # Started by us, the port mapper is ours to stop; started by Erlang, it would stay behind for ever.
        self.mapper = Child(
            "The broker's port mapper",
            ["/usr/bin/epmd", "-port", str(mapper), "-address", "127.0.0.1"],
            stand=stand,
            log=stand / "log" / "epmd.log",
            env=self.env,
            grace=5,
        )
        self.child = Child(
            "RabbitMQ",
            [str(SCRIPTS / "rabbitmq-server")],
            stand=stand,
            log=stand / "log" / "rabbitmq.log",
            env=self.env,
            # An orderly stop takes seconds, and data that nobody will read again does not need one.
            stop_signal=signal.SIGTERM if durable else signal.SIGKILL,
            grace=30,
        )

    def url(self, user: str, password: str, virtual_host: str = "layak") -> str:
        vhost = virtual_host.replace("/", "%2F")
        if self._tls is not None:
            certificate, key = (quote(str(file)) for file in self._tls.of_program(user))
            authority = quote(str(self._tls.authority))
            return (
                f"amqps://{user}@localhost:{self.port}/{vhost}"
                f"?cafile={authority}&certfile={certificate}&keyfile={key}&auth=external"
            )
        return f"amqp://{user}:{password}@127.0.0.1:{self.port}/{vhost}"

    def administrator(self) -> str:
        return self.url(ADMINISTRATOR, self._secrets.password(f"amqp.{ADMINISTRATOR}"), "/")

    def management(self) -> str:
        password = self._secrets.password(f"amqp.{ADMINISTRATOR}")
        return f"http://{ADMINISTRATOR}:{password}@127.0.0.1:{self.management_port}"

    def program_url(self, user: str, password: str) -> str:
        """For the clients of programs outside."""
        return self.url(user, password)

    @property
    def servers(self) -> list[Child]:
        return [self.child]

    @property
    def mappers(self) -> list[Child]:
        return [self.mapper]

    def start(self) -> None:
        self._write_settings()
        self.mapper.start()
        self.child.start()

    def wait(self) -> None:
        with step("Starting RabbitMQ"):
            until(lambda: accepts(self.port), self.child, within=120)
            # The port opens a moment before the node has finished booting.
            for _attempt in range(6):
                done = self.control("await_startup", "--timeout", "10", check=False)
                if done.returncode == 0:
                    return
                self.child.check()
            raise StandError(f"RabbitMQ did not finish booting; its log is {self.child.log}.")

    def restart(self) -> None:
        """After a kill or a stop; for fault tests."""
        self.child.start()
        self.wait()

    def control(self, *arguments: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        return control(self.env, *arguments, check=check)

    def import_definitions(self, definitions: dict[str, object]) -> None:
        """Users, permissions and the topology."""
        import_definitions(self, self._home, definitions)

    def _write_settings(self) -> None:
        for folder in ("home", "data", "log"):
            (self._home / folder).mkdir(parents=True, exist_ok=True)
        lines = [
            *(self._encrypted() if self._tls else [f"listeners.tcp.1 = 127.0.0.1:{self.port}"]),
            f"default_user = {ADMINISTRATOR}",
            f"default_pass = {self._secrets.password(f'amqp.{ADMINISTRATOR}')}",
            "default_user_tags.administrator = true",
            *COMMON_SETTINGS,
            # Four times what Layak allows itself. The tests of the client send larger ones on purpose.
            f"max_message_size = {16_777_216 if self._with_management else 1_048_576}",
        ]
        if self._with_management:
            lines += ["management.tcp.ip = 127.0.0.1", f"management.tcp.port = {self.management_port}"]
        file = self._home / "rabbitmq.conf"
        file.touch(mode=0o600)
        file.write_text("\n".join(lines) + "\n")
        plugins = ["rabbitmq_management"] * self._with_management + ["rabbitmq_auth_mechanism_ssl"] * bool(self._tls)
        (self._home / "enabled_plugins").write_text(f"[{','.join(plugins)}].\n")

    def _encrypted(self) -> list[str]:
        """The profile of `broker-and-database.md` §6.2: TLS alone, and who connects is who the certificate says."""
        assert self._tls is not None
        certificate, key = self._tls.of_server("rabbitmq")
        return [
            "listeners.tcp = none",
            f"listeners.ssl.1 = 127.0.0.1:{self.port}",
            f"ssl_options.cacertfile = {self._tls.authority}",
            f"ssl_options.certfile = {certificate}",
            f"ssl_options.keyfile = {key}",
            "ssl_options.verify = verify_peer",
            "ssl_options.fail_if_no_peer_cert = true",
            "ssl_options.versions.1 = tlsv1.3",
            "ssl_options.versions.2 = tlsv1.2",
            "auth_mechanisms.1 = EXTERNAL",
            "ssl_cert_login_from = common_name",
        ]


def control(
    env: dict[str, str], *arguments: str, check: bool = True, inside: list[str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Asks `rabbitmqctl` about the node of this environment; `inside` is what enters the place where it runs."""
    done = subprocess.run(
        [*(inside or []), str(SCRIPTS / "rabbitmqctl"), "--quiet", *arguments],
        env={"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"} | env,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
    )
    if check and done.returncode != 0:
        last = (done.stderr.strip() or done.stdout.strip()).splitlines()[-1:]
        raise StandError(f"rabbitmqctl {arguments[0]} failed: {' '.join(last)}")
    return done


def import_definitions(broker: AnyBroker, folder: Path, definitions: dict[str, object]) -> None:
    """As one file that is removed again: it holds password hashes."""
    file = folder / "definitions.json"
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as out:
        json.dump(definitions, out)
    try:
        broker.control("import_definitions", str(file))
    finally:
        file.unlink()
