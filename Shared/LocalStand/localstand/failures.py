"""What is kept and said of a short command that failed."""

import datetime
import os
import re
import signal
import subprocess
from pathlib import Path

from localstand.children import shown
from localstand.errors import StandError

# What Swift's backtracer writes: a rule of three stars around the reason, and last how long the trace took.
_CRASH = re.compile(r"^\*\*\* (Program crashed: .*?) \*\*\*$", re.MULTILINE)


def failed(command: str, done: subprocess.CompletedProcess[str], logs: Path) -> StandError:
    """Keeps all that the command wrote in a file of its own in `logs`; one line that says why it failed and names that
    file. Only its owner reads the file, as a crash writes out memory."""
    moment = datetime.datetime.now(datetime.UTC).strftime("%Y%m%dT%H%M%S%f")
    file = logs / f"failed-{re.sub(r'[^a-z0-9]+', '-', command.lower())}-{moment}.log"
    with open(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as kept:
        kept.write(f"{command}: {_ending(done.returncode)}\n{done.stdout}{done.stderr}")
    return StandError(f"{command} failed: {_reason(done)}; all it wrote is in {shown(file)}")


def _reason(done: subprocess.CompletedProcess[str]) -> str:
    crash = _CRASH.search(done.stderr)
    if crash is not None:
        return crash[1]
    lines = (done.stderr.strip() or done.stdout.strip()).splitlines()
    return lines[-1] if lines else _ending(done.returncode)


def _ending(code: int) -> str:
    return f"killed by {signal.Signals(-code).name}" if code < 0 else f"exit code {code}"
