"""RabbitMQ of a stand: one node of its own, with its own port mapper, cookie, data and log."""

import json
import os
import signal
import subprocess
from pathlib import Path

from localstand import room
from localstand.children import Child
from localstand.console import step
from localstand.errors import StandError
from localstand.ports import Ports
from localstand.secrets_file import Secrets
from localstand.waiting import accepts, until

SCRIPTS = Path("/usr/lib/rabbitmq/bin")
ADMINISTRATOR = "stand"


class Broker:
    def __init__(self, stand: Path, ports: Ports, secrets: Secrets, *, management: bool, durable: bool) -> None:
        self._home = stand / "rabbitmq"
        self._secrets = secrets
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
        return f"amqp://{user}:{password}@127.0.0.1:{self.port}/{vhost}"

    def administrator(self) -> str:
        return self.url(ADMINISTRATOR, self._secrets.password(f"amqp.{ADMINISTRATOR}"), "/")

    def management(self) -> str:
        password = self._secrets.password(f"amqp.{ADMINISTRATOR}")
        return f"http://{ADMINISTRATOR}:{password}@127.0.0.1:{self.management_port}"

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
        done = subprocess.run(
            [str(SCRIPTS / "rabbitmqctl"), "--quiet", *arguments],
            env={"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"} | self.env,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
        )
        if check and done.returncode != 0:
            last = (done.stderr.strip() or done.stdout.strip()).splitlines()[-1:]
            raise StandError(f"rabbitmqctl {arguments[0]} failed: {' '.join(last)}")
        return done

    def import_definitions(self, definitions: dict[str, object]) -> None:
        """Users, permissions and the topology, as one file that is removed again: it holds password hashes."""
        file = self._home / "definitions.json"
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w") as out:
            json.dump(definitions, out)
        try:
            self.control("import_definitions", str(file))
        finally:
            file.unlink()

    def _write_settings(self) -> None:
        for folder in ("home", "data", "log"):
            (self._home / folder).mkdir(parents=True, exist_ok=True)
        lines = [
            f"listeners.tcp.1 = 127.0.0.1:{self.port}",
            f"default_user = {ADMINISTRATOR}",
            f"default_pass = {self._secrets.password(f'amqp.{ADMINISTRATOR}')}",
            "default_user_tags.administrator = true",
            "heartbeat = 20",
            f"disk_free_limit.absolute = {room.TO_RUN}",
            # Four times what Layak allows itself. The tests of the client send larger ones on purpose.
            f"max_message_size = {16_777_216 if self._with_management else 1_048_576}",
            "log.file = false",
            "log.console = true",
            "log.console.level = warning",
        ]
        if self._with_management:
            lines += ["management.tcp.ip = 127.0.0.1", f"management.tcp.port = {self.management_port}"]
        file = self._home / "rabbitmq.conf"
        file.touch(mode=0o600)
        file.write_text("\n".join(lines) + "\n")
        plugins = "[rabbitmq_management]." if self._with_management else "[]."
        (self._home / "enabled_plugins").write_text(plugins + "\n")
