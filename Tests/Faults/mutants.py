"""Shows that the tests notice: a build with seeded defects in it, and each defect switched on alone.

First nothing is switched on, and everything must pass. Then the simulation, or for a defect that only a real test can
see a named Swift test, must fail for each. A defect that nothing notices makes the run fail.
So does a process that ended at some place in the life of a message and left something lost or doubled.

`--simulation`: only what the simulation sees, without the build of the tests.
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
LOGS = Path(".layak/mutants")
SEEDS = "5000"
SECONDS = "60"


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
    Mutant("timer-claim-unchecked", "MessagingTests.TimerTests/superseded"),
    Mutant("neighbours-blamed"),
    Mutant("mail-before-attempt", "NotifyDomainTests.SendingTests"),
    Mutant("resend-from-doubt", "NotifyDomainTests.SendingTests"),
    Mutant("no-inbox", "MessagingTests.InboxMemoryTests/parkedForYears"),
    Mutant("inbox-retention-of-a-minute", "MessagingTests.InboxMemoryTests/parkedForYears"),
    Mutant("cursor-by-id-only", "MessagingTests.RelayTests/openWriter"),
    Mutant("relay-without-fence", "MessagingTests.FenceTests"),
    Mutant("reconciled-under-new-id", "MessagingTests.ReconciliationTests/brokenConsumer"),
]


# Ends processes at every place in the life of a message; needs the same build, and no defect.
CRASHES = "MessagingTests.CrashPointTests"


@dataclass(frozen=True)
class Verdict:
    """What came of one run."""

    code: int
    seconds: float
    log: Path

    @property
    def text(self) -> str:
        """Everything that it said."""
        return self.log.read_text(errors="replace")

    @property
    def sign(self) -> str:
        """The line that says what was noticed."""
        for line in self.text.splitlines():
            if " breaks " in line or "recorded an issue" in line:
                return line.strip()
        return ""

    @property
    def seeds(self) -> str:
        """How many schedules the simulation ran."""
        counted = re.search(r"^seeds (\d+),", self.text, re.MULTILINE)
        return counted[1] if counted else ""

    @property
    def is_caught(self) -> bool:
        """Whether a promise or an expectation was broken; a process that ends in some other way has noticed nothing."""
        return self.code == 1 and self.sign != ""


def run(command: list[str], name: str, mutant: str | None = None, **more: str) -> Verdict:
    """Runs a command with its output in a file; the code is 124 when it does not end."""
    environment = {**os.environ, **ENVIRONMENT, **more}
    environment.pop("LAYAK_MUTANT", None)
    if mutant:
        environment["LAYAK_MUTANT"] = mutant
    log = LOGS / f"{name.replace('/', '-')}.log"
    begin = time.monotonic()
    with log.open("w") as output:
        try:
            code = subprocess.run(
                command, env=environment, stdout=output, stderr=subprocess.STDOUT, timeout=900, check=False
            ).returncode
        except subprocess.TimeoutExpired:
            code = 124
    return Verdict(code, time.monotonic() - begin, log)


def simulate(name: str, mutant: str | None = None) -> Verdict:
    """Runs the simulation; its code is 1 when a promise was broken."""
    return run([f"{SCRATCH}/release/simulate", SEEDS], name, mutant, SECONDS=SECONDS)


def swift_test(test: str, name: str, mutant: str | None = None) -> Verdict:
    """Runs one Swift test or suite; its code is never 0 when nothing was run."""
    verdict = run(["swift", "test", "--skip-build", *FLAGS, "--filter", test], name, mutant)
    if verdict.code == 0 and not re.search(r"Test run with [1-9]\d* tests?", verdict.text):
        return Verdict(125, verdict.seconds, verdict.log)
    return verdict


def build(*what: str) -> bool:
    """Builds with the defects in it."""
    verdict = run(["swift", "build", *FLAGS, *what], f"build-{what[-1].lstrip('-')}")
    if verdict.code == 0:
        print(f"mutants: built in {verdict.seconds:.0f} s", flush=True)
    else:
        print(f"mutants: the build failed: {verdict.log}")
    return verdict.code == 0


Row = tuple[str, str, str, str, str, str]


def seen_by_simulation() -> list[Row] | None:
    """Switches on what the simulation is to see; nothing when it could not be tried."""
    # Optimised, because thousands of schedules are run.
    if not build("-c", "release", "--product", "simulate"):
        return None
    if simulate("unmutated").code != 0:
        print(f"mutants: the simulation fails without any defect (log in {LOGS})")
        return None
    return [row(mutant, simulate(mutant.name, mutant.name)) for mutant in MUTANTS if not mutant.test]


def seen_by_tests() -> list[Row] | None:
    """Switches on what a Swift test is to see; nothing when it could not be tried."""
    if not build("--build-tests"):
        return None
    for test in sorted({CRASHES, *(mutant.test for mutant in MUTANTS if mutant.test)}):
        if swift_test(test, f"unmutated-{test}").code != 0:
            print(f"mutants: {test} fails without any defect (log in {LOGS})")
            return None
    return [row(mutant, swift_test(mutant.test, mutant.name, mutant.name)) for mutant in MUTANTS if mutant.test]


def row(mutant: Mutant, verdict: Verdict) -> Row:
    """A line of the table, and one for whoever waits."""
    word = "caught" if verdict.is_caught else "SURVIVED"
    where, took = mutant.test or "simulation", f"{verdict.seconds:.1f}"
    print(f"mutants: {mutant.name}: {word} after {took} s", flush=True)
    return mutant.name, where, word, verdict.seeds, took, verdict.sign[:100]


def show(rows: list[Row]) -> None:
    """Prints the table."""
    lines = [("defect", "looked for by", "", "seeds", "s", "what was noticed"), *rows]
    widths = [max(len(line[column]) for line in lines) for column in range(5)]
    print()
    for line in lines:
        cells = [
            cell.rjust(width) if at in (3, 4) else cell.ljust(width)
            for at, (cell, width) in enumerate(zip(line, widths, strict=False))
        ]
        print("  ".join([*cells, line[5]]).rstrip())


def main(arguments: list[str]) -> int:
    """What the simulation sees, then what tests see: unmutated first, then each defect."""
    LOGS.mkdir(parents=True, exist_ok=True)
    begin = time.monotonic()
    rows: list[Row] = []
    parts = [seen_by_simulation] if "--simulation" in arguments else [seen_by_simulation, seen_by_tests]
    for part in parts:
        found = part()
        if found is None:
            return 1
        rows += found
    show(rows)
    survived = sum(line[2] != "caught" for line in rows)
    print(f"mutants {len(rows)}, survived {survived}, {time.monotonic() - begin:.0f} s")
    return 1 if survived else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
