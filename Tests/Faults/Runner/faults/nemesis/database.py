"""Faults of PostgreSQL: its processes, its disk, its limits, its other users."""

from __future__ import annotations

import signal
import subprocess
import threading
import time
from typing import ClassVar

from localstand.services import NAMES

from faults.nemesis.fault import Fault

AWAY: dict[str, object] = {"honest": True, "resumes": 5}


class Killed(Fault):
    """The database server is killed with -9 and started again at once"""

    name = "database-killed"
    hold = 1.0
    expects: ClassVar = AWAY

    def inject(self) -> None:
        self.stage.stand.database.child.kill()
        self.stage.restart_database()


class Away(Fault):
    """The database server is killed with -9 and stays away for some seconds"""

    name = "database-away"
    hold = 6.0
    expects: ClassVar = AWAY

    def inject(self) -> None:
        self.stage.stand.database.child.kill()

    def heal(self) -> None:
        if self.stage.stand.database.child.exit_code() is not None:
            self.stage.restart_database()


class Restarted(Fault):
    """The database server is restarted five times in a row"""

    name = "database-restart-loop"
    hold = 1.0
    expects: ClassVar = AWAY

    def inject(self) -> None:
        for turn in range(5):
            child = self.stage.stand.database.child
            child.stop_signal = signal.SIGINT if turn % 2 else signal.SIGQUIT
            child.stop()
            self.stage.restart_database()
            time.sleep(self.chance.uniform(0.1, 1))


class DiskFull(Fault):
    """The database's disk is full"""

    name = "database-disk-full"
    hold = 6.0
    expects: ClassVar = AWAY

    def inject(self) -> None:
        self.stage.fill_disk()

    def heal(self) -> None:
        self.stage.empty_disk()
        # Without room for its log the server ends itself, as it should.
        deadline = time.monotonic() + 2
        child = self.stage.stand.database.child
        while child.exit_code() is None and time.monotonic() < deadline:
            time.sleep(0.1)
        if child.exit_code() is not None:
            self.stage.restart_database()


class ConnectionLimit(Fault):
    """No service gets a further connection to the database"""

    name = "database-connection-limit"
    hold = 6.0
    expects: ClassVar = AWAY

    def inject(self) -> None:
        limits = "".join(f"ALTER ROLE {name}_service CONNECTION LIMIT 1;" for name in NAMES)
        self.stage.stand.database.query(limits)
        self.stage.stand.database.query(KILL_BACKENDS)

    def heal(self) -> None:
        self.stage.stand.database.query(
            "".join(f"ALTER ROLE {name}_service CONNECTION LIMIT -1;" for name in NAMES)
        )  # fmt: skip


KILL_BACKENDS = (
    "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE backend_type = 'client backend'"
    " AND pid <> pg_backend_pid();"
)


class BackendsKilled(Fault):
    """An administrator ends every connection of the services, again and again"""

    name = "database-backends-ended"
    hold = 1.0
    expects: ClassVar = AWAY

    def inject(self) -> None:
        for _time in range(12):
            self.stage.stand.database.query(KILL_BACKENDS)
            time.sleep(self.chance.uniform(0.1, 0.6))


class BackendCrashes(Fault):
    """One backend is killed with -9, which makes the server end all others and recover"""

    name = "database-backend-killed"
    hold = 2.0
    expects: ClassVar = AWAY

    def inject(self) -> None:
        pid = self.stage.stand.database.query(
            "SELECT pid FROM pg_stat_activity WHERE usename = 'review_service' LIMIT 1"
        ).strip()  # fmt: skip
        if pid:
            subprocess.run(["/bin/kill", "-9", pid], check=False)


class Session:
    """A connection of the administrator that stays in a transaction, until it is let go or cut off."""

    def __init__(self, stage: object, database: str, *statements: str) -> None:
        self._process = subprocess.Popen(
            ["/usr/bin/psql", "-X", "-q", stage.stand.database.conninfo(database, "layak_admin")],  # type: ignore[attr-defined]
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env={"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"},
            text=True,
        )
        assert self._process.stdin is not None
        self._process.stdin.write("".join(f"{statement};\n" for statement in statements))
        self._process.stdin.flush()

    def end(self) -> None:
        self._process.kill()
        self._process.wait()


class LongWriter(Fault):
    """Somebody leaves a writing transaction open in every database"""

    name = "database-long-writer"
    hold = 8.0
    expects: ClassVar = AWAY

    def inject(self) -> None:
        self._sessions = [
            Session(self.stage, name, "BEGIN", "SELECT pg_current_xact_id()", "CREATE TEMP TABLE held (n int)")
            for name in NAMES
        ]

    def heal(self) -> None:
        for session in self._sessions:
            session.end()


class LongReader(Fault):
    """Somebody reads all of every database in one transaction"""

    name = "database-long-reader"
    hold = 8.0
    expects: ClassVar = AWAY

    def inject(self) -> None:
        reading = "BEGIN ISOLATION LEVEL REPEATABLE READ", "SELECT count(*) FROM pg_class", "SELECT pg_sleep(60)"
        self._sessions = [Session(self.stage, name, *reading) for name in NAMES]

    def heal(self) -> None:
        for session in self._sessions:
            session.end()


class TablesLocked(Fault):
    """Somebody holds Review's outbox for some seconds"""

    name = "database-tables-locked"
    hold = 6.0
    expects: ClassVar = AWAY

    def inject(self) -> None:
        self._session = Session(self.stage, "review", "BEGIN", "LOCK TABLE outbox IN ACCESS EXCLUSIVE MODE")

    def heal(self) -> None:
        self._session.end()


class Stopped(Fault):
    """Every process of the database is stopped with SIGSTOP for some seconds"""

    name = "database-stopped"
    hold = 7.0
    expects: ClassVar = AWAY

    def inject(self) -> None:
        self._ended = threading.Event()
        self._send(signal.SIGSTOP)

    def heal(self) -> None:
        self._send(signal.SIGCONT)

    def _send(self, what: signal.Signals) -> None:
        # The postmaster's children are its alone.
        server = str(self.stage.stand.database.child.pid)
        subprocess.run(["/usr/bin/pkill", f"-{what.name[3:]}", "-P", server], check=False)
        self.stage.stand.database.child.send(what)


FAULTS: list[type[Fault]] = [
    Killed, Away, Restarted, DiskFull, ConnectionLimit, BackendsKilled, BackendCrashes, LongWriter, LongReader,
    TablesLocked, Stopped,
]  # fmt: skip
