"""Processor time per group of processes, from /proc: who used the cores while a block ran."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

_TICK = os.sysconf("SC_CLK_TCK")


def used(pid: int) -> float:
    """Seconds of a process and of those children that it has waited for; 0 when it is gone."""
    try:
        text = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return 0.0
    # The name in brackets may hold spaces; what follows it is numbered from the third field on.
    fields = text.rpartition(")")[2].split()
    return sum(int(fields[index]) for index in range(11, 15)) / _TICK


def family(pid: int) -> list[int]:
    """The process and everything below it."""
    children: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                parent = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
            except OSError:
                continue
            children.setdefault(parent, []).append(int(entry.name))
    found, left = [], [pid]
    while left:
        one = left.pop()
        found.append(one)
        left += children.get(one, [])
    return found


def used_by(pid: int) -> float:
    """The seconds of a process with everything below it; of ourselves alone, for all that we measure is below us."""
    if pid == os.getpid():
        return time.process_time()
    return sum(used(one) for one in family(pid))


class Meter:
    """Seconds of processor time per group, between `begin` and `end`."""

    def __init__(self, groups: Mapping[str, int]) -> None:
        self._groups = dict(groups)
        self._before: dict[str, float] = {}
        self._began = 0.0
        self.seconds: dict[str, float] = {}
        self.wall = 0.0

    def begin(self) -> None:
        self._before = {name: used_by(pid) for name, pid in self._groups.items()}
        self._began = time.monotonic()

    def end(self) -> None:
        self.wall = time.monotonic() - self._began
        self.seconds = {
            name: round(max(0.0, used_by(pid) - self._before[name]), 3) for name, pid in self._groups.items()
        }


@contextmanager
def measured(groups: Mapping[str, int]) -> Iterator[Meter]:
    meter = Meter(groups)
    meter.begin()
    yield meter
    meter.end()


def total(blocks: list[dict[str, float]]) -> dict[str, float]:
    """The groups' seconds of several blocks together."""
    names = {name for block in blocks for name in block}
    return {name: round(sum(block.get(name, 0.0) for block in blocks), 3) for name in sorted(names)}
