"""The invariants of the core over one run's history. Pure: the same history gives the same verdict anywhere.

I1 every accepted submission has exactly one case; I2 exactly one outcome; I3 no second letter, number, mail or rating;
I4 nothing without an accepted submission; I6 messages are conserved; I7 each subject's events count 1, 2, 3 …; I8 one
effect per message; I9 duplicates on the wire are bounded; I10 everything rests soon after the heal; I11 rights hold;
I12 memory, files and threads are bounded; I13 what was answered survived; I14 what cannot be done is said in 2 s."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from faults.history import Record

# Events that a case may have once in its life.
ONCE = ("case.opened.v1", "case.letter-issued.v1", "case.refused.v1", "case.completed.v1", "delivery.completed.v1")
OUTCOMES = ("case.letter-issued.v1", "case.refused.v1")
NUMBERS = ("recommendationNumber", "letterNumber", "letterId")
# What a case comes to within seconds, by way of three services.
FLOWING = ("submission.submitted.v1", "case.opened.v1", "case.letter-issued.v1", "delivery.completed.v1")
# The values that each service must show at rest.
AT_REST = ("outbox", "stuck", "retrying", "early", "drift", "overdue")
# An event that was seen so long before anything was broken has long been confirmed, and the relay's cursor is past it.
SETTLED = 2.0
HONEST_WITHIN = 2.0
# What a process may have more after a fault than before: MB, open files, threads.
MORE_MEMORY, MORE_FILES, MORE_THREADS = 60.0, 40, 24


@dataclass(frozen=True)
class Violation:
    invariant: str
    what: str


@dataclass
class Verdict:
    violations: list[Violation] = field(default_factory=list)
    # Cases with a mail whose acceptance the mail server never told.
    in_doubt: set[str] = field(default_factory=set)
    accepted: int = 0
    completed: int = 0
    # Seconds from the moment that what was broken is there again to the first submission accepted after it, and
    # from the loss of a queue's leader to the first case that was submitted and opened after it.
    resumed: float | None = None
    moved: float | None = None
    # Messages that the broker had lost, and that a comparison found and had sent again.
    mended: int = 0
    # Faults that could not be had beside the other one.
    blocked: list[str] = field(default_factory=list)

    def count(self, *invariants: str) -> int:
        return sum(violation.invariant in invariants for violation in self.violations)

    @property
    def lost(self) -> int:
        return self.count("I1", "I2", "I13")

    @property
    def doubled(self) -> int:
        return self.count("I3", "I4", "I8")

    @property
    def drift(self) -> int:
        return self.count("I6")


class History:
    """The lines of one run, by kind."""

    def __init__(self, records: Iterable[Record]) -> None:
        self.by_kind: dict[str, list[Record]] = defaultdict(list)
        for record in records:
            self.by_kind[record["kind"]].append(record)
        self.run = self.by_kind["run"][0]
        self.accepted: dict[str, set[str]] = defaultdict(set)
        for record in self.by_kind["submitted"]:
            if record["outcome"] == "accepted":
                self.accepted[record["key"]].add(record["case"])
        self.cases = {case for cases in self.accepted.values() for case in cases}
        # By identifier: a message that came again is the same message.
        self.events: dict[str, Record] = {}
        for record in self.by_kind["event"]:
            self.events.setdefault(record["id"], record)
        self.of_case: dict[str, list[Record]] = defaultdict(list)
        for record in self.events.values():
            self.of_case[record["subject"]].append(record)
        self.pending = {record["case"]: record["states"] for record in self.by_kind["mail-pending"]}

    def phase(self, name: str) -> float | None:
        return next((record["t"] for record in self.by_kind["phase"] if record["name"] == name), None)

    def count(self, case: str, type_: str) -> int:
        return sum(record["type"] == type_ for record in self.of_case[case])


def check(records: Iterable[Record]) -> Verdict:
    history = History(records)
    verdict = Verdict(accepted=len(history.accepted), in_doubt=_in_doubt(history))
    for rule in RULES:
        verdict.violations += rule(history)
    verdict.completed = sum(history.count(case, "case.completed.v1") > 0 for case in history.cases)
    verdict.resumed = _resumed(history)
    verdict.moved = _moved(history)
    verdict.blocked = [record["fault"] for record in history.by_kind["blocked"]]
    verdict.mended = int(sum(_missing(history).values()))
    return verdict


def _missing(history: History) -> dict[str, float]:
    """What comparisons found missing during the run, by publisher; a process that was started anew counts anew."""
    pids = {(record["when"], record["service"]): record["pid"] for record in history.by_kind["resources"]}
    shown = {(record["when"], record["service"]): record.get("missing", 0) for record in history.by_kind["gauges"]}
    return {
        service: count - (shown.get(("before", service), 0) if pids.get(("before", service)) == pid else 0)
        for (when, service), count in shown.items()
        if when == "rest" and (pid := pids.get(("rest", service))) is not None
    }


def _resumed(history: History) -> float | None:
    """Counted from when the database is there again, when that is what was broken; else from the end of all mending."""
    back = [record["t"] for record in history.by_kind["back"]] if len(history.run["faults"]) == 1 else []
    since = max(back, default=history.phase("mended"))
    if since is None:
        return None
    later = [r["t"] for r in history.by_kind["submitted"] if r["outcome"] == "accepted" and r["t"] > since]
    return round(min(later) - since, 2) if later else None


def _moved(history: History) -> float | None:
    lost = next((record["t"] for record in history.by_kind["leaderless"]), None)
    if lost is None:
        return None
    new = {r["case"] for r in history.by_kind["submitted"] if r["outcome"] == "accepted" and r["t"] > lost}
    opened = [e["t"] for e in history.events.values() if e["type"] == "case.opened.v1" and e["subject"] in new]
    return round(min(opened) - lost, 2) if opened else None


def _in_doubt(history: History) -> set[str]:
    """What the operators' page says of this run's cases, of the letter's mail or of any other."""
    numbers = {r["number"]: r["case"] for r in history.by_kind["submitted"] if r.get("number")}
    shown = {numbers[record["number"]] for record in history.by_kind["doubt"] if record["number"] in numbers}
    return shown | {case for case, states in history.pending.items() if {"in-doubt", "sending"} & set(states)}


def one_case(history: History) -> Iterator[Violation]:
    for key, cases in history.accepted.items():
        if len(cases) > 1:
            yield Violation("I8", f"the key {key} opened {len(cases)} cases: {sorted(cases)}")
    for record in history.by_kind["submitted"]:
        if record["outcome"] == "refused":
            yield Violation("I1", f"the sound submission {record['key']} was refused")
    for case in sorted(history.cases):
        opened = history.count(case, "case.opened.v1")
        if opened == 0:
            yield Violation("I1", f"{case} was accepted and never opened")
        if history.count(case, "submission.submitted.v1") == 0:
            yield Violation("I1", f"{case} was accepted and never published")
    for record in history.by_kind["state"]:
        if record["status"] == 404:
            yield Violation("I13", f"{record['case']} was accepted and is gone")
        elif record["status"] != 200:
            yield Violation("I10", f"the state of {record['case']} is still answered with {record['status']}")


def one_outcome(history: History) -> Iterator[Violation]:
    unfinished = {record["case"]: record["why"] for record in history.by_kind["unfinished"]}
    for case in sorted(history.cases):
        outcomes = sum(history.count(case, type_) for type_ in OUTCOMES)
        if outcomes == 0:
            yield Violation("I2", f"{case} has no outcome: {unfinished.get(case, 'its client is still busy')}")
        elif outcomes > 1:
            yield Violation("I3", f"{case} has {outcomes} outcomes")
        elif case in unfinished:
            # Where nothing moves any more, what is missing will never come.
            invariant = "I10" if history.by_kind["restless"] else "I2"
            yield Violation(invariant, f"{case} did not come to its end: {unfinished[case]}")
    for record in history.by_kind["unfinished"]:
        if not record["case"]:
            yield Violation("I10", f"{record['key']} was never accepted: {record['why']}")


def nothing_twice(history: History) -> Iterator[Violation]:
    for case, events in history.of_case.items():
        for type_, times in Counter(record["type"] for record in events).items():
            if type_ in ONCE and times > 1:
                yield Violation("I8", f"{case} has {times} different {type_}")
    for name in NUMBERS:
        holders: dict[str, set[str]] = defaultdict(set)
        for record in history.events.values():
            if record["type"] in OUTCOMES and record["body"].get(name):
                holders[record["body"][name]].add(record["subject"])
        earlier = set(history.run.get("numbers", []))
        for number, cases in holders.items():
            if len(cases) > 1:
                yield Violation("I3", f"{name} {number} was given to {len(cases)} cases")
            if number in earlier and not cases <= set(history.run.get("cases", [])):
                yield Violation("I3", f"{name} {number} was given before this run")
    for mail, times in Counter(record["id"] for record in history.by_kind["mail"]).items():
        if times > 1 + _settled(history, mail):
            yield Violation("I3", f"the mail {mail} arrived {times} times")
    for case, times in Counter(r["case"] for r in history.by_kind["mail"] if r["letter"]).items():
        if case is not None and times > 1:
            yield Violation("I3", f"{times} mails brought the letter of {case}")
    for case, letters in _letters(history).items():
        if len(letters) > 1:
            yield Violation("I3", f"the letter of {case} was downloaded in {len(letters)} forms")
    sent = Counter(record["case"] for record in history.by_kind["rating-sent"])
    for case in history.cases:
        if history.count(case, "rating.given.v1") > sent[case]:
            yield Violation("I8", f"{case} was rated more often than its applicant did")


def _settled(history: History, mail: str) -> int:
    """How often an operator has had it sent again."""
    return sum(record["mail"] == mail for record in history.by_kind["settled"])


def _letters(history: History) -> dict[str, set[tuple[str, str]]]:
    found: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for record in history.by_kind["letter"]:
        found[record["case"]].add((record["letter"], record["sha256"]))
    return found


def mails_came(history: History) -> Iterator[Violation]:
    """A mail that only waits explains nothing: its pause was over, and the mail server was there."""
    came = {record["case"] for record in history.by_kind["mail"] if record["letter"]}
    may_fail = bool(history.run["expects"].get("mails_fail"))
    for case in sorted(history.cases):
        issued = history.count(case, "case.letter-issued.v1")
        states = set(history.pending.get(case, []))
        explained = states & ({"in-doubt", "sending", "failed"} if may_fail else {"in-doubt", "sending"})
        if issued and case not in came and not explained:
            said = f"it is still {', '.join(sorted(states))}" if states else "nothing says why"
            yield Violation("I2", f"the letter of {case} was never mailed: {said}")
        elif "failed" in states and not may_fail:
            yield Violation("I2", f"a mail about {case} failed for good")


def no_phantom(history: History) -> Iterator[Violation]:
    known = history.cases | set(history.run.get("cases", []))
    keys_in_doubt = {record["key"] for record in history.by_kind["submitting"]} - set(history.accepted)
    strangers = {
        subject
        for subject, events in history.of_case.items()
        if subject not in known and any(r["type"].startswith(("submission.", "case.")) for r in events)
    }
    # A submission whose client gave up before it had an answer may have been accepted.
    for case in sorted(strangers)[len(keys_in_doubt) :]:
        yield Violation("I4", f"{case} exists and nobody submitted it")


def conserved(history: History) -> Iterator[Violation]:
    before = {record["service"]: record for record in history.by_kind["gauges"] if record["when"] == "before"}
    parks = history.run["expects"].get("parks", 0)
    parked = 0.0
    for record in history.by_kind["gauges"]:
        if record["when"] != "rest":
            continue
        name = record["service"]
        for label in AT_REST:
            if label not in record:
                yield Violation("I6", f"{name} does not show {label}")
            elif record[label] != 0:
                yield Violation("I6", f"{name} still shows {label} {record[label]:.0f}")
        for label in ("parked", "missing"):
            if label not in record:
                yield Violation("I6", f"{name} does not show {label}")
        parked += record.get("parked", 0) - before.get(name, {}).get("parked", 0)
    mends = history.run["expects"].get("mends")
    resting = {record["service"] for record in history.by_kind["gauges"] if record["when"] == "rest"}
    for name in sorted(set(history.run["services"]) - resting):
        yield Violation("I6", f"nobody knows how {name} rests")
    if not history.by_kind["restless"]:
        compared = {record["service"] for record in history.by_kind["compared"]}
        for name in sorted(set(history.run["services"]) - compared):
            yield Violation("I6", f"nobody has compared what {name} published with what arrived")
    for record in history.by_kind["compared"]:
        if not record["complete"]:
            yield Violation("I6", f"the comparison of {record['service']} does not end: {record['standing']}")
    for service, missing in _missing(history).items():
        if missing and not mends:
            yield Violation("I6", f"{missing:.0f} messages of {service} had been lost on their way")
    arrived = {record["id"] for record in history.by_kind["held-arrived"]}
    for record in history.by_kind["held"]:
        if record["id"] not in arrived:
            yield Violation("I6", "a row of the outbox whose writer committed late was never published")
    if parked > parks:
        yield Violation("I6", f"{parked:.0f} messages were parked, where {parks} were to be")


def in_order(history: History) -> Iterator[Violation]:
    streams: dict[tuple[str, str], list[int]] = defaultdict(list)
    for record in history.events.values():
        streams[record["type"].split(".")[0], record["subject"]].append(record["sequence"])
    for (stream, subject), numbers in streams.items():
        if subject not in history.cases:
            continue
        if sorted(numbers) != list(range(1, len(numbers) + 1)):
            yield Violation("I7", f"the events {stream} of {subject} are numbered {sorted(numbers)}")
        elif numbers != sorted(numbers):
            yield Violation("I7", f"the events {stream} of {subject} came as {numbers}")


def one_effect(history: History) -> Iterator[Violation]:
    answers: dict[str, set[tuple[object, ...]]] = defaultdict(set)
    for record in history.by_kind["reply"]:
        answers[record["command"]].add(
            (record["accepted"], record["case"], record["number"], record["version"], tuple(record["problems"]))
        )
    for command, different in answers.items():
        if len(different) > 1:
            yield Violation("I8", f"the command {command} was answered in {len(different)} ways")


def bounded_duplicates(history: History) -> Iterator[Violation]:
    """Only what was in flight may come again, only from those whose line was cut, and as often as it was cut."""
    expects = history.run["expects"]
    allowed: dict[str, int] = expects.get("again", {})
    injecting = history.phase("injecting") or 0.0
    settled = {record["id"] for record in history.events.values() if record["t"] < injecting - SETTLED}
    for identifier, times in Counter(record["id"] for record in history.by_kind["event"]).items():
        event = history.events[identifier]
        if event.get("earlier") and not expects.get("replays"):
            yield Violation("I9", f"{event['type']} of {event['subject']} came again from before this run")
        if times == 1:
            continue
        what = f"{event['type']} of {event['subject']} came {times} times"
        if times - 1 > allowed.get(event["source"], 0):
            yield Violation("I9", f"{what}, where {1 + allowed.get(event['source'], 0)} may")
        elif identifier in settled and not expects.get("replays"):
            yield Violation("I9", f"{what}, although it had arrived long before anything was broken")


def lively(history: History) -> Iterator[Violation]:
    for record in history.by_kind["restless"]:
        yield Violation("I10", f"not at rest {record['after']:.0f} s after the last case: {', '.join(record['what'])}")
    for record in history.by_kind["dead"]:
        yield Violation("I10", f"{record['service']} has ended and was not killed")
    for record in history.by_kind["broken"]:
        yield Violation("I10", f"{record['key']} broke: {record['why']}")
    expected = history.run["expects"].get("resumes")
    if expected is None or history.phase("mended") is None:
        return
    resumed = _resumed(history)
    if resumed is None or resumed > expected:
        when = f"after {resumed:.1f} s" if resumed is not None else "never"
        yield Violation("I10", f"the first submission was accepted {when}, not within {expected} s of the mending")


def flowing(history: History) -> Iterator[Violation]:
    """What holds up one transaction holds up no other subject: a case is submitted, published and opened meanwhile."""
    began, ended = history.phase("injected"), history.phase("healing")
    if not history.run["expects"].get("flows") or began is None or ended is None:
        return
    new = {r["case"] for r in history.by_kind["submitted"] if r["outcome"] == "accepted" and began < r["t"] < ended}
    for type_ in FLOWING:
        if not any(e["type"] == type_ and e["subject"] in new and e["t"] < ended for e in history.events.values()):
            yield Violation("I10", f"no {type_} came of a case that was submitted while the fault held")


def rights_hold(history: History) -> Iterator[Violation]:
    tried = {(record["who"], record["what"]): record for record in history.by_kind["probe"]}
    for who, what in history.run["forbidden"]:
        record = tried.get((who, what))
        if record is None:
            yield Violation("I11", f"whether {who} may {what} was not tried")
        elif record["allowed"] is None:
            yield Violation("I11", f"whether {who} may {what} is not known: {record.get('why')}")
        elif record["allowed"]:
            yield Violation("I11", f"{who} may {what}")


def bounded_resources(history: History) -> Iterator[Violation]:
    before = {record["service"]: record for record in history.by_kind["resources"] if record["when"] == "before"}
    for record in history.by_kind["resources"]:
        earlier = before.get(record["service"])
        if record["when"] != "rest" or earlier is None:
            continue
        for label, more in (("memory", MORE_MEMORY), ("files", MORE_FILES), ("threads", MORE_THREADS)):
            if record[label] > earlier[label] + more:
                yield Violation("I12", f"{record['service']} has {label} {record[label]}, and had {earlier[label]}")


def honest(history: History) -> Iterator[Violation]:
    """Only where the fault leaves Intake and the front door running; otherwise nobody is there to answer."""
    if not history.run["expects"].get("honest", True):
        return
    began, ended = history.phase("injected"), history.phase("healed")
    for record in history.by_kind["asked"]:
        if record["what"] != "submit" or began is None or not began <= record["began"] <= (ended or float("inf")):
            continue
        if record["took"] > HONEST_WITHIN:
            yield Violation("I14", f"a submission waited {record['took']:.1f} s for {record['status']}")
        if record["status"] is None:
            yield Violation("I14", f"a submission got no answer: {record['error']}")
        elif record["status"] == 503 and not record["retry_after"]:
            yield Violation("I14", "a 503 without Retry-After")
        elif record["status"] >= 500 and record["status"] != 503:
            yield Violation("I14", f"a submission was answered with {record['status']}")


RULES = (
    one_case, one_outcome, nothing_twice, mails_came, no_phantom, conserved, in_order, one_effect, bounded_duplicates,
    lively, flowing, rights_hold, bounded_resources, honest,
)  # fmt: skip
