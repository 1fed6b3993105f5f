"""The four services of a stand: their environment, their migrations, their processes."""

import json
import os
import subprocess
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path

from localstand.allocator import ALLOCATOR
from localstand.broker import AnyBroker
from localstand.certificates import Certificates, link_key, token_keys
from localstand.children import Child
from localstand.console import step
from localstand.database import Database
from localstand.failures import failed
from localstand.mail import USER as MAIL_USER
from localstand.mail import Mail
from localstand.ports import Ports
from localstand.secrets_file import Secrets
from localstand.waiting import until

NAMES = ["intake", "review", "notify", "rating"]
# The kind of clock in the number of another process's clock; see clock_getcpuclockid(3).
_SCHEDULER_CLOCK = 2


@dataclass(frozen=True)
class Memory:
    """In MB (10^6 bytes)."""

    # All pages in main memory, also those of the files of program and libraries; the latter the services share.
    resident: float
    # Pages that belong to no file: what the process alone has in use.
    own: float


class Services:
    def __init__(
        self,
        stand: Path,
        binaries: Path,
        ports: Ports,
        secrets: Secrets,
        database: Database,
        broker: AnyBroker,
        mail: Mail,
        certificates: Certificates,
        public_url: str,
    ) -> None:
        self._binaries = binaries
        self._database = database
        self.ports = {name: ports.get(name) for name in NAMES}
        private_key, public_key = token_keys(secrets)
        links = link_key(secrets)
        self.children: dict[str, Child] = {}
        for name in NAMES:
            env = {
                "LAYAK_DATABASE": database.conninfo(name, f"{name}_service"),
                "LAYAK_AMQP": broker.url(name, secrets.password(f"amqp.{name}")),
                "LAYAK_HTTP_HOST": "127.0.0.1",
                "LAYAK_HTTP_PORT": str(self.ports[name]),
                "LAYAK_PUBLIC_URL": public_url,
                "LAYAK_TOKEN_PUBLIC_KEY": public_key,
                "LAYAK_LOG_LEVEL": os.environ.get("LAYAK_LOG_LEVEL", "info"),
            } | ALLOCATOR
            if name == "intake":
                env["LAYAK_TOKEN_PRIVATE_KEY"] = private_key
            if name in ("intake", "notify", "rating"):
                env["LAYAK_LINK_KEY"] = links
            if name == "notify":
                env |= {
                    "LAYAK_SMTP_URL": mail.url,
                    "LAYAK_SMTP_USER": MAIL_USER,
                    "LAYAK_SMTP_PASSWORD": mail.password,
                    "LAYAK_SMTP_CA": str(certificates.authority),
                    "LAYAK_MAIL_FROM": os.environ.get("LAYAK_MAIL_FROM", "layak@bps.example"),
                }
            self.children[name] = Child(
                name.capitalize(),
                [str(binaries / name.capitalize()), "serve"],
                stand=stand,
                log=stand / "log" / f"{name}.log",
                env=env,
                grace=12,
            )

    def migrate(self) -> None:
        with step("Bringing the databases up to date"):
            for name in NAMES:
                self.command(name, "migrate")

    def start(self) -> None:
        with step("Starting the services"):
            for child in self.children.values():
                child.start()
            for name, child in self.children.items():
                until(lambda port=self.ports[name]: is_ready(port), child, within=60)  # type: ignore[misc]

    def restart(self, name: str) -> None:
        """After a kill; for fault tests."""
        self.children[name].start()
        until(lambda: is_ready(self.ports[name]), self.children[name], within=60)

    def command(self, name: str, *arguments: str, given: str = "") -> str:
        """Runs a subcommand of a service with its environment and as its database's owner; what it printed."""
        child = self.children[name]
        owner = self._database.conninfo(name, f"{name}_owner")
        done = subprocess.run(
            [str(self._binaries / name.capitalize()), *arguments],
            env=child.env | {"LAYAK_DATABASE_OWNER": owner},
            cwd=child.cwd,
            input=given,
            capture_output=True,
            text=True,
        )
        if done.returncode != 0:
            spoken = f"{name.capitalize()} {' '.join(arguments[:2])}"
            raise failed(spoken, done, child.log.parent)
        return done.stdout

    def health(self, name: str) -> dict[str, object]:
        with urllib.request.urlopen(f"http://127.0.0.1:{self.ports[name]}/health", timeout=5) as answer:
            return dict(json.load(answer))

    def metrics(self, name: str) -> str:
        with urllib.request.urlopen(f"http://127.0.0.1:{self.ports[name]}/metrics", timeout=5) as answer:
            return str(answer.read().decode())

    def memory(self, name: str) -> Memory:
        lines = Path(f"/proc/{self.children[name].pid}/smaps_rollup").read_text().splitlines()[1:]
        megabytes = {line.split(":")[0]: int(line.split()[1]) * 1024 / 1e6 for line in lines}
        return Memory(resident=megabytes["Rss"], own=megabytes["Anonymous"])

    def processor_seconds(self, name: str) -> float:
        """What the process has used since its start. Its own clock, because /proc/PID/stat counts in hundredths."""
        return time.clock_gettime((~self.children[name].pid << 3) | _SCHEDULER_CLOCK)

    def idle_share(self, seconds: float) -> dict[str, float]:
        """What each service takes of one core while nobody asks anything of it, in percent."""
        before = {name: self.processor_seconds(name) for name in NAMES}
        time.sleep(seconds)
        return {name: (self.processor_seconds(name) - before[name]) / seconds * 100 for name in NAMES}


def is_ready(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/health/ready", timeout=2) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False
