"""Running clocks counted anew by a newer calendar, as the operator's command does it: `Review calendar load`."""

from __future__ import annotations

import csv
import time
from pathlib import Path

from bench import blocks
from bench.figures import Measured, median
from bench.processors import measured, total
from bench.site import REPOSITORY, Site

CLOCKS = 50_000
HOLIDAYS = REPOSITORY / "Shared" / "WorkingDays" / "Data" / "holidays.csv"
# Working days that a decree takes away, one in each load; every seeded clock crosses all of them.
DECREES = ("2027-03-02", "2027-03-03")
OFFICES = 100

# Working days of the newest calendar, by SQL alone: what the program counts is compared with it.
WORK = """
CREATE OR REPLACE TEMP VIEW work AS
SELECT day, row_number() OVER (ORDER BY day) AS place
  FROM (SELECT d::date AS day FROM generate_series(date '2026-01-01', date '2027-12-31', interval '1 day') d) days
 WHERE extract(isodow FROM day) < 6
   AND day NOT IN (SELECT (off->>'day')::date
                     FROM (SELECT content FROM calendar_version ORDER BY version DESC LIMIT 1) newest,
                          jsonb_array_elements(newest.content->'daysOff') off
                    WHERE off->>'unit' IS NULL);
"""
DUE = "(SELECT w.day FROM work w WHERE w.place = 14 + (SELECT count(*) FROM work v WHERE v.day <= {declared}))"
SEED = """
INSERT INTO review_case (id, number, unit, standard, applicant_id, applicant_name, institution, title, year, regions,
                         round, submitted_at, state, task, version, opened_at, changed_at)
SELECT ('01900000-0000-7000-b000-' || lpad(to_hex(n), 12, '0'))::uuid, 'LYK-1998-' || u.unit || '-' || n, u.unit,
       u.standard, ('01900000-0000-7000-9000-' || lpad(to_hex(n), 12, '0'))::uuid, 'Pemohon', 'Instansi',
       'Survei Bertenggat ' || n, 1998, ARRAY[u.unit], 1, now(), 'complete', 'examination', 2, now(), now()
  FROM generate_series(0, {clocks} - 1) n
  JOIN (SELECT row_number() OVER (ORDER BY unit) - 1 AS place, unit, min(id) AS standard
          FROM standard_copy GROUP BY unit) u ON u.place = n % {offices};
INSERT INTO legal_clock (case_id, number, round, declared_at, working_days, due_on, due_at, calendar_version)
SELECT c.id, 1, 1, d.day + time '03:00' AT TIME ZONE 'UTC', 14, d.due, d.due + time '08:30' AT TIME ZONE 'UTC',
       (SELECT max(version) FROM calendar_version)
  FROM (SELECT id, row_number() OVER (ORDER BY id) AS n FROM review_case WHERE year = 1998) c
  JOIN (SELECT day, row_number() OVER (ORDER BY day) - 1 AS place, {due} AS due
          FROM (SELECT day FROM work WHERE day < '2027-03-02' ORDER BY day DESC LIMIT 8) days) d
    ON d.place = c.n % 8;
VACUUM ANALYZE review_case, legal_clock;
"""
WRONG = """
SELECT count(*) FROM legal_clock c JOIN review_case k ON k.id = c.case_id
 WHERE k.year = 1998 AND c.due_on <> {due}
"""


def reprojection(site: Site) -> Measured:
    clocks = blocks.scaled(CLOCKS, least=2_000)
    broken = site.durability()
    # What moves is told to services that know nothing of seeded cases: they rest, and the events stay in the outbox.
    # The command needs only the database.
    for child in site.stand.services.children.values():
        child.stop()
    review = site.stand.database
    newest = site.count("review", "SELECT max(version) FROM calendar_version")
    # By its whole name: inside the inner query `day` is another one.
    due = DUE.format(declared="days.day")
    review.query(WORK + SEED.format(clocks=clocks, offices=OFFICES, due=due).replace("{due}", due), "review")
    seeded = site.count("review", "SELECT count(*) FROM legal_clock WHERE ended_at IS NULL")
    if seeded < clocks:
        broken.append(f"{seeded} clocks run, not {clocks}")

    took: list[float] = []
    cpu: list[dict[str, float]] = []
    said = ""
    for turn, decree in enumerate(DECREES):
        calendar = site.stand.services.children["review"].log.parent / "calendar.csv"
        amended(calendar, DECREES[: turn + 1])
        before = site.count("review", "SELECT count(*) FROM clock_move")
        with measured({"postgresql": review.child.pid}) as meter:
            began = time.monotonic()
            said = site.stand.services.command(
                "review", "calendar", "load", str(calendar), str(newest + 1 + turn), f"Keputusan ukur {decree}"
            )
            took.append(time.monotonic() - began)
        cpu.append(meter.seconds)
        moved = site.count("review", "SELECT count(*) FROM clock_move") - before
        told = site.count("review", "SELECT count(*) FROM outbox WHERE type = 'case.due-moved.v1'")
        wrong = int(
            review.query(WORK + WRONG.format(due=DUE.format(declared="c.declared_at::date")), "review").split()[-1]
        )
        for what, found, wanted in (("moved", moved, clocks), ("told", told, clocks * (turn + 1)), ("wrong", wrong, 0)):
            if found != wanted:
                broken.append(f"{what}: {found}, not {wanted}")
    raw = {"clocks": clocks, "seconds": took, "cpu": total(cpu), "said": said.splitlines()}
    # Of a shorter block the figure is scaled to what is asked: the whole number of clocks.
    return Measured(median(took) * CLOCKS / clocks, None, raw, broken)


def amended(path: Path, decrees: tuple[str, ...]) -> None:
    """The bundled calendar and the days of the decrees."""
    with HOLIDAYS.open() as file:
        rows = list(csv.reader(file))
    with path.open("w", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerows(rows)
        writer.writerows([day, "cuti_bersama", "Cuti ukur", "Keputusan ukur"] for day in decrees)
