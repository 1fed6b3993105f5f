"""One thing that goes wrong, and what is expected of Layak while it does and after."""

from __future__ import annotations

import random
from typing import Any, ClassVar

from localstand.services import NAMES

from faults.stage import Stage


def of_all(times: int) -> dict[str, int]:
    """So often for the events of each service."""
    return dict.fromkeys(NAMES, times)


class Fault:
    """A subclass says what it does in its first docstring line; that line is the catalogue's."""

    name: ClassVar[str]
    # How many nodes the stand's broker has; another number needs another stand.
    nodes: ClassVar[int] = 1
    # Seconds between injection and heal.
    hold: ClassVar[float] = 5.0
    # honest: Intake runs and must answer in time; resumes: seconds from the heal to an accepted submission;
    # parks: messages that are to be parked; mails_fail: some mails must; mends: the broker loses what it had confirmed,
    # so that a comparison must find it missing; replays: also what arrived long ago comes again; flows: while this
    # holds other cases must come on.
    expects: ClassVar[dict[str, Any]] = {}
    # How often an event of this service may come again to one that reads all: as often as the fault cuts the relay off
    # from its database (the cursor was not written) or from the broker (no confirm came: once more by the relay, and
    # once more by the broker, to which the reader's acknowledgement did not come), or says something again itself. A
    # fault that touches neither repeats nothing.
    again: ClassVar[dict[str, int]] = {}
    # Whether it says again what is said, whoever says it.
    echoes: ClassVar[bool] = False

    def __init__(self, stage: Stage, chance: random.Random) -> None:
        self.stage = stage
        self.chance = chance

    def inject(self) -> None:
        raise NotImplementedError

    def heal(self) -> None:
        """Also called when the injection failed half-way."""

    def restore(self) -> None:
        """What an operator does once everything runs again; not called when the fault could not be had here."""

    def afterwards(self) -> None:
        """Some seconds later, before the last cases come to their end."""

    @classmethod
    def says(cls) -> str:
        return (cls.__doc__ or "").strip().splitlines()[0]
