"""The arithmetic of the benchmarks: what counts, what is reached, and what voids a row."""

import json
import math
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from bench import blocks, report, servers
from bench.__main__ import group
from bench.core_rows import check
from bench.figures import Measured, Row, compare, judge, median, percentile, ratio, spread
from bench.rows import ROWS
from localstand.errors import StandError

FAST = Row("fast", "something", "something else", 0.8, 0.92, "1/s")
SMALL = Row("small", "something", "something else", 1.1, 1.02, "MB", at_least=False)


def test_the_median_of_an_even_number_lies_between_the_two_in_the_middle() -> None:
    assert median([9, 1, 5]) == 5
    assert median([1, 9, 5, 7]) == 6
    with pytest.raises(ValueError):
        median([])


def test_a_percentile_is_a_value_that_was_measured() -> None:
    values = list(range(1, 101))
    assert percentile(values, 0.5) == 50
    assert percentile(values, 0.95) == 95
    assert percentile(values, 0.99) == 99
    assert percentile([7.0], 0.99) == 7.0


def test_one_outlier_among_three_blocks_moves_neither_median_nor_ratio() -> None:
    found = compare([100, 90, 5], [100, 120, 110])
    assert (found.value, found.reference) == (90, 110)
    assert ratio(found) == pytest.approx(90 / 110)
    assert spread([100, 90, 5]) == pytest.approx(95 / 90)


@pytest.mark.parametrize(
    ("row", "value", "must", "aim"),
    [
        (FAST, 79, False, False), (FAST, 80, True, False), (FAST, 92, True, True), (FAST, 200, True, True),
        (SMALL, 111, False, False), (SMALL, 110, True, False), (SMALL, 102, True, True), (SMALL, 3, True, True),
    ],
)  # fmt: skip
def test_reached_means_the_must_on_the_right_side_of_the_limit(row: Row, value: float, must: bool, aim: bool) -> None:
    record = judge(row, Measured(value, 100))
    assert (record["reached"], record["reached_aim"]) == (must, aim)
    assert record["ratio"] == pytest.approx(value / 100)


def test_without_a_reference_the_value_itself_is_judged() -> None:
    record = judge(Row("cases", "", "-", 50, 120, "1/s"), Measured(60))
    assert (record["ratio"], record["reference"], record["reached"]) == (60, None, True)


def test_an_invariant_that_does_not_hold_voids_a_row_however_good_its_figures_are() -> None:
    record = judge(FAST, Measured(1000, 100, {"kept": 1}, ["rows confirmed: 99, not 100"]))
    assert not record["reached"] and not record["reached_aim"]
    assert (record["value"], record["reference"], record["ratio"]) == (None, None, None)
    assert record["raw"] == {"kept": 1}
    assert "rows confirmed: 99, not 100" in report.table([record])


@pytest.mark.parametrize("measured", [Measured(5, 0), Measured(math.nan, 1), Measured(math.inf, 1), Measured(0, 5)])
def test_what_is_no_figure_reaches_nothing(measured: Measured) -> None:
    record = judge(FAST, measured)
    assert not record["reached"] and record["broken"]


def test_a_database_that_does_not_wait_for_its_disk_voids_every_row() -> None:
    assert servers.not_durable({"fsync": "on", "synchronous_commit": "on"}) == []
    assert servers.not_durable({"fsync": "off", "synchronous_commit": "local"}) == [
        "fsync is off",
        "synchronous_commit is local",
    ]


def test_a_count_that_differs_is_noted_and_one_that_matches_is_not() -> None:
    broken: list[str] = []
    check(broken, "parked", 0, 0)
    check(broken, "effects", 41, 42)
    assert broken == ["effects: 41, not 42"]


def test_blocks_are_measured_by_turns() -> None:
    order: list[str] = []
    blocks.by_turns(lambda turn: order.append(f"A{turn}"), lambda turn: order.append(f"B{turn}"))
    assert order == ["A0", "B0", "A1", "B1"]


def test_work_is_scaled_to_the_length_of_a_block(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BLOCK", "2")
    assert blocks.scaled(100_000) == 10_000
    assert blocks.scaled(100, least=40) == 40
    monkeypatch.delenv("BLOCK")
    assert blocks.scaled(100_000) == 100_000


def test_the_file_is_an_array_and_every_record_says_what_it_was_measured_on(tmp_path: Path) -> None:
    records = [judge(row, Measured(1, 1)) for row in ROWS]
    file = report.file(tmp_path / "bench")
    report.write(file, records[:1], {"cores": 2})
    report.write(file, records, {"cores": 2})
    kept = json.loads(file.read_text())
    assert list(file.parent.iterdir()) == [file]
    assert [one["name"] for one in kept] == [row.name for row in ROWS]
    for one in kept:
        assert {"name", "value", "reference", "ratio", "must", "aim", "reached", "raw"} <= set(one)
        assert one["environment"] == {"cores": 2}


def test_servers_that_do_not_start_cost_their_rows_and_no_others() -> None:
    @contextmanager
    def stand(fault: str) -> Iterator[str]:
        if fault == "start":
            raise StandError("no room")
        yield fault
        if fault == "stop":
            raise StandError("it hangs")

    kept: dict[str, list[str]] = {}

    def keep(records: list[dict[str, Any]]) -> None:
        kept.update({record["name"]: record["broken"] for record in records})

    def breaks(_: Any) -> Measured:
        raise RuntimeError("broken")

    group([(["relay"], breaks), (["handler"], lambda _: Measured(1, 1))], lambda: stand(""), keep)
    group([(["reader"], lambda _: Measured(1, 1))], lambda: stand("stop"), keep)
    group([(["idle"], breaks), (["cases"], breaks)], lambda: stand("start"), keep)
    assert kept == {
        "relay": ["RuntimeError: broken"], "handler": [], "reader": [],
        "idle": ["the servers: StandError: no room"], "cases": ["the servers: StandError: no room"],
    }  # fmt: skip


def test_an_aim_is_never_easier_than_its_must() -> None:
    for row in ROWS:
        assert row.aim > row.must if row.at_least else row.aim < row.must
