"""Submissions over HTTP against the statements that they run."""

from __future__ import annotations

import re
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
from localstand.services import NAMES

from bench import blocks, statements
from bench.core import BlockFailed
from bench.figures import Measured, compare
from bench.processors import measured, total
from bench.site import Site, submission, units

CONNECTIONS = 32
APPLICANT = "pemohon@kpk.example"
REFERENCE = "bench_reference"

# One key a request: the thread's number, and a count of its own.
LUA = """
local bodies = {}
local names = { %s }
for index, name in ipairs(names) do
  local file = io.open(name, "rb")
  bodies[index] = file:read("*all")
  file:close()
end
local threads = 0
function setup(thread) threads = threads + 1; thread:set("id", threads) end
local sent = 0
function request()
  sent = sent + 1
  return wrk.format("POST", "/api/v1/submissions", {
    ["Authorization"] = "Bearer %s", ["Content-Type"] = "application/json",
    ["Idempotency-Key"] = "bench-%s-" .. id .. "-" .. sent }, bodies[sent %% #bodies + 1])
end
"""


@dataclass
class Load:
    accepted: int
    refused: int
    seconds: float
    cpu: dict[str, float]


class Submissions:
    def __init__(self, site: Site, folder: Path) -> None:
        self.site = site
        self.folder = folder
        self.bodies = {unit: submission(unit) for unit in units(8)}
        folder.mkdir(parents=True, exist_ok=True)
        for unit, body in self.bodies.items():
            (folder / f"form-{unit}.json").write_bytes(body)

    def one(self, unit: str, key: str, token: str) -> None:
        answer = httpx.post(
            f"http://127.0.0.1:{self.site.ports['intake']}/api/v1/submissions",
            content=self.bodies[unit],
            headers={
                "Authorization": f"Bearer {token}", "Content-Type": "application/json", "Idempotency-Key": key,
            },
            timeout=30,
        )  # fmt: skip
        if answer.status_code != 201:
            raise BlockFailed(f"a submission was answered {answer.status_code}: {answer.text[:300]}")

    def by_wrk(self, turn: int) -> Load:
        """What wrk has sent and been answered; the requests under way at its end are in neither count."""
        script = self.folder / "submit.lua"
        script.touch(mode=0o600)
        names = ", ".join(f'"{self.folder}/form-{unit}.json"' for unit in self.bodies)
        script.write_text(LUA % (names, self.site.token(APPLICANT), f"{turn}-{time.time_ns()}"))
        seconds = max(1, round(blocks.seconds()))
        with measured(self.site.processes()) as meter:
            done = subprocess.run(
                [
                    "/usr/bin/wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s", "--timeout", "10s", "-s", str(script),
                    f"http://127.0.0.1:{self.site.ports['intake']}",
                ],
                capture_output=True,
                text=True,
            )  # fmt: skip
        script.unlink()
        return self.told(done.stdout, meter.seconds)

    @staticmethod
    def told(output: str, cpu: dict[str, float]) -> Load:
        """What wrk prints at its end."""
        found = re.search(r"(\d+) requests in ([\d.]+)(ms|s|m)\b", output)
        if not found:
            raise BlockFailed(f"wrk said: {output[-300:]}")
        refused = re.search(r"Non-2xx or 3xx responses: (\d+)", output)
        failed = re.search(r"Socket errors: connect (\d+), read (\d+), write (\d+), timeout (\d+)", output)
        lost = int(refused[1]) if refused else 0
        unanswered = sum(map(int, failed.groups())) if failed else 0
        seconds = float(found[2]) * {"ms": 0.001, "s": 1, "m": 60}[found[3]]
        return Load(int(found[1]) - lost, lost + unanswered, seconds, cpu)

    def captured(self) -> tuple[list[Path], dict[str, str]]:
        """The scripts of pgbench, one a unit, and their variables."""
        database, log = self.site.stand.database, self.site.stand.database.child.log
        wanted = {
            "log_line_prefix": statements.PREFIX, "log_error_verbosity": "default", "log_statement": "all",
            "log_parameter_max_length": "-1",
        }  # fmt: skip
        token = self.site.token(APPLICANT)
        for unit in self.bodies:
            self.one(unit, f"bench-warm-{unit}", token)
        database.query("".join(f"ALTER SYSTEM SET {name} = '{value}';\n" for name, value in wanted.items()))
        database.query("SELECT pg_reload_conf()")
        time.sleep(0.5)

        def during(act: Any) -> list[statements.Unit]:
            begin = log.stat().st_size
            act()
            time.sleep(0.3)
            with log.open("rb") as file:
                file.seek(begin)
                return statements.read(file.read().decode(errors="replace"))

        try:
            idle = during(lambda: time.sleep(2.5))
            scripts, variables = [], {}
            for unit in self.bodies:
                runs = [
                    statements.caused(during(lambda run=run: self.one(unit, f"bench-{unit}-{run:06d}", token)), idle)  # noqa: B023
                    for run in (100001, 100002)
                ]
                text, its = statements.script(runs[0], runs[1], f"u{unit}")
                file = self.folder / f"submission-{unit}.sql"
                file.write_text(text)
                scripts.append(file)
                variables |= its
        finally:
            database.query("".join(f"ALTER SYSTEM RESET {name};\n" for name in wanted))
            database.query("SELECT pg_reload_conf()")
        return scripts, variables

    def by_pgbench(self, scripts: list[Path], variables: dict[str, str]) -> Load:
        seconds = max(1, round(blocks.seconds()))
        arguments = [argument for name, value in variables.items() for argument in ("-D", f"{name}={value}")]
        conninfo = self.site.stand.database.conninfo(REFERENCE, "intake_service")
        with measured(self.site.processes()) as meter:
            done = subprocess.run(
                [
                    "/usr/bin/pgbench", "-n", "-M", "prepared", "-c", str(CONNECTIONS), "-j", "2", "-T", str(seconds),
                    *[part for script in scripts for part in ("-f", str(script))], *arguments, conninfo,
                ],
                capture_output=True,
                text=True,
                env={"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"},
            )  # fmt: skip
        count = re.search(r"number of transactions actually processed: (\d+)", done.stdout)
        speed = re.search(r"tps = ([\d.]+) \(without", done.stdout)
        if done.returncode != 0 or not count or not speed:
            raise BlockFailed(f"pgbench ended with {done.returncode}: {done.stderr.strip()[-600:]}")
        return Load(int(count[1]), done.stderr.count("ERROR"), int(count[1]) / float(speed[1]), meter.seconds)


def submissions(site: Site, folder: Path) -> Measured:
    row = Submissions(site, folder)
    services, database, broker = site.stand.services, site.stand.database, site.stand.broker
    broken = site.durability()
    for name in NAMES:
        if name != "intake":
            services.children[name].stop()
    scripts, variables = row.captured()
    # A copy can only be made of a database that nobody uses.
    services.children["intake"].stop()
    database.query(f"DROP DATABASE IF EXISTS {REFERENCE} WITH (FORCE);")
    database.query(f"CREATE DATABASE {REFERENCE} TEMPLATE intake;")
    database.query(f"GRANT CONNECT ON DATABASE {REFERENCE} TO intake_service;")
    services.restart("intake")
    rows = "SELECT count(*) FROM submission"
    before = site.count("intake", rows)
    broker.control("stop_app")
    try:

        def measure(turn: int) -> Load:
            begin = site.count("intake", rows)
            load = row.by_wrk(turn)
            time.sleep(0.5)
            added = site.count("intake", rows) - begin
            # What was under way when wrk left is kept, and nobody was told.
            if not load.accepted <= added <= load.accepted + CONNECTIONS:
                broken.append(f"{load.accepted} submissions were accepted and {added} kept")
            if load.refused:
                broken.append(f"{load.refused} submissions were not accepted")
            return load

        def refer(turn: int) -> Load:
            begin = site.count(REFERENCE, rows)
            load = row.by_pgbench(scripts, variables)
            added = site.count(REFERENCE, rows) - begin
            if added != load.accepted or load.refused:
                broken.append(f"pgbench ran {load.accepted} transactions, {load.refused} failed, and kept {added}")
            return load

        values, references = blocks.by_turns(measure, refer)
    finally:
        broker.control("start_app")
    kept = site.count("intake", rows) - before
    began = time.monotonic()
    drained = drain(site, kept)
    if drained < kept:
        broken.append(f"{kept} submissions were kept and {drained} reached Review's queue")
    found = compare(
        [one.accepted / one.seconds for one in values],
        [one.accepted / one.seconds for one in references],
        form_bytes=[len(body) for body in row.bodies.values()],
        statements_a_submission=scripts[0].read_text().count(";\n"),
        cpu=total([one.cpu for one in values]), reference_cpu=total([one.cpu for one in references]),
        cpu_ms_a_submission={
            name: round(used * 1000 / max(1, sum(one.accepted for one in values)), 3)
            for name, used in total([one.cpu for one in values]).items()
        },
        drain_seconds=round(time.monotonic() - began, 1),
    )  # fmt: skip
    found.broken = broken
    database.query(f"DROP DATABASE {REFERENCE} WITH (FORCE);")
    for name in NAMES:
        if name != "intake":
            services.restart(name)
    return found


def drain(site: Site, wanted: int, within: float = 300) -> int:
    """How many of these submissions have reached the queue of Review, which does not run. Those that were there before
    the broker stopped are among the waiting, and are taken off."""
    deadline = time.monotonic() + within
    arrived = 0
    while time.monotonic() < deadline:
        listed = site.stand.broker.control(
            "list_queues", "-p", "layak", "name", "messages", "--no-table-headers", check=False
        ).stdout
        waiting = {line.split()[0]: int(line.split()[1]) for line in listed.splitlines() if len(line.split()) == 2}
        known = site.count("intake", "SELECT count(*) FROM submission")
        taken = site.count("review", "SELECT count(*) FROM review_case")
        arrived = waiting.get("review.events", 0) + taken - (known - wanted)
        if arrived >= wanted:
            return arrived
        time.sleep(1)
    return arrived
