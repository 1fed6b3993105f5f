"""Prints each step of the walk with its time, and waits for what happens by messages."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from demo.browser import Unexpected

T = TypeVar("T")


class Steps:
    """`before` is called before each step; the fault tests break something there."""

    def __init__(self, before: Callable[[str], None] | None = None) -> None:
        self.began = time.monotonic()
        self.done: list[tuple[str, float]] = []
        self._before = before

    @contextmanager
    def step(self, text: str) -> Iterator[Callable[[str], None]]:
        """Yields a function that adds to the line what was seen."""
        if self._before is not None:
            self._before(text)
        started = time.monotonic()
        notes: list[str] = []
        try:
            yield notes.append
        except BaseException:
            print(f"  {time.monotonic() - self.began:7.2f} s  FAILED  {text}", flush=True)
            raise
        took = time.monotonic() - started
        self.done.append((text, took))
        seen = f": {'; '.join(notes)}" if notes else ""
        print(f"  {time.monotonic() - self.began:7.2f} s  +{took:5.2f}  {text}{seen}", flush=True)

    @property
    def elapsed(self) -> float:
        return time.monotonic() - self.began


def eventually(look: Callable[[], T | None], what: str, within: float = 20) -> T:
    """Looks again and again until there is something to see, as a person reloads a page."""
    deadline = time.monotonic() + within
    last: Exception | None = None
    while True:
        try:
            seen = look()
            if seen:
                return seen
            last = None
        except Unexpected as error:
            last = error
        if time.monotonic() > deadline:
            raise Unexpected(f"{what} was not seen within {within:.0f} s" + (f": {last}" if last else ""))
        time.sleep(0.05)
