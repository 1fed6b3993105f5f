"""`make demo`, as a person would start it, and what it must leave."""

import json
import os
import subprocess
import sys
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
RESULTS = REPOSITORY / ".layak" / "demo"


def test_the_demo_walks_both_cases_and_leaves_letters_mails_and_timeline() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "demo"],
        cwd=REPOSITORY,
        env=os.environ | {"PYTHONPATH": str(REPOSITORY / "Shared" / "LocalStand")},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=600,
    )
    print(done.stdout)
    assert done.returncode == 0, done.stdout + done.stderr
    for letter in ("letter.pdf", "letter-6104.pdf"):
        assert (RESULTS / letter).read_bytes().startswith(b"%PDF-")
    assert list((RESULTS / "mail").glob("*.eml"))

    form = json.loads((RESULTS / "form.json").read_text())
    assert form["4.5"] == ["6104"] and form["judul"], "a form that can be handed in again, to Mempawah's office"

    timeline = json.loads((RESULTS / "timeline.json").read_text())
    types = [event["type"] for event in timeline]
    for expected in ("submission.submitted.v1", "case.returned.v1", "case.letter-issued.v1", "rating.given.v1"):
        assert expected in types
    assert not [type_ for type_ in types if type_.startswith("contact.")], "the observer may not see contact data"
    for event in timeline:
        assert event["id"] and event["subject"] and event["sequence"] and event["time"]

    # Nothing is left running: the stand's mark is on no process.
    stand = str(RESULTS / "stand")
    environments = Path("/proc").glob("[0-9]*/environ")
    left = [entry for entry in environments if f"LAYAK_STAND={stand}\0" in _read(entry)]
    assert not left


def _read(file: Path) -> str:
    try:
        return file.read_bytes().decode(errors="replace")
    except OSError:
        return ""
