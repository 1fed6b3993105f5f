"""Blocks by turns: A, B, A, B. What drifts (a warm cache, a growing table, a busy neighbour) meets both alike."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")

TURNS = 2


def seconds() -> float:
    """How long a block lasts. Only with the usual 20 s do figures mean anything; less is for trying a row out."""
    return float(os.environ.get("BLOCK", "20"))


def scaled(usual: int, least: int = 1) -> int:
    """An amount of work that fits a usual block, scaled to the block of this run."""
    return max(least, round(usual * seconds() / 20))


def by_turns(measure: Callable[[int], T], refer: Callable[[int], T], turns: int = TURNS) -> tuple[list[T], list[T]]:
    """Each gets the number of its turn."""
    values, references = [], []
    for turn in range(turns):
        values.append(measure(turn))
        references.append(refer(turn))
    return values, references
