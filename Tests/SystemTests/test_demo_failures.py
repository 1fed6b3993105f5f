"""`make demo` when a step fails: one sentence with the step and the reason, a non-zero exit, and a stopped stand."""

from __future__ import annotations

import os
import re
import signal
import time
from pathlib import Path
from types import SimpleNamespace

import demo.__main__ as program
import httpx
import pytest
from demo.browser import Unexpected
from demo.steps import StepFailed, Steps
from demo.world import World
from localstand.errors import StandError
from supervisor import REPOSITORY, Run


@pytest.mark.parametrize(("name", "word"), [("Notify", "Notify"), ("The front door", "caddy")])
def test_a_process_that_dies_during_the_demo_is_named_with_the_step(
    stand_directory: Path, name: str, word: str
) -> None:
    run = Run(stand_directory, "demo")
    run.until("The applicant signs in")
    os.kill(run.child(word), signal.SIGKILL)
    killed = time.monotonic()
    assert run.end() == 1
    assert time.monotonic() - killed < 20, "it waited for what a dead process would have done"
    shown = re.escape(str((run.directory / "log" / f"{word.lower()}.log").relative_to(REPOSITORY)))
    assert re.match(
        rf"layak: the demo did not finish: the step '[^']+.*' failed: {name} stopped by itself \(killed by SIGKILL\);"
        rf" its log is {shown}\.",
        run.sentence,
    ), run.printed


class FakeStand:
    """Runs nothing; whether it was stopped is what the test asks."""

    def __init__(self, mails: Path) -> None:
        self.mail = SimpleNamespace(folder=mails)
        self.stopped = False

    def check(self) -> None:
        return

    def __enter__(self) -> FakeStand:
        return self

    def __exit__(self, *_: object) -> None:
        self.stopped = True


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (OSError(5, "Input/output error", "/letter.pdf"), "OSError: [Errno 5] Input/output error: '/letter.pdf'"),
        (httpx.ReadTimeout("The read operation\ntimed out"), "ReadTimeout: The read operation timed out"),
        (Unexpected("/masuk (200) does not say 'Keluar'"), "/masuk (200) does not say 'Keluar'"),
        (KeyError("dueOn"), "KeyError: 'dueOn'"),
        (TimeoutError(), "TimeoutError"),
    ],
    ids=lambda value: type(value).__name__,
)
def test_a_step_that_fails_is_one_sentence_and_the_stand_is_stopped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], error: Exception, said: str
) -> None:
    (tmp_path / "mails").mkdir()
    stand = FakeStand(tmp_path / "mails")

    def walk(world: World) -> None:
        with world.steps.step("Imports the record"):
            raise error

    monkeypatch.setattr(program, "Stand", lambda *_, **__: stand)
    monkeypatch.setattr(program, "stop_on_signals", lambda: None)
    monkeypatch.setattr(program.first_case, "walk", walk)
    monkeypatch.setattr(World, "observe", lambda _: None)

    results = tmp_path / "demo"
    assert program.main(["--directory", str(results)]) == 1
    assert stand.stopped
    where = results / "failure.txt"
    assert capsys.readouterr().err == (
        f"layak: the demo did not finish: the step 'Imports the record' failed: {said} (where: {where})\n"
    )
    assert "in walk" in where.read_text()


def test_a_stand_that_breaks_ends_the_step_that_waits() -> None:
    began = time.monotonic()

    def check() -> None:
        if time.monotonic() - began > 0.2:
            raise StandError("The mail server stopped by itself")

    steps = Steps(check=check)
    with pytest.raises(StepFailed, match=r"'Mail delivered' failed: The mail server stopped"):  # noqa: SIM117
        with steps.step("Mail delivered"):
            time.sleep(30)
    assert time.monotonic() - began < 10
