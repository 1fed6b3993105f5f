"""Layak as foreign programs see it on the broker: everything that can be asked for is asked for, every kind of refusal
is met, and every message of every queue is held against the AsyncAPI document and its schemas."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import documents
import pytest
from aio_pika.abc import AbstractIncomingMessage
from aio_pika.exceptions import AMQPError
from demo import form
from demo.amqp import Program, uuid7
from demo.first_case import with_form
from demo.steps import Steps, eventually
from demo.world import EVALUATOR, OFFICER, SIGNER, World, address_in
from desk import ITEMS, REPLIES, Desk, programs, submission
from localstand.stand import Stand
from wiretap import QUEUE, Wiretap, faults, gaps, header_faults, is_trace, named, service

REPOSITORY = Path(__file__).resolve().parents[2]
EMAIL = "auditor@mempawah.example"
TRACEPARENT = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"

# What a person began on a page or by hand: the rating; a link for a password; the accounts of the stand, whose last
# contacts the tap may see; a calendar, and what it moves.
BEGUN_BY_PEOPLE = (
    "rating.given.v1",
    "contact.proof-requested.v1",
    "contact.verified.v1",
    "calendar.published.v1",
    "case.due-moved.v1",
)

# What this walk cannot see, each with the reason. A message that stands here and was seen fails the test.
NEVER_SEEN = {
    "reconciliation.statement.v1": "between the services alone; first sent five minutes after a start",
    "reconciliation.answer.v1": "between the services alone; answers a statement",
    "reconciliation.request.v1": "between the services alone; sent only when something is missing",
}


def test_every_message_of_the_amqp_face_is_as_published(tmp_path: Path, stand_directory: Path) -> None:
    with Stand(stand_directory, REPOSITORY / ".build" / "debug", for_tests=True) as stand:
        world = World(stand, tmp_path, Steps())
        try:
            walk = Walk(world)
            walk.submissions()
            walk.first_case()
            walk.refused_case()
            walk.complaints()
            walk.password()
            walk.strangers()
            walk.every_message_is_as_published()
            walk.the_tap.close()
        finally:
            world.close()


class Walk:
    def __init__(self, world: World) -> None:
        self.world = world
        self.the_tap = Wiretap(world)
        self.observer = world.observe()
        self.portal, self.office = programs(world)
        self.channel = world.program("complaints", "complaints.replies", "complaints.channels")

    # What the portal front end sends

    def submissions(self) -> None:
        known = submission(EMAIL)
        first = self.submit(known)
        # The same key and form in another message: the same case.
        assert self.submit(known)["id"] == first["id"]
        self.desk = Desk(self.world, first)
        another_form = submission()["form"] | {"answers": form.MEMPAWAH | {"judul": "Kompilasi lain"}}
        for bad, code in self.bad_submissions(known, another_form):
            reply = bad()
            assert not reply["accepted"], code
            assert {problem["code"] for problem in reply["problems"]} == {code}, reply
        reply = self.submit(submission("lain@mempawah.example", caseId=first["id"]), accepted=False)
        assert reply["problems"][0]["status"] == 404, "nobody continues another's case"
        reply = self.submit(submission(EMAIL, caseId=first["id"]), accepted=False)
        assert reply["problems"][0]["code"] == "bukan-giliran-anda"

    def bad_submissions(
        self, known: dict[str, Any], another_form: dict[str, Any]
    ) -> list[tuple[Callable[[], dict[str, Any]], str]]:
        def answers(**change: Any) -> dict[str, Any]:
            numbered = {key.removeprefix("q").replace("_", "."): value for key, value in change.items()}
            filled = {k: v for k, v in (form.MEMPAWAH | numbered).items() if v is not None}
            return {"form": {"definition": "ms-keg", "version": 1, "answers": filled}}

        def without(*fields: str) -> dict[str, Any]:
            return {k: v for k, v in submission().items() if k not in fields}

        shaped = "isian-tidak-sah"
        bodies: list[tuple[dict[str, Any] | bytes, str]] = [
            (b"{", "tidak-terbaca"),
            (b'{"idempotencyKey":"\xc3("}', "tidak-terbaca"),
            (b"[]", shaped),
            (b" " * 300_000, "terlalu-besar"),
            (without("form"), shaped),
            (without("applicant"), shaped),
            (submission(idempotencyKey=7), shaped),
            (submission(idempotencyKey="kurang"), shaped),
            (submission(caseId="bukan-uuid"), shaped),
            (submission("bukan alamat"), shaped),
            (submission(form={"definition": "lain", "version": 1, "answers": {}}), shaped),
            (submission(**answers(judul=None)), shaped),
            (submission(**answers(q3_2=None)), shaped),
            (submission(**answers(tahun="dua ribu")), shaped),
            (submission(**answers(q4_5=["9999"])), shaped),
            (submission(**answers(q8_2={"digital": "2027-02-30"})), shaped),
            (known | {"form": another_form}, shaped),
        ]

        def sent(type_: str, body: dict[str, Any] | bytes, **properties: Any) -> Callable[[], dict[str, Any]]:
            return lambda: self.send(self.portal, type_, body, "portal.replies", **properties)

        return [
            *((sent("submission.submit.v1", body), code) for body, code in bodies),
            (sent("submission.submit.v9", known), "perintah-tidak-dikenal"),
            (sent("submission.submit.v1", known, message_id=None), shaped),
            (sent("submission.submit.v1", known, type="case.take.v1"), shaped),
        ]

    def day_off(self) -> None:
        """A decree gives a day off within the running clock, so that its end moves."""
        lines = (REPOSITORY / "Shared/WorkingDays/Data/holidays.csv").read_text()
        ahead = (date.today() + timedelta(days) for days in range(2, 12))
        day = next(day for day in ahead if day.weekday() < 5 and f"\n{day}," not in lines)
        calendar = self.world.results / "holidays.csv"
        calendar.write_text(f"{lines}{day},cuti_bersama,Percobaan,Keputusan percobaan\n")
        self.world.stand.services.command("review", "calendar", "load", str(calendar), "3", "Percobaan")

    def submit(self, body: dict[str, Any], accepted: bool = True) -> dict[str, Any]:
        reply = self.send(self.portal, "submission.submit.v1", body, "portal.replies")
        assert reply["accepted"] == accepted, reply
        return reply

    def send(
        self, program: Program, type_: str, body: dict[str, Any] | bytes, replies: str, **properties: Any
    ) -> dict[str, Any]:
        message = program.message(type_, body, replies, **properties)
        program.publish(message, type_)
        reply = program.wait_for(replies, lambda m: m.correlation_id == message.correlation_id)
        return dict(json.loads(reply.body))

    # What the office's program sends

    def first_case(self) -> None:
        """The whole way, with everything on it that can go back: to the rating, and completed."""
        desk = self.desk
        self.officers_are_refused(desk)
        desk.do("take", headers={"traceparent": TRACEPARENT})
        desk.do("give-back")
        desk.do("take")
        desk.do("return", remarks=[{"item": form.REMARKED_ITEM, "text": form.REMARK}], note="Satu hal saja.")
        self.resubmit(desk, "Kompilasi Data Pelaporan Gratifikasi di Kabupaten Mempawah")
        desk.do("declare-complete")
        self.day_off()
        desk.examine(**{"3_2": {"verdict": "correction", "text": "Sebutkan indikatornya."}})
        requested = self.world.event("case.correction-requested.v1", desk.case_id)
        assert [remark["item"] for remark in requested["remarks"]] == ["3.2"]
        self.resubmit(desk, "Kompilasi Data Pelaporan Gratifikasi Kabupaten Mempawah 2026")
        desk.do("declare-complete")
        desk.examine()
        desk.evaluate("feasible")
        desk.do("draft-letter", outcome="feasible", advice=["Sebutkan indikatornya."], reasons=[])
        desk.do("sign-letter", desk.signer)
        issued = self.world.event("case.letter-issued.v1", desk.case_id)
        mail = self.world.mail(EMAIL, issued["recommendationNumber"])
        applicant = self.world.browser()
        address = address_in(mail, r"/penilaian/[\w-]+")
        page = eventually(lambda: with_form(applicant.get(address), r"/penilaian/"), "an open rating")
        page.form(r"/penilaian/").submit("5")
        self.world.event("case.completed.v1", desk.case_id)

    def resubmit(self, desk: Desk, title: str) -> None:
        """The next round, by the number of the case that the first reply gave."""
        state = "submission.resubmitted.v1"
        round_ = len(self.seen(lambda m: m.type == state and m.headers["subject"] == desk.case_id)) + 1
        answers = form.MEMPAWAH | {"judul": title}
        body = submission(EMAIL, caseId=desk.case_id) | {
            "form": {"definition": "ms-keg", "version": 1, "answers": answers}
        }
        # Intake may not have heard of the return yet; until then it is not the applicant's turn.
        reply = eventually(lambda: self.accepted_or_none(body), "the applicant's turn")
        assert reply["id"] == desk.case_id

        def entry(message: AbstractIncomingMessage) -> bool:
            work = json.loads(message.body)
            return bool(work["caseId"] == desk.case_id and work["title"] == title)

        desk.version = json.loads(self.office.wait_for("office.6104", entry).body)["version"]

        # The tap reads by itself, and may be behind the office's queue.
        def rounds() -> list[AbstractIncomingMessage]:
            return self.seen(lambda m: m.type == state and m.headers["subject"] == desk.case_id)

        eventually(lambda: len(rounds()) >= round_ or None, "the next round on the tap")
        assert len(rounds()) == round_

    def accepted_or_none(self, body: dict[str, Any]) -> dict[str, Any] | None:
        # A new key each time: the reply to a key is for ever.
        reply = self.send(self.portal, "submission.submit.v1", body | {"idempotencyKey": uuid7()}, "portal.replies")
        return reply if reply["accepted"] else None

    def refused_case(self) -> None:
        desk = Desk(self.world, self.submit(submission("kedua@mempawah.example")))
        desk.up_to_the_draft("refused")
        reply = desk.ask("draft-letter", desk.officer, outcome="refused", advice=[], reasons=[])
        assert reply["problems"][0]["errors"][0]["field"] == "reasons"
        desk.do("sign-letter", desk.signer)
        refused = self.world.event("case.refused.v1", desk.case_id)
        assert refused["reasons"] == ["Data yang sama sudah dikumpulkan BPS."]

    def officers_are_refused(self, desk: Desk) -> None:
        """Every command of an officer once with a stale version, once from another unit, once with a forged token."""
        finding = [{"item": item, "verdict": "sound"} for item in ITEMS]
        commands: dict[str, tuple[str, str, dict[str, Any]]] = {
            "take": (desk.officer, OFFICER, {}),
            "give-back": (desk.officer, OFFICER, {}),
            "return": (desk.officer, OFFICER, {"remarks": [{"item": "3.2", "text": "Lengkapi."}]}),
            "declare-complete": (desk.officer, OFFICER, {}),
            "examine": (desk.officer, OFFICER, {"findings": finding}),
            "open-evaluation": (desk.officer, OFFICER, {}),
            "give-opinion": (desk.evaluator, EVALUATOR, {"recommends": "feasible", "text": "Layak."}),
            "close-evaluation": (desk.officer, OFFICER, {"minutes": "Sepakat."}),
            "draft-letter": (desk.officer, OFFICER, {"outcome": "feasible", "advice": [], "reasons": []}),
            "sign-letter": (desk.signer, SIGNER, {}),
        }
        known = {name.split(".")[1] for name in named() if name in self.commands() and name.startswith("case.")}
        assert set(commands) == known
        strangers = {email: self.world.token(email) for email in (OFFICER, EVALUATOR, SIGNER)}
        for name, (token, stranger, parts) in commands.items():
            stale = desk.ask(name, token, **parts, version=desk.version + 3)
            assert [p["code"] for p in stale["problems"]] == ["versi-usang"], stale
            foreign = desk.ask(name, strangers[stranger], **parts)
            assert [p["status"] for p in foreign["problems"]] == [404], foreign
            forged = desk.ask(name, forge(token), **parts)
            assert [p["code"] for p in forged["problems"]] == ["belum-masuk"], forged
            nobody = desk.ask(name, None, **parts)
            assert [p["code"] for p in nobody["problems"]] == ["belum-masuk"], nobody

    # What an applicant of the portal asks for on a page

    def password(self) -> None:
        self.world.browser().get("/masuk/lupa").form(r"/masuk/lupa$").fill("email", EMAIL).submit()
        eventually(
            lambda: self.seen(lambda message: message.type == "contact.proof-requested.v1"), "the request for a link"
        )

    # What a complaint channel sends

    def complaints(self) -> None:
        complaint = {
            "idempotencyKey": uuid7(),
            "channel": "lapor",
            "channelReference": "LAPOR-4711",
            "unit": "6104",
            "text": "Surat kami belum terbit.",
            "confidential": False,
        }
        filed = self.send(self.channel, "complaint.file.v1", complaint, "complaints.replies")
        assert filed["accepted"], filed
        again = self.send(self.channel, "complaint.file.v1", complaint, "complaints.replies")
        assert again["number"] == filed["number"]
        for bad in ({"unit": "9999"}, {"text": ""}, {"channel": "telepati"}, {"confidential": "ya"}):
            body = complaint | {"idempotencyKey": uuid7()} | bad
            refused = self.send(self.channel, "complaint.file.v1", body, "complaints.replies")
            (field,) = bad
            assert [error["field"] for error in refused["problems"][0]["errors"]] == [field], refused
        self.the_tap.wait_for(QUEUE, lambda m: m.type == "complaint.filed.v1")

    # What nobody may send

    def strangers(self) -> None:
        """Whoever names no user, another's user, or another's queue gets nothing done and nothing told to others."""
        portal_before = len(self.portal.received["portal.replies"])
        body = submission("siapa@mempawah.example")
        nameless = self.portal.message("submission.submit.v1", body, "portal.replies", user_id=None)
        self.portal.publish(nameless, "submission.submit.v1")
        eventually(lambda: "envelope:user_id" in self.parked("intake"), "the parked command")

        refused = self.office.message(
            "case.take.v1", {"caseId": self.desk.case_id, "version": 1}, "portal.replies", self.desk.officer
        )
        self.office.publish(refused, "case.take.v1")
        reply = self.office.wait_for(REPLIES, lambda m: m.correlation_id == refused.correlation_id)
        assert [error["field"] for error in json.loads(reply.body)["problems"][0]["errors"]] == ["reply_to"]
        assert len(self.portal.received["portal.replies"]) == portal_before
        rejected = self.metric(
            "review", 'layak_commands_rejected_total{queue="review.commands",reason="envelope:reply_to"}'
        )
        assert rejected == 1

        liar = Program(self.world.stand.broker.url("portal", self.world.stand.secrets.password("amqp.portal")), "liar")
        with pytest.raises((AMQPError, TimeoutError)):
            forged = liar.message("submission.submit.v1", body, "portal.replies", user_id="office-6104")
            liar.publish_once(forged, "submission.submit.v1")
        liar.close()
        assert (
            self.world.stand.database.query(
                "SELECT count(*) FROM account WHERE email = 'siapa@mempawah.example'", "intake"
            ).strip()
            == "0"
        )

    def parked(self, service: str) -> str:
        return self.world.stand.database.query("SELECT reason FROM parked_message", service)

    def metric(self, service: str, series: str) -> float:
        for line in self.world.stand.services.metrics(service).splitlines():
            if line.startswith(series + " "):
                return float(line.rpartition(" ")[2])
        return 0

    # What was seen

    def seen(self, wanted: Callable[[AbstractIncomingMessage], bool]) -> list[AbstractIncomingMessage]:
        return [message for message in self.the_tap.seen if wanted(message)]

    @staticmethod
    def commands() -> set[str]:
        channel = documents.asyncapi()["channels"]["commands"]["messages"]
        return {documents.asyncapi()["components"]["messages"][key]["name"] for key in channel}

    def every_message_is_as_published(self) -> None:
        sent_by_layak = self.seen(lambda m: m.exchange != "layak.commands")
        queues = [
            q for program in (self.observer, self.portal, self.office, self.channel) for q in program.received.items()
        ]
        everywhere = sent_by_layak + [message for _, messages in queues for message in messages]
        wrong = [fault for message in everywhere for fault in faults(message)]
        assert not wrong, "\n".join(sorted(set(wrong)))

        # The observer's queue was there before the services; the tap came later.
        assert gaps(self.observer.received["observer.events"]) == []
        tapped = {message.message_id for message in sent_by_layak}
        for name, messages in queues:
            if name == "complaints.channels":
                assert not messages, "Layak publishes no updates yet"
                continue
            assert messages, f"nothing came to {name}"
            if name != "observer.events":
                assert {message.message_id for message in messages} <= tapped, name

        self.commands_are_as_published()
        self.replies_name_their_commands()
        self.events_name_what_led_to_them(sent_by_layak)
        seen = {str(message.type) for message in everywhere} | self.accepted_commands()
        assert seen & set(NEVER_SEEN) == set()
        assert set(named()) - seen - set(NEVER_SEEN) == set(), "these messages were never seen"

    def answers(self) -> dict[str, dict[str, Any]]:
        """The replies, by the command's message id."""
        replies = self.seen(lambda m: m.exchange == "layak.replies")
        return {str(m.headers.get("causationid")): json.loads(m.body) for m in replies}

    def accepted_commands(self) -> set[str]:
        return {str(reply["command"]) for reply in self.answers().values() if reply["accepted"]}

    def commands_are_as_published(self) -> None:
        """What was accepted fits its schema, and each command was accepted once and refused once."""
        answers = self.answers()
        for message in self.seen(lambda m: m.exchange == "layak.commands"):
            reply = answers.get(str(message.message_id), {"accepted": False})
            if reply["accepted"]:
                assert documents.faults(str(message.type), json.loads(message.body)) == []
                assert header_faults(message) == []
        for accepted in (True, False):
            answered = {str(reply["command"]) for reply in answers.values() if reply["accepted"] == accepted}
            assert self.commands() - answered == set(), f"never answered with accepted={accepted}"

    def replies_name_their_commands(self) -> None:
        commands = {str(m.message_id): m for m in self.seen(lambda m: m.exchange == "layak.commands")}
        for reply in self.seen(lambda m: m.exchange == "layak.replies"):
            command = commands.get(str(reply.headers["causationid"]))
            if command is None:
                continue  # to a command without an identifier of its own
            assert reply.correlation_id == command.correlation_id
            assert reply.app_id == service(str(command.routing_key))
            assert reply.headers.get("traceparent") == command.headers.get("traceparent")
            assert reply.routing_key == {"portal": "portal.replies", "office-6104": REPLIES}.get(
                str(command.user_id), "complaints.replies"
            )

    def events_name_what_led_to_them(self, messages: list[AbstractIncomingMessage]) -> None:
        """From the command over the event to the event that follows, by cause and correlation; the trace goes along."""
        known = {str(m.message_id): m for m in self.the_tap.seen}
        causes = {}
        for message in messages:
            if "causationid" not in message.headers:
                assert message.type in BEGUN_BY_PEOPLE, f"{message.type} names no cause"
                continue
            cause = known.get(str(message.headers["causationid"]))
            if cause is None:
                # An answer to the command that had no identifier of its own: it names the one that it was given.
                assert message.type == "reply.v1", f"{message.type} names a cause that nobody saw"
                continue
            causes[str(message.type)] = str(cause.type)
            assert message.correlation_id == cause.correlation_id, message.type
            if "traceparent" in message.headers:
                assert is_trace(message.headers["traceparent"])
        assert causes["submission.submitted.v1"] == "submission.submit.v1"
        assert causes["contact.verified.v1"] == "submission.submit.v1"
        assert causes["case.opened.v1"] == "submission.submitted.v1"
        assert causes["case.returned.v1"] == "case.return.v1"
        assert causes["complaint.filed.v1"] == "complaint.file.v1"
        assert causes["delivery.completed.v1"] in ("case.letter-issued.v1", "case.refused.v1")
        (traced,) = self.seen(lambda m: m.exchange == "layak.commands" and m.headers.get("traceparent") == TRACEPARENT)
        (reply,) = self.seen(lambda m: m.headers.get("causationid") == traced.message_id)
        assert str(reply.headers["traceparent"]).split("-")[1] == TRACEPARENT.split("-")[1]


def forge(token: str) -> str:
    """The same token with one letter of its signature changed."""
    head, _, signature = token.rpartition(".")
    other = "A" if signature[10] != "A" else "B"
    return f"{head}.{signature[:10]}{other}{signature[11:]}"
