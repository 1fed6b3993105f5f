"""Notify is killed while mails are on their way: nobody knows whether they arrived, so nobody sends them twice; an
operator decides."""

from __future__ import annotations

from demo.browser import Browser, Page
from demo.steps import eventually
from demo.world import OPERATOR, World, mail_text
from desk import Desk, programs, submission


def test_a_mail_in_doubt_is_never_repeated_by_itself_and_an_operator_settles_it(world: World) -> None:
    stand = world.stand
    portal, _ = programs(world)
    world.observe()

    def submit(name: str) -> Desk:
        body = submission(f"{name}@mempawah.example")
        return Desk(world, portal.command("submission.submit.v1", body, "portal.replies"))

    letter = submit("surat")
    letter.up_to_the_draft()
    eventually(lambda: mails(world, letter) == 2, "the mails before the letter's")

    # The server has the letter's mail and says nothing; of the other case's mail it has nothing and says nothing.
    stand.mail.answer("data", "keep-and-stall")
    letter.do("sign-letter", letter.signer)
    eventually(lambda: stand.mail.stalled() == 1, "the letter's mail at the server")
    stand.mail.answer("data", "stall")
    received = submit("diterima")
    eventually(lambda: stand.mail.stalled() == 2, "the other mail at the server")
    stand.services.children["notify"].kill()
    stand.services.restart("notify")

    # Both are on their way as far as anybody knows, until the time for an answer is over: that is moved to now.
    running = "SELECT count(*) FROM attempt WHERE finished_at IS NULL"
    assert stand.database.query(running, "notify").strip() == "2"
    stand.database.query("UPDATE attempt SET answer_by = now() WHERE finished_at IS NULL", "notify")

    operator = world.browser(OPERATOR)
    for desk in (letter, received):
        eventually(lambda desk=desk: in_doubt(operator, desk), "the mail in doubt")  # type: ignore[misc]
        log(operator, desk).must_say("proses berhenti sebelum mencatat hasil")
    # The sender works, and leaves what is in doubt alone; so does the next process.
    other = submit("lain")
    eventually(lambda: mails(world, other) == 1, "a mail that is owed now")
    stand.services.children["notify"].stop()
    stand.services.restart("notify")
    third = submit("ketiga")
    eventually(lambda: mails(world, third) == 1, "a mail that is owed after the restart")
    assert mails(world, letter) == 3 and mails(world, received) == 0
    assert not delivered(world, letter), "a letter is not delivered by a mail in doubt"

    page = log(operator, letter).form(r"/putusan$").submit("Sudah diterima pemohon")
    world.event("delivery.completed.v1", letter.case_id)
    page.must_say("Keputusan Agus Salim", "sudah diterima pemohon")
    log(operator, received).form(r"/putusan$").submit("Kirim sekali lagi")
    eventually(lambda: mails(world, received) == 1, "the mail that the operator has sent again")
    everything(operator, received).must_say("Keputusan Agus Salim", "kirim sekali lagi")
    # What was decided is decided: there is nothing more to press, and nothing more comes.
    for desk in (letter, received):
        eventually(lambda desk=desk: not in_doubt(operator, desk), "the end of the doubt")  # type: ignore[misc]
        assert not everything(operator, desk).has_form(r"/putusan$")
    fourth = submit("keempat")
    eventually(lambda: mails(world, fourth) == 1, "a mail that is owed after the decisions")
    assert mails(world, letter) == 3 and mails(world, received) == 1
    decisions = "SELECT decision, decided_name FROM settlement ORDER BY decided_at"
    assert stand.database.query(decisions, "notify").split() == ["terkirim|Agus", "Salim", "ulangi|Agus", "Salim"]


def mails(world: World, desk: Desk) -> int:
    """How many mails about the case the server has kept."""
    return len([mail for mail in world.stand.mail.kept() if desk.number in mail_text(mail)])


def delivered(world: World, desk: Desk) -> bool:
    seen = world.observe().received["observer.events"]
    return any(m.type == "delivery.completed.v1" and m.headers["subject"] == desk.case_id for m in seen)


def log(operator: Browser, desk: Desk) -> Page:
    return operator.get(f"/operator/pesan?nomor={desk.number}&keadaan=in-doubt")


def in_doubt(operator: Browser, desk: Desk) -> bool:
    return log(operator, desk).has_form(r"/putusan$")


def everything(operator: Browser, desk: Desk) -> Page:
    return operator.get(f"/operator/pesan?nomor={desk.number}")
