"""Processes that a stand starts. Each is a session of its own (Ctrl-C reaches the supervisor alone), dies with the
supervisor, and carries the stand's mark in its environment, by which what an earlier run left is known for certain."""

import contextlib
import ctypes
import os
import signal
import subprocess
import time
from pathlib import Path

from localstand.errors import StandError

MARK = "LAYAK_STAND"
_PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None, use_errno=True)


class Child:
    def __init__(
        self,
        name: str,
        argv: list[str],
        *,
        stand: Path,
        log: Path,
        env: dict[str, str] | None = None,
        user: str | None = None,
        stop_signal: signal.Signals = signal.SIGTERM,
        grace: float = 15,
        cwd: Path | None = None,
    ) -> None:
        self.name = name
        self.argv = argv
        self.log = log
        self.env = {
            "PATH": os.environ.get("PATH", "/usr/bin:/bin"),
            "HOME": str(stand),
            "LC_ALL": "C.UTF-8",
            "TZ": "UTC",
            MARK: str(stand),
        } | (env or {})
        self.stop_signal = stop_signal
        self.grace = grace
        self.cwd = cwd or stand
        self._user = user
        self._process: subprocess.Popen[bytes] | None = None
        self._stopping = False

    @property
    def pid(self) -> int:
        if self._process is None:
            raise RuntimeError(f"{self.name} was not started")
        return self._process.pid

    def start(self) -> None:
        died_with_supervisor = self.stop_signal

        def in_child() -> None:
            _libc.prctl(_PR_SET_PDEATHSIG, died_with_supervisor, 0, 0, 0)

        as_user: dict[str, object] = {}
        if self._user is not None:
            as_user = {"user": self._user, "group": self._user, "extra_groups": []}
        self._stopping = False
        with open(self.log, "ab") as log:
            self._process = subprocess.Popen(
                self.argv,
                env=self.env,
                cwd=self.cwd,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                preexec_fn=in_child,
                **as_user,  # type: ignore[arg-type]
            )

    def exit_code(self) -> int | None:
        return self._process.poll() if self._process is not None else None

    def check(self) -> None:
        """Throws when the process has ended although nobody asked it to."""
        code = self.exit_code()
        if code is not None and not self._stopping:
            how = f"killed by {signal.Signals(-code).name}" if code < 0 else f"exit code {code}"
            raise StandError(f"{self.name} stopped by itself ({how}); its log is {shown(self.log)}.")

    def ask_to_stop(self) -> None:
        self._stopping = True
        if self._process is not None and self._process.poll() is None:
            self._process.send_signal(self.stop_signal)

    def wait_stopped(self) -> None:
        if self._process is None:
            return
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(self.grace)
        # What the process started itself goes with it.
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()

    def send(self, what: signal.Signals) -> None:
        """To the process alone, not to what it has started; for fault tests."""
        if self._process is not None and self._process.poll() is None:
            self._process.send_signal(what)

    def stop(self) -> None:
        self.ask_to_stop()
        self.wait_stopped()

    def kill(self) -> None:
        """Ends it at once, as a crash would; for fault tests, which start it again."""
        self._stopping = True
        if self._process is not None and self._process.poll() is None:
            self._process.kill()
            self._process.wait()


def shown(path: Path) -> str:
    """The path as whoever reads the message would type it."""
    try:
        return str(path.relative_to(Path.cwd()))
    except ValueError:
        return str(path)


def marked(stand: Path) -> list[int]:
    """Processes that carry the mark of this stand. An exact match of the path: another stand's are never seen."""
    wanted = f"{MARK}={stand}".encode()
    found = []
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit() or int(entry.name) == os.getpid():
            continue
        try:
            if wanted in (entry / "environ").read_bytes().split(b"\0"):
                found.append(int(entry.name))
        except OSError:
            continue
    return found


def sweep(stand: Path) -> int:
    """Ends what still carries the mark of this stand; returns how many processes that were."""
    left = marked(stand)
    for pid in left:
        _signal(pid, signal.SIGTERM)
    deadline = time.monotonic() + 10
    while marked(stand) and time.monotonic() < deadline:
        time.sleep(0.1)
    for pid in marked(stand):
        _signal(pid, signal.SIGKILL)
    return len(left)


def _signal(pid: int, what: signal.Signals) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.kill(pid, what)
