"""Whole cases through the public faces: submitted, taken, examined, evaluated, signed, mailed, rated."""

from __future__ import annotations

import asyncio
import hashlib
import itertools
import json
import os
import re
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from localstand.services import NAMES

from bench import blocks
from bench.door import Answer, Connection
from bench.figures import Measured, percentile
from bench.mailbox import Mailbox, rating_token
from bench.processors import Meter
from bench.site import ROLES, Site, submission, units

OFFICES = 4
# Cases under way at a time. More than the services can work on at once, less than would let them wait for long.
UNDER_WAY = 48
APPLICANT = "pemohon@kpk.example"
# Tokens live ten minutes; renewed long before.
RENEW = 240.0
LATEST = 60.0
CSRF = re.compile(rb'name="_csrf" value="([^"]+)"')


@dataclass
class Case:
    id: str
    unit: str
    version: int
    began: float
    token: asyncio.Future[str]


class Lost(Exception):
    """A case that did not go on; what was answered."""


@dataclass
class Walk:
    """Everybody at work."""

    site: Site
    bodies: dict[str, bytes]
    tokens: dict[str, str] = field(default_factory=dict)
    waiting: dict[str, asyncio.Future[str]] = field(default_factory=dict)
    early: dict[str, str] = field(default_factory=dict)
    done: list[tuple[float, float]] = field(default_factory=list)
    submitted: int = 0
    lost: list[str] = field(default_factory=list)
    asked: int = 0
    again: int = 0
    refused: int = 0

    def sign_in(self) -> None:
        people = [APPLICANT, *(f"{role}.{unit}@bps.example" for unit in self.bodies for role in ROLES)]
        self.tokens = {email: self.site.token(email) for email in people}

    async def until(self, deadline: float) -> None:
        mailbox = Mailbox(self.site.stand.mail.folder)
        loop = asyncio.get_running_loop()
        loop.add_reader(mailbox.descriptor, self._post, mailbox)
        renewing = asyncio.create_task(self._renew())
        order = itertools.cycle(self.bodies)
        try:
            await asyncio.gather(*(self._person(order, deadline) for _ in range(UNDER_WAY)))
        finally:
            renewing.cancel()
            loop.remove_reader(mailbox.descriptor)
            mailbox.close()

    def _post(self, mailbox: Mailbox) -> None:
        for mail in mailbox.arrived():
            found = rating_token(mail)
            if found is None:
                continue
            case, token = found
            future = self.waiting.get(case)
            if future is None:
                self.early[case] = token
            elif not future.done():
                future.set_result(token)

    async def _renew(self) -> None:
        while True:
            await asyncio.sleep(RENEW)
            await asyncio.to_thread(self.sign_in)

    async def _person(self, order: Any, deadline: float) -> None:
        """One applicant after the other, with the officers who work on the case."""
        doors = {name: Connection(port) for name, port in self.site.ports.items()}
        while time.monotonic() < deadline:
            try:
                await self._case(doors, next(order))
            except (Lost, TimeoutError, OSError, asyncio.IncompleteReadError) as error:
                self.lost.append(f"{type(error).__name__}: {error}"[:300])
        for door in doors.values():
            door.close()

    async def _case(self, doors: dict[str, Connection], unit: str) -> None:
        began = time.monotonic()
        answer = await self._ask(
            doors["intake"], "/api/v1/submissions", self.bodies[unit], APPLICANT,
            {"Idempotency-Key": str(uuid.uuid4())}, 201,
        )  # fmt: skip
        self.submitted += 1
        case = Case(str(answer.json()["id"]), unit, 1, began, asyncio.get_running_loop().create_future())
        self.waiting[case.id] = case.token
        review = doors["review"]
        await self._command(review, case, "take", "officer", patient=True)
        await self._command(review, case, "declare-complete", "officer")
        finding = {"item": "3.2", "verdict": "advice", "text": "Sebutkan indikator menurut jenis kelamin."}
        await self._command(review, case, "examine", "officer", findings=[finding])
        await self._command(review, case, "open-evaluation", "officer")
        await self._command(
            review, case, "give-opinion", "evaluator", recommends="feasible", text="Rancangan layak dilaksanakan."
        )
        await self._command(review, case, "close-evaluation", "officer", minutes="Tim sepakat bahwa kegiatan layak.")
        await self._command(
            review, case, "draft-letter", "officer", outcome="feasible", reasons=[],
            advice=["Sebutkan indikator menurut jenis kelamin pada tabel hasil."],
        )  # fmt: skip
        await self._command(review, case, "sign-letter", "signer")
        token = self.early.pop(case.id, None) or await asyncio.wait_for(case.token, LATEST)
        del self.waiting[case.id]
        await self._rate(doors["rating"], token)
        self.done.append((time.monotonic(), time.monotonic() - began))

    async def _ask(
        self, door: Connection, path: str, body: bytes, email: str, headers: dict[str, str], wanted: int
    ) -> Answer:
        end = time.monotonic() + LATEST
        while True:
            self.asked += 1
            answer = await door.ask(
                "POST",
                path,
                {"Authorization": f"Bearer {self.tokens[email]}", "Content-Type": "application/json"} | headers,
                body,
            )
            # Nothing was kept: whoever is told to come again comes again.
            if answer.status != 503 or time.monotonic() > end:
                break
            self.again += 1
            self.refused += 1
            await asyncio.sleep(float(answer.headers.get("retry-after", "1")))
        if answer.status != wanted:
            raise Lost(f"{path} answered {answer.status}: {answer.body[:200].decode(errors='replace')}")
        return answer

    async def _command(
        self, door: Connection, case: Case, name: str, role: str, patient: bool = False, **rest: Any
    ) -> None:
        body = json.dumps({"caseId": case.id, "version": case.version} | rest).encode()
        path = f"/api/v1/cases/{case.id}/commands/{name}"
        email = f"{role}.{case.unit}@bps.example"
        pause, end = 0.02, time.monotonic() + LATEST
        while True:
            try:
                answer = await self._ask(door, path, body, email, {}, 200)
                break
            except Lost as error:
                # Until the message of the submission has arrived, the office does not know the case.
                if not patient or " 404:" not in str(error) or time.monotonic() > end:
                    raise
                self.again += 1
                await asyncio.sleep(pause)
                pause = min(0.5, pause * 1.5)
        case.version = int(answer.json()["version"])

    async def _rate(self, door: Connection, token: str) -> None:
        """As the applicant's browser does, each from an address of its own, which the front door would have named."""
        path, end = f"/penilaian/{token}", time.monotonic() + LATEST
        # Of the whole link: its beginning is that of a time, which many cases share.
        own = hashlib.sha256(token.encode()).hexdigest()
        address = {"X-Forwarded-For": f"2001:db8::{own[:4]}:{own[4:8]}:{own[8:12]}"}
        pause = 0.02
        while True:
            self.asked += 1
            page = await door.ask("GET", path, {"Accept": "text/html"} | address)
            form = CSRF.search(page.body)
            if page.status == 200 and b'name="nilai"' in page.body:
                break
            if time.monotonic() > end:
                raise Lost(f"the rating was not open: {page.status}")
            self.again += 1
            await asyncio.sleep(pause)
            pause = min(0.5, pause * 1.5)
        fields = {"nilai": "5", "komentar": "Prosesnya jelas."} | ({"_csrf": form[1].decode()} if form else {})
        cookie = page.headers.get("set-cookie", "").split(";")[0]
        headers = {
            "Content-Type": "application/x-www-form-urlencoded",
            "Origin": self.site.stand.url,
        } | address
        self.asked += 1
        answer = await door.ask(
            "POST", path, headers | ({"Cookie": cookie} if cookie else {}), urlencode(fields).encode()
        )
        if answer.status != 303:
            raise Lost(f"the rating was answered {answer.status}: {answer.body[:300].decode(errors='replace')}")


# What must be the same for every case that was submitted, in whichever database it is kept.
COUNTS: dict[str, tuple[str, str]] = {
    "cases": ("review", "SELECT count(*) FROM review_case WHERE year <> 1999"),
    "letters": ("review", "SELECT count(*) FROM letter WHERE signed_at IS NOT NULL"),
    "letter numbers": (
        "review", "SELECT count(DISTINCT (unit, letter_number)) FROM letter WHERE signed_at IS NOT NULL",
    ),
    "files of letters": ("review", "SELECT count(*) FROM letter_file"),
    "cases completed and rated": (
        "review", "SELECT count(*) FROM review_case WHERE state = 'completed' AND rated_at IS NOT NULL",
    ),
    "notices of letters": ("notify", "SELECT count(*) FROM notice WHERE kind = 'case-letter-issued'"),
    "mails of letters handed over": (
        "notify",
        "SELECT count(*) FROM obligation o JOIN notice n ON n.id = o.notice_id WHERE n.kind = 'case-letter-issued'"
        " AND o.channel = 'email' AND o.state = 'handed-over'",
    ),
    "ratings": ("rating", "SELECT count(DISTINCT case_id) FROM rating_answer"),
}  # fmt: skip


# The server's own count, which is some tenths of a second old.
COMMITTED = "SELECT xact_commit FROM pg_stat_database WHERE datname = current_database()"


def settled(look: Callable[[], dict[str, int]], wanted: int, within: float) -> dict[str, int]:
    """The counts, as soon as all are what they should be, or when the time is over."""
    deadline = time.monotonic() + within
    while True:
        found = look()
        if all(count == wanted for count in found.values()) or time.monotonic() > deadline:
            return found
        time.sleep(0.5)


def cases(site: Site) -> Measured:
    broken = site.durability()
    bodies = {unit: submission(unit) for unit in units(OFFICES)}
    site.people(list(bodies))
    walk = Walk(site, bodies)
    walk.sign_in()
    before = {name: site.count(database, sql) for name, (database, sql) in COUNTS.items()}
    memory_before = {name: site.stand.services.memory(name).own for name in NAMES}
    seconds = blocks.seconds() * 9
    committed = {name: site.count(name, COMMITTED) for name in NAMES}
    meter = Meter(site.processes() | {"client": os.getpid()})
    meter.begin()
    began = time.monotonic()
    asyncio.run(walk.until(began + seconds))
    meter.end()
    # Cases that ended after the time are whole, but not of this time.
    in_time = [took for ended, took in walk.done if ended <= began + seconds]
    found = settled(
        lambda: {name: site.count(database, sql) - before[name] for name, (database, sql) in COUNTS.items()},
        walk.submitted,
        within=60,
    )
    broken += [f"{name}: {count}, not {walk.submitted}" for name, count in found.items() if count != walk.submitted]
    if walk.lost:
        broken.append(f"{len(walk.lost)} cases did not go on, the first: {walk.lost[0]}")
    if len(walk.done) != walk.submitted:
        broken.append(f"{walk.submitted} cases were submitted and {len(walk.done)} rated")
    broken += [f"{what}: {count}" for what, count in site.unsettled().items() if count]
    every = max(1, len(walk.done))
    raw = {
        "cases": len(walk.done), "in_time": len(in_time), "seconds": seconds, "requests": walk.asked,
        "asked_again": walk.again, "told_to_come_again": walk.refused, "under_way": UNDER_WAY,
        "cpu": meter.seconds,
        "cpu_ms_a_case": {name: round(used * 1000 / every, 2) for name, used in meter.seconds.items()},
        "transactions_a_case": {
            name: round((site.count(name, COMMITTED) - committed[name]) / every, 1) for name in NAMES
        },
        "cores_used": round(sum(meter.seconds.values()) / max(0.001, meter.wall), 2),
        "share_of_client": round(meter.seconds["client"] / max(0.001, sum(meter.seconds.values())), 3),
        "case_seconds_p50": percentile(in_time, 0.5) if in_time else None,
        "case_seconds_p95": percentile(in_time, 0.95) if in_time else None,
        "own_memory_mb": {
            name: [round(memory_before[name], 1), round(site.stand.services.memory(name).own, 1)] for name in NAMES
        },
    }  # fmt: skip
    return Measured(len(in_time) / seconds, None, raw, broken)
