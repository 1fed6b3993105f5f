"""Faults of the services' own processes."""

from __future__ import annotations

import signal
import threading
import time
from typing import ClassVar

from localstand.services import NAMES

from faults.nemesis.clock import LedClock
from faults.nemesis.fault import Fault, of_all


class Killed(Fault):
    """-9, three times in a row, each time started again at once."""

    service: ClassVar[str]
    hold = 1.0

    def inject(self) -> None:
        for _time in range(3):
            self.stage.child(self.service).kill()
            self.stage.stand.services.restart(self.service)
            time.sleep(self.chance.uniform(0.3, 1.5))


class Down(Fault):
    """-9, and nobody there for the whole time."""

    service: ClassVar[str]
    hold = 6.0

    def inject(self) -> None:
        self.stage.child(self.service).kill()

    def heal(self) -> None:
        if self.stage.child(self.service).exit_code() is not None:
            self.stage.stand.services.restart(self.service)


class Stopped(Fault):
    """SIGSTOP, longer than two heartbeats of a watcher, then SIGCONT."""

    service: ClassVar[str]
    hold = 9.0

    def inject(self) -> None:
        self.stage.child(self.service).send(signal.SIGSTOP)

    def heal(self) -> None:
        self.stage.child(self.service).send(signal.SIGCONT)


def _each(kind: type[Fault], verb: str, says: str) -> list[type[Fault]]:
    """The same for each of the four services; only Intake's absence keeps submissions out."""
    made = []
    for service in NAMES:
        expects = {"honest": service != "intake", "resumes": 10}
        made.append(
            type(
                f"{service.capitalize()}{kind.__name__}",
                (kind,),
                {
                    "__doc__": says.format(service.capitalize()), "name": f"{service}-{verb}", "service": service,
                    "expects": expects, "again": {service: 3 if kind is Killed else 2},
                },
            )
        )  # fmt: skip
    return made


class AllKilled(Fault):
    """All four services are killed with -9 at once and started again"""

    name = "services-killed"
    again: ClassVar = of_all(1)
    hold = 1.0
    expects: ClassVar = {"honest": False, "resumes": 10}

    def inject(self) -> None:
        for service in NAMES:
            self.stage.child(service).kill()
        for service in NAMES:
            self.stage.stand.services.restart(service)


class RollingRestart(Fault):
    """Each service is asked to stop (SIGTERM) and started again, one after the other"""

    name = "services-rolling"
    again: ClassVar = of_all(1)
    hold = 1.0
    expects: ClassVar = {"honest": False, "resumes": 10}

    def inject(self) -> None:
        for service in self.chance.sample(NAMES, len(NAMES)):
            self.stage.child(service).stop()
            self.stage.stand.services.restart(service)


class SecondRelay(Fault):
    """Two Intake processes work on one database; only one of them relays"""

    name = "relay-second"
    again: ClassVar = {"intake": 1}
    hold = 6.0
    expects: ClassVar = {"honest": True, "resumes": 5}

    def inject(self) -> None:
        self.stage.start_second_intake()

    def heal(self) -> None:
        self.stage.stop_second_intake()


class TakeOver(Fault):
    """Of two Intake processes the relaying one is killed with -9; the other takes over"""

    name = "relay-take-over"
    again: ClassVar = {"intake": 2}
    hold = 6.0
    expects: ClassVar = {"honest": False, "resumes": 10}

    def inject(self) -> None:
        self.stage.start_second_intake()
        self.stage.child("intake").kill()

    def heal(self) -> None:
        if self.stage.child("intake").exit_code() is not None:
            self.stage.stand.services.restart("intake")
        self.stage.stop_second_intake()


class TakeOverFromStopped(Fault):
    """Of two Intake processes the relaying one is stopped with SIGSTOP and comes back after the other has taken over"""

    name = "relay-stopped"
    again: ClassVar = {"intake": 3}
    hold = 10.0
    expects: ClassVar = {"honest": False, "resumes": 10}

    def inject(self) -> None:
        self.stage.start_second_intake()
        self.stage.child("intake").send(signal.SIGSTOP)

    def heal(self) -> None:
        self.stage.child("intake").send(signal.SIGCONT)
        time.sleep(2)
        self.stage.stop_second_intake()


class Starved(Fault):
    """Every service gets a tenth of a processor: stopped and let go ten times a second"""

    name = "cpu-starved"
    again: ClassVar = of_all(3)
    hold = 8.0
    expects: ClassVar = {"honest": True, "resumes": 10}

    def inject(self) -> None:
        self._ended = threading.Event()
        self._turns = threading.Thread(target=self._take_turns, daemon=True)
        self._turns.start()

    def _take_turns(self) -> None:
        children = [self.stage.child(service) for service in NAMES]
        while not self._ended.is_set():
            for child in children:
                child.send(signal.SIGSTOP)
            self._ended.wait(0.09)
            for child in children:
                child.send(signal.SIGCONT)
            self._ended.wait(0.01)

    def heal(self) -> None:
        self._ended.set()
        self._turns.join()
        for service in NAMES:
            self.stage.child(service).send(signal.SIGCONT)


class Clock(LedClock):
    """A service's clock jumps while it works, and jumps back while it works."""


def _clocks() -> list[type[Fault]]:
    made = []
    for service, offset, words in (
        ("review", "+1h", "an hour ahead"),
        ("review", "-1h", "an hour back"),
        ("notify", "+1h", "an hour ahead"),
        ("rating", "-1h", "an hour back"),
        ("intake", "+1h", "an hour ahead"),
    ):
        way = "ahead" if offset[0] == "+" else "behind"
        made.append(
            type(
                f"{service.capitalize()}{way.capitalize()}",
                (Clock,),
                {
                    "__doc__": f"{service.capitalize()}'s clock jumps {words} while it works, and back",
                    "name": f"{service}-clock-{way}", "service": service, "offset": offset,
                    "expects": {"honest": service != "intake", "resumes": 10}, "again": {service: 3},
                },
            )
        )  # fmt: skip
    return made


FAULTS: list[type[Fault]] = [
    *_each(Killed, "killed", "{} is killed with -9 three times in a row"),
    *_each(Down, "down", "{} is killed with -9 and stays away for some seconds"),
    *_each(Stopped, "stopped", "{} is stopped with SIGSTOP for some seconds"),
    AllKilled,
    RollingRestart,
    SecondRelay,
    TakeOver,
    TakeOverFromStopped,
    Starved,
    *_clocks(),
]
