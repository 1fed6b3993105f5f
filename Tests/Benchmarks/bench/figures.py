"""What was measured, and the arithmetic that judges it. Nothing here measures."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Row:
    """One line of the table. `must` and `aim` are limits of the ratio, or of the value where there is no reference."""

    name: str
    meaning: str
    reference: str
    must: float
    aim: float
    unit: str
    # Whether the limit is the least or the most that is allowed.
    at_least: bool = True


@dataclass
class Measured:
    """What one row saw. `broken` names every invariant that did not hold: then no figure of it counts."""

    value: float
    reference: float | None = None
    raw: dict[str, Any] = field(default_factory=dict)
    broken: list[str] = field(default_factory=list)


def median(values: Sequence[float]) -> float:
    if not values:
        raise ValueError("no values to take the median of")
    ordered = sorted(values)
    middle = len(ordered) // 2
    return ordered[middle] if len(ordered) % 2 else (ordered[middle - 1] + ordered[middle]) / 2


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest value that at least this share of the values does not exceed."""
    if not values:
        raise ValueError("no values to take a percentile of")
    return sorted(values)[max(0, math.ceil(len(values) * share) - 1)]


def spread(values: Sequence[float]) -> float:
    """How far the values lie apart, as a share of their median; what a difference between two ratios must exceed."""
    middle = median(values)
    return (max(values) - min(values)) / middle if middle else 0.0


def ratio(measured: Measured) -> float:
    """Value by reference; the value itself where there is nothing to compare it with."""
    if measured.reference is None:
        return measured.value
    if measured.reference <= 0:
        raise ValueError(f"a reference of {measured.reference} was measured")
    return measured.value / measured.reference


def judge(row: Row, measured: Measured) -> dict[str, Any]:
    """The row as the file has it. A figure whose invariants did not hold, or that is no number, reaches
    nothing."""
    broken = list(measured.broken)
    found: float | None = None
    try:
        found = ratio(measured)
    except ValueError as error:
        broken.append(str(error))
    if found is not None and not (math.isfinite(found) and found >= 0 and math.isfinite(measured.value)):
        broken.append(f"{found} is no figure")
    if not broken and row.at_least and found == 0:
        broken.append("nothing was done")
    counts = not broken
    reaches: Callable[[float], bool] = lambda limit: (  # noqa: E731 - one line for both limits
        found is not None and (found >= limit if row.at_least else found <= limit)
    )
    return {
        "name": row.name,
        "value": measured.value if counts else None,
        "reference": measured.reference if counts else None,
        "ratio": found if counts else None,
        "must": row.must,
        "aim": row.aim,
        "reached": counts and reaches(row.must),
        "reached_aim": counts and reaches(row.aim),
        "at_least": row.at_least,
        "unit": row.unit,
        "meaning": row.meaning,
        "against": row.reference,
        "broken": broken,
        "raw": measured.raw,
    }


def compare(values: Sequence[float], references: Sequence[float], **raw: Any) -> Measured:
    """Blocks measured by turns: the medians, with every block kept beside them."""
    return Measured(
        median(values),
        median(references),
        {
            "values": list(values),
            "references": list(references),
            "spread": round(spread(values), 4),
            "reference_spread": round(spread(references), 4),
        }
        | raw,
    )
