"""The pages that grow with the years: the worklist of an office, and an applicant's own cases."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass

from bench import blocks
from bench.door import Connection
from bench.figures import Measured, median, percentile
from bench.processors import measured, total
from bench.site import Site

FEW, MANY = 10_000, 1_000_000
READERS = 4
OFFICER = "petugas.6104@bps.example"
# Nobody else's: rows before this one submit in the name of the demo's applicant.
APPLICANT = "pemohon.halaman@ukur.example"
CASES_OF_A_PERSON = 20
# What every seeded case's title has.
SAYS = "Survei Kepuasan Layanan Nomor"
# In how many offices the cases lie.
OFFICES = 100

# Cases number {first} to {last}; one in fifty waits for somebody. Persons have twenty cases each; the first is the one
# who reads.
INTAKE = """
INSERT INTO account (person_id, name, email, email_key, created_at, changed_at)
SELECT ('01900000-0000-7000-9000-' || lpad(to_hex(p), 12, '0'))::uuid, 'Pemohon ' || p, 'p' || p || '@ukur.example',
       'p' || p || '@ukur.example', now(), now()
  FROM generate_series({first} / {per_person}, {last} / {per_person}) p ON CONFLICT DO NOTHING;
INSERT INTO submission (case_id, number, person_id, unit, standard, title, year, institution, regions, source, round,
                        first_submitted_at, submitted_at)
SELECT ('01900000-0000-7000-a000-' || lpad(to_hex(n), 12, '0'))::uuid,
       'LYK-1999-' || u.unit || '-' || lpad(n::text, 7, '0'),
       CASE WHEN n < {per_person} THEN (SELECT person_id FROM account WHERE email = '{applicant}' LIMIT 1)
            ELSE ('01900000-0000-7000-9000-' || lpad(to_hex(n / {per_person}), 12, '0'))::uuid END,
       u.unit, u.standard, 'Survei Kepuasan Layanan Nomor ' || n, 1999, 'Instansi ' || n / {per_person},
       ARRAY[u.unit], 'page', 1, timestamptz '1999-01-01' + n * interval '1 minute',
       timestamptz '1999-01-01' + n * interval '1 minute'
  FROM generate_series({first}, {last} - 1) n
  JOIN (SELECT row_number() OVER (ORDER BY unit <> '6104', unit) - 1 AS place, unit, min(id) AS standard
          FROM standard GROUP BY unit) u ON u.place = n % {offices};
INSERT INTO case_mirror (case_id, round, stage, updated_at)
SELECT case_id, 1, CASE WHEN substr(number, 15)::int % 50 = 0 THEN 'diajukan' ELSE 'selesai' END, submitted_at
  FROM submission WHERE year = 1999 AND substr(number, 15)::int >= {first};
VACUUM ANALYZE submission, case_mirror, account;
"""
REVIEW = """
INSERT INTO review_case (id, number, unit, standard, applicant_id, applicant_name, institution, title, year, regions,
                         round, submitted_at, state, task, version, opened_at, changed_at)
SELECT ('01900000-0000-7000-a000-' || lpad(to_hex(n), 12, '0'))::uuid,
       'LYK-1999-' || u.unit || '-' || lpad(n::text, 7, '0'),
       u.unit, u.standard, ('01900000-0000-7000-9000-' || lpad(to_hex(n / {per_person}), 12, '0'))::uuid, 'Pemohon',
       'Instansi ' || n / {per_person}, 'Survei Kepuasan Layanan Nomor ' || n, 1999, ARRAY[u.unit], 1,
       timestamptz '1999-01-01' + n * interval '1 minute',
       CASE WHEN n / {offices} % 50 = 0 THEN 'submitted' ELSE 'completed' END,
       CASE WHEN n / {offices} % 50 = 0 THEN 'completeness' END, 1,
       timestamptz '1999-01-01' + n * interval '1 minute', timestamptz '1999-01-01' + n * interval '1 minute'
  FROM generate_series({first}, {last} - 1) n
  JOIN (SELECT row_number() OVER (ORDER BY unit <> '6104', unit) - 1 AS place, unit, min(id) AS standard
          FROM standard_copy GROUP BY unit) u ON u.place = n % {offices};
VACUUM ANALYZE review_case;
"""


def seed(site: Site, first: int, last: int) -> None:
    values = {
        "first": first, "last": last, "per_person": CASES_OF_A_PERSON, "applicant": APPLICANT, "offices": OFFICES,
    }  # fmt: skip
    site.stand.database.query(INTAKE.format(**values), "intake")
    site.stand.database.query(REVIEW.format(**values), "review")
    site.stand.database.query("CHECKPOINT;")


@dataclass
class Look:
    p95: float
    p50: float
    count: int
    refused: int
    unlike: int


async def looked(port: int, path: str, token: str, says: str, seconds: float) -> Look:
    """The page again and again, by a few readers at once; it must be there, and say what it has to."""
    took: list[float] = []
    refused = unlike = 0
    end = time.monotonic() + seconds

    async def read() -> None:
        nonlocal refused, unlike
        connection = Connection(port)
        while time.monotonic() < end:
            began = time.monotonic()
            answer = await connection.ask("GET", path, {"Cookie": f"layak_token={token}", "Accept": "text/html"})
            took.append(time.monotonic() - began)
            refused += answer.status != 200
            unlike += says.encode() not in answer.body
        connection.close()

    await asyncio.gather(*(read() for _ in range(READERS)))
    return Look(percentile(took, 0.95) * 1000, percentile(took, 0.5) * 1000, len(took), refused, unlike)


def pages(site: Site) -> Measured:
    broken = site.durability()
    site.applicant(APPLICANT)
    few, many = blocks.scaled(FEW, least=2_000), blocks.scaled(MANY, least=20_000)
    groups = site.processes()
    cpu: list[dict[str, float]] = []

    def look() -> dict[str, list[Look]]:
        found: dict[str, list[Look]] = {"worklist": [], "my cases": []}
        officer, applicant = site.token(OFFICER), site.token(APPLICANT)
        shown = (("worklist", "review", "/petugas", officer), ("my cases", "intake", "/pengajuan", applicant))
        for _, service, path, token in shown:
            # Not counted: connections are opened, statements prepared, and the seeded pages read into memory.
            asyncio.run(looked(site.ports[service], path, token, SAYS, blocks.seconds() / 10))
        for _ in range(blocks.TURNS):
            with measured(groups) as meter:
                for name, service, path, token in shown:
                    seen = asyncio.run(looked(site.ports[service], path, token, SAYS, blocks.seconds() / 2))
                    if seen.refused or seen.unlike:
                        broken.append(f"{name}: {seen.refused} of {seen.count} were refused, {seen.unlike} empty")
                    found[name].append(seen)
            cpu.append(meter.seconds)
        return found

    seed(site, 0, few)
    before = look()
    seed(site, few, many)
    for database, table in (("intake", "submission"), ("review", "review_case")):
        count = site.count(database, f"SELECT count(*) FROM {table} WHERE year = 1999")
        if count != many:
            broken.append(f"{count} cases were seeded in {database}, not {many}")
    after = look()
    figures = {
        name: (median([one.p95 for one in after[name]]), median([one.p95 for one in before[name]])) for name in before
    }
    worse = max(figures, key=lambda name: figures[name][0] / figures[name][1])
    raw = {
        "worse": worse, "cases": [few, many], "readers": READERS, "cpu": total(cpu),
        "p95_ms": {name: {"few": value[1], "many": value[0]} for name, value in figures.items()},
        "p50_ms": {
            name: {"few": median([one.p50 for one in before[name]]), "many": median([one.p50 for one in after[name]])}
            for name in before
        },
    }  # fmt: skip
    return Measured(figures[worse][0], figures[worse][1], raw, broken)
