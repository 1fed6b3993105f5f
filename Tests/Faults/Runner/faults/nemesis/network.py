"""Faults of the lines between services, database, broker and mail server, by the proxy."""

from __future__ import annotations

import time
from typing import Any, ClassVar

from localstand.services import NAMES

from faults.nemesis.fault import Fault, of_all

TO_BROKER = tuple(f"{name}_broker" for name in NAMES)
TO_DATABASE = tuple(f"{name}_database" for name in NAMES)
TO_MAIL = ("notify_mail",)


class Line(Fault):
    """Some lines behave badly for a while, then well."""

    lines: ClassVar[tuple[str, ...]]
    how: ClassVar[dict[str, Any]]

    def inject(self) -> None:
        self.stage.links.spoil(*self.lines, seed=self.chance.randrange(1 << 30), **self.how)

    def heal(self) -> None:
        # What stands is cut off: a healed line has forgotten its old connections.
        self.stage.links.spoil(*self.lines, drop=bool(self.how.get("silent")))

    def restore(self) -> None:
        self.afterwards()

    def afterwards(self) -> None:
        if self.lines == TO_MAIL:
            self.stage.hours_pass()


# name of the line's behaviour: what it is, how the proxy does it, how long.
WAYS: dict[str, tuple[str, dict[str, Any], float]] = {
    "slow": ("is slow and uneven: 20 to 80 ms a piece", {"latency": 0.02, "jitter": 0.06}, 7),
    "sliced": ("carries 1 to 7 bytes at a time", {"slices": 7}, 7),
    "reset": ("breaks in the middle, again and again", {"reset": 30_000}, 8),
    "silent": ("takes everything and answers nothing", {"silent": "both"}, 8),
    "refused": ("is refused", {"refuse": True}, 7),
    "narrow": ("carries 64 kB a second", {"rate": 64_000}, 7),
}
# How often an event may come again over a line to the broker or to the database that behaves so. A line that is slow
# cuts nobody off, unless an answer comes later than it is waited for.
AGAIN = {"slow": 1, "sliced": 2, "reset": 6, "silent": 3, "refused": 3, "narrow": 1, "deaf": 4, "mute": 4}
ONE_WAY: dict[str, tuple[str, dict[str, Any], float]] = {
    "deaf": ("carries only what is said to it", {"silent": "down"}, 8),
    "mute": ("carries only what it answers", {"silent": "up"}, 8),
}


def _made(
    place: str, where: str, lines: tuple[str, ...], ways: dict[str, tuple[str, dict[str, Any], float]]
) -> list[type[Fault]]:
    made: list[type[Fault]] = []
    for way, (words, how, hold) in ways.items():
        # The lines to the broker and to the mail server are none of a submission's business.
        expects: dict[str, object] = {"honest": True, "resumes": 5 if place == "database" else 3}
        made.append(
            type(
                f"{place}-{way}",
                (Line,),
                {
                    "__doc__": f"The line {where} {words}", "name": f"{place}-line-{way}", "lines": lines, "how": how,
                    "hold": hold, "expects": expects, "again": {} if place == "mail" else of_all(AGAIN[way]),
                },
            )
        )  # fmt: skip
    return made


class Swizzle(Fault):
    """All lines to broker and database fall silent one by one and come back in another order"""

    name = "lines-swizzled"
    again: ClassVar = of_all(4)
    hold = 1.0
    expects: ClassVar = {"honest": False, "resumes": 10}

    def inject(self) -> None:
        lines = [*TO_BROKER, *TO_DATABASE]
        self.chance.shuffle(lines)
        for name in lines:
            self.stage.links.spoil(name, silent="both")
            self._wait(0.4)
        self.chance.shuffle(lines)
        for name in lines:
            self.stage.links.spoil(name, drop=True)
            self._wait(0.3)

    def _wait(self, seconds: float) -> None:
        time.sleep(seconds * self.chance.uniform(0.5, 1.5))

    def heal(self) -> None:
        self.stage.links.spoil(*TO_BROKER, *TO_DATABASE)


FAULTS: list[type[Fault]] = [
    *_made("broker", "between services and broker", TO_BROKER, WAYS | ONE_WAY),
    *_made("database", "between services and database", TO_DATABASE, WAYS | ONE_WAY),
    *_made("mail", "between Notify and the mail server", TO_MAIL, WAYS | ONE_WAY),
    Swizzle,
]
