"""Prints each step of the walk with its time, and waits for what happens by messages."""

from __future__ import annotations

import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import TypeVar

from localstand.errors import StandError

from demo.browser import Unexpected

T = TypeVar("T")


class StepFailed(Exception):
    """A step of the walk was not seen: its name, and why."""


class Steps:
    """`before` is called before each step; the fault tests break something there. `check` throws a `StandError` when
    the stand does not run as a whole: a step ends at once then, instead of waiting for what nobody will do."""

    def __init__(self, before: Callable[[str], None] | None = None, check: Callable[[], None] | None = None) -> None:
        self.began = time.monotonic()
        self.done: list[tuple[str, float]] = []
        self._before = before
        self._check = check

    @contextmanager
    def step(self, text: str) -> Iterator[Callable[[str], None]]:
        """Yields a function that adds to the line what was seen."""
        if self._before is not None:
            self._before(text)
        started = time.monotonic()
        notes: list[str] = []
        try:
            with self._watched():
                yield notes.append
        except Exception as error:
            self._print_failed(text)
            raise StepFailed(f"the step '{text}' failed: {self._why(error)}") from error
        except BaseException:
            self._print_failed(text)
            raise
        took = time.monotonic() - started
        self.done.append((text, took))
        seen = f": {'; '.join(notes)}" if notes else ""
        print(f"  {time.monotonic() - self.began:7.2f} s  +{took:5.2f}  {text}{seen}", flush=True)

    @property
    def elapsed(self) -> float:
        return time.monotonic() - self.began

    def _print_failed(self, text: str) -> None:
        print(f"  {self.elapsed:7.2f} s  FAILED  {text}", flush=True)

    @contextmanager
    def _watched(self) -> Iterator[None]:
        """Asks twice a second, in between whatever the step does, whether everything still runs."""
        if self._check is None:
            yield
            return
        check = self._check

        def look(number: int, frame: FrameType | None) -> None:
            check()

        signal.signal(signal.SIGALRM, look)
        signal.setitimer(signal.ITIMER_REAL, 0.5, 0.5)
        try:
            yield
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)

    def _why(self, error: Exception) -> str:
        """A dead process is named rather than what came of its death."""
        if self._check is not None and not isinstance(error, StandError):
            # The connections of a dying process close a moment before it is seen to have ended.
            time.sleep(0.3)
            try:
                self._check()
            except StandError as cause:
                return str(cause)
        return sentence(error)


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


def sentence(error: Exception) -> str:
    """What the error says, on one line; the kind of an error that is not ours is a part of it."""
    if isinstance(error, StandError | StepFailed | Unexpected):
        return str(error)
    said = " ".join(str(error).split())
    return f"{type(error).__name__}: {said}" if said else type(error).__name__
