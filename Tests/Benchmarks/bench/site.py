"""A whole stand for the rows that need the services: as durable as in operation, and people for its offices."""

from __future__ import annotations

import csv
import json
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import httpx
from demo import form
from localstand import stand as stands
from localstand.services import NAMES
from localstand.stand import Stand
from localstand.waiting import until

from bench.servers import not_durable

REPOSITORY = Path(__file__).resolve().parents[3]
UNITS = REPOSITORY / "Shared" / "Standards" / "Data" / "bps_units.csv"
ROLES = ("officer", "evaluator", "signer")
# Between 8 and 10 KB as JSON, as a careful applicant's form is.
FORM_BYTES = range(8_000, 10_001)


class Site:
    def __init__(self, stand: Stand) -> None:
        self.stand = stand
        self.ports = stand.services.ports
        self._passwords = {email: account.password for email, account in stand.accounts.items()}

    def processes(self) -> dict[str, int]:
        running = {name: child.pid for name, child in self.stand.services.children.items() if child.exit_code() is None}
        return running | {
            "postgresql": self.stand.database.child.pid,
            "rabbitmq": self.stand.broker.child.pid,
            "mail server": self.stand.mail.child.pid,
        }

    def token(self, email: str) -> str:
        answer = httpx.post(
            f"http://127.0.0.1:{self.ports['intake']}/api/v1/sessions",
            json={"email": email, "password": self._passwords[email]},
            timeout=30,
        )
        answer.raise_for_status()
        return str(answer.json()["token"])

    def people(self, units: list[str]) -> None:
        """An officer, an evaluator and a signer for each unit: `<role>.<unit>@bps.example`."""
        for unit in units:
            for role in ROLES:
                email = f"{role}.{unit}@bps.example"
                if email in self._passwords:
                    continue
                self._passwords[email] = secrets.token_urlsafe(12)
                self.stand.services.command(
                    "intake", "accounts", "create", "--email", email, "--name", f"{role.title()} {unit}",
                    "--role", role, "--unit", unit, given=self._passwords[email] + "\n",
                )  # fmt: skip

    def applicant(self, email: str) -> None:
        if email not in self._passwords:
            self._passwords[email] = secrets.token_urlsafe(12)
            self.stand.services.command(
                "intake", "accounts", "create", "--email", email, "--name", "Pemohon Ukur", "--role", "applicant",
                given=self._passwords[email] + "\n",
            )  # fmt: skip

    def count(self, database: str, sql: str) -> int:
        return int(self.stand.database.query(sql, database).strip() or 0)

    def durability(self) -> list[str]:
        names = ("fsync", "synchronous_commit", "full_page_writes")
        return not_durable({name: self.stand.database.query(f"SHOW {name}").strip() for name in names})

    def unsettled(self) -> dict[str, int]:
        """What is under way, lies aside or is missing, of all services together; all of it is 0 at rest."""
        found = dict.fromkeys(("parked", "retry", "early", "stuck", "drift", "under way"), 0)
        for name in NAMES:
            found["under way"] += outbox_depth(self.stand.services.health(name))
            found["parked"] += self.count(name, "SELECT count(*) FROM parked_message WHERE replayed_at IS NULL")
            found["retry"] += self.count(name, "SELECT count(*) FROM retry")
            found["early"] += self.count(name, "SELECT count(*) FROM inbox_early")
            found["stuck"] += self.count(name, "SELECT count(*) FROM outbox_stuck")
            found["drift"] += self.count(name, "SELECT coalesce(sum(drift), 0)::bigint FROM reconciliation")
        return found


def outbox_depth(health: Any) -> int:
    """How many rows a service has not published yet, wherever its health says so.

    A health that says nothing is no proof that nothing is under way."""
    if isinstance(health, dict):
        if isinstance(health.get("outboxDepth"), int):
            return int(health["outboxDepth"])
        for part in health.values():
            with suppress(KeyError):
                return outbox_depth(part)
    raise KeyError("outboxDepth")


def units(count: int) -> list[str]:
    """Offices of regencies, one of each province, in the order of their codes."""
    with UNITS.open() as file:
        rows = [row for row in csv.reader(file) if len(row) > 2 and row[2] == "kabkota"]
    first = {row[0][:2]: row[0] for row in reversed(rows)}
    return sorted(first.values())[:count]


def filled(unit: str) -> dict[str, Any]:
    """A form for this unit, of the size that forms have."""
    sentence = "Data dihimpun dari laporan unit kerja, diperiksa, lalu disajikan menurut wilayah dan jenis objek. "
    variable = dict(form.MEMPAWAH["3.4"][0])
    answers: dict[str, Any] = form.MEMPAWAH | {
        "4.5": [unit],
        "3.1": sentence * 8,
        "3.2": sentence * 8,
        "3.4": [variable | {"nama": f"Variabel {n}", "definisi": sentence * 2} for n in range(1, 21)],
    }
    return {"definition": "ms-keg", "version": 1, "answers": answers}


def submission(unit: str) -> bytes:
    body = json.dumps({"form": filled(unit)}, ensure_ascii=False).encode()
    if len(body) not in FORM_BYTES:
        raise ValueError(f"the form has {len(body)} bytes")
    return body


@contextmanager
def running(root: Path, binaries: Path) -> Iterator[Site]:
    stands.remove(root)
    try:
        # Not for tests: with fsync and full page writes.
        with Stand(root, binaries) as stand:
            until(lambda: (root / "accounts-made").exists(), stand.database.child, within=30)
            yield Site(stand)
    finally:
        stands.remove(root)
