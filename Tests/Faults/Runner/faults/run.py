"""One run: load, injection, heal, rest, verdict; everything in a directory of its own."""

from __future__ import annotations

import contextlib
import hashlib
import random
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from demo.world import APPLICANT
from localstand.errors import StandError
from localstand.services import NAMES

from faults import checker, rights
from faults.company import Company, MessageLog
from faults.comparison import compare
from faults.door import Door, GaveUp, Tokens
from faults.history import History, Record, read
from faults.load import Load
from faults.mailbox import Mailbox
from faults.nemesis.fault import Fault
from faults.outside import Outside
from faults.rest import note_gauges, note_resources, until_rest
from faults.stage import Impossible, Stage

# Seconds of sound load before and after the fault, and the time in which everything must rest after the last case.
BEFORE, AFTER, REST = 2.5, 2.0, 30.0


@dataclass
class Outcome:
    seed: int
    faults: list[str]
    directory: Path
    verdict: checker.Verdict
    took: float
    impossible: str = ""


class Memory:
    """What earlier runs on the same stand have left: cases that exist, numbers that are given, events that came."""

    def __init__(self) -> None:
        self.cases: set[str] = set()
        self.numbers: set[str] = set()
        self.events: set[str] = set()

    def keep(self, records: list[Record]) -> None:
        for record in records:
            if record["kind"] == "event":
                self.events.add(record["id"])
            if record["kind"] == "event" and record["type"].startswith(("submission.", "case.")):
                self.cases.add(record["subject"])
                for name in checker.NUMBERS:
                    if record["type"] in checker.OUTCOMES and record["body"].get(name):
                        self.numbers.add(record["body"][name])


def run(stage: Stage, kinds: list[type[Fault]], seed: int, directory: Path, memory: Memory) -> Outcome:
    began = time.monotonic()
    history = stage.history = History(directory / "history.jsonl")
    history.write(
        "run", seed=seed, faults=[kind.name for kind in kinds], expects=expected(kinds), services=list(NAMES),
        forbidden=rights.names(),
        cases=sorted(memory.cases), numbers=sorted(memory.numbers),
    )  # fmt: skip
    outside = Outside(stage.stand, history, memory.events)
    impossible = ""
    try:
        impossible = _live(stage, kinds, seed, history, outside)
    finally:
        with contextlib.suppress(StandError):
            stage.free_clock()
        outside.close()
        history.close()
    records = read(history.file)
    memory.keep(records)
    return Outcome(
        seed, [kind.name for kind in kinds], directory, checker.check(records), time.monotonic() - began, impossible
    )


def expected(kinds: list[type[Fault]]) -> dict[str, object]:
    """Of several faults the most lenient expectation holds."""
    merged: dict[str, object] = {"honest": all(kind.expects.get("honest", True) for kind in kinds)}
    resumes = [kind.expects["resumes"] for kind in kinds if "resumes" in kind.expects]
    if resumes:
        merged["resumes"] = max(resumes) + 5 * (len(kinds) - 1)
    parks = [kind.expects["parks"] for kind in kinds if "parks" in kind.expects]
    if parks:
        merged["parks"] = sum(parks)
    merged["again"] = {name: _copies(kinds, name) for name in NAMES}
    for name in ("mails_fail", "mends", "replays"):
        merged[name] = any(kind.expects.get(name) for kind in kinds)
    merged["flows"] = bool(kinds) and all(kind.expects.get("flows") for kind in kinds)
    return merged


def _copies(kinds: list[type[Fault]], publisher: str) -> int:
    """How often an event of this publisher may come again: who says again all that is heard doubles what is doubled."""
    copies = 1 + sum(kind.again.get(publisher, 0) for kind in kinds if not kind.echoes)
    for kind in kinds:
        copies *= 1 + kind.again.get(publisher, 0) if kind.echoes else 1
    return copies - 1


def _live(stage: Stage, kinds: list[type[Fault]], seed: int, history: History, outside: Outside) -> str:
    chance = random.Random(seed)
    mailbox = Mailbox(stage.stand.mail.folder, history)
    company = Company(stage.stand, history, outside, mailbox, Tokens(stage.stand), seed)
    note_gauges(stage, history, "before")
    note_resources(stage, history, "before")
    load = Load(company)
    load.start()
    time.sleep(BEFORE)
    faults = [kind(stage, chance) for kind in kinds]
    impossible = _break(stage, faults, load, history)
    time.sleep(AFTER)
    for fault in faults if not impossible else []:
        _guarded(fault.afterwards, f"afterwards {fault.name}", history)
    history.write("phase", name="stop")
    load.finish()
    stopped = time.monotonic()
    moving = until_rest(stage, outside, mailbox, REST)
    if moving:
        history.write("restless", after=time.monotonic() - stopped, what=moving)
    history.write("phase", name="rest")
    if not moving:
        compare(stage, company)
        # What that brought to its consumer has effects of its own: mails, for instance.
        moving = until_rest(stage, outside, mailbox, REST)
        if moving:
            history.write("restless", after=time.monotonic() - stopped, what=moving)
    for service in stage.dead():
        history.write("dead", service=service)
        stage.stand.services.restart(service)
    _look_again(stage, company, history)
    note_gauges(stage, history, "rest")
    note_resources(stage, history, "rest")
    return impossible


def _break(stage: Stage, faults: list[Fault], load: Load, history: History) -> str:
    history.write("phase", name="injecting")
    begun: list[Fault] = []
    impossible = ""
    try:
        for fault in faults:
            begun.append(fault)
            try:
                fault.inject()
            except (StandError, TimeoutError, OSError) as error:
                if fault is faults[0]:
                    raise
                # What the first has broken cannot be broken once more in every way. The run's line says so.
                begun.pop()
                history.write("blocked", fault=fault.name, why=f"{type(error).__name__}: {error}")
                _try_to_heal(fault)
        history.write("phase", name="injected")
        time.sleep(max((fault.hold for fault in faults), default=3))
    except Impossible as reason:
        begun.pop()  # it did nothing
        impossible = str(reason)
    except (StandError, TimeoutError, OSError) as error:
        history.write("broken", key="inject", why=f"{type(error).__name__}: {error}")
    finally:
        history.write("phase", name="healing")
        _heal(list(reversed(begun)), history)
        history.write("phase", name="mended")
        stage.supervise()
        load.another()
        with contextlib.suppress(TimeoutError, StandError):
            stage.until_ready(30)
        for fault in begun:
            _guarded(fault.restore, f"restore {fault.name}", history)
        history.write("phase", name="healed")
    return impossible


def _try_to_heal(fault: Fault) -> None:
    """What it may have begun; it need not have come to anything that could be taken back."""
    with contextlib.suppress(Exception):
        fault.heal()


def _heal(faults: list[Fault], history: History) -> None:
    """The last first. What fails while something else is still broken is tried once more when that is mended."""
    failed: list[Fault] = []
    for fault in faults:
        try:
            fault.heal()
        except Exception as error:
            if len(faults) == 1:
                history.write("broken", key=f"heal {fault.name}", why=f"{type(error).__name__}: {error}")
            else:
                failed.append(fault)
    for fault in failed:
        _guarded(fault.heal, f"heal {fault.name}", history)


def _guarded(work: Callable[[], None], what: str, history: History) -> None:
    """What cannot be healed is a violation of this run, and the other faults are healed all the same."""
    try:
        work()
    except Exception as error:
        history.write("broken", key=what, why=f"{type(error).__name__}: {error}")


def _look_again(stage: Stage, company: Company, history: History) -> None:
    """At rest: every case that was accepted is still known, its letter is the same, and rights hold."""
    door = Door(stage.stand, history)
    accepted = {r["case"] for r in read(history.file) if r["kind"] == "submitted" and r["outcome"] == "accepted"}
    letters = {r["case"]: r["letter"] for r in read(history.file) if r["kind"] == "letter"}
    by_http = {
        r["case"]
        for r in read(history.file)
        if r["kind"] == "submitted" and r["outcome"] == "accepted" and r["face"] == "http"
    }
    try:
        token = company.tokens.get(door, APPLICANT, time.monotonic() + 20)
        for case in sorted(accepted & by_http):
            answer = door.ask("state", "GET", f"/api/v1/submissions/{case}", token)
            history.write("state", case=case, status=answer.status_code if answer is not None else 0)
        for case, letter in letters.items():
            answer = door.ask("letter", "GET", f"/api/v1/letters/{letter}/file", token)
            if answer is not None and answer.status_code == 200:
                digest = hashlib.sha256(answer.content).hexdigest()
                history.write("letter", case=case, letter=letter, sha256=digest)
    except GaveUp as error:
        history.write("broken", key="look again", why=str(error))
    finally:
        door.close()
    _look_for_mails(stage, company, history)
    for number in MessageLog(company).unsettled():
        history.write("doubt", number=number)
    rights.probe(stage.stand, history)


def _look_for_mails(stage: Stage, company: Company, history: History) -> None:
    """What became of mails that were on their way when their case's client stopped waiting: the pauses are over."""
    log = MessageLog(company)
    numbers = {r["case"]: r["number"] for r in read(history.file) if r["kind"] == "submitted" and r.get("number")}
    pending = {r["case"] for r in read(history.file) if r["kind"] == "mail-pending"}
    if not pending:
        return
    _guarded(stage.hours_pass, "the hours that pass", history)
    for case in sorted(pending):
        # The last line of a case is the one that counts.
        history.write("mail-pending", case=case, states=log.settled_states(numbers[case], 15))
    company.mailbox.look()
