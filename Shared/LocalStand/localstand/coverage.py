"""What the tests of the pure rules run of them: one table from what the compiler counted, and an exit code."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

LIMIT = 95.0
"""Per cent of the lines of each target."""

TARGETS = {
    "ActivityForm": "Shared/ActivityForm",
    "PersonalData": "Shared/PersonalData",
    "Satisfaction": "Shared/Satisfaction",
    "Standards": "Shared/Standards",
    "WorkingDays": "Shared/WorkingDays",
    "IntakeDomain": "Services/Intake/Domain",
    "NotifyDomain": "Services/Notify/Domain",
    "RatingDomain": "Services/Rating/Domain",
    "ReviewDomain": "Services/Review/Domain",
}
"""Each pure target and where its sources are. Contracts is no rule but a language: its own tests hold it."""


@dataclass(frozen=True)
class Count:
    """Lines that the compiler made code of, and how many of them a test ran."""

    lines: int
    covered: int

    @property
    def percent(self) -> float:
        return 100 * self.covered / self.lines if self.lines else 0.0

    def __add__(self, other: Count) -> Count:
        return Count(self.lines + other.lines, self.covered + other.covered)


def files(export: dict[str, Any], root: Path) -> dict[str, tuple[Count, list[int]]]:
    """Every source file of the export below the root: its count, and where code begins that nothing ran."""
    found: dict[str, tuple[Count, list[int]]] = {}
    for file in export["data"][0]["files"]:
        path = Path(file["filename"])
        if not path.is_relative_to(root):
            continue
        lines = file["summary"]["lines"]
        # A segment is [line, column, count, has a count, begins a region, fills a gap].
        missed = sorted({s[0] for s in file["segments"] if s[3] and s[4] and not s[5] and s[2] == 0})
        found[str(path.relative_to(root))] = (Count(lines["count"], lines["covered"]), missed)
    return found


def report(export: dict[str, Any], root: Path) -> tuple[list[str], bool]:
    """The table, and whether every target reaches the limit. A target of which nothing was counted does not."""
    counted = files(export, root)
    rows: list[tuple[str, Count]] = []
    weak: list[str] = []
    for target, folder in TARGETS.items():
        inside = {path: what for path, what in counted.items() if path.startswith(f"{folder}/")}
        count = total(what[0] for what in inside.values())
        rows.append((target, count))
        if count.percent < LIMIT:
            weak += [f"{path}: {', '.join(map(str, missed))}" for path, (_, missed) in sorted(inside.items()) if missed]
    everything = total(count for _, count in rows)
    lines = [f"{'target':<14} {'lines':>7} {'covered':>8} {'%':>7}"]
    for name, count in [*rows, ("all", everything)]:
        mark = "" if count.percent >= LIMIT else f"  below {LIMIT:.0f} %"
        lines.append(f"{name:<14} {count.lines:>7} {count.covered:>8} {count.percent:>7.2f}{mark}")
    if weak:
        lines += ["", "Code that no test ran begins at these lines:", *weak]
    return lines, all(count.percent >= LIMIT for _, count in rows)


def total(counts: Iterable[Count]) -> Count:
    return sum(counts, Count(0, 0))


def main(arguments: Sequence[str]) -> int:
    export, root = arguments
    lines, is_enough = report(json.loads(Path(export).read_text()), Path(root))
    print("\n".join(lines))
    return 0 if is_enough else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
