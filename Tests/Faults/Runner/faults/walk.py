"""A whole case, from its submission to its rating, by a client that neither gives up soon nor asks for two."""

from __future__ import annotations

import contextlib
import hashlib
import time
from typing import Any

import httpx
from demo import form
from demo.browser import Unexpected
from demo.world import APPLICANT, EVALUATOR_6104, OFFICER_6104, SIGNER_6104

from faults.company import Company, MessageLog, Visitor, door_of, visitor_address
from faults.door import GaveUp

ITEMS = [number for number in form.MEMPAWAH if not number.endswith(".lainnya")]
REPLIES = "office.6104.replies"
# After the others have stopped, a mail that has not come by now is looked for on the operators' page.
MAIL_PATIENCE = 8.0


UNAVAILABLE = "sementara-tidak-tersedia"


class Refused(Exception):
    """Layak said no to what is right."""


class Walk:
    """Subclasses submit and command by a face of their own."""

    face = ""

    def __init__(self, company: Company, log: MessageLog, number: int) -> None:
        self.company = company
        self.log = log
        self.number_in_run = number
        self.door = door_of(company, number)
        self.key = f"faults-{company.seed}-{company.history.file.parent.name}-{number}"
        self.outcome = "refused" if number % 5 == 4 else "feasible"
        self.case_id = ""
        self.number = ""
        self.version = 0

    def __call__(self) -> None:
        write = self.company.history.write
        write("begins", key=self.key, face=self.face, outcome=self.outcome)
        try:
            self.submit()
            self.steps()
            self.letter()
            self.finish()
            write("finished", key=self.key, case=self.case_id)
        except (GaveUp, Refused) as error:
            write("unfinished", key=self.key, case=self.case_id, why=f"{type(error).__name__}: {error}")
        finally:
            self.door.close()

    def submit(self) -> None:
        raise NotImplementedError

    def do(self, command: str, email: str, **parts: Any) -> None:
        raise NotImplementedError

    def token(self, email: str, *, anew: bool = False) -> str:
        return self.company.tokens.get(self.door, email, self.company.deadline, anew=anew)

    def answers(self) -> dict[str, Any]:
        return form.MEMPAWAH | {"judul": f"Kompilasi Data Pelaporan Gratifikasi {self.key}"}

    def submitted(self, outcome: str, **what: Any) -> None:
        self.company.history.write("submitted", key=self.key, face=self.face, outcome=outcome, **what)

    def steps(self) -> None:
        self.do("take", OFFICER_6104)
        self.do("declare-complete", OFFICER_6104)
        self.do("examine", OFFICER_6104, findings=[{"item": item, "verdict": "sound"} for item in ITEMS])
        self.do("open-evaluation", OFFICER_6104)
        self.do("give-opinion", EVALUATOR_6104, recommends=self.outcome, text="Sesuai dengan pemeriksaan tim.")
        self.do("close-evaluation", OFFICER_6104, minutes="Tim sepakat dengan usul evaluator.")
        reasons = [] if self.outcome == "feasible" else ["Data yang sama sudah dikumpulkan BPS."]
        self.do("draft-letter", OFFICER_6104, outcome=self.outcome, advice=[], reasons=reasons)
        self.do("sign-letter", SIGNER_6104)

    def letter(self) -> None:
        """The officer's copy: by HTTP, whichever face the case came by."""
        while True:
            answer = self.door.ask(
                "case", "GET", f"/api/v1/cases/{self.case_id}", self.token(OFFICER_6104)
            )  # fmt: skip
            if answer is not None and answer.status_code == 401:
                self.token(OFFICER_6104, anew=True)
            if answer is not None and answer.status_code == 200:
                break
            self.company.pause(0.5, "the case at the office")

    def finish(self) -> None:
        if self.outcome == "refused":
            self._until_saw("case.refused.v1")
            return
        self._until_saw("case.letter-issued.v1")
        path = self._rating_path()
        if path is not None and self._rate(path):
            self._until_saw("case.completed.v1")

    def _until_saw(self, event: str) -> None:
        while not self.company.outside.saw(event, self.case_id):
            self.company.pause(0.2, event)

    def _rating_path(self) -> str | None:
        """From the mail of the letter; nothing when the operators' page says why it cannot have come."""
        stopped: float | None = None
        while True:
            path = self.company.mailbox.rating(self.case_id)
            if path is not None and self.company.outside.saw("delivery.completed.v1", self.case_id):
                return path
            if self.company.stopping.is_set():
                stopped = stopped or time.monotonic()
                if time.monotonic() - stopped > MAIL_PATIENCE:
                    states = self.log.states(self.number)
                    if states:
                        self.company.history.write("mail-pending", case=self.case_id, states=states)
                        return None
                    stopped = time.monotonic()
            self.company.pause(0.3, "the mail of the letter")

    def _rate(self, path: str) -> bool:
        stand = self.company.stand
        address = visitor_address(self.company.seed, self.number_in_run)
        person = Visitor(stand.url, stand.certificates.authority, address)
        try:
            while not self.company.outside.saw("rating.given.v1", self.case_id):
                with contextlib.suppress(Unexpected, httpx.HTTPError):
                    page = person.get(path)
                    if page.has_form(r"/penilaian/"):
                        self.company.history.write("rating-sent", case=self.case_id)
                        page.form(r"/penilaian/").submit("5")
                        # A rating that may have arrived is not given again before it could have been seen.
                        self._wait_for_rating(4)
                self.company.pause(0.4, "an open rating")
            return True
        finally:
            person.close()

    def _wait_for_rating(self, within: float) -> None:
        deadline = time.monotonic() + within
        while time.monotonic() < deadline and not self.company.outside.saw("rating.given.v1", self.case_id):
            time.sleep(0.1)


class HTTPWalk(Walk):
    face = "http"

    def submit(self) -> None:
        body = {"form": {"definition": "ms-keg", "version": 1, "answers": self.answers()}}
        while True:
            self.company.history.write("submitting", key=self.key, face=self.face)
            token = self.token(APPLICANT)
            answer = self.door.ask(
                "submit", "POST", "/api/v1/submissions", token, json=body, headers={"Idempotency-Key": self.key}
            )
            if answer is None:
                self.submitted("unknown")
            elif answer.status_code in (200, 201):
                self.case_id, self.number = str(answer.json()["id"]), str(answer.json()["number"])
                self.submitted("accepted", case=self.case_id, number=self.number, status=answer.status_code)
                return
            elif answer.status_code == 401:
                self.token(APPLICANT, anew=True)
            elif answer.status_code < 500 and answer.status_code != 429:
                self.submitted("refused", status=answer.status_code)
                raise Refused(f"submission: {answer.status_code} {answer.text[:200]}")
            else:
                self.submitted("unavailable", status=answer.status_code)
            self.company.pause(0.4, "an accepted submission")

    def do(self, command: str, email: str, **parts: Any) -> None:
        """The version makes a repeated command harmless: what was carried out after all has moved the case on."""
        doubt = False
        while True:
            if self.version == 0 or doubt:
                seen = self._seen_version()
                if doubt and seen > self.version:
                    self.version = seen
                    return
                self.version = seen
            body = {"caseId": self.case_id, "version": self.version} | parts
            path = f"/api/v1/cases/{self.case_id}/commands/{command}"
            answer = self.door.ask(command, "POST", path, self.token(email), json=body)
            if answer is not None and answer.status_code == 200:
                self.version = int(answer.json()["version"])
                return
            if answer is not None and answer.status_code == 401:
                self.token(email, anew=True)
            elif answer is not None and answer.status_code < 500 and not (doubt and answer.status_code == 409):
                raise Refused(f"{command}: {answer.status_code} {answer.text[:200]}")
            else:
                doubt = True
            self.company.pause(0.4, command)

    def _seen_version(self) -> int:
        while True:
            answer = self.door.ask("case", "GET", f"/api/v1/cases/{self.case_id}", self.token(OFFICER_6104))
            if answer is not None and answer.status_code == 200:
                return int(answer.json()["version"])
            if answer is not None and answer.status_code == 401:
                self.token(OFFICER_6104, anew=True)
            self.company.pause(0.3, "the case at the office")

    def letter(self) -> None:
        """The applicant's copy, as the portal leads to it."""
        path = f"/api/v1/submissions/{self.case_id}"
        while True:
            answer = self.door.ask("state", "GET", path, self.token(APPLICANT))
            if answer is not None and answer.status_code == 401:
                self.token(APPLICANT, anew=True)
            if answer is not None and answer.status_code == 200 and answer.json().get("letterId"):
                letter_id = str(answer.json()["letterId"])
                break
            self.company.pause(0.4, "the letter in the portal")
        while True:
            answer = self.door.ask("letter", "GET", f"/api/v1/letters/{letter_id}/file", self.token(APPLICANT))
            if answer is not None and answer.status_code == 401:
                self.token(APPLICANT, anew=True)
            if answer is not None and answer.status_code == 200:
                digest = hashlib.sha256(answer.content).hexdigest()
                self.company.history.write("letter", case=self.case_id, letter=letter_id, sha256=digest)
                return
            self.company.pause(0.4, "the letter's file")


class AMQPWalk(Walk):
    face = "amqp"

    def submit(self) -> None:
        email = f"auditor{self.number_in_run % 5}@mempawah.example"
        applicant = {
            "portalAccountId": f"portal-{email}",
            "name": "Siti Aminah",
            "institution": "Inspektorat Kabupaten Mempawah",
            "email": email,
        }
        body = {
            "idempotencyKey": self.key,
            "applicant": applicant,
            "form": {"definition": "ms-keg", "version": 1, "answers": self.answers()},
        }
        self.company.history.write("submitting", key=self.key, face=self.face)
        while True:
            reply = self._command(self.company.outside.portal, "submission.submit.v1", body, "portal.replies")
            if codes(reply) != {UNAVAILABLE}:
                break
            self.submitted("unavailable")
            self.company.pause(0.4, "an accepted submission")
        if not reply.get("accepted"):
            self.submitted("refused", problems=sorted(codes(reply)))
            raise Refused(f"submission: {sorted(codes(reply))}")
        self.case_id, self.number = str(reply["id"]), str(reply["number"])
        self.submitted("accepted", case=self.case_id, number=self.number)
        while (version := self.company.outside.entry(self.case_id, "completeness")) is None:
            self.company.pause(0.2, "the case in the office's worklist")
        self.version = version

    def do(self, command: str, email: str, **parts: Any) -> None:
        body = {"caseId": self.case_id, "version": self.version} | parts
        office = self.company.outside.office
        while True:
            reply = self._command(office, f"case.{command}.v1", body, REPLIES, self.token(email))
            if reply.get("accepted"):
                self.version = int(reply["version"])
                return
            if codes(reply) == {"belum-masuk"}:
                # The token ran out while nobody could answer; the reply to that message stands for ever.
                self.token(email, anew=True)
            elif codes(reply) != {UNAVAILABLE}:
                raise Refused(f"{command}: {sorted(codes(reply))}")
            self.company.pause(0.4, command)

    def _command(
        self, program: Any, type_: str, body: dict[str, Any], replies: str, token: str | None = None
    ) -> dict[str, Any]:
        """Says the very same message again until somebody answers."""
        message_id, message = program.command(type_, body, replies, token)
        self.company.history.write("command", id=message_id, name=type_, case=self.case_id, key=self.key)
        while True:
            sent = program.publish(message, type_)
            reply = self.company.outside.replies.wait(message_id, 3 if sent else 0.3)
            if reply is not None:
                return reply
            self.company.pause(0.1, f"a reply to {type_}")


def codes(reply: dict[str, Any]) -> set[str]:
    return {str(problem.get("code")) for problem in reply.get("problems") or []}
