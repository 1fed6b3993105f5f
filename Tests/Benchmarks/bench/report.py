"""The table for people and the file for programs."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any


def number(value: float | None) -> str:
    if value is None:
        return "-"
    if value == 0:
        return "0"
    size = abs(value)
    return f"{value:,.0f}" if size >= 1000 else f"{value:.4g}"


def line(record: dict[str, Any]) -> list[str]:
    sign = "≥" if record["at_least"] else "≤"
    verdict = "void" if record["broken"] else "aim" if record["reached_aim"] else "must" if record["reached"] else "NO"
    return [
        record["name"],
        number(record["value"]),
        number(record["reference"]),
        record["unit"],
        number(record["ratio"]),
        f"{sign} {number(record['must'])}",
        f"{sign} {number(record['aim'])}",
        verdict,
    ]


HEAD = ["row", "value", "reference", "unit", "ratio", "must", "aim", "reached"]


def table(records: list[dict[str, Any]]) -> str:
    lines = [HEAD, *(line(record) for record in records)]
    widths = [max(len(one[column]) for one in lines) for column in range(len(HEAD))]
    shown = ["  ".join(text.ljust(width) for text, width in zip(one, widths, strict=True)).rstrip() for one in lines]
    shown.insert(1, "  ".join("-" * width for width in widths))
    for record in records:
        shown += [f"  {record['name']} is void: {why}" for why in record["broken"]]
    return "\n".join(shown)


def file(folder: Path) -> Path:
    """Where the results of a run that begins now belong."""
    folder.mkdir(parents=True, exist_ok=True)
    return folder / f"{time.strftime('%Y%m%dT%H%M%SZ', time.gmtime())}.json"


def write(file: Path, records: list[dict[str, Any]], environment: dict[str, Any]) -> None:
    """The array that the file is; every record carries the environment, so that none can be read without it. In the
    place of the earlier file at once, for a run writes after each row."""
    full = [record | {"environment": environment} for record in records]
    unfinished = file.with_suffix(".new")
    unfinished.write_text(json.dumps(full, indent=2, ensure_ascii=False) + "\n")
    unfinished.replace(file)
