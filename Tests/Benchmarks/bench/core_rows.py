"""The rows that need the core alone: a database, a broker, and the program `Benchmarks`."""

from __future__ import annotations

import json
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bench import blocks
from bench.core import Program, bare_loop
from bench.figures import Measured, compare, median
from bench.processors import total
from bench.servers import Servers

Figures = dict[str, Any]


class Core:
    def __init__(self, servers: Servers, binaries: Path, loop: Path) -> None:
        self.servers = servers
        self._binaries = binaries
        self._loop = loop
        self.groups = servers.processes()

    def start(self, name: str) -> tuple[Program, dict[str, str]]:
        """Fresh databases and a fresh virtual host, prepared."""
        env = self.servers.fresh(name)
        program = Program(self._binaries, env, self.groups)
        program.quietly("prepare")
        return program, env

    def alone(self) -> Program:
        """For blocks that need no server."""
        return Program(self._binaries, {}, self.groups)

    def loop(self, env: dict[str, str], count: int) -> Figures:
        return bare_loop(self._loop, env["LAYAK_BENCH_AMQP"], count, self.groups)


def check(broken: list[str], what: str, found: float, wanted: float) -> None:
    """Notes an invariant that does not hold."""
    if found != wanted:
        broken.append(f"{what}: {found:g}, not {wanted:g}")


def relay(core: Core) -> Measured:
    """Drains what was written while there was no broker."""
    rows = blocks.scaled(100_000)
    program, env = core.start("bench_relay")
    broken = core.servers.durability()

    def measure(turn: int) -> Figures:
        program("fill", "--rows", str(rows))
        figures = program("drain", "--rows", str(rows))
        check(broken, "rows confirmed", figures["rows"], rows)
        check(broken, "messages in the queue", core.servers.waiting("bench_relay", "bench.events"), rows)
        core.servers.purge("bench_relay", "bench.events")
        return figures

    def refer(turn: int) -> Figures:
        figures = core.loop(env, rows)
        check(broken, "messages of the loop", core.servers.waiting("bench_relay", "bench.answers"), rows)
        core.servers.purge("bench_relay", "bench.answers")
        return figures

    values, references = blocks.by_turns(measure, refer)
    found = compare(
        [one["rows"] / one["seconds"] for one in values],
        [one["rows"] / one["seconds"] for one in references],
        rows=rows, cpu=total([one["cpu"] for one in values]), reference_cpu=total([one["cpu"] for one in references]),
    )  # fmt: skip
    found.broken = broken
    return found


def cluster(three: Core, one: Core) -> Measured:
    """The same drain into a queue of three members, and into a queue of one, on nodes of the same kind."""
    rows = blocks.scaled(50_000)
    broken = [*three.servers.durability(), *one.servers.durability()]
    starts = [core.start("bench_cluster") for core in (three, one)]
    programs = [program for program, _ in starts]
    members = three.servers.broker.control(
        "list_queues", "--vhost", "bench_cluster", "name", "members", "--formatter", "json"
    ).stdout
    for queue in json.loads(members):
        check(broken, f"members of {queue['name']}", len(queue["members"]), 3)

    def run(core: Core, program: Program) -> Figures:
        program("fill", "--rows", str(rows))
        figures = program("drain", "--rows", str(rows))
        check(broken, "rows confirmed", figures["rows"], rows)
        check(broken, "messages in the queue", core.servers.waiting("bench_cluster", "bench.events"), rows)
        core.servers.purge("bench_cluster", "bench.events")
        return figures

    def bare(core: Core, env: dict[str, str]) -> float:
        """What a program that does nothing but publish reaches with the same queues: the limit of the machine."""
        figures = core.loop(env, rows)
        check(broken, "messages of the loop", core.servers.waiting("bench_cluster", "bench.answers"), rows)
        core.servers.purge("bench_cluster", "bench.answers")
        return float(figures["rows"]) / float(figures["seconds"])

    values, references = blocks.by_turns(lambda _: run(three, programs[0]), lambda _: run(one, programs[1]))
    loops = [bare(core, env) for core, (_, env) in zip((three, one), starts, strict=True)]
    found = compare(
        [it["rows"] / it["seconds"] for it in values],
        [it["rows"] / it["seconds"] for it in references],
        rows=rows, cpu=total([it["cpu"] for it in values]), reference_cpu=total([it["cpu"] for it in references]),
        bare_loop=loops, bare_loop_ratio=loops[0] / loops[1],
    )  # fmt: skip
    found.broken = broken
    return found


# As many messages as the inbox takes into one transaction (`MessagingLimits.batch`).
INBOX_BATCH = 32


def handler(core: Core, batch: int = INBOX_BATCH) -> Measured:
    """The same messages, handled with the inbox and without, as many to a transaction on both sides."""
    messages = blocks.scaled(20_000, least=200)
    program, _ = core.start("bench_handler")
    broken = core.servers.durability()
    effects = 0

    def run(name: str, *more: str) -> Figures:
        nonlocal effects
        program("preload", "--messages", str(messages), "--run", name)
        figures = program("handle", "--messages", str(messages), *more)
        effects += messages
        check(broken, f"effects after {name}", figures["effects"], effects)
        for what in ("parked", "retries", "early"):
            check(broken, f"{what} after {name}", figures[what], 0)
        check(broken, f"messages left by {name}", core.servers.waiting("bench_handler", "bench.events"), 0)
        return figures

    values, references = blocks.by_turns(
        lambda turn: run(f"with{turn}"), lambda turn: run(f"without{turn}", "--without-inbox", "--batch", str(batch))
    )
    found = compare(
        [one["messages"] / one["seconds"] for one in values],
        [one["messages"] / one["seconds"] for one in references],
        messages=messages, batch_of_reference=batch,
        cpu=total([one["cpu"] for one in values]), reference_cpu=total([one["cpu"] for one in references]),
    )  # fmt: skip
    found.broken = broken
    return found


def outbox_row(core: Core) -> Measured:
    program, _ = core.start("bench_outbox")
    broken = core.servers.durability()
    seconds = str(blocks.seconds())

    def run(*more: str) -> Figures:
        figures = program("transact", "--seconds", seconds, *more)
        check(broken, "steps", figures["steps"], figures["transactions"])
        check(broken, "outbox rows", figures["events"], figures["transactions"] if more else 0)
        return figures

    values, references = blocks.by_turns(lambda _: run("--with-outbox"), lambda _: run())
    found = compare(
        [one["transactions"] / one["seconds"] for one in values],
        [one["transactions"] / one["seconds"] for one in references],
        cpu=total([one["cpu"] for one in values]), reference_cpu=total([one["cpu"] for one in references]),
    )  # fmt: skip
    found.broken = broken
    return found


def flow(core: Core, program: Program, broken: list[str], run: str, *more: str) -> Figures:
    """One run of two services and a broker between them, checked: everything written has had its effect once."""
    figures = program("flow", "--run", run, *more)
    for what in ("handled", "effects", "outbox"):
        check(broken, f"{what} of {run}", figures[what], figures["written"])
    for what in ("depth", "stuck", "parked", "retries", "early"):
        check(broken, f"{what} after {run}", figures[what], 0)
    return figures


@contextmanager
def held_reader(conninfos: list[str]) -> Iterator[Callable[[], bool]]:
    """A transaction that has seen every table of both databases and stays open; yields whether it still is."""
    readers = [
        subprocess.Popen(
            ["/usr/bin/psql", "-X", "-q", "-A", "-t", conninfo],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
            env={"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"},
        )
        for conninfo in conninfos
    ]  # fmt: skip
    try:
        for reader in readers:
            assert reader.stdin is not None and reader.stdout is not None
            reader.stdin.write("BEGIN ISOLATION LEVEL REPEATABLE READ;\nSELECT count(*) FROM effect;\n\\echo held\n")
            reader.stdin.flush()
            while reader.stdout.readline().strip() != "held":
                if reader.poll() is not None:
                    raise RuntimeError("a reader's transaction could not be opened")
        yield lambda: all(reader.poll() is None for reader in readers)
    finally:
        for reader in readers:
            reader.kill()
            reader.wait()


def reader(core: Core) -> Measured:
    """Long enough that what vacuum may not clear away would be felt."""
    program, env = core.start("bench_reader")
    broken = core.servers.durability()
    seconds = str(blocks.seconds() * 3)
    conninfos = [env["LAYAK_BENCH_FIRST"], env["LAYAK_BENCH_SECOND"]]
    flow(core, program, broken, "warm", "--seconds", str(max(1.0, blocks.seconds() / 4)))

    def measure(turn: int) -> Figures:
        with held_reader(conninfos) as is_held:
            figures = flow(core, program, broken, f"held{turn}", "--seconds", seconds)
            if not is_held():
                broken.append("the reader's transaction ended before the block did")
        return figures

    values, references = blocks.by_turns(
        measure, lambda turn: flow(core, program, broken, f"free{turn}", "--seconds", seconds)
    )
    found = compare(
        [one["handled_in_time"] / one["seconds"] for one in values],
        [one["handled_in_time"] / one["seconds"] for one in references],
        held_seconds=float(seconds), cpu=total([one["cpu"] for one in values]),
        reference_cpu=total([one["cpu"] for one in references]),
    )  # fmt: skip
    found.broken = broken
    return found


TUPLES = """
SELECT c.relname, s.n_tup_ins, s.n_tup_upd, s.n_tup_hot_upd, s.n_tup_del,
       (SELECT dead_tuple_count FROM pgstattuple(c.oid)) AS dead
  FROM pg_class c JOIN pg_stat_user_tables s ON s.relid = c.oid
 WHERE c.relkind = 'r' AND (c.relname ~ '^(outbox|inbox)' OR c.relname = 'event_sequence') ORDER BY 1;
"""
NO_VACUUM = """
SELECT format('ALTER TABLE %I SET (autovacuum_enabled = off)', c.relname)
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
 WHERE c.relkind = 'r' AND n.nspname = 'public' AND c.relname ~ '^(outbox|inbox|event_sequence)' \\gexec
"""


def dead_tuples(core: Core) -> Measured:
    """Counted in the tables themselves, with nobody clearing away behind them."""
    program, _ = core.start("bench_dead")
    broken = core.servers.durability()
    databases = ["bench_dead_first", "bench_dead_second"]
    for database in databases:
        core.servers.database.query("CREATE EXTENSION IF NOT EXISTS pgstattuple;", database)
        core.servers.database.query(NO_VACUUM, database)
    figures = flow(core, program, broken, "dead", "--seconds", str(blocks.seconds()))
    # The server tells its statistics when a session has been idle for a moment or has ended.
    time.sleep(1.5)
    tables: dict[str, dict[str, int]] = {}
    for database in databases:
        for line in core.servers.database.query(TUPLES, database).splitlines():
            name, *counts = line.split("|")
            key = f"{database.removeprefix('bench_dead_')}.{name}"
            columns = ("inserted", "updated", "updated_in_place", "deleted", "dead")
            tables[key] = dict(zip(columns, map(int, counts), strict=True))
    dead = sum(one["dead"] for name, one in tables.items() if not name.endswith("event_sequence"))
    made = sum(one["updated"] + one["deleted"] for one in tables.values())
    if not any(one["inserted"] for one in tables.values()):
        broken.append("no table of the outbox or the inbox was written")
    messages = max(1, figures["handled"])
    return Measured(
        dead / messages,
        None,
        {"messages": messages, "dead": dead, "made_a_message": made / messages, "tables": tables},
        broken,
    )


def latency(core: Core) -> tuple[Measured, Measured]:
    """At half of what the same flow can carry; the reference is measured between its blocks."""
    program, _ = core.start("bench_latency")
    broken = core.servers.durability()
    seconds = blocks.seconds()
    capacity = median(
        [
            one["handled_in_time"] / one["seconds"]
            for one in (
                flow(core, program, broken, f"full{turn}", "--seconds", str(max(1.0, seconds / 2))) for turn in range(2)
            )
        ]
    )
    rate = max(1.0, capacity / 2)

    def measure(turn: int) -> Figures:
        figures = flow(core, program, broken, f"half{turn}", "--seconds", str(seconds), "--rate", str(rate))
        check(broken, f"messages timed in half{turn}", figures["samples"], figures["written"])
        if figures["written"] < 0.9 * rate * seconds:
            broken.append(f"half load was not reached: {figures['written'] / seconds:.0f} of {rate:.0f} messages/s")
        return figures

    values, references = blocks.by_turns(measure, lambda _: program("pair", "--seconds", str(seconds)))
    p50s = [one["p50"] * 1000 for one in values]
    p99s = [one["p99"] * 1000 for one in values]
    raw = {"capacity": capacity, "rate": rate, "cpu": total([one["cpu"] for one in values])}
    middle = compare(
        p50s,
        [(one["confirm"] + 2 * one["commit"]) * 1000 for one in references],
        confirm_ms=[one["confirm"] * 1000 for one in references],
        commit_ms=[one["commit"] * 1000 for one in references],
        **raw,
    )
    tail = compare(p99s, p50s, **raw)
    middle.broken, tail.broken = list(broken), list(broken)
    return middle, tail


FEW, MANY = 10_000, 1_000_000


def memory(core: Core) -> Measured:
    """One process that relays and consumes at once, as a service does; judged at rest, when nothing is under way."""
    program, _ = core.start("bench_memory")
    broken = core.servers.durability()
    few, many = blocks.scaled(FEW, least=500), blocks.scaled(MANY, least=2_000)
    # Between the two that are judged, to tell what grows once from what grows for ever.
    looks = [few, *(many * tenth // 10 for tenth in range(1, 11))]
    rests = [few, many // 2, many]
    asked = [word for look in looks for word in ("--looks", str(look))]
    asked += [word for rest in rests for word in ("--rests", str(rest))]
    figures = flow(core, program, broken, "memory", "--messages", str(many), *asked)
    under_way, at_rest = ([one / 1e6 for one in figures[name]] for name in ("memory", "memory_at_rest"))
    if len(under_way) != len(looks) or len(at_rest) != len(rests) or min(under_way + at_rest, default=0) <= 0:
        broken.append(f"the memory was not read each time: {under_way}, {at_rest}")
        at_rest = [1.0, 0.0]
    check(broken, "messages", figures["handled"], many)
    raw = {
        "messages": looks, "memory_mb_under_way": under_way, "rests": rests, "memory_mb_at_rest": at_rest,
        "seconds": figures["seconds"], "cpu": figures["cpu"],
    }  # fmt: skip
    return Measured(at_rest[-1], at_rest[0], raw, broken)


def idle_publish(core: Core) -> Measured:
    program, _ = core.start("bench_idle")
    broken = core.servers.durability()
    samples = blocks.scaled(800, least=40)
    figures = program("idle-publish", "--samples", str(samples))
    check(broken, "samples", figures["samples"], samples)
    check(broken, "messages in the queue", core.servers.waiting("bench_idle", "bench.answers"), samples)
    return Measured(
        figures["p99"] * 1000, 5.0, {"samples": samples, "p50_ms": figures["p50"] * 1000, "cpu": figures["cpu"]}, broken
    )
