"""What a service really sends to PostgreSQL, read from the server's own log, and made into a script of pgbench.

The reference of the submissions is the same statements with the same parameters, one by one; only identifiers and
numbers that differ from one submission to the next are drawn anew, for two rows may not have the same."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

# What `log_line_prefix` must be for `read`.
PREFIX = "@@|%p|%a|"
_HEAD = re.compile(r"^@@\|(\d+)\|([^|]*)\|(LOG|DETAIL):  ")
_EXECUTED = re.compile(r"^(?:statement|execute [^:]+): ", re.DOTALL)
_PARAMETER = re.compile(r"\$(\d+) = (NULL|'(?:[^']|'')*')", re.DOTALL)
_UUID = re.compile(r"^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$")
# Moments (also as seconds since 1970), and texts that are long or structured (a form, a message), are sent as they
# were: no rule says that they must differ.
_REPEATED = re.compile(r"^(\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d|1\d{9}$|[{\[]|.{200})", re.DOTALL)


@dataclass
class Statement:
    sql: str
    parameters: list[str | None] = field(default_factory=list)


@dataclass
class Unit:
    """What one session ran between BEGIN and COMMIT."""

    program: str
    statements: list[Statement] = field(default_factory=list)

    @property
    def texts(self) -> list[str]:
        return [one.sql for one in self.statements]


def read(log: str) -> list[Unit]:
    """The transactions of a log, in the order of their ends; a statement outside of one is one for itself."""
    entries: list[tuple[str, str, str, str]] = []
    for line in log.splitlines():
        head = _HEAD.match(line)
        if head:
            entries.append((head[1], head[2], head[3], line[head.end() :]))
        elif line.startswith("\t") and entries:
            pid, program, kind, text = entries[-1]
            entries[-1] = (pid, program, kind, f"{text}\n{line[1:]}")
    units: list[Unit] = []
    open_units: dict[str, Unit] = {}
    last: dict[str, Statement] = {}
    for pid, program, kind, text in entries:
        if kind == "DETAIL":
            if pid in last and text.startswith("parameters: "):
                last[pid].parameters = [
                    None if value == "NULL" else value[1:-1].replace("''", "'") for _, value in _PARAMETER.findall(text)
                ]
            continue
        executed = _EXECUTED.match(text)
        if not executed:
            continue
        statement = last[pid] = Statement(text[executed.end() :].strip().rstrip(";"))
        word = statement.sql.split(None, 1)[0].upper() if statement.sql else ""
        if word in ("BEGIN", "START"):
            open_units[pid] = Unit(program, [statement])
        elif pid in open_units:
            open_units[pid].statements.append(statement)
            if word in ("COMMIT", "END", "ROLLBACK"):
                units.append(open_units.pop(pid))
        else:
            units.append(Unit(program, [statement]))
    return units


def caused(units: Sequence[Unit], idle: Sequence[Unit]) -> list[Unit]:
    """Those transactions that nobody runs while nothing happens. The relay's are not the request's."""
    usual = {text for unit in idle for text in unit.texts}
    return [
        unit for unit in units if not unit.program.endswith("-relay") and any(text not in usual for text in unit.texts)
    ]


class Unlike(Exception):
    """Two submissions had no transaction in common, so none of them stands for all."""


def common(first: Sequence[Unit], second: Sequence[Unit]) -> tuple[list[Unit], list[Unit]]:
    """The transactions that both submissions ran. What one alone has, somebody in the background did meanwhile."""
    left = list(second)
    ours, theirs = [], []
    for unit in first:
        twin = next((other for other in left if other.texts == unit.texts), None)
        if twin is not None:
            left.remove(twin)
            ours.append(unit)
            theirs.append(twin)
    return ours, theirs


def script(first: Sequence[Unit], second: Sequence[Unit], name: str) -> tuple[str, dict[str, str]]:
    """A script of pgbench and the variables that it needs, from what two submissions of the same form ran."""
    both = common(first, second)
    one, other = ([statement for unit in units for statement in unit.statements] for units in both)
    if not any("INSERT INTO submission " in statement.sql for statement in one):
        raise Unlike(f"two submissions have no transaction in common: {[unit.texts for unit in first]}"[:500])
    drawn: dict[str, str] = {}
    settings: list[str] = []
    variables: dict[str, str] = {}
    lines: list[str] = []

    def draw(value: str) -> str:
        if value not in drawn:
            variable = f"{name}_d{len(drawn)}"
            if _UUID.match(value):
                settings.append(f"\\set {variable} random(1, 281474976710655)")
                drawn[value] = f"('01900000-0000-7000-8000-' || lpad(to_hex((:{variable})::bigint), 12, '0'))::uuid"
            else:
                settings.append(f"\\set {variable} random(1, 999999999999)")
                kept = re.sub(r"\d+$", "", value).replace("'", "''")
                drawn[value] = f"('{kept}' || lpad(((:{variable})::bigint)::text, 12, '0'))"
        return drawn[value]

    for index, (statement, its) in enumerate(zip(one, other, strict=True)):
        spelled: dict[int, str] = {}
        for place, (value, another) in enumerate(zip(statement.parameters, its.parameters, strict=True), start=1):
            if value is None:
                spelled[place] = "NULL"
            elif value in drawn or (value != another and not _REPEATED.match(value)):
                spelled[place] = draw(value)
            else:
                variable = f"{name}_{index}_{place}"
                variables[variable] = value
                spelled[place] = f":{variable}"
        lines.append(re.sub(r"\$(\d+)", lambda found: spelled[int(found[1])], statement.sql) + ";")  # noqa: B023
    return "\n".join([*settings, *lines]) + "\n", variables
