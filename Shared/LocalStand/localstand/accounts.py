"""Demo accounts of a stand, made through Intake's own command, with passwords that nobody has seen before."""

import secrets
from dataclasses import dataclass

from localstand.console import step
from localstand.services import Services


@dataclass(frozen=True)
class Account:
    who: str
    email: str
    name: str
    role: str
    unit: str | None
    password: str


OPERATOR = "operator@bps.example"

# Names of persons are invented; the mail domain `.example` can never belong to anybody.
_PEOPLE = [
    ("Pemohon", "pemohon@kpk.example", "Rahma Wulandari", "applicant", None),
    ("Petugas, BPS pusat", "petugas@bps.example", "Dewi Lestari", "officer", "0000"),
    ("Evaluator, BPS pusat", "evaluator@bps.example", "Bayu Pratama", "evaluator", "0000"),
    ("Direktur Diseminasi Statistik", "direktur@bps.example", "Sri Handayani", "signer", "0000"),
    ("Petugas, BPS Kabupaten Mempawah", "petugas.6104@bps.example", "Yusuf Ramadhan", "officer", "6104"),
    ("Evaluator, BPS Kabupaten Mempawah", "evaluator.6104@bps.example", "Maria Tan", "evaluator", "6104"),
    ("Kepala BPS Kabupaten Mempawah", "kepala.6104@bps.example", "Hendra Gunawan", "signer", "6104"),
    ("Operator", OPERATOR, "Agus Salim", "operator", None),
]


def make(services: Services) -> dict[str, Account]:
    """Makes the accounts; by their e-mail address."""
    made: dict[str, Account] = {}
    with step("Making demo accounts"):
        for who, email, name, role, unit in _PEOPLE:
            account = Account(who, email, name, role, unit, secrets.token_urlsafe(12))
            arguments = ["accounts", "create", "--email", email, "--name", name, "--role", role]
            if unit is not None:
                arguments += ["--unit", unit]
            services.command("intake", *arguments, given=account.password + "\n")
            made[email] = account
    return made
