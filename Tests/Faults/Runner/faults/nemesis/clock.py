"""A clock that jumps while its process works, and jumps back while it works."""

from __future__ import annotations

import time
from typing import ClassVar

from faults.nemesis.fault import Fault
from faults.stage import RIGHT


class LedClock(Fault):
    # None for the database's.
    service: ClassVar[str | None] = None
    offset: ClassVar[str]
    hold = 6.0
    _leads = False

    def inject(self) -> None:
        self.stage.lead_clock(self.service)
        self._leads = True
        time.sleep(1)
        self.stage.set_clock(self.offset)

    def heal(self) -> None:
        if self._leads:
            self.stage.set_clock(RIGHT)

    def afterwards(self) -> None:
        self.stage.free_clock()
