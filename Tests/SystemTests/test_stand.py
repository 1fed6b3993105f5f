"""What a stand promises to whoever starts it, stops it, starts it again and clears it."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from demo import form
from demo.browser import Browser, Unexpected
from demo.first_case import draft_of
from demo.world import APPLICANT, OFFICER
from localstand import stopping
from localstand.stand import remove
from supervisor import ENVIRONMENT, STARTED, Run


def browser(run: Run, password: str, email: str = APPLICANT) -> Browser:
    browser = Browser(run.address, run.directory / "tls" / "ca.pem")
    browser.sign_in(email, password)
    return browser


def make_draft(browser: Browser) -> str:
    """Imports a record as a draft; the path of its page."""
    upload = browser.get("/pengajuan/impor").form(r"/pengajuan/impor$")
    name = next(name for name in upload.names if upload.takes_file(name))
    upload.attach(name, form.RECORD.name, form.RECORD.read_bytes(), "application/json")
    return draft_of(upload.submit())


def test_ctrl_c_stops_everything_and_a_second_start_keeps_accounts_and_drafts(stand_directory: Path) -> None:
    first = Run(stand_directory)
    first.until(STARTED)
    passwords = first.passwords
    assert len(passwords) == 8, "eight accounts, each with a password"
    draft = make_draft(browser(first, passwords[APPLICANT]))
    first.signal(signal.SIGINT)
    assert first.end() == 0

    began = time.monotonic()
    second = Run(stand_directory)
    second.until(STARTED)
    assert time.monotonic() - began < 60
    assert "those of the first start" in second.printed and not second.passwords
    assert second.address == first.address
    page = browser(second, passwords[APPLICANT]).get(f"{draft}/blok/0")
    assert page.status == 200 and page.path == f"{draft}/blok/0"
    browser(second, passwords[OFFICER], OFFICER).get("/petugas").must_say("Perkara")
    second.signal(signal.SIGTERM)
    assert second.end() == 0


def test_two_stands_do_not_disturb_each_other_and_reset_clears_one_that_is_stopped(stand_directory: Path) -> None:
    beside = stand_directory.with_name(f"{stand_directory.name}-2")
    remove(beside)
    one, two = Run(stand_directory), Run(beside)
    try:
        one.until(STARTED)
        two.until(STARTED)
        old = one.passwords
        assert one.address != two.address and not set(old.values()) & set(two.passwords.values())
        draft = make_draft(browser(one, old[APPLICANT]))
        with pytest.raises(Unexpected, match="refused"):
            browser(two, old[APPLICANT])

        refused = Run(stand_directory, "localstand", "reset")
        assert refused.wait() == 1
        assert refused.sentence.startswith("layak: A stand is running in ")
        assert refused.sentence.endswith(": stop it first (Ctrl-C).")
        browser(one, old[APPLICANT])

        # A closed terminal: nobody reads what is still said.
        one.stop_listening()
        one.signal(signal.SIGHUP)
        assert one.end() == 0

        reset = Run(stand_directory, "localstand", "reset")
        assert reset.end() == 0
        assert not stand_directory.exists()
        browser(two, two.passwords[APPLICANT])

        anew = Run(stand_directory)
        anew.until(STARTED)
        assert anew.passwords.keys() == old.keys()
        assert not set(anew.passwords.values()) & set(old.values())
        with pytest.raises(Unexpected, match="refused"):
            browser(anew, old[APPLICANT])
        assert browser(anew, anew.passwords[APPLICANT]).get(draft).status == 404
        anew.signal(signal.SIGINT)
        assert anew.end() == 0
        two.signal(signal.SIGINT)
        assert two.end() == 0
    finally:
        one.kill()
        two.kill()
        remove(beside)


def test_what_a_killed_supervisor_left_is_ended_and_the_next_start_works(stand_directory: Path) -> None:
    killed = Run(stand_directory)
    killed.until(STARTED)
    killed.kill()

    again = Run(stand_directory)
    again.until(STARTED)
    refused = Run(stand_directory)
    assert refused.wait() == 1
    assert refused.sentence.startswith("layak: A stand is already running in")
    again.signal(signal.SIGINT)
    assert again.end() == 0


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_while_it_starts_leaves_nothing(stand_directory: Path, number: signal.Signals) -> None:
    run = Run(stand_directory)
    run.until("Creating the database cluster" if number == signal.SIGHUP else "Starting PostgreSQL")
    run.signal(number)
    assert run.end() == 0


def test_a_signal_that_comes_while_python_clears_something_away_is_not_forgotten() -> None:
    program = """
import os, signal
from localstand import stopping
from localstand.console import step

class Leaving:
    def __del__(self):
        os.kill(os.getpid(), signal.SIGTERM)

stopping.stop_on_signals()
Leaving()
print("went on", flush=True)
try:
    with step("Starting"):
        print("started")
except stopping.Stopped:
    print("stopped")
"""
    done = subprocess.run([sys.executable, "-c", program], env=ENVIRONMENT, capture_output=True, text=True)
    assert (done.stdout, done.stderr) == ("went on\nstopped\n", "")


def test_whoever_stops_a_stand_hears_signals_afterwards_as_before() -> None:
    before = [signal.getsignal(number) for number in stopping.SIGNALS]
    with stopping.undisturbed():
        assert all(signal.getsignal(number) is signal.SIG_IGN for number in stopping.SIGNALS)
    assert [signal.getsignal(number) for number in stopping.SIGNALS] == before
