"""What the role under which each service runs may do in its database, table by table, held against the written list
database_rights.txt; and that it owns nothing, can create nothing, and is bound by the limits it must be bound by."""

from __future__ import annotations

from pathlib import Path

import pytest
from localstand.database import Database
from localstand.errors import StandError
from localstand.services import NAMES
from localstand.stand import Stand

REPOSITORY = Path(__file__).resolve().parents[2]
LIST = Path(__file__).with_name("database_rights.txt")
# Written once, read for ever.
HISTORY = "history"

# A partition is reached through its table; rights of its own would go round those of the table.
RIGHTS = """
SELECT c.relname, c.relispartition, array_to_string(ARRAY(
  SELECT p || CASE WHEN has_table_privilege('{role}', c.oid, p) THEN '' ELSE '(' || (
      SELECT string_agg(a.attname, ', ' ORDER BY a.attname) FROM pg_attribute a
      WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
        AND has_column_privilege('{role}', c.oid, a.attnum, p)) || ')' END
  FROM unnest(ARRAY['SELECT', 'INSERT', 'UPDATE']) p WHERE has_any_column_privilege('{role}', c.oid, p)
  ) || ARRAY(
  SELECT p FROM unnest(ARRAY['DELETE', 'TRUNCATE', 'REFERENCES', 'TRIGGER']) p
  WHERE has_table_privilege('{role}', c.oid, p)), ' ')
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema' AND c.relkind IN ('r', 'p', 'v', 'm', 'f')
ORDER BY c.relname;
"""

OWNED = """
SELECT 'relation ' || relname FROM pg_class WHERE relowner = '{role}'::regrole
UNION ALL SELECT 'function ' || proname FROM pg_proc WHERE proowner = '{role}'::regrole
UNION ALL SELECT 'schema ' || nspname FROM pg_namespace WHERE nspowner = '{role}'::regrole
UNION ALL SELECT 'type ' || typname FROM pg_type WHERE typowner = '{role}'::regrole
UNION ALL SELECT 'database ' || datname FROM pg_database WHERE datdba = '{role}'::regrole
UNION ALL SELECT 'membership in ' || roleid::regrole FROM pg_auth_members WHERE member = '{role}'::regrole
UNION ALL SELECT 'the power of ' || a FROM pg_roles, LATERAL (VALUES ('superuser', rolsuper),
  ('createdb', rolcreatedb), ('createrole', rolcreaterole), ('replication', rolreplication), ('bypassrls', rolbypassrls)
  ) AS power(a, has) WHERE rolname = '{role}' AND has
UNION ALL SELECT p || ' on database ' || datname FROM pg_database, unnest(ARRAY['CREATE', 'TEMP']) p
  WHERE datname = '{database}' AND has_database_privilege('{role}', oid, p)
UNION ALL SELECT 'CREATE on schema ' || nspname FROM pg_namespace WHERE has_schema_privilege('{role}', oid, 'CREATE')
UNION ALL SELECT 'entry to database ' || datname FROM pg_database
  WHERE datname IN ('intake', 'review', 'notify', 'rating') AND datname <> '{database}'
    AND has_database_privilege('{role}', oid, 'CONNECT');
"""


def test_the_runtime_roles_have_the_rights_that_are_written_down_and_no_more(stand_directory: Path) -> None:
    stand = Stand(stand_directory, REPOSITORY / ".build" / "debug", for_tests=True)
    try:
        stand.database.start()
        stand.services.migrate()
        compare(stand.database)
        for name in NAMES:
            owns_nothing(stand.database, name)
            is_bound(stand.database, name)
            tries(stand.database, name)
    finally:
        stand.database.child.stop()
        stand.stop()


def compare(database: Database) -> None:
    wanted = written()
    found: dict[str, str] = {}
    wrong = []
    shared = {name for name in wanted if name.startswith("messaging.")}
    for service in NAMES:
        rows = [
            line.split("|") for line in database.query(RIGHTS.format(role=f"{service}_service"), service).splitlines()
        ]
        for table, is_partition, rights in rows:
            if is_partition == "t":
                if not rights:
                    continue
                # What may be read through the table may be read here, if it is written down.
                if rights != "SELECT":
                    wrong.append(f"{service}.{table} is a partition and has rights of its own: {rights}")
            name = f"messaging.{table}" if f"messaging.{table}" in shared else f"{service}.{table}"
            if found.setdefault(name, rights) != rights:
                wrong.append(f"{name} is not the same in every database: {found[name]} / {rights}")
    for name in sorted(set(wanted) | set(found)):
        stated = wanted.get(name, (None, False))[0]
        if stated != found.get(name):
            wrong.append(
                f"{name}: the list says {stated or 'nothing'}, the database {found.get(name, 'has no such table')}"
            )
    for name, (rights, is_history) in wanted.items():
        if is_history and any(word in rights for word in ("UPDATE", "DELETE", "TRUNCATE")):
            wrong.append(f"{name} is history, and the list lets it be changed")
    assert not wrong, "\n".join(wrong)
    history = sum(is_history for _, is_history in wanted.values())
    print(f"{len(found)} tables as written; {history} of them are history: INSERT and SELECT at most")


def written() -> dict[str, tuple[str, bool]]:
    tables = {}
    for line in LIST.read_text().splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        name, _, rest = line.partition(" ")
        rights = rest.strip().removesuffix(f" {HISTORY}")
        tables[name] = ("" if rights == "nothing" else rights, rights != rest.strip())
    return tables


def owns_nothing(database: Database, service: str) -> None:
    owned = database.query(OWNED.format(role=f"{service}_service", database=service), service).splitlines()
    assert not owned, f"{service}_service has {owned}"


def is_bound(database: Database, service: str) -> None:
    """The limits hold for whoever comes in as this role, not only for the service's own connections."""
    settings = "SELECT unnest(setconfig) FROM pg_db_role_setting WHERE setrole = '{0}_service'::regrole ORDER BY 1"
    assert database.query(settings.format(service)).split("\n")[:-1] == [
        "idle_in_transaction_session_timeout=10s",
        "statement_timeout=5s",
        "synchronous_commit=on",
    ]


def tries(database: Database, service: str) -> None:
    """The catalogue is believed, and yet what matters most is tried."""
    for statement in (
        "CREATE TABLE mine (x integer)",
        "CREATE TEMP TABLE mine (x integer)",
        "CREATE SCHEMA mine",
        "CREATE FUNCTION mine() RETURNS integer LANGUAGE sql AS 'SELECT 1'",
        "UPDATE outbox SET body = ''",
        "DELETE FROM outbox",
        "TRUNCATE outbox",
        "DROP TABLE outbox",
        "ALTER TABLE outbox DISABLE TRIGGER ALL",
        "DELETE FROM inbox",
        "UPDATE schema_migration SET checksum = ''",
        f"SET ROLE {service}_owner",
    ):
        with pytest.raises(StandError, match=r"permission denied|must be owner|must be member"):
            database.query(statement, service, role=f"{service}_service")
