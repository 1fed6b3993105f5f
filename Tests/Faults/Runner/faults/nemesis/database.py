"""Faults of PostgreSQL: its processes, its disk, its limits, its other users."""

from __future__ import annotations

import contextlib
import select
import signal
import subprocess
import threading
import time
from typing import ClassVar

from localstand.errors import StandError
from localstand.services import NAMES

from faults.nemesis.clock import LedClock
from faults.nemesis.fault import Fault, of_all
from faults.stage import Stage

AWAY: dict[str, object] = {"honest": True, "resumes": 5}


class Killed(Fault):
    """The database server is killed with -9 and started again at once"""

    name = "database-killed"
    again: ClassVar = of_all(2)
    hold = 1.0
    expects: ClassVar = AWAY

    def inject(self) -> None:
        self.stage.stand.database.child.kill()
        self.stage.restart_database()


class Away(Fault):
    """The database server is killed with -9 and stays away for some seconds"""

    name = "database-away"
    again: ClassVar = of_all(2)
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
    again: ClassVar = of_all(6)
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
    # It may be read and published, and the cursor cannot be written, until the server ends itself.
    again: ClassVar = of_all(3)
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
    again: ClassVar = of_all(3)
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
    again: ClassVar = of_all(12)
    hold = 1.0
    expects: ClassVar = AWAY

    def inject(self) -> None:
        for _time in range(12):
            self.stage.stand.database.query(KILL_BACKENDS)
            time.sleep(self.chance.uniform(0.1, 0.6))


class BackendCrashes(Fault):
    """One backend is killed with -9, which makes the server end all others and recover"""

    name = "database-backend-killed"
    again: ClassVar = of_all(2)
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

    def __init__(self, stage: Stage, database: str, *statements: str) -> None:
        self._process = subprocess.Popen(
            [
                *["/usr/bin/psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", "-o", "/dev/null"],
                stage.stand.database.conninfo(database, "layak_admin"),
            ],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"},
            text=True,
        )
        self._say(*statements)

    def _say(self, *statements: str) -> None:
        assert self._process.stdin is not None
        # A session whose server is gone has ended and reads nothing any more.
        with contextlib.suppress(BrokenPipeError):
            self._process.stdin.write("".join(f"{statement}\n;\n" for statement in statements))
            self._process.stdin.flush()

    def has_done(self, within: float = 10) -> bool:
        """Whether everything that it was told so far has come about."""
        assert self._process.stdout is not None
        self._say("\\echo done")
        readable, _, _ = select.select([self._process.stdout], [], [], within)
        return bool(readable) and self._process.stdout.readline() == "done\n"

    def commit(self) -> bool:
        self._say("COMMIT")
        return self.has_done()

    def end(self) -> None:
        self._process.kill()
        self._process.wait()


# Longer than a relay, a runner of timers or a consumer waits for anything.
LONG = 20.0
# A row of the outbox as Review writes them: an entry for an office's list of work, which is nobody's case.
HELD = """
INSERT INTO outbox (message_id, exchange, routing_key, mandatory, type, subject, source, time, seconds, body)
VALUES ('{id}', 'layak.worklists', 'unit.6104.completeness', true, 'worklist.entry.v1', '{id}', '{source}',
        to_char(now() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), extract(epoch FROM now())::bigint,
        '{{"held":"{id}"}}')
"""


class Long(Fault):
    """A transaction in every database that stays open, while all others go on."""

    hold = LONG
    expects: ClassVar = AWAY | {"flows": True}

    def begin(self, name: str) -> Session:
        raise NotImplementedError

    def inject(self) -> None:
        self._sessions: dict[str, Session] = {}
        for name in NAMES:
            self._sessions[name] = self.begin(name)
        for name, session in self._sessions.items():
            if not session.has_done():
                raise StandError(f"no transaction stays open in the database {name}")

    def heal(self) -> None:
        for session in self._sessions.values():
            session.end()


class LongWriter(Long):
    """In every database a transaction that has written into the outbox stays open; Review's commits at last"""

    name = "database-long-writer"

    def begin(self, name: str) -> Session:
        identifier = f"019a9c00-0000-7000-8000-{self.chance.randrange(16**12):012x}"
        if name == "review":
            self._held = identifier
        return Session(self.stage, name, "BEGIN", HELD.format(id=identifier, source=name))

    def heal(self) -> None:
        # All that was written after it has long been published. It must not have been passed by.
        if "review" in self._sessions and self._sessions["review"].commit():
            self.stage.history.write("held", id=self._held)
        super().heal()


class LongReader(Long):
    """In every database a transaction that has read every table keeps its snapshot and its locks"""

    name = "database-long-reader"

    def begin(self, name: str) -> Session:
        tables = self.stage.stand.database.query(
            "SELECT format('%I.%I', schemaname, tablename) FROM pg_tables WHERE schemaname = 'public'", name
        ).split()
        reading = [f"SELECT count(*) FROM {table}" for table in tables]
        return Session(self.stage, name, "BEGIN ISOLATION LEVEL REPEATABLE READ", *reading)


class TablesLocked(Fault):
    """Somebody holds Review's outbox for some seconds"""

    name = "database-tables-locked"
    again: ClassVar = {"review": 2}
    hold = 6.0
    expects: ClassVar = AWAY

    def inject(self) -> None:
        self._session = Session(self.stage, "review", "BEGIN", "LOCK TABLE outbox IN ACCESS EXCLUSIVE MODE")

    def heal(self) -> None:
        self._session.end()


class Clock(LedClock):
    """The clock that decides when anything is due jumps while the server works, and jumps back."""

    # The server is started again with a clock that can be led, and once more when it is over.
    expects: ClassVar = AWAY
    again: ClassVar = of_all(4)


class ClockAhead(Clock):
    """The database's clock jumps an hour ahead while it works, and back"""

    name = "database-clock-ahead"
    offset = "+1h"


class ClockBehind(Clock):
    """The database's clock jumps an hour back while it works, and ahead again"""

    name = "database-clock-behind"
    offset = "-1h"


class Stopped(Fault):
    """Every process of the database is stopped with SIGSTOP for some seconds"""

    name = "database-stopped"
    again: ClassVar = of_all(3)
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
    TablesLocked, Stopped, ClockAhead, ClockBehind,
]  # fmt: skip
