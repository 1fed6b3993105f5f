"""The short form of `make simulate`, for continuous integration: as many schedules as fit into half a minute."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
PROGRAM = REPOSITORY / ".build" / "debug" / "simulate"


def simulate(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Runs the simulation from the build of the tests."""
    return subprocess.run(
        [str(PROGRAM), *arguments],
        env=os.environ | environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_every_promise_is_kept_through_half_a_minute_of_schedules() -> None:
    done = simulate("10000", SECONDS="30")
    print(done.stdout)
    assert done.returncode == 0, done.stdout + done.stderr
    last = done.stdout.splitlines()[-1]
    seeds = re.match(r"seeds (\d+), .* violations 0,", last)
    assert seeds and int(seeds[1]) > 20, last


def test_one_seed_is_one_schedule() -> None:
    first, second = simulate(SEED="7"), simulate(SEED="7")
    assert first.returncode == 0, first.stdout
    assert len(first.stdout.splitlines()) > 20
    assert first.stdout == second.stdout
