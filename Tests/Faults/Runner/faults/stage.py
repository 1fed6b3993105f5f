"""The stand that the faults happen to: services behind links that can be spoiled, a database on a small disk."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from demo.world import OPERATOR
from localstand import database, topology
from localstand.children import Child
from localstand.errors import StandError
from localstand.services import NAMES, is_ready
from localstand.stand import Stand, remove

from faults.history import History
from faults.links import Links

REPOSITORY = Path(__file__).resolve().parents[4]
DISK = 700_000_000
# How a service ends that has waited for its database at its start for as long as it does.
NO_DATABASE = 69
# How far a clock is off that goes right.
RIGHT = "+0"
FAKETIME = Path("/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1")


class Impossible(Exception):
    """This machine cannot do that to a process; says what is missing."""


class Stage:
    def __init__(self, root: Path, binaries: Path, nodes: int = 1) -> None:
        self.nodes = nodes
        self.root = root
        self._binaries = binaries
        remove(root)
        self.history: History
        self.stand = Stand(root, binaries, for_tests=True, nodes=nodes)
        self._disk = self._small_disk()
        self.links = Links(root, self.stand.ports)
        # In a folder that the database's own user can enter.
        self._clock = Path(tempfile.mkdtemp(prefix="layak-clock-"))
        self._clock.chmod(0o755)
        self._led: list[tuple[str | None, dict[str, str]]] = []
        self._lead_through_links()
        self.second: Child | None = None

    # Start and stop

    def __enter__(self) -> Stage:
        try:
            self.stand.__enter__()
            self._settle()
        except BaseException:
            self.close()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        for child in self._all():
            if child.exit_code() is None and self._started(child):
                child.send(signal.SIGCONT)
        if self.second is not None:
            self.second.stop()
        self.stand.stop()
        self.links.close()
        shutil.rmtree(self._clock, ignore_errors=True)
        if self._disk is not None:
            subprocess.run(["/usr/bin/umount", "--lazy", str(self._disk)], check=False)
            self._disk = None

    def _small_disk(self) -> Path | None:
        """Only root may mount; without it the faults of a full disk are told as impossible."""
        if os.geteuid() != 0:
            return None
        home = database.home_of(self.root)
        home.mkdir(parents=True, exist_ok=True)
        mounted = subprocess.run(
            ["/usr/bin/mount", "-t", "tmpfs", "-o", f"size={DISK},mode=755", "layak-faults", str(home)],
            capture_output=True,
        )
        return home if mounted.returncode == 0 else None

    def _lead_through_links(self) -> None:
        stand = self.stand
        mail = self.links.open("notify_mail", stand.mail.port)
        for name in NAMES:
            child = stand.services.children[name]
            led = [
                ("LAYAK_DATABASE", stand.database.port, self.links.open(f"{name}_database", stand.database.port)),
                ("LAYAK_SMTP_URL", stand.mail.port, mail),
            ]
            # The nodes of a cluster have lines of their own, in their namespaces.
            if self.nodes == 1:
                led.append(("LAYAK_AMQP", stand.broker.port, self.links.open(f"{name}_broker", stand.broker.port)))
            for key, old, new in led:
                if key in child.env:
                    child.env[key] = child.env[key].replace(f":{old}", f":{new}")

    def _settle(self) -> None:
        """A commit that was answered is on the disk, as in production; the log of the database stays small."""
        self.stand.database.query(
            "ALTER SYSTEM SET fsync = on; ALTER SYSTEM SET full_page_writes = on;"
            "ALTER SYSTEM SET max_wal_size = '128MB'; SELECT pg_reload_conf();"
        )

    # Services

    def child(self, name: str) -> Child:
        return self.stand.services.children[name]

    def _all(self) -> list[Child]:
        stand = self.stand
        both = [self.second] if self.second is not None else []
        return [*stand.services.children.values(), *stand.broker.servers, stand.database.child, stand.mail.child, *both]

    @staticmethod
    def _started(child: Child) -> bool:
        try:
            return child.pid > 0
        except RuntimeError:
            return False

    def ready(self) -> bool:
        return all(is_ready(self.stand.services.ports[name]) for name in NAMES)

    def until_ready(self, within: float = 60) -> None:
        until(self.ready, "four services that are ready", within)

    def supervise(self) -> None:
        """Starts again what ended because its database was away at its start, as the supervisor of a machine does."""
        for name in NAMES:
            if self.child(name).exit_code() == NO_DATABASE:
                self.history.write("supervised", service=name)
                self.stand.services.restart(name)

    def dead(self) -> list[str]:
        """Services that have ended although nobody asked them to."""
        return [name for name in NAMES if self.child(name).exit_code() is not None]

    def start_second_intake(self) -> None:
        """A second process on Intake's database, with a door of its own."""
        first = self.child("intake")
        port = self.stand.ports.get("second_intake")
        if self.second is None:
            self.second = Child(
                "The second Intake", first.argv, stand=self.root, log=self.root / "log" / "intake-2.log",
                env=first.env | {"LAYAK_HTTP_PORT": str(port)}, grace=12,
            )  # fmt: skip
        self.second.start()
        until(lambda: is_ready(port), "a second Intake that is ready", 30)

    def stop_second_intake(self) -> None:
        if self.second is not None:
            self.second.stop()
            self.second = None

    # Clock

    def lead_clock(self, name: str | None) -> None:
        """Starts a service again, or the database, with a clock that goes right and that `set_clock` can make jump.

        Its steady clock goes on as a machine's does.
        """
        if not FAKETIME.exists():
            raise Impossible("libfaketime is not installed")
        if self._led:
            raise StandError("a clock is led already")
        self.set_clock(RIGHT)
        child = self.child(name) if name is not None else self.stand.database.child
        self._led.append((name, dict(child.env)))
        # The file is read at every look at the clock: all processes of one server jump at the same moment.
        child.env |= {
            "LD_PRELOAD": str(FAKETIME), "FAKETIME_TIMESTAMP_FILE": str(self._clock / "offset"),
            "FAKETIME_NO_CACHE": "1", "FAKETIME_DONT_FAKE_MONOTONIC": "1", "FAKETIME_DONT_RESET": "1",
        }  # fmt: skip
        self._start_again(name)
        if name is not None:
            until(lambda: is_ready(self.stand.services.ports[name]), f"a {name} that is ready", 30)

    def set_clock(self, offset: str) -> None:
        """`+1h`: an hour ahead of the right time, at once. Whoever looks sees the old offset or the new one."""
        (self._clock / "new").write_text(offset + "\n")
        (self._clock / "new").replace(self._clock / "offset")
        self.history.write("clock", offset=offset)

    def free_clock(self) -> None:
        """Starts again with the machine's own clock what has been led."""
        while self._led:
            name, env = self._led.pop()
            child = self.child(name) if name is not None else self.stand.database.child
            child.env = env
            self._start_again(name)

    def _start_again(self, name: str | None) -> None:
        child = self.child(name) if name is not None else self.stand.database.child
        child.stop()
        if name is not None:
            self.stand.services.restart(name)
        else:
            self.stand.database.restart()

    # Mail

    def hours_pass(self) -> None:
        """The pauses between two attempts at a mail are over. The first is half a minute, the last half a day."""
        self.stand.database.query(
            "UPDATE obligation SET next_attempt_at = now() WHERE state = 'waiting' AND next_attempt_at > now();",
            "notify",
        )

    # Database

    def restart_database(self) -> None:
        """From the moment that it is there again it is counted how soon Layak is."""
        self.stand.database.restart()
        self.history.write("back", what="database")

    # Disk

    def fill_disk(self) -> None:
        if self._disk is None:
            raise Impossible("only root can give the database a small disk of its own")
        with open(self._disk / "filler", "wb") as filler:
            piece = bytes(1 << 20)
            try:
                while True:
                    filler.write(piece)
                    filler.flush()
            except OSError:
                return

    def empty_disk(self) -> None:
        if self._disk is not None:
            (self._disk / "filler").unlink(missing_ok=True)

    # Broker

    def wipe_broker(self) -> None:
        """Everything the broker ever knew, gone while it is down."""
        self.stand.broker.child.kill()
        shutil.rmtree(self.root / "rabbitmq" / "data", ignore_errors=True)

    def reconcile(self) -> None:
        """Has the services compare what one published with what the others have."""
        self._layak("reconcile", "run")

    def rebuild(self) -> None:
        """Fills an empty broker from the outboxes."""
        self._layak("broker", "rebuild")

    def need(self, *arguments: str) -> None:
        """Before anything is broken that only this command of the tool can mend."""
        asked = subprocess.run([str(self._binaries / "layak"), *arguments, "--help"], capture_output=True, text=True)
        # For a command that it does not know, the tool shows what it does know.
        if f"USAGE: layak {' '.join(arguments)} " not in asked.stdout + " ":
            raise Impossible(f"there is no layak {' '.join(arguments)}")

    def _layak(self, *arguments: str) -> None:
        """It is run again while the services are not there yet."""
        said = ""
        for _attempt in range(3):
            code, said = self.tool(*arguments)
            if code == 0:
                return
            time.sleep(1)
        raise StandError(f"layak {' '.join(arguments)} failed: {said[-300:]}")

    def tool(self, *arguments: str) -> tuple[int, str]:
        """`layak` as an operator at a desk runs it: its exit code, and what it said."""
        stand = self.stand
        operator = stand.accounts[OPERATOR]
        env = {
            "PATH": os.environ["PATH"],
            "LAYAK_PUBLIC_URL": stand.url,
            "LAYAK_FRONT_DOOR_CA": str(stand.certificates.authority),
            "LAYAK_OPERATOR_EMAIL": operator.email,
            "LAYAK_OPERATOR_PASSWORD": operator.password,
            "LAYAK_AMQP": stand.broker.program_url("deploy", stand.secrets.password("amqp.deploy")),
        }
        done = subprocess.run(
            [str(self._binaries / "layak"), *arguments], env=env, capture_output=True, text=True, timeout=60
        )
        said = (done.stdout if done.returncode == 0 else done.stderr or done.stdout).strip()
        self.history.write("tool", command=" ".join(arguments), code=done.returncode, said=said[-500:])
        return done.returncode, said

    def declare(self) -> None:
        topology.declare(self._binaries, self.stand.broker, self.stand.secrets)


def until(seen: Callable[[], bool], what: str, within: float) -> float:
    """Seconds until it was seen; an error when it was not."""
    began = time.monotonic()
    while not seen():
        if time.monotonic() - began > within:
            raise TimeoutError(f"{what} were not seen within {within:.0f} s")
        time.sleep(0.1)
    return time.monotonic() - began
