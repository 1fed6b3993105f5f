"""When nothing moves any more, by what the services themselves show: metrics and health, never their tables."""

from __future__ import annotations

import contextlib
import time
from pathlib import Path

from localstand.services import NAMES

from faults.history import History
from faults.mailbox import Mailbox
from faults.outside import Outside
from faults.stage import Stage

# By the end of a run these must be as they were before it; all but the parked ones at zero. A service that does not
# show one of them does not rest.
GAUGES = {
    "layak_outbox_depth": "outbox",
    "layak_stuck_events": "stuck",
    "layak_retrying_messages": "retrying",
    "layak_early_messages": "early",
    "layak_parked_messages": "parked",
    "layak_reconciliation_drift": "drift",
    "layak_reconciliation_missing_total": "missing",
    "layak_reconciliation_unanswered_seconds": "unanswered",
    "layak_overdue_timers": "overdue",
    "layak_broker_connected": "connected",
    "layak_ready": "ready",
}
MUST_BE_ZERO = ("outbox", "stuck", "retrying", "early", "drift", "overdue")


def gauges(stage: Stage, name: str) -> dict[str, float]:
    """What the service shows of itself; a gauge that it does not show is left out. Summed over labels."""
    return shown(stage.stand.services.metrics(name))


def shown(page: str) -> dict[str, float]:
    found: dict[str, float] = {}
    for line in page.splitlines():
        series, _, value = line.rpartition(" ")
        label = GAUGES.get(series.partition("{")[0])
        if label is not None:
            found[label] = found.get(label, 0) + float(value)
    return found


def resting(stage: Stage) -> list[str]:
    """What still moves, in words; nothing when all four rest."""
    moving = []
    for name in NAMES:
        try:
            moving += still_moving(name, gauges(stage, name))
        except OSError:
            moving.append(f"{name} does not answer")
    return moving


def still_moving(name: str, values: dict[str, float]) -> list[str]:
    """What of this service's gauges says that it does not rest, in words."""
    moving = [f"{name} does not show {label}" for label in GAUGES.values() if label not in values]
    moving += [f"{name} {label} {values[label]:.0f}" for label in MUST_BE_ZERO if values.get(label, 0) != 0]
    moving += [f"{name} not {label}" for label in ("connected", "ready") if values.get(label, 1) != 1]
    return moving


def until_rest(stage: Stage, outside: Outside, mailbox: Mailbox, within: float) -> list[str]:
    """Waits for two looks in a row at which nothing moves; what still moved when the time was over."""
    deadline = time.monotonic() + within
    quiet = 0
    moving: list[str] = []
    while quiet < 2:
        mailbox.look()
        moving = resting(stage) + ([] if outside.connected else ["a program outside is not connected"])
        quiet = 0 if moving else quiet + 1
        if moving and time.monotonic() > deadline:
            return moving
        time.sleep(0.4)
    mailbox.look()
    return []


def note_gauges(stage: Stage, history: History, when: str) -> None:
    for name in NAMES:
        with contextlib.suppress(OSError):
            history.write("gauges", when=when, service=name, **gauges(stage, name))


def note_resources(stage: Stage, history: History, when: str) -> None:
    """Main memory of the process's own in MB, open files, threads."""
    for name in NAMES:
        process = Path(f"/proc/{stage.child(name).pid}")
        with contextlib.suppress(OSError):
            threads = int(
                next(line for line in (process / "status").read_text().splitlines() if line.startswith("Threads:"))
                .split()[1]
            )  # fmt: skip
            history.write(
                "resources", when=when, service=name, pid=stage.child(name).pid, threads=threads,
                files=len(list((process / "fd").iterdir())), memory=round(stage.stand.services.memory(name).own, 1),
            )  # fmt: skip
