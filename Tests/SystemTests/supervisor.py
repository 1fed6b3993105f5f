"""A stand as whoever starts it meets it: `python -m localstand`, which is what `make run` and `make reset` call."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from localstand.children import marked

REPOSITORY = Path(__file__).resolve().parents[2]
ENVIRONMENT = os.environ | {"PYTHONPATH": str(REPOSITORY / "Shared" / "LocalStand")}
STARTED = "Ctrl-C stops it"
# Seconds; many times what a start and a stop take.
PATIENCE = 180


class Run:
    """One start of a program of the stand; by default of a stand in this directory. `inside` is a command in front."""

    def __init__(self, directory: Path, *program: str, inside: list[str] | None = None, **environment: str) -> None:
        program = program or ("localstand", "run")
        # The demo's stand is beside what the demo leaves.
        self.directory = directory / "stand" if program[0] == "demo" else directory
        self._process = subprocess.Popen(
            [*(inside or []), sys.executable, "-m", *program, "--directory", str(directory)],
            cwd=REPOSITORY,
            env=ENVIRONMENT | environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self.printed = ""
        # One that neither goes on nor ends must not hold the whole check.
        self._patience = threading.Timer(PATIENCE, self._process.kill)
        self._patience.daemon = True
        self._patience.start()

    @property
    def pid(self) -> int:
        return self._process.pid

    def until(self, text: str) -> str:
        """Reads on until a line says this; what was printed so far."""
        assert self._process.stdout is not None
        for line in self._process.stdout:
            self.printed += line
            if text in line:
                return self.printed
        pytest.fail(f"{text!r} was never printed: {self.printed}")

    def signal(self, number: signal.Signals) -> None:
        self._process.send_signal(number)

    def stop_listening(self) -> None:
        """As a terminal that is closed."""
        assert self._process.stdout is not None
        self._process.stdout.close()

    def wait(self) -> int:
        """Its exit code, when it has ended by itself or after a signal."""
        if self._process.stdout is not None and not self._process.stdout.closed:
            self.printed += self._process.stdout.read()
        code = self._process.wait(60)
        self._patience.cancel()
        assert "Traceback" not in self.printed, self.printed
        return code

    def end(self) -> int:
        """Its exit code; nothing of the stand may be left running by then."""
        code = self.wait()
        left = {pid: command(pid) for pid in belonging(self.directory)}
        assert not left, f"processes were left running: {left}"
        return code

    def kill(self) -> None:
        self._patience.cancel()
        self._process.kill()
        self._process.wait()

    @property
    def sentence(self) -> str:
        """What it said last."""
        return self.printed.strip().splitlines()[-1]

    @property
    def address(self) -> str:
        found = re.search(r"https://localhost:\d+", self.printed)
        assert found is not None, self.printed
        return found.group()

    @property
    def passwords(self) -> dict[str, str]:
        """The demo accounts that were printed: passwords by e-mail address."""
        return dict(re.findall(r"(\S+@\S+\.example)\s+(\S{12,})", self.printed))

    def child(self, *words: str) -> int:
        """The process that the supervisor started by a command with these words."""
        found = [pid for pid in marked(self.directory) if parent(pid) == self.pid and set(words) <= set(command(pid))]
        assert len(found) == 1, f"{words}: {found}"
        return found[0]


def belonging(directory: Path) -> list[int]:
    """Processes of a stand: those that carry its mark, and those that work in its folders (PostgreSQL's overwrite
    their environment)."""
    found = set(marked(directory))
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            cwd = os.readlink(entry / "cwd")
        except OSError:
            continue
        if Path(cwd.removesuffix(" (deleted)")).is_relative_to(directory):
            found.add(int(entry.name))
    return sorted(found)


def command(pid: int) -> list[str]:
    """The words of a process's command, the program by its name alone."""
    try:
        words = Path(f"/proc/{pid}/cmdline").read_bytes().decode(errors="replace").split("\0")
    except OSError:
        return []
    return [Path(words[0]).name, *words[1:]]


def parent(pid: int) -> int:
    try:
        return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])
    except OSError:
        return 0
