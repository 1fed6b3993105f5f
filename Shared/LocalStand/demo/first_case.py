"""The first case comes through the portal: a record of the present national system, imported, completed and handed in
by its applicant, worked on by officers of headquarters at their pages, until it is rated and completed."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from demo import form
from demo.browser import Browser, Page, Unexpected
from demo.steps import eventually
from demo.world import APPLICANT, EVALUATOR, OFFICER, SIGNER, World, address_in

MONTHS = "Januari Februari Maret April Mei Juni Juli Agustus September Oktober November Desember"
ANSWERS = form.fields(form.LACKING)


def walk(world: World) -> None:
    walk = FirstCase(world)
    walk.hand_in()
    walk.return_and_correct()
    walk.examine()
    walk.issue()
    walk.deliver_and_rate()


class FirstCase:
    def __init__(self, world: World) -> None:
        self.world = world
        self.step = world.steps.step
        self.applicant: Browser
        self.officer: Browser
        self.draft = ""
        self.case_id = ""

    def hand_in(self) -> None:
        with self.step("The applicant signs in"):
            self.applicant = self.world.browser(APPLICANT)

        with self.step("Imports the record of the present national system") as saw:
            page = self.applicant.get("/pengajuan/impor")
            upload = page.form(r"/pengajuan/impor$")
            name = next(n for n in upload.names if not n.startswith("_") and upload.takes_file(n))
            upload.attach(name, form.RECORD.name, form.RECORD.read_bytes(), "application/json")
            page = upload.submit()
            self.draft = draft_of(page)
            saw(self.draft)

        with self.step("Answers on the form's pages what the record lacks") as saw:
            saw(f"{self.complete_form()} fields")

        with self.step("Reads the preview and submits") as saw:
            page = self.applicant.get(f"{self.draft}/pratinjau")
            page = page.form(r"/kirim$").submit()
            self.case_id = case_of(page)
            submitted = self.world.event("submission.submitted.v1", self.case_id)
            opened = self.world.event("case.opened.v1", self.case_id)
            if opened["unit"] != "0000":
                raise Unexpected(f"the case went to unit {opened['unit']}")
            saw(f"{submitted['caseNumber']}, unit {opened['unit']}")

    def complete_form(self) -> int:
        """Goes through the blocks as the page lists them and fills what is empty."""
        filled = 0
        left = [f"{self.draft}/blok/0"]
        visited: set[str] = set()
        while left:
            page = self.applicant.get(left[0])
            visited.add(left[0])
            block = page.form(r"/blok/[^/]+$")
            for name in block.names:
                if name in ANSWERS and block.is_empty(name):
                    block.fill(name, ANSWERS[name])
                    filled += 1
            page = block.submit("Simpan")
            if page.status != 200:
                raise Unexpected(f"{page.path} answered {page.status}: {page.text[:400]}")
            blocks = [urlsplit(link).path for link in self.applicant.get(left[0]).links(r"/blok/[^/]+$")]
            left = [path for path in blocks if path not in visited]
        return filled

    def return_and_correct(self) -> None:
        with self.step("An officer of headquarters finds it in the worklist and takes it"):
            self.officer = self.world.browser(OFFICER)
            eventually(lambda: self.officer.get("/petugas").links(self.case_id), "the case in the worklist")
            self.officer_page().form(r"/ambil$").submit()

        with self.step("Returns it with a remark on one item") as saw:
            back = self.officer_page().form(r"/kembalikan$")
            back.fill(f"catatan/{form.REMARKED_ITEM}", form.REMARK).submit()
            returned = self.world.event("case.returned.v1", self.case_id)
            awaited = indonesian(returned["answerBy"])
            self.officer_page().must_say(f"Berkas dilengkapi paling lambat {awaited}")
            saw(f"{form.REMARK} (until {returned['answerBy']})")

        with self.step("The applicant sees the remark beside the item, corrects it and submits again"):
            page = eventually(
                lambda: said(self.applicant.get(f"/pengajuan/{self.case_id}"), form.REMARK), "the officer's remark"
            )
            page.must_say("Lengkapi berkas paling lambat").must_say(awaited)
            page = page.follow(r"/blok/[^/]+$").must_say(form.REMARK)
            block = page.form(r"/blok/[^/]+$")
            block.fill(form.REMARKED_ITEM, form.CORRECTED_TITLE).submit("Simpan")
            page = self.applicant.get(f"/pengajuan/{self.case_id}/pratinjau")
            page.form(r"/kirim$").submit()
            self.world.event("submission.resubmitted.v1", self.case_id)

    def examine(self) -> None:
        with self.step("Declared complete and clear; the due date is shown") as saw:
            page = eventually(
                lambda: said(self.officer_page(), form.CORRECTED_TITLE), "the corrected title at the officer's"
            )
            page.form(r"/lengkap$").submit()
            declared = self.world.event("case.declared-complete.v1", self.case_id)
            self.officer_page().must_say(indonesian(declared["dueOn"]))
            saw(f"due on {declared['dueOn']} ({declared['workingDays']} working days)")

        with self.step("Examined, with a finding per item of the form") as saw:
            page = self.officer_page()
            findings = page.form(r"/periksa$")
            for item, advice in form.ADVICE.items():
                findings.fill(f"putusan/{item}", "advice").fill(f"catatan/{item}", advice)
            findings.submit()
            examined = self.world.event("case.examined.v1", self.case_id)
            saw(f"{len(examined['findings'])} findings")

        with self.step("Evaluated, with the opinion of a second officer"):
            self.officer_page().form(r"/evaluasi$").submit()
            evaluator = self.world.browser(EVALUATOR)
            opinion = evaluator.get(f"/petugas/perkara/{self.case_id}").form(r"/pendapat$")
            opinion.fill("usul", "feasible").fill("pendapat", form.OPINION).submit()
            closing = self.officer_page().form(r"/tutup-evaluasi$")
            closing.fill("notula", form.MINUTES).submit()
            self.world.event("case.evaluated.v1", self.case_id)

    def issue(self) -> None:
        with self.step("The letter is drafted"):
            draft = self.officer_page().form(r"/naskah$")
            draft.fill("hasil", "feasible").fill("saran", "\n".join(form.ADVICE.values())).submit()
            self.world.event("case.letter-drafted.v1", self.case_id)

        with self.step("Approved and signed in one act by the director; numbers assigned") as saw:
            signer = self.world.browser(SIGNER)
            page = signer.get("/pengesahan").must_say(form.CORRECTED_TITLE)
            page.form(rf"/{self.case_id}/sahkan$").submit()
            self.issued = self.world.event("case.letter-issued.v1", self.case_id)
            saw(f"{self.issued['recommendationNumber']}, {self.issued['letterNumber']}")

    def deliver_and_rate(self) -> None:
        with self.step("Mail delivered by SMTP") as saw:
            mail = self.world.mail(APPLICANT, self.issued["recommendationNumber"])
            saw(str(mail["Subject"]))

        with self.step("The applicant downloads the letter") as saw:
            page = eventually(
                lambda: with_link(self.applicant.get(f"/pengajuan/{self.case_id}"), r"^/surat/"), "a link to the letter"
            )
            self.letter = self.applicant.download(page.link(r"^/surat/"))
            self.world.keep_letter(
                self.letter, "letter.pdf", self.issued["recommendationNumber"], "Direktur Diseminasi Statistik"
            )
            saw(f"{len(self.letter)} bytes, letter.pdf")

        with self.step("The verification page says valid, and no more for a file with one byte changed") as saw:
            self.verify()
            saw(self.verified)

        with self.step("The applicant rates, by the link in the mail") as saw:
            invitation = self.world.mail(APPLICANT, "/penilaian/")
            address = address_in(invitation, r"/penilaian/[\w-]+")
            page = eventually(lambda: with_form(self.applicant.get(address), r"/penilaian/"), "an open rating")
            page.form(r"/penilaian/").fill("komentar", form.COMMENT).submit("5")
            given = self.world.event("rating.given.v1", self.case_id)
            saw(f"{given['score']} of 5")

        with self.step("Case completed"):
            completed = self.world.event("case.completed.v1", self.case_id)
            if not completed["rated"]:
                raise Unexpected("the case was completed, but not as rated")
            eventually(lambda: said(self.applicant.get(f"/pengajuan/{self.case_id}"), "Selesai"), "the completed case")

    def verify(self) -> None:
        """By code, by the file, and by the file with one byte changed."""
        anybody = self.world.browser()
        page = anybody.get(f"/verifikasi/{self.issued['verificationCode']}")
        page.must_say(self.issued["recommendationNumber"], self.issued["letterNumber"])
        by_code = self.statement(page)
        by_file = self.statement(self.checked(anybody, self.letter))
        changed = bytearray(self.letter)
        changed[len(changed) // 2] ^= 1
        page = self.checked(anybody, bytes(changed))
        by_changed_file = self.statement(page)
        if not by_code.startswith("Sah:") or not by_file.startswith("Sah:"):
            raise Unexpected(f"the verification page says: {by_code} {by_file}")
        if not by_changed_file.startswith("Tidak sah:") or page.says(self.issued["recommendationNumber"]):
            raise Unexpected(f"the verification page says of a changed file: {page.text[:300]}")
        self.verified = f"{by_file} / {by_changed_file}"

    def checked(self, anybody: Browser, content: bytes) -> Page:
        upload = anybody.get("/verifikasi").form(r"/verifikasi$", containing="berkas")
        return upload.attach("berkas", "surat.pdf", content, "application/pdf").submit()

    def statement(self, page: Page) -> str:
        """The one sentence in which the page gives its answer."""
        return page.said_in("[role=status] strong")

    def officer_page(self) -> Page:
        return self.officer.get(f"/petugas/perkara/{self.case_id}")


def said(page: Page, text: str) -> Page | None:
    return page if page.says(text) else None


def with_form(page: Page, action: str) -> Page | None:
    return page if page.has_form(action) else None


def with_link(page: Page, pattern: str) -> Page | None:
    return page if page.links(pattern) else None


def indonesian(day: str) -> str:
    """`2026-08-17` as the pages write it."""
    year, month, date = day.split("-")
    return f"{int(date)} {MONTHS.split()[int(month) - 1]} {year}"


def draft_of(page: Page) -> str:
    """`/pengajuan/<id>` of the page that one was led to."""
    found = re.match(r"(/pengajuan/[0-9a-f-]{36})", page.path)
    if found is None:
        raise Unexpected(f"the import led to {page.path}: {page.text[:400]}")
    return found.group(1)


def case_of(page: Page) -> str:
    return draft_of(page).rpartition("/")[2]
