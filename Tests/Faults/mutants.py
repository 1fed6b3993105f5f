"""Shows that the tests notice: one build with seeded defects in it, and each defect switched on alone.

First nothing is switched on, and everything must pass. Then the simulation, or for a defect that only a real test can
see a named Swift test, must fail for each. A defect that nothing notices makes the run fail.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

SCRATCH = ".build-mutants"
FLAGS = ["--scratch-path", SCRATCH, "--explicit-target-dependency-import-check", "error"]
ENVIRONMENT = {"LAYAK_MUTANTS": "1", "LAYAK_CORE_ONLY": "1"}
SEEDS = "3000"
SECONDS = "40"


@dataclass(frozen=True)
class Mutant:
    """A defect by its name, and the Swift test that sees it; none when the simulation does."""

    name: str
    test: str | None = None


MUTANTS = [
    Mutant("ack-before-commit"),
    Mutant("position-not-checked"),
    Mutant("retry-row-after-ack"),
    Mutant("cursor-before-confirm"),
    Mutant("return-ignored"),
    Mutant("multiple-ignored"),
    Mutant("confirm-counted-twice"),
    Mutant("doubt-counts-as-confirm"),
    Mutant("later-row-overtakes"),
    Mutant("timer-fires-again"),
    Mutant("neighbours-blamed"),
    Mutant("mail-before-attempt", "NotifyDomainTests.SendingTests"),
    Mutant("resend-from-doubt", "NotifyDomainTests.SendingTests"),
    Mutant("no-inbox", "MessagingTests.InboxTests/replay"),
    Mutant("cursor-by-id-only", "MessagingTests.RelayTests/openWriter"),
    Mutant("relay-without-fence", "MessagingTests.FenceTests"),
    Mutant("reconciled-under-new-id", "MessagingTests.ReconciliationTests/brokenConsumer"),
]


def run(command: list[str], log: Path, mutant: str | None = None, **more: str) -> int:
    """Runs a command with its output in a file; 124 when it does not end."""
    environment = {**os.environ, **ENVIRONMENT, **more}
    environment.pop("LAYAK_MUTANT", None)
    if mutant:
        environment["LAYAK_MUTANT"] = mutant
    with log.open("w") as output:
        try:
            return subprocess.run(
                command, env=environment, stdout=output, stderr=subprocess.STDOUT, timeout=900, check=False
            ).returncode
        except subprocess.TimeoutExpired:
            return 124


def simulate(log: Path, mutant: str | None = None) -> int:
    """Runs the simulation; 1 when a promise was broken."""
    return run([f"{SCRATCH}/debug/simulate", SEEDS], log, mutant, SECONDS=SECONDS)


def swift_test(name: str, log: Path, mutant: str | None = None) -> int:
    """Runs one Swift test or suite; never 0 when nothing was run."""
    code = run(["swift", "test", "--skip-build", *FLAGS, "--filter", name], log, mutant)
    if code == 0 and not re.search(r"Test run with [1-9]\d* tests?", log.read_text(errors="replace")):
        return 125
    return code


def sign(log: Path) -> str:
    """The line that says what was noticed."""
    for line in log.read_text(errors="replace").splitlines():
        if " breaks " in line or "recorded an issue" in line:
            return line.strip()[:110]
    return ""


def main() -> int:
    """Builds, checks the unmutated build, then every defect."""
    logs = Path(".layak/mutants")
    logs.mkdir(parents=True, exist_ok=True)
    begin = time.monotonic()
    # Optimised, because the simulation is run a thousand times; with the tests, because some defects are theirs.
    build = ["swift", "build", "--build-tests", "-Xswiftc", "-O", *FLAGS]
    if run(build, logs / "build.log") != 0:
        print("mutants: the build failed: .layak/mutants/build.log")
        return 1
    print(f"mutants: built in {time.monotonic() - begin:.0f} s", flush=True)
    tests = sorted({mutant.test for mutant in MUTANTS if mutant.test})
    healthy = [("simulation", simulate(logs / "unmutated.log"))]
    healthy += [(test, swift_test(test, logs / f"unmutated-{test.replace('/', '-')}.log")) for test in tests]
    broken = [name for name, code in healthy if code != 0]
    if broken:
        print(f"mutants: fails without any defect: {', '.join(broken)} (logs in .layak/mutants)")
        return 1
    survived = 0
    rows = []
    for mutant in MUTANTS:
        log = logs / f"{mutant.name}.log"
        code = swift_test(mutant.test, log, mutant.name) if mutant.test else simulate(log, mutant.name)
        # A process that ends in some other way has noticed nothing.
        caught = code == 1 and sign(log) != ""
        survived += not caught
        rows.append((mutant.name, mutant.test or "simulation", "caught" if caught else "SURVIVED", sign(log)))
        print(f"mutants: {mutant.name}: {rows[-1][2]}", flush=True)
    width = max(len(row[0]) for row in rows)
    place = max(len(row[1]) for row in rows)
    print()
    for name, where, verdict, line in rows:
        print(f"{name:<{width}}  {where:<{place}}  {verdict:<8}  {line}")
    print(f"mutants {len(rows)}, survived {survived}, {time.monotonic() - begin:.0f} s")
    return 1 if survived else 0


if __name__ == "__main__":
    sys.exit(main())
