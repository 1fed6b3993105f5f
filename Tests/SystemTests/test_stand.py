"""The stand as whoever starts it meets it: `python -m localstand run`, which is what `make run` calls."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from localstand.children import marked

REPOSITORY = Path(__file__).resolve().parents[2]


class Run:
    """One start of a stand in a directory of its own."""

    def __init__(self, directory: Path, **environment: str) -> None:
        self.directory = directory
        self._process = subprocess.Popen(
            [sys.executable, "-m", "localstand", "run", "--directory", str(directory)],
            cwd=REPOSITORY,
            env=os.environ | {"PYTHONPATH": str(REPOSITORY / "Shared" / "LocalStand")} | environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self.printed = ""

    def until(self, text: str) -> str:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            self.printed += line
            if text in line:
                return self.printed
        pytest.fail(f"{text!r} was never printed: {self.printed}")

    def signal(self, number: signal.Signals) -> None:
        self._process.send_signal(number)

    def end(self) -> int:
        assert self._process.stdout is not None
        self.printed += self._process.stdout.read()
        return self._process.wait(60)

    @property
    def sentence(self) -> str:
        """What it said last."""
        return self.printed.strip().splitlines()[-1]


def test_ctrl_c_stops_everything_and_a_second_start_keeps_the_data(stand_directory: Path) -> None:
    first = Run(stand_directory)
    first.until("Ctrl-C stops it")
    assert len(re.findall(r"@\S+\.example\s+\S{12,}", first.printed)) == 8, "eight accounts, each with a password"
    address = re.search(r"https://localhost:\d+", first.printed)
    first.signal(signal.SIGINT)
    assert first.end() == 0
    assert not marked(stand_directory)

    second = Run(stand_directory)
    second.until("Ctrl-C stops it")
    assert "those of the first start" in second.printed
    assert address is not None and address.group() in second.printed
    second.signal(signal.SIGTERM)
    assert second.end() == 0


def test_a_dead_service_is_named_with_its_log_and_everything_else_is_stopped(stand_directory: Path) -> None:
    run = Run(stand_directory)
    run.until("Ctrl-C stops it")
    dead = next(pid for pid in marked(stand_directory) if _program(pid).endswith("/Review"))
    os.kill(dead, signal.SIGKILL)
    assert run.end() == 1
    assert run.sentence.startswith("layak: Review stopped by itself (killed by SIGKILL)")
    assert run.sentence.endswith("review.log.")


def test_a_port_set_by_hand_and_taken_is_one_sentence(stand_directory: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = str(taken.getsockname()[1])
        run = Run(stand_directory, LAYAK_PORT=port)
        assert run.end() == 1
    assert run.sentence == f"layak: Port {port}, set by LAYAK_PORT, is taken: free it or choose another."
    assert "Traceback" not in run.printed


def test_what_a_killed_supervisor_left_is_ended_and_the_next_start_works(stand_directory: Path) -> None:
    killed = Run(stand_directory)
    killed.until("Ctrl-C stops it")
    killed.signal(signal.SIGKILL)
    killed.end()

    again = Run(stand_directory)
    again.until("Ctrl-C stops it")
    refused = Run(stand_directory)
    assert refused.end() == 1
    assert refused.sentence.startswith("layak: A stand is already running in")
    again.signal(signal.SIGINT)
    assert again.end() == 0


def test_ctrl_c_while_it_starts_leaves_nothing(stand_directory: Path) -> None:
    run = Run(stand_directory)
    run.until("Starting PostgreSQL")
    run.signal(signal.SIGINT)
    assert run.end() == 0


def _program(pid: int) -> str:
    try:
        return os.readlink(f"/proc/{pid}/exe")
    except OSError:
        return ""
