"""Whole cases, several at once and steadily, until told to stop."""

from __future__ import annotations

import itertools
import threading
import time

from faults.company import Company, MessageLog
from faults.walk import AMQPWalk, HTTPWalk

# Seconds from one case to the next, and how many may be under way at once.
PACE = 1.0
MOST = 24


class Load:
    def __init__(self, company: Company, pace: float = PACE) -> None:
        self._company = company
        self._pace = pace
        self._log = MessageLog(company)
        self._cases: list[threading.Thread] = []
        self._lock = threading.Lock()
        self._numbers = itertools.count()
        self._source = threading.Thread(target=self._begin_cases, name="load", daemon=True)

    def start(self) -> None:
        self._source.start()

    def _begin_cases(self) -> None:
        while not self._company.stopping.wait(self._pace):
            while self.under_way >= MOST:
                if self._company.stopping.wait(0.2):
                    return
            self.another()

    def another(self) -> None:
        """One more case at once, however many are under way: so that it shows when submissions are accepted again."""
        with self._lock:
            number = next(self._numbers)
            # Two of three by HTTP: that is the face whose promises on time can be seen.
            walk = (AMQPWalk if number % 3 == 2 else HTTPWalk)(self._company, self._log, number)
            case = threading.Thread(target=self._guarded, args=[walk], name=f"case {number}", daemon=True)
            self._cases.append(case)
        case.start()

    def _guarded(self, walk: HTTPWalk | AMQPWalk) -> None:
        try:
            walk()
        except Exception as error:
            # A fault of the instrument must not look like a sound run.
            self._company.history.write(
                "broken", key=f"the client of {walk.key}", why=f"{type(error).__name__}: {error}"
            )

    @property
    def under_way(self) -> int:
        return sum(case.is_alive() for case in self._cases)

    def finish(self) -> None:
        """Ends when every case has come to its end, or its client has given up."""
        self._company.stop()
        self._source.join()
        for case in self._cases:
            case.join(max(0.1, self._company.deadline + 20 - time.monotonic()))
