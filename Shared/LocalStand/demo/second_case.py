"""The second case comes and goes by AMQP: the portal front end hands it in, the program of an office works on it."""

from __future__ import annotations

import json
from typing import Any

from demo import form
from demo.amqp import Program, uuid7
from demo.browser import Unexpected
from demo.password import set_by_mail
from demo.steps import eventually
from demo.world import EVALUATOR_6104, OFFICER_6104, SIGNER_6104, World, address_in

PORTAL_EMAIL = "auditor@mempawah.example"
PORTAL_PASSWORD = "kata sandi auditor Mempawah"


def walk(world: World) -> None:
    step = world.steps.step

    with step("The portal front end publishes submission.submit.v1 for an office of Mempawah") as saw:
        portal = world.program("portal", "portal.replies")
        office = world.program("office-6104", "office.6104", "office.6104.replies")
        receipt = portal.command(
            "submission.submit.v1",
            {
                "idempotencyKey": f"demo-{uuid7()}",
                "applicant": {
                    "portalAccountId": "portal-4711",
                    "name": "Siti Aminah",
                    "institution": "Inspektorat Kabupaten Mempawah",
                    "email": PORTAL_EMAIL,
                    "mobile": "6281200004711",
                },
                "form": {"definition": "ms-keg", "version": 1, "answers": form.MEMPAWAH},
            },
            "portal.replies",
        )
        accepted(receipt)
        case_id = receipt["id"]
        saw(f"receipt: {receipt['number']}, {receipt['state']}")

    with step("The office's queue shows it; the officer's program takes it") as saw:
        entry = world_entry(office, case_id, "completeness")
        if entry["unit"] != "6104":
            raise Unexpected(f"the case went to unit {entry['unit']}")
        officer = world.token(OFFICER_6104)
        desk = Desk(office, case_id, entry["version"])
        desk.do("case.take.v1", officer)
        saw(f"{entry['institution']}, task {entry['task']}")

    with step("Declared complete and clear") as saw:
        desk.do("case.declare-complete.v1", officer)
        declared = world.event("case.declared-complete.v1", case_id)
        saw(f"due on {declared['dueOn']} ({declared['workingDays']} working days)")

    with step("Examined, item by item"):
        items = [number for number in form.MEMPAWAH if not number.endswith(".lainnya")]
        findings = [{"item": item, "verdict": "sound"} for item in items if item != "3.2"]
        findings.append({"item": "3.2", "verdict": "advice", "text": "Sebutkan indikator menurut jenis kelamin."})
        desk.do("case.examine.v1", officer, findings=findings)

    with step("Evaluated, with the opinion of a second officer"):
        desk.do("case.open-evaluation.v1", officer)
        desk.do(
            "case.give-opinion.v1",
            world.token(EVALUATOR_6104),
            recommends="feasible",
            text="Rancangan layak; definisi variabel sudah memadai.",
        )
        desk.do("case.close-evaluation.v1", officer, minutes="Tim sepakat bahwa kegiatan layak dilaksanakan.")

    with step("Letter drafted; approved and signed by the head of the office") as saw:
        desk.do(
            "case.draft-letter.v1",
            officer,
            outcome="feasible",
            advice=["Sebutkan indikator menurut jenis kelamin pada tabel hasil."],
            reasons=[],
        )
        desk.do("case.sign-letter.v1", world.token(SIGNER_6104))
        issued = world.event("case.letter-issued.v1", case_id)
        saw(f"{issued['recommendationNumber']}, {issued['letterNumber']}")

    with step("Mail delivered to the portal's applicant, led to where a password is set") as saw:
        mail = world.mail(PORTAL_EMAIL, issued["recommendationNumber"])
        world.event("delivery.completed.v1", case_id)
        applicant = world.browser()
        page = applicant.get(address_in(mail, r"/pengajuan/[0-9a-f-]{36}"))
        if not page.path.startswith("/masuk"):
            raise Unexpected(f"the case of somebody who is not signed in was shown at {page.path}")
        page.follow(r"^/masuk/lupa$").must_say("alamat e-mail")
        saw(str(mail["Subject"]))

    with step("Asks for the link, takes it from the mail, sets a password and signs in"):
        set_by_mail(world, applicant, PORTAL_EMAIL, PORTAL_PASSWORD)

    with step("Downloads the letter; it bears the letterhead of Mempawah and its head") as saw:
        page = eventually(
            lambda: page if (page := applicant.get(f"/pengajuan/{case_id}")).links(r"^/surat/") else None,
            "a link to the letter",
        )
        letter = applicant.download(page.link(r"^/surat/"))
        world.keep_letter(
            letter,
            "letter-6104.pdf",
            "Kabupaten Mempawah",
            "Kepala Badan Pusat Statistik",
            issued["recommendationNumber"],
            issued["letterNumber"],
        )
        saw(f"{len(letter)} bytes, letter-6104.pdf")


class Desk:
    """An officer's program at work on one case: it sends the version it saw and keeps the one that comes back."""

    def __init__(self, office: Program, case_id: str, version: int) -> None:
        self._office = office
        self._case_id = case_id
        self._version = version

    def do(self, command: str, actor_token: str, **rest: Any) -> None:
        body = {"caseId": self._case_id, "version": self._version} | rest
        reply = self._office.command(command, body, "office.6104.replies", actor_token)
        accepted(reply)
        self._version = reply["version"]


def accepted(reply: dict[str, Any]) -> None:
    if not reply.get("accepted"):
        raise Unexpected(f"{reply.get('command')} was refused: {json.dumps(reply.get('problems'), ensure_ascii=False)}")


def world_entry(office: Program, case_id: str, task: str) -> dict[str, Any]:
    message = office.wait_for(
        "office.6104", lambda m: json.loads(m.body)["caseId"] == case_id and json.loads(m.body)["task"] == task
    )
    return dict(json.loads(message.body))
