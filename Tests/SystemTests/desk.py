"""One case at an office's own program: commands by AMQP alone, each with the version that the last answer gave."""

from __future__ import annotations

from typing import Any

from demo import form
from demo.amqp import Program, uuid7
from demo.second_case import accepted, world_entry
from demo.world import EVALUATOR_6104, OFFICER_6104, SIGNER_6104, World

ITEMS = [number for number in form.MEMPAWAH if not number.endswith(".lainnya")]
REPLIES = "office.6104.replies"


def submission(email: str = "auditor@mempawah.example", **more: Any) -> dict[str, Any]:
    """What the portal front end sends for one of its users."""
    applicant = {
        "portalAccountId": f"portal-{email}",
        "name": "Siti Aminah",
        "institution": "Inspektorat Kabupaten Mempawah",
        "email": email,
    }
    return {
        "idempotencyKey": f"system-{uuid7()}",
        "applicant": applicant,
        "form": {"definition": "ms-keg", "version": 1, "answers": form.MEMPAWAH},
    } | more


def programs(world: World) -> tuple[Program, Program]:
    """The portal front end and the program of the Mempawah office."""
    return world.program("portal", "portal.replies"), world.program("office-6104", "office.6104", REPLIES)


class Desk:
    """The officers of Mempawah at work on one case."""

    def __init__(self, world: World, receipt: dict[str, Any]) -> None:
        accepted(receipt)
        _, self._office = programs(world)
        self.case_id = str(receipt["id"])
        self.number = str(receipt["number"])
        self.officer = world.token(OFFICER_6104)
        self.evaluator = world.token(EVALUATOR_6104)
        self.signer = world.token(SIGNER_6104)
        self.version = int(world_entry(self._office, self.case_id, "completeness")["version"])

    def ask(self, command: str, token: str | None, **rest: Any) -> dict[str, Any]:
        """The reply, whatever it says."""
        body = {"caseId": self.case_id, "version": self.version} | rest
        properties = {key: body.pop(key) for key in ("headers",) if key in body}
        return self._office.command(f"case.{command}.v1", body, REPLIES, token, **properties)

    def do(self, command: str, token: str | None = None, **rest: Any) -> dict[str, Any]:
        reply = self.ask(command, token or self.officer, **rest)
        accepted(reply)
        self.version = int(reply["version"])
        return reply

    def examine(self, **other: dict[str, str]) -> None:
        """Everything is sound but what `other` says, by item."""
        findings = [{"item": item, "verdict": "sound"} | other.get(item.replace(".", "_"), {}) for item in ITEMS]
        self.do("examine", findings=findings)

    def evaluate(self, recommends: str) -> None:
        self.do("open-evaluation")
        self.do("give-opinion", self.evaluator, recommends=recommends, text="Sesuai dengan pemeriksaan tim.")
        self.do("close-evaluation", minutes="Tim sepakat dengan usul evaluator.")

    def up_to_the_draft(self, outcome: str = "feasible") -> None:
        """From the worklist to a letter that waits for its signer."""
        self.do("take")
        self.do("declare-complete")
        self.examine()
        self.evaluate(outcome)
        if outcome == "feasible":
            self.do("draft-letter", outcome=outcome, advice=["Sebutkan indikatornya."], reasons=[])
        else:
            self.do("draft-letter", outcome=outcome, advice=[], reasons=["Data yang sama sudah dikumpulkan BPS."])
