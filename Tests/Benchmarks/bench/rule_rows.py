"""The rows that need no server at all: pure rules, by the program `Benchmarks`."""

from __future__ import annotations

from pathlib import Path

from bench import blocks
from bench.core import Program
from bench.core_rows import Core, check
from bench.figures import Measured, median

RULES = 40
RECORD = Path(__file__).resolve().parents[2] / "ActivityFormTests" / "Fixtures" / "romantik-record.json"


def checks(core: Core) -> Measured:
    """From the answers of one form to the findings of all rules, with their evidence."""
    program: Program = core.alone()
    broken: list[str] = []
    forms = blocks.scaled(10_000, least=200)
    figures = program("check-forms", "--record", str(RECORD), "--forms", str(forms))
    check(broken, "forms", figures["forms"], forms)
    check(broken, "findings", figures["findings"], forms * RULES)
    # A run that finds nothing may have looked at nothing.
    if figures["violations"] < forms:
        broken.append(f"{figures['violations']} violations in {forms} forms that have some each")
    return Measured(
        figures["mean"] * 1000, None,
        {
            "forms": forms, "p50_ms": figures["p50"] * 1000, "p99_ms": figures["p99"] * 1000,
            "form_bytes": figures["bytes"], "cpu": figures["cpu"],
        }, broken,
    )  # fmt: skip


def due(core: Core) -> Measured:
    """Due dates, each with every day in words and source."""
    clocks = blocks.scaled(50_000, least=200)
    program: Program = core.alone()
    broken: list[str] = []
    figures = [program("due", "--clocks", str(clocks)) for _ in range(blocks.TURNS)]
    for one in figures:
        check(broken, "clocks whose explanation comes to their end", one["agree"], clocks)
    raw = {"clocks": clocks, "seconds": [one["seconds"] for one in figures]}
    return Measured(median([one["seconds"] / one["clocks"] * 1000 for one in figures]), None, raw, broken)
