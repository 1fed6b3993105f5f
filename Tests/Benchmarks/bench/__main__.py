"""`make bench`: every row once, or one by its name; a table for people and a file for programs."""

from __future__ import annotations

import argparse
import os
import sys
import time
import traceback
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

from localstand import console
from localstand.cluster import refusal
from localstand.errors import StandError
from localstand.stopping import Stopped, stop_on_signals

from bench import core_rows, environment, report, rule_rows, servers, site
from bench.cases import cases
from bench.core import BlockFailed, compiled
from bench.figures import Measured, judge
from bench.idle import idle
from bench.pages import pages
from bench.reprojection import reprojection
from bench.rows import BY_NAME, ROWS
from bench.submissions import submissions

REPOSITORY = Path(__file__).resolve().parents[3]
RESULTS = REPOSITORY / ".layak" / "bench"
BINARIES = REPOSITORY / ".build-release" / "release"

# What measures each row. One that measures two rows is named by both.
CORE: dict[str, Callable[[core_rows.Core], Any]] = {
    "relay": core_rows.relay,
    "handler": core_rows.handler,
    "outbox-row": core_rows.outbox_row,
    "reader": core_rows.reader,
    "dead-tuples": core_rows.dead_tuples,
    "latency": core_rows.latency,
    "latency-tail": core_rows.latency,
    "memory": core_rows.memory,
    "idle-publish": core_rows.idle_publish,
    "checks": rule_rows.checks,
    "due": rule_rows.due,
}

# In this order: the cases fill the catalogue in which each submission looks for similar activities; the pages' million
# cases would weigh on whatever came after them; what comes last stops the services.
SITE: dict[str, Callable[[site.Site], Any]] = {
    "idle": idle,
    "submissions": lambda held: submissions(held, RESULTS / "forms"),
    "cases": cases,
    "pages": pages,
    # The last one: it stops the services.
    "reprojection": reprojection,
}


def attempt(names: list[str], measure: Callable[[], Any]) -> list[dict[str, Any]]:
    """The records of these rows; one that could not be measured is there as well, with the reason."""
    began = time.monotonic()
    print(f"  {', '.join(names)} …", end="", flush=True)
    try:
        found = measure()
        several = list(found) if isinstance(found, tuple) else [found]
    except (BlockFailed, StandError) as error:
        several = [Measured(0, broken=[str(error)]) for _ in names]
    except (KeyboardInterrupt, Stopped):
        raise
    except Exception as error:
        traceback.print_exc()
        several = [Measured(0, broken=[f"{type(error).__name__}: {error}"]) for _ in names]
    took = time.monotonic() - began
    print(f" {took:.0f} s", flush=True)
    records = [judge(BY_NAME[name], one) for name, one in zip(names, several, strict=True)]
    for record in records:
        record["raw"]["took_seconds"] = round(took, 1)
    return records


def jobs(wanted: Iterable[str], known: dict[str, Callable[[Any], Any]]) -> list[tuple[list[str], Callable[[Any], Any]]]:
    """Rows that one measurement yields are measured together, whichever of them was asked for."""
    done: list[Callable[[Any], Any]] = []
    found = []
    for name in wanted:
        measure = known.get(name)
        if measure is not None and measure not in done:
            done.append(measure)
            found.append(([other for other, its in known.items() if its is measure], measure))
    return found


def on_clusters(binaries: Path) -> Measured:
    """A cluster of three nodes beside one node of the same kind; the one that is not measured rests."""
    reason = refusal()
    if reason is not None:
        raise BlockFailed(reason)
    with (
        servers.running(RESULTS / "cluster", nodes=3) as three,
        servers.running(RESULTS / "node", nodes=1) as one,
    ):
        loop = RESULTS / "programs" / "confirmed_loop"
        return core_rows.cluster(core_rows.Core(three, binaries, loop), core_rows.Core(one, binaries, loop))


def group(
    wanted: list[tuple[list[str], Callable[[Any], Any]]],
    servers_of: Callable[[], AbstractContextManager[Any]],
    keep: Callable[[list[dict[str, Any]]], None],
) -> None:
    """Rows that share their servers. Where these do not start, or do not stop, the rows that are missing are void."""
    missing = list(wanted)
    try:
        with servers_of() as held:
            while missing:
                names, measure = missing[0]
                keep(attempt(names, lambda measure=measure: measure(held)))
                del missing[0]
    except (KeyboardInterrupt, Stopped):
        raise
    except Exception as error:
        traceback.print_exc()
        for names, _ in missing:
            keep(void(names, f"the servers: {type(error).__name__}: {error}"))


def void(names: list[str], why: str) -> list[dict[str, Any]]:
    return [judge(BY_NAME[name], Measured(0, broken=[why])) for name in names]


def run(wanted: list[str], binaries: Path, keep: Callable[[list[dict[str, Any]]], None]) -> None:
    """Measures what is wanted; `keep` is given the records of each row as soon as they are there."""

    @contextmanager
    def core() -> Iterator[core_rows.Core]:
        with servers.running(RESULTS / "core") as held:
            yield core_rows.Core(held, binaries, compiled(RESULTS / "programs"))

    for_core = jobs(wanted, CORE)
    if for_core:
        group(for_core, core, keep)
    if "cluster" in wanted:
        compiled(RESULTS / "programs")
        keep(attempt(["cluster"], lambda: on_clusters(binaries)))
    for_site = jobs([name for name in SITE if name in wanted], SITE)
    if for_site:
        group(for_site, lambda: site.running(RESULTS / "site", binaries), keep)


def main() -> int:
    parser = argparse.ArgumentParser(prog="bench")
    parser.add_argument("--only", choices=sorted(BY_NAME), help="measure one row")
    parser.add_argument("--binaries", type=Path, default=BINARIES, help="where the programs of the release build are")
    given = parser.parse_args()
    stop_on_signals()
    console.quiet()
    wanted = [given.only] if given.only else [row.name for row in ROWS]
    described = environment.describe()
    print(
        f"Layak measured on {described['cpu']}, {described['cores']} cores, load {described['load_before']} before,"
        f" blocks of {described['block_seconds']:g} s"
    )
    began = time.monotonic()
    file = report.file(RESULTS)
    order = [row.name for row in ROWS]
    records: list[dict[str, Any]] = []

    def keep(found: list[dict[str, Any]]) -> None:
        """Written after each row: whoever stops the run keeps what was measured until then."""
        records.extend(found)
        records.sort(key=lambda record: order.index(record["name"]))
        described["load_after"] = round(os.getloadavg()[0], 2)
        described["took_seconds"] = round(time.monotonic() - began, 1)
        report.write(file, records, described)

    try:
        run(wanted, given.binaries.resolve(), keep)
    except (KeyboardInterrupt, Stopped):
        if records:
            print(f"\n{report.table(records)}\n\n  stopped; what was measured is in {file.relative_to(REPOSITORY)}")
        return 130
    print()
    print(report.table(records))
    print()
    print(f"  {file.relative_to(REPOSITORY)}; all of it took {described['took_seconds'] / 60:.1f} minutes")
    return 0 if all(record["reached"] for record in records) else 1


if __name__ == "__main__":
    sys.exit(main())
