"""A whole stand: what it consists of, in which order it starts and stops, and who watches it."""

import fcntl
import os
import shlex
import shutil
import time
from pathlib import Path
from typing import Any

from localstand import accounts, database, room, stopping, topology
from localstand.broker import Broker
from localstand.certificates import Certificates
from localstand.children import Child, shown, sweep
from localstand.cluster import Cluster
from localstand.console import say, step
from localstand.database import Database
from localstand.errors import StandError
from localstand.front_door import FrontDoor
from localstand.mail import Mail
from localstand.ports import Ports
from localstand.secrets_file import Secrets
from localstand.services import NAMES, Services


class Stand:
    """`servers_only` is the stand of the tests: a database and a broker with its management interface, no services.
    `tls` encrypts what services say to broker and database; the broker lets nobody in without a certificate. With three
    `nodes` the broker is a cluster; that takes the right to make network namespaces."""

    def __init__(
        self,
        root: Path,
        binaries: Path,
        *,
        servers_only: bool = False,
        for_tests: bool = False,
        tls: bool = False,
        nodes: int = 1,
    ) -> None:
        self.root = root
        self._lock_file = root.parent / f".{root.name}.lock"
        root.mkdir(parents=True, exist_ok=True)
        # The user `postgres` must pass through to its own folder; all else is its owner's alone.
        root.chmod(0o711)
        for folder in ("log", "mail", "rabbitmq", "caddy"):
            (root / folder).mkdir(mode=0o700, exist_ok=True)
        self._lock()
        self._disks = [root, database.home_of(root)]
        room.check(self._disks, room.TO_START)
        left = sweep(root)
        if left:
            say(f"  An earlier run was cut off and left {left} processes; they are ended.")
        self.accounts: dict[str, accounts.Account] = {}
        self.secrets = Secrets(root / "secrets.json")
        ports = self.ports = Ports(root / "ports.json", prefer_front_door=not for_tests)
        self.certificates = Certificates(root / "tls")
        encrypted = self.certificates if tls else None
        self.database = Database(
            root, ports, self.secrets, durable=not for_tests, services=[] if servers_only else NAMES, tls=encrypted
        )
        # One node or several; what a test of faults asks of it differs.
        self.broker: Any
        if nodes == 1:
            self.broker = Broker(
                root, ports, self.secrets, management=servers_only, durable=not for_tests, tls=encrypted
            )
        else:
            self.broker = Cluster(root, self.secrets, nodes=nodes, durable=not for_tests)
        self._binaries = binaries
        self._servers_only = servers_only
        self._started: list[Child] = []
        if servers_only:
            return
        self.mail = Mail(root, ports, self.secrets, self.certificates)
        upstreams = {name: f"127.0.0.1:{ports.get(name)}" for name in NAMES}
        self.front_door = FrontDoor(root, ports, self.certificates, upstreams)
        self.services = Services(
            root, binaries, ports, self.secrets, self.database, self.broker, self.mail, self.certificates, self.url
        )

    @property
    def url(self) -> str:
        return self.front_door.url

    def start(self) -> None:
        # The broker takes longest to boot, so it is waited for last.
        self.certificates.prepare()
        self._started += [*self.broker.mappers, *self.broker.servers]
        self.broker.start()
        self._started.append(self.database.child)
        self.database.start()
        if self._servers_only:
            self.broker.wait()
            return
        self._started.append(self.mail.child)
        self.mail.start()
        self.services.migrate()
        self.broker.wait()
        topology.declare(self._binaries, self.broker, self.secrets)
        self._started += self.services.children.values()
        self.services.start()
        self._started.append(self.front_door.child)
        self.front_door.start()
        made = self.root / "accounts-made"
        if not made.exists():
            self.accounts = accounts.make(self.services)
            made.touch()

    def write_broker_addresses(self) -> Path:
        """The addresses of the broker for programs outside, one user a line, for their owner's eyes only."""
        file = self.root / "amqp.txt"
        file.touch(mode=0o600)
        users = ("portal", "office-6104", "complaints", "observer")
        urls = {user: self.broker.program_url(user, self.secrets.password(f"amqp.{user}")) for user in users}
        file.write_text("".join(f"{user} {url}\n" for user, url in urls.items()))
        return file

    def operator_settings(self) -> dict[str, str]:
        """What the program `layak` reads, but for the operator's password, which the stand does not keep."""
        return {
            "LAYAK_PUBLIC_URL": self.url,
            "LAYAK_FRONT_DOOR_CA": str(self.certificates.authority),
            "LAYAK_OPERATOR_EMAIL": accounts.OPERATOR,
            "LAYAK_AMQP": self.broker.program_url("deploy", self.secrets.password("amqp.deploy")),
        }

    def write_operator_settings(self) -> Path:
        """The same as lines for a shell, for their owner's eyes only: the password of `deploy` is among them."""
        file = self.root / "operator.env"
        file.touch(mode=0o600)
        lines = [f"{name}={shlex.quote(value)}\n" for name, value in self.operator_settings().items()]
        file.write_text("".join(lines))
        return file

    def check(self) -> None:
        """Throws when the disk is full or something that should run does not."""
        stopping.heed()
        room.check(self._disks, room.TO_RUN)
        for child in self._started:
            child.check()

    def watch(self) -> None:
        """Until Ctrl-C, or until a child dies."""
        while True:
            self.check()
            time.sleep(0.3)

    def stop(self) -> None:
        """Stops what was started, in order, and gives the directory free."""
        self._stop()
        self.ports.release()
        self._locked.close()

    def _stop(self) -> None:
        if not self._started:
            return
        with stopping.undisturbed(), step("Stopping"):
            servers = [*self.broker.servers, self.database.child]
            mappers = list(self.broker.mappers)
            first = [child for child in self._started if child not in servers + mappers]
            for group in (first, servers, mappers):
                running = [child for child in group if child in self._started]
                for child in running:
                    child.ask_to_stop()
                for child in running:
                    child.wait_stopped()
            self._started = []
            if isinstance(self.broker, Cluster):
                self.broker.clear()
            sweep(self.root)

    def __enter__(self) -> "Stand":
        try:
            self.start()
        except BaseException as error:
            try:
                if isinstance(error, StandError):
                    # When something died or the disk is full, that is why another part failed or waited in vain.
                    self.check()
            finally:
                self.stop()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def _lock(self) -> None:
        self._locked = open(self._lock_file, "w")  # noqa: SIM115 - held as long as the process lives
        try:
            fcntl.flock(self._locked, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise StandError(f"A stand is already running in {shown(self.root)}: stop it first (Ctrl-C).") from None


def remove(root: Path) -> None:
    """Clears a stand, wherever its parts are. One that runs is left alone, with an error."""
    if not root.exists():
        return
    lock = root.parent / f".{root.name}.lock"
    with open(lock, "w") as held:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise StandError(f"A stand is running in {shown(root)}: stop it first (Ctrl-C).") from None
        sweep(root)
        database.clear(root)
        shutil.rmtree(root)
    os.unlink(lock)
