"""The checker against histories that were made up: a sound one, and one for each thing that can go wrong."""

from __future__ import annotations

import copy
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from localstand.services import NAMES

sys.path.insert(0, str(Path(__file__).resolve().parent / "Runner"))

from faults import checker, rights
from faults.__main__ import exit_code, last_line
from faults.catalogue import ALL
from faults.history import History, read
from faults.rest import GAUGES, shown, still_moving
from faults.run import Outcome, expected

CASE, OTHER = "019a9c00-0000-7000-8000-000000000001", "019a9c00-0000-7000-8000-000000000002"
Records = list[dict[str, Any]]


def event(type_: str, sequence: int, case: str = CASE, **body: Any) -> dict[str, Any]:
    return {
        "t": 5.0, "kind": "event", "id": f"{type_}-{case}-{sequence}", "type": type_, "subject": case,
        "source": "review", "sequence": sequence, "redelivered": False, "cause": None, "body": body,
    }  # fmt: skip


def sound() -> Records:
    """One case from its submission to its rating, while something was broken."""
    numbers = {"recommendationNumber": "V-26.6104.001", "letterNumber": "B-001/61040/2026", "letterId": "letter-1"}
    steps = ("opened", "taken", "examined")
    rest = dict.fromkeys(GAUGES.values(), 0) | {"connected": 1, "ready": 1, "parked": 2, "missing": 4}
    return [
        {"t": 0.0, "kind": "run", "seed": 1, "faults": ["x"], "services": ["review"],
         "forbidden": [["portal", "publish an event"]],
         "expects": {"resumes": 10, "honest": True, "again": {"review": 2}}},
        {"t": 0.0, "kind": "gauges", "when": "before", "service": "review", **rest},
        {"t": 0.0, "kind": "resources", "when": "before", "service": "review", "pid": 7, "memory": 20, "files": 30,
         "threads": 9},
        {"t": 0.9, "kind": "phase", "name": "injecting"},
        {"t": 1.0, "kind": "phase", "name": "injected"},
        {"t": 1.0, "kind": "submitting", "key": "k", "face": "http"},
        {"t": 1.2, "kind": "asked", "what": "submit", "status": 503, "error": "", "began": 1.1, "took": 0.1,
         "retry_after": "2"},
        {"t": 1.5, "kind": "back", "what": "database"},
        {"t": 1.8, "kind": "phase", "name": "mended"},
        {"t": 2.0, "kind": "phase", "name": "healed"},
        {"t": 3.0, "kind": "submitted", "key": "k", "face": "http", "outcome": "accepted", "case": CASE},
        event("submission.submitted.v1", 1),
        *(event(f"case.{step}.v1", number) for number, step in enumerate(steps, start=1)),
        event("case.letter-issued.v1", 4, **numbers),
        event("case.completed.v1", 5),
        event("delivery.completed.v1", 1),
        event("rating.given.v1", 1),
        {"t": 6.0, "kind": "mail", "id": "<n.email@bps.example>", "case": CASE, "letter": True},
        {"t": 6.0, "kind": "letter", "case": CASE, "letter": "letter-1", "sha256": "aa"},
        {"t": 6.0, "kind": "rating-sent", "case": CASE},
        {"t": 6.0, "kind": "reply", "command": "c", "accepted": True, "case": CASE, "number": "1", "version": 2,
         "problems": []},
        {"t": 6.0, "kind": "finished", "key": "k", "case": CASE},
        {"t": 7.0, "kind": "phase", "name": "rest"},
        {"t": 7.0, "kind": "compared", "service": "review", "complete": True, "took": 0.4, "standing": None},
        {"t": 7.0, "kind": "state", "case": CASE, "status": 200},
        {"t": 7.0, "kind": "probe", "who": "portal", "what": "publish an event", "allowed": False},
        {"t": 7.0, "kind": "gauges", "when": "rest", "service": "review", **rest},
        {"t": 7.0, "kind": "resources", "when": "rest", "service": "review", "pid": 7, "memory": 22, "files": 31,
         "threads": 9},
    ]  # fmt: skip


def without(type_: str) -> Callable[[Records], Records]:
    return lambda records: [record for record in records if record.get("type") != type_]


def plus(*more: dict[str, Any]) -> Callable[[Records], Records]:
    return lambda records: [*records, *more]


def changed(kind: str, **what: Any) -> Callable[[Records], Records]:
    """In the last line of this kind."""

    def change(records: Records) -> Records:
        found = [record for record in records if record["kind"] == kind][-1]
        found.update(what)
        return records

    return change


def dropped(kind: str, label: str) -> Callable[[Records], Records]:
    """From the last line of this kind."""

    def change(records: Records) -> Records:
        del [record for record in records if record["kind"] == kind][-1][label]
        return records

    return change


def held_up(records: Records) -> Records:
    """A fault that holds up one transaction, and nothing of another case while it holds."""
    records[0]["expects"]["flows"] = True
    return [*records, {"t": 4.0, "kind": "phase", "name": "healing"}]


def swapped(records: Records) -> Records:
    first, second = (i for i, r in enumerate(records) if r.get("type") in ("case.taken.v1", "case.examined.v1"))
    records[first], records[second] = records[second], records[first]
    return records


def accepted(case: str, key: str = "k") -> dict[str, Any]:
    return {"t": 3.1, "kind": "submitted", "key": key, "face": "http", "outcome": "accepted", "case": case}


NUMBER = {"recommendationNumber": "V-26.6104.001"}
MAIL = {"t": 7, "kind": "mail", "id": "<n.email@bps.example>", "case": CASE, "letter": True}
SPOILED: dict[str, tuple[str, Callable[[Records], Records]]] = {
    "an accepted case that was never opened": ("I1", without("case.opened.v1")),
    "an accepted case that was never published": ("I1", without("submission.submitted.v1")),
    "a sound submission that was refused": ("I1", changed("submitted", outcome="refused")),
    "a case that came to no outcome": ("I2", without("case.letter-issued.v1")),
    "a letter whose mail never came": ("I2", lambda rs: [r for r in rs if r["kind"] != "mail"]),
    "a mail that failed for good": ("I2", plus({"t": 7, "kind": "mail-pending", "case": CASE, "states": ["failed"]})),
    "a case that stays where it is although all rests": (
        "I2", plus({"t": 7, "kind": "unfinished", "key": "k", "case": CASE, "why": "GaveUp: the letter"})),
    "a letter and a refusal": ("I3", plus(event("case.refused.v1", 6))),
    "a second mail": ("I3", plus(MAIL)),
    "a second letter under another mail": ("I3", plus(MAIL | {"id": "<o>"})),
    "a number that two cases have": (
        "I3", plus(accepted(OTHER, "l"), event("case.letter-issued.v1", 1, OTHER, **NUMBER))),
    "a number of an earlier run": ("I3", changed("run", numbers=["V-26.6104.001"])),
    "another letter at the second download": (
        "I3", plus({"t": 7, "kind": "letter", "case": CASE, "letter": "letter-1", "sha256": "bb"})),
    "a case that nobody submitted": ("I4", plus(event("case.opened.v1", 1, OTHER))),
    "a mail that waits for ever": (
        "I2", lambda rs: [*[r for r in rs if r["kind"] != "mail"],
                          {"t": 7, "kind": "mail-pending", "case": CASE, "states": ["in-doubt"]},
                          {"t": 8, "kind": "mail-pending", "case": CASE, "states": ["waiting"]}]),
    "a timer that is overdue at rest": ("I6", changed("gauges", overdue=1)),
    "an outbox that nobody can see": ("I6", dropped("gauges", "outbox")),
    "losses that nobody can see": ("I6", dropped("gauges", "missing")),
    "a service that shows nothing": (
        "I6", lambda rs: [r for r in rs if r["kind"] != "gauges" or r["when"] != "rest"]),
    "a row that was committed late and passed by": ("I6", plus({"t": 7, "kind": "held", "id": "held"})),
    "other cases that are held up": ("I10", held_up),
    "a full outbox at rest": ("I6", changed("gauges", outbox=3)),
    "a drift": ("I6", changed("gauges", drift=1)),
    "a message that only a comparison found missing": ("I6", changed("gauges", missing=5)),
    "the same after the process was started anew": ("I6", changed("resources", pid=8)),
    "a comparison that does not end": ("I6", changed("compared", complete=False)),
    "a service that was not compared": ("I6", lambda rs: [r for r in rs if r["kind"] != "compared"]),
    "a parked message": ("I6", changed("gauges", parked=3)),
    "an event that is missing from its stream": ("I7", without("case.taken.v1")),
    "events that came in another order": ("I7", swapped),
    "two cases for one key": ("I8", plus(accepted(OTHER))),
    "a case that was opened by two messages": ("I8", plus(event("case.opened.v1", 6))),
    "two answers to one command": (
        "I8", plus({"t": 7, "kind": "reply", "command": "c", "accepted": False, "case": CASE, "number": "1",
                    "version": 2, "problems": ["x"]})),
    "a rating that was given twice": ("I8", plus(event("rating.given.v1", 2))),
    "an event that comes again and again": ("I9", lambda rs: [*rs, *[event("case.completed.v1", 5)] * 3]),
    "an event that comes again from where nothing was broken": (
        "I9", lambda rs: [changed("run", expects={"again": {"intake": 5}})(rs)[0], *rs[1:],
                          event("case.completed.v1", 5)]),
    "an event that comes again though it was long settled": (
        "I9", lambda rs: [r | ({"t": 9.0} if r.get("name") == "injecting" else {}) for r in rs]
        + [event("case.completed.v1", 5)]),
    "no rest": ("I10", plus({"t": 7, "kind": "restless", "after": 30, "what": ["review outbox 1"]})),
    "a service that died": ("I10", plus({"t": 7, "kind": "dead", "service": "review"})),
    "a submission long after the heal": ("I10", changed("submitted", t=40.0)),
    "an event of an earlier run": (
        "I9", plus(event("case.opened.v1", 1, OTHER) | {"earlier": True, "subject": "of another run"})),
    "a right too many": ("I11", changed("probe", allowed=True)),
    "a right that was not tried": ("I11", lambda rs: [r for r in rs if r["kind"] != "probe"]),
    "a right of which nothing is known": ("I11", changed("probe", allowed=None)),
    "memory that grew": ("I12", changed("resources", memory=200)),
    "open files that grew": ("I12", changed("resources", files=200)),
    "threads that grew": ("I12", changed("resources", threads=200)),
    "an accepted case that is gone": ("I13", changed("state", status=404)),
    "an answer that took too long": ("I14", changed("asked", took=2.6)),
    "no answer": ("I14", changed("asked", status=None, error="ReadTimeout")),
    "a 503 without a time": ("I14", changed("asked", retry_after=None)),
    "a 500": ("I14", changed("asked", status=500)),
}  # fmt: skip


def test_a_sound_history_has_no_violation() -> None:
    verdict = checker.check(sound())
    assert verdict.violations == []
    assert (verdict.accepted, verdict.completed, verdict.resumed, verdict.mended) == (1, 1, 1.5, 0)


@pytest.mark.parametrize("what", SPOILED)
def test_it_finds(what: str) -> None:
    invariant, spoil = SPOILED[what]
    found = checker.check(spoil(copy.deepcopy(sound()))).violations
    assert invariant in {violation.invariant for violation in found}, found


def test_a_message_that_came_again_is_one_message() -> None:
    assert checker.check([*sound(), event("case.opened.v1", 1)]).violations == []


def test_a_mail_that_nobody_knows_of_is_in_doubt_and_not_lost() -> None:
    records = [record for record in sound() if record["kind"] != "mail"]
    records.append({"t": 7, "kind": "mail-pending", "case": CASE, "states": ["in-doubt"]})
    verdict = checker.check(records)
    assert (verdict.violations, verdict.in_doubt) == ([], {CASE})


def test_a_mail_in_doubt_that_only_the_operators_page_shows_is_counted() -> None:
    records = [
        *changed("submitted", number="61040-2026-1")(sound()),
        {"t": 7, "kind": "doubt", "number": "61040-2026-1"},
    ]
    assert checker.check(records).in_doubt == {CASE}
    assert checker.check([*sound(), {"t": 7, "kind": "doubt", "number": "of another run"}]).in_doubt == set()


def test_lost_doubled_and_drift_are_counted_apart() -> None:
    lost = checker.check(without("case.opened.v1")(sound()))
    doubled = checker.check(plus(event("case.opened.v1", 6))(sound()))
    drift = checker.check(changed("gauges", drift=1)(sound()))
    assert [(v.lost, v.doubled, v.drift) for v in (lost, doubled, drift)] == [(1, 0, 0), (0, 1, 0), (0, 0, 1)]


def test_what_the_broker_lost_is_mended_and_shown_where_that_is_the_fault() -> None:
    records = changed("gauges", missing=9)(sound())
    records[0]["expects"]["mends"] = True
    verdict = checker.check(records)
    assert (verdict.violations, verdict.mended) == ([], 5)


def test_of_two_faults_the_resumption_counts_from_the_end_of_all_mending() -> None:
    assert checker.check(changed("run", faults=["x", "y"])(sound())).resumed == 1.2


def test_a_new_leader_counts_from_the_loss_of_the_old_to_a_case_that_was_opened_under_it() -> None:
    records = sound()
    assert checker.check(records).moved is None
    assert checker.check([*records, {"t": 2.9, "kind": "leaderless", "queue": "review.events"}]).moved == 2.1
    assert checker.check([*records, {"t": 3.5, "kind": "leaderless", "queue": "review.events"}]).moved is None


def test_what_reaches_the_end_while_the_fault_holds_flows() -> None:
    records = held_up(sound())
    for record in records:
        if record["kind"] == "submitted":
            record["t"] = 2.5
        if record.get("name") == "healing":
            record["t"] = 5.5
    assert checker.check(records).violations == []


def test_a_mail_may_fail_for_good_only_where_that_is_the_fault() -> None:
    records = [record for record in sound() if record["kind"] != "mail"]
    records.append({"t": 7, "kind": "mail-pending", "case": CASE, "states": ["failed"]})
    assert [v.invariant for v in checker.check(records).violations] == ["I2"]
    records[0]["expects"]["mails_fail"] = True
    assert checker.check(records).violations == []


def test_a_row_that_was_committed_late_and_arrived_is_sound() -> None:
    held = [{"t": 6, "kind": "held", "id": "h"}, {"t": 6.1, "kind": "held-arrived", "id": "h"}]
    assert checker.check([*sound(), *held]).violations == []


def test_a_gauge_that_is_not_shown_moves() -> None:
    page = "".join(f'{series}{{service="review"}} {int(label in ("connected", "ready"))}\n'
                   for series, label in GAUGES.items())  # fmt: skip
    assert still_moving("review", shown(page)) == []
    for series, label in GAUGES.items():
        without_it = "".join(line + "\n" for line in page.splitlines() if not line.startswith(series))
        assert still_moving("review", shown(without_it)) == [f"review does not show {label}"]


def test_what_was_not_possible_is_skipped_and_is_no_success() -> None:
    def outcome(impossible: str, *violations: checker.Violation) -> Outcome:
        verdict = checker.Verdict(violations=list(violations))
        return Outcome(1, ["x"], Path("nowhere"), verdict, 1.0, impossible)

    ran, skipped = outcome(""), outcome("no clock can be led")
    assert last_line([ran, skipped]).startswith("seeds 1, skipped 1, faults 1, ")
    assert last_line([skipped]).startswith("seeds 0, skipped 1, faults 0, ")
    spoiled = outcome("", checker.Violation("I1", "lost"))
    assert [exit_code(given) for given in ([ran, skipped], [skipped], [], [ran, spoiled])] == [0, 1, 1, 1]


def test_what_is_doubled_is_doubled_by_an_echo() -> None:
    def again(*names: str) -> dict[str, int]:
        return dict(expected([ALL[name] for name in names])["again"])  # type: ignore[call-overload]

    assert again("mail-away") == dict.fromkeys(NAMES, 0)
    assert again("review-down", "broker-killed") == dict.fromkeys(NAMES, 2) | {"review": 4}
    assert again("messages-duplicated", "broker-killed") == dict.fromkeys(NAMES, 8)


def test_every_kind_of_right_is_tried() -> None:
    deeds = {what.split()[0] for _, what in rights.names()}
    assert {"publish", "send", "read", "declare", "bind", "delete", "speak"} <= deeds


def test_a_history_is_read_as_it_was_written(tmp_path: Path) -> None:
    history = History(tmp_path / "run" / "history.jsonl")
    for record in sound():
        history.write(record["kind"], **{key: value for key, value in record.items() if key not in ("t", "kind")})
    history.close()
    history.write("phase", name="too late")
    kinds = [record["kind"] for record in read(history.file)]
    assert kinds == [record["kind"] for record in sound()]
