"""Ctrl-C, and the signals by which a terminal, make or a service manager says the same."""

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Stopped(BaseException):
    """Somebody asked for an end."""


_asked = False


def stop_on_signals() -> None:
    def stop(number: int, frame: FrameType | None) -> None:
        global _asked
        _asked = True
        raise Stopped

    def forgotten(what: "sys.UnraisableHookArgs") -> None:
        # It is not lost (`heed`), so there is nothing to tell.
        if what.exc_type is not Stopped:
            sys.__unraisablehook__(what)

    for number in SIGNALS:
        signal.signal(number, stop)
    sys.unraisablehook = forgotten


def heed() -> None:
    """Throws when an end was asked for: Python forgets what a handler throws while it clears an object away."""
    if _asked:
        raise Stopped


@contextmanager
def undisturbed() -> Iterator[None]:
    """An impatient second Ctrl-C must not leave half of it running; afterwards a signal means what it meant before.

    A process that goes on, or starts others, after a stand has stopped must not be deaf to signals, nor hand that down.
    """
    global _asked
    before = {number: signal.signal(number, signal.SIG_IGN) for number in SIGNALS}
    _asked = False
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, signal.SIG_DFL if handler is None else handler)
