"""The seeded defects: noticed where they are compiled in, and absent from what is delivered."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[2]
PRODUCTS = ("Intake", "Review", "Notify", "Rating", "layak")
# The variable that chooses a defect, as the linker names it: there only in a build that has defects to choose from.
MARK = b"7Mutants8MutationO6chosen"
# The same of the places at which a process can be made to end.
CRASH_MARK = b"7Mutants10CrashPointO6chosen"


@pytest.fixture(scope="module")
def run() -> subprocess.CompletedProcess[str]:
    """Every defect that the simulation is to see, switched on alone."""
    done = subprocess.run(
        [sys.executable, "Tests/Faults/mutants.py", "--simulation"],
        cwd=REPOSITORY,
        env=os.environ,
        capture_output=True,
        text=True,
        timeout=900,
        check=False,
    )
    print(done.stdout)
    return done


def test_the_simulation_notices_every_defect_that_it_is_to_see(run: subprocess.CompletedProcess[str]) -> None:
    assert run.returncode == 0, run.stdout + run.stderr
    assert ", survived 0," in run.stdout.splitlines()[-1]


def test_no_defect_can_be_switched_on_in_a_product(run: subprocess.CompletedProcess[str]) -> None:
    simulation = (REPOSITORY / ".build-mutants/release/simulate").read_bytes()
    for mark in (MARK, CRASH_MARK):
        assert mark in simulation, f"{mark!r} marks nothing"
        found = [name for name in PRODUCTS if mark in (REPOSITORY / ".build/debug" / name).read_bytes()]
        assert not found
