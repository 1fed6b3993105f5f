"""The rules on the command line, with the built program: every example that its users were promised, bad lines between
good ones, and how it leaves."""

from __future__ import annotations

import json
import os
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
from demo import form

REPOSITORY = Path(__file__).resolve().parents[2]
LAYAK = REPOSITORY / ".build" / "debug" / "layak"
RECORD = REPOSITORY / "Tests" / "ActivityFormTests" / "Fixtures" / "romantik-record.json"

CSV = """u1,u2,u3,u4,u5,u6,u7,u8,u9
3,3,4,4,3,3,4,3,3
4,3,3,4,3,4,4,3,2
2,3,2,4,3,3,3,2,3
3,4,3,4,4,3,4,3,3
3,3,3,4,3,3,3,3,3
"""
"""Five respondents whose index is 80.00 by hand: see SKMTests.swift."""


def layak(*arguments: str | Path, said: str = "", code: int = 0) -> list[str]:
    """The lines that the program prints. It needs no variable of the environment and no server."""
    done = subprocess.run(
        [str(LAYAK), *map(str, arguments)], input=said, capture_output=True, text=True, env={"PATH": os.environ["PATH"]}
    )
    assert done.returncode == code, f"{done.stdout}\n{done.stderr}"
    assert not done.stderr
    return done.stdout.splitlines()


def read(lines: list[str]) -> list[dict[str, Any]]:
    return [json.loads(line) for line in lines]


def test_due_answers_each_date_by_itself() -> None:
    assert layak("due", "--days", "14", "--unit", "6104", said="2026-03-13\n") == [
        '{"from":"2026-03-13","days":14,"due":"2026-04-10"}'
    ]
    lines = read(layak("due", "--days", "14", said="2026-03-13\n2026-02-30\nbesok\n2026-12-14\n9999-01-01\n", code=2))
    assert [line["from"] for line in lines] == ["2026-03-13", "2026-02-30", "besok", "2026-12-14", "9999-01-01"]
    assert [line.get("due") for line in lines] == ["2026-04-10", None, None, "2027-01-07", None]
    assert all(("error" in line) != ("due" in line) for line in lines)
    # A clock that leaves the calendar is never guessed.
    assert "2027" in lines[4]["error"] or "9999" in lines[4]["error"]


def test_due_explains_every_day() -> None:
    (line,) = read(layak("due", "--days", "14", "--unit", "6104", "--explain", said="2026-03-13\n"))
    days = line["explanation"]
    assert (days[0]["day"], days[-1]["day"]) == ("2026-03-13", "2026-04-10")
    assert [day["number"] for day in days if day["number"] is not None] == list(range(15))
    holidays = [day for day in days if day["day"] in ("2026-03-19", "2026-03-23", "2026-04-03")]
    assert len(holidays) == 3 and all(day["number"] is None and day["source"] for day in holidays)


def test_check_prints_one_line_per_rule(tmp_path: Path) -> None:
    lines = layak("check", RECORD)
    findings = read(lines)
    assert len(findings) == len({finding["rule"] for finding in findings}) == 40
    assert all(list(finding)[:3] == ["rule", "outcome", "severity"] for finding in findings)
    assert {finding["outcome"] for finding in findings} <= {"pass", "violation", "notEvaluable", "notApplicable"}
    violations = [finding for finding in findings if finding["outcome"] == "violation"]
    assert violations and all(finding["evidence"] and finding["message"] for finding in violations)
    broken = tmp_path / "broken.json"
    broken.write_text('{"form": ')
    (refused,) = read(layak("check", broken, code=2))
    assert refused["from"] == str(broken) and refused["error"]


def test_the_forms_of_the_demo_agree_with_themselves(tmp_path: Path) -> None:
    sent, typed = tmp_path / "sent.json", tmp_path / "typed.json"
    sent.write_text(json.dumps({"definition": "ms-keg", "version": 1, "answers": form.MEMPAWAH}))
    (imported,) = read(layak("form", "import", RECORD))
    completed(imported["form"]["answers"], form.LACKING)
    typed.write_text(json.dumps(imported["form"]))
    for file in (sent, typed):
        outcomes = {finding["rule"]: finding["outcome"] for finding in read(layak("check", file))}
        assert outcomes["R-ID-05A"] == outcomes["R-III-06"] == "pass", f"{file.name}: year, planning and collection"
    found = read(layak("check", "--submitted", "2026-11-20", sent))
    assert [finding for finding in found if finding["outcome"] == "violation"] == [], "no record binds this one"
    # The year of the record decides; what is typed besides lies around it.
    schedule = imported["form"]["answers"]["3.3"]
    assert schedule["desain"]["akhir"] < schedule["pengumpulan"]["awal"]
    assert schedule["diseminasi"]["akhir"] < schedule["evaluasi"]["awal"] < schedule["evaluasi"]["akhir"] < "2027-02"


def completed(answers: dict[str, Any], lacking: dict[str, Any]) -> None:
    """Fills what is empty, as the applicant of the demo does."""
    for key, answer in lacking.items():
        if isinstance(answer, dict) and isinstance(answers.get(key), dict):
            completed(answers[key], answer)
        else:
            answers.setdefault(key, answer)


def test_route_names_the_unit_and_who_signs() -> None:
    (line,) = layak("route", "6104", "6171")
    assert line.startswith('{"unit":"6100","signer":"')
    answers = read(layak("route", said="6104\n6104 3201\n9999\n61.02\n", code=2))
    assert [answer.get("unit") for answer in answers] == ["6104", "0000", None, "6104"]
    assert answers[2]["from"] == "9999" and "9999" in answers[2]["error"] and len(answers[2]) == 2


def test_a_form_goes_in_and_out_and_is_compared(tmp_path: Path) -> None:
    (imported,) = read(layak("form", "import", RECORD))
    assert imported["form"]["definition"] == "ms-keg" and imported["taken"]
    record = tmp_path / "record.json"
    exported = layak("form", "export", RECORD)
    record.write_text("\n".join(exported))
    assert layak("form", "diff", RECORD, record) == [], "what was imported and exported says the same"
    codes = tmp_path / "codes.json"
    codes.write_text("\n".join(layak("form", "export", "--as", "codes", RECORD)))
    assert read(layak("form", "import", codes))[0]["form"] == imported["form"]
    changed = tmp_path / "changed.json"
    form = imported["form"]
    form["answers"]["judul"] = "Survei yang lain"
    changed.write_text(json.dumps(form))
    (difference,) = read(layak("form", "diff", RECORD, changed))
    assert difference["question"] == "judul"
    lines = read(layak("form", "import", tmp_path / "none.json", RECORD, code=2))
    assert lines[0] == {"from": str(tmp_path / "none.json"), "error": "there is no such file"}
    assert "form" in lines[1]


def test_standards_are_shown_and_compared() -> None:
    (standard,) = read(layak("standard", "show", "6104"))
    assert standard["unit"] == "6104" and standard["workingDays"] == 14
    parts = read(layak("standard", "diff", "6104", "0000"))
    assert parts and all(part["leftLines"] != part["rightLines"] for part in parts)
    (refused,) = read(layak("standard", "show", "9999", code=2))
    assert refused["from"] == "9999" and refused["error"]


def test_the_index_of_a_survey_counts_the_good_lines_and_names_the_bad_ones(tmp_path: Path) -> None:
    file = tmp_path / "answers.csv"
    file.write_text(CSV)
    (answer,) = read(layak("ikm", file))
    assert (answer["respondents"], answer["ikm"], answer["grade"], answer["words"]) == (5, 80.00, "B", "Baik")
    assert '"ikm":80.00,' in layak("ikm", file)[0]
    assert '"ikm":79.20,' in layak("ikm", "--printed-weight", file)[0]
    file.write_text(CSV + "5,1,1,1,1,1,1,1,1\n1,2,3\n,1,1,1,1,1,1,1,1\n")
    *refused, answer = read(layak("ikm", file, code=2))
    assert [line["error"] for line in refused] == [
        "line 7: u1: 5 is outside 1 to 4",
        "line 8: has 3 answers instead of 9",
        'line 9: u1: "" is not a whole number',
    ]
    assert answer["ikm"] == 80.00
    file.write_text(CSV, encoding="utf-16")
    (refused_file,) = read(layak("ikm", file, code=2))
    assert refused_file == {"from": str(file), "error": "is UTF-16; save it as UTF-8 (in a spreadsheet: CSV UTF-8)"}
    file.write_text("u1,u2\n1,2\n")
    (refused_file,) = read(layak("ikm", file, code=2))
    assert refused_file == {"from": str(file), "error": "the first line must be u1,u2,u3,u4,u5,u6,u7,u8,u9"}
    assert layak("ikm", "-", said=CSV) == layak("ikm", "-", said=CSV.replace("\n", "\r\n"))


def test_an_answer_comes_before_the_next_line_is_typed() -> None:
    with subprocess.Popen([str(LAYAK), "due", "--days", "3"], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as program:
        assert program.stdin and program.stdout
        for day, due in (("2026-03-13", "2026-03-25"), ("2026-08-13", "2026-08-19")):
            program.stdin.write(f"{day}\n".encode())
            program.stdin.flush()
            assert json.loads(program.stdout.readline())["due"] == due
        program.stdin.close()
        assert program.wait(timeout=20) == 0


@pytest.mark.parametrize(
    "command",
    [
        ["due"],
        ["check"],
        ["route"],
        ["form", "import"],
        ["form", "export"],
        ["form", "diff"],
        ["standard", "show"],
        ["standard", "diff"],
        ["ikm"],
    ],
    ids=" ".join,
)
def test_help_shows_examples_that_begin_with_the_command(command: list[str]) -> None:
    said = "\n".join(layak(*command, "--help"))
    assert "Example" in said and f"layak {' '.join(command)}" in said


@pytest.mark.parametrize(
    "arguments",
    [
        ["due", "--days", "0"],
        ["due", "--unit", "9999"],
        ["due", "--unit", ""],
        ["check", "--submitted", "2026-02-30", "x.json"],
        ["route", "--unknown"],
        ["ikm"],
        ["parked", "list", "--service", "foo"],
        ["reconcile", "show", "foo"],
    ],
    ids=" ".join,
)
def test_misuse_is_a_complaint_and_no_answer(arguments: list[str]) -> None:
    done = subprocess.run([str(LAYAK), *arguments], input="2026-03-13\n", capture_output=True, text=True)
    assert done.returncode == 64 and done.stderr and not done.stdout


def test_a_calendar_that_cannot_be_taken_is_answered_as_any_other_file(tmp_path: Path) -> None:
    bad = tmp_path / "bad.csv"
    bad.write_text("tanggal\n")
    for calendar, reason in ((tmp_path / "none.csv", "there is no such file"), (bad, "line 1: the heading must be")):
        (refused,) = read(layak("due", "--calendar", calendar, said="2026-03-13\n", code=2))
        assert refused["from"] == str(calendar) and refused["error"].startswith(reason)


def test_the_example_of_the_readme_answers_as_it_is_printed() -> None:
    (example,) = re.findall(r"^echo .*layak due .*$", (REPOSITORY / "README.md").read_text(), re.MULTILINE)
    done = subprocess.run(example, shell=True, cwd=REPOSITORY, capture_output=True, text=True, check=True)
    assert json.loads(done.stdout)["due"] == "2026-04-10"
