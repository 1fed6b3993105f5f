"""The table of `make coverage`, from an export as llvm-cov writes it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from localstand import coverage

ROOT = Path("/checkout")


def export(covered: dict[str, int]) -> dict[str, Any]:
    """Every pure target with one file of 100 lines, all of them run but where another number is said."""
    return {
        "data": [
            {
                "files": [
                    {
                        "filename": f"{ROOT}/{folder}/Rule.swift",
                        "summary": {"lines": {"count": 100, "covered": covered.get(target, 100)}},
                        "segments": [
                            [1, 1, 5, True, True, False],
                            [7, 9, 0, True, True, False],
                            [8, 2, 0, False, False, False],
                        ],
                    }
                    for target, folder in coverage.TARGETS.items()
                ]
                + [
                    {
                        "filename": f"{ROOT}/Tests/AllTests/T.swift",
                        "summary": {"lines": {"count": 900, "covered": 0}},
                        "segments": [],
                    },
                    {
                        "filename": "/elsewhere/Shared/Standards/S.swift",
                        "summary": {"lines": {"count": 900, "covered": 0}},
                        "segments": [],
                    },
                ]
            }
        ]
    }


def test_every_target_is_counted_by_itself_and_tests_are_not() -> None:
    lines, is_enough = coverage.report(export({"Standards": 95}), ROOT)
    assert is_enough
    assert any(line.split() == ["Standards", "100", "95", "95.00"] for line in lines)
    assert lines[-1].split() == ["all", "900", "895", "99.44"]


def test_one_target_below_the_limit_is_a_failure_that_names_the_lines(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "export.json"
    file.write_text(json.dumps(export({"WorkingDays": 94})))
    assert coverage.main([str(file), str(ROOT)]) == 1
    printed = capsys.readouterr().out
    assert "94.00  below 95 %" in printed
    assert "Shared/WorkingDays/Rule.swift: 7" in printed
    assert "Shared/Standards/Rule.swift" not in printed
    file.write_text(json.dumps(export({})))
    assert coverage.main([str(file), str(ROOT)]) == 0


def test_a_target_of_which_nothing_was_counted_is_below_the_limit() -> None:
    without = export({})
    without["data"][0]["files"].pop(0)
    lines, is_enough = coverage.report(without, ROOT)
    assert not is_enough
    assert lines[1].split()[:4] == ["ActivityForm", "0", "0", "0.00"]
