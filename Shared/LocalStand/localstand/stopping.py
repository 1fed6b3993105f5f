"""Ctrl-C, and the signals by which a terminal, make or a service manager says the same."""

import signal
import sys
from types import FrameType


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

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, stop)
    sys.unraisablehook = forgotten


def heed() -> None:
    """Throws when an end was asked for: Python forgets what a handler throws while it clears an object away."""
    if _asked:
        raise Stopped


def stop_only_once() -> None:
    """An impatient second Ctrl-C must not leave half of it running."""
    global _asked
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    _asked = False
