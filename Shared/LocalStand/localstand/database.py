"""PostgreSQL of a stand: one cluster, one database with an owner role and a runtime role per service."""

import hashlib
import os
import pwd
import shutil
import signal
import subprocess
import time
from pathlib import Path
from urllib.parse import quote

from localstand.certificates import Certificates
from localstand.children import Child
from localstand.console import say, step
from localstand.errors import StandError
from localstand.ports import Ports
from localstand.secrets_file import Secrets
from localstand.waiting import until

BINARIES = Path("/usr/lib/postgresql/15/bin")
SUPERUSER = "layak_admin"


class Database:
    def __init__(
        self,
        stand: Path,
        ports: Ports,
        secrets: Secrets,
        *,
        durable: bool,
        services: list[str],
        tls: Certificates | None = None,
    ) -> None:
        """With `tls` nobody connects in the clear, and who connects verifies the server's name."""
        self._stand = stand
        self._tls = tls
        self._secrets = secrets
        self._durable = durable
        self._services = services
        self.port = ports.get("postgres")
        # PostgreSQL refuses to run as root: a root shell steps down to the user that Debian's package made.
        self._user = "postgres" if os.geteuid() == 0 else None
        self._home = home_of(stand)
        self._data = self._home / "data"
        self.child = Child(
            "PostgreSQL",
            [str(BINARIES / "postgres"), "-D", str(self._data)],
            stand=stand,
            log=stand / "log" / "postgres.log",
            user=self._user,
            stop_signal=signal.SIGINT,
            grace=30,
            cwd=self._home,
        )

    def conninfo(self, database: str, role: str) -> str:
        password = self._secrets.password(f"postgres.{role}")
        if self._tls is not None:
            return (
                f"postgresql://{role}:{password}@localhost:{self.port}/{database}"
                f"?sslmode=verify-full&sslrootcert={quote(str(self._tls.authority))}"
            )
        return f"postgresql://{role}:{password}@127.0.0.1:{self.port}/{database}"

    def administrator(self) -> str:
        return self.conninfo("postgres", SUPERUSER)

    def start(self) -> None:
        _stop_leftover(self._data)
        if not (self._data / "PG_VERSION").exists():
            with step("Creating the database cluster"):
                self._initialise()
        self._write_settings()
        with step("Starting PostgreSQL"):
            self._launch()
            for service in self._services:
                self._make_database(service)

    def restart(self) -> None:
        """After a kill or a stop; for fault tests."""
        _stop_leftover(self._data)
        self._launch()

    def _launch(self) -> None:
        """The orphans of a killed server end by themselves; until the last has gone, a new one refuses to start."""
        deadline = time.monotonic() + 30
        while True:
            self.child.start()
            try:
                return until(self._answers, self.child, within=60)
            except StandError:
                if self.child.exit_code() is None or time.monotonic() > deadline:
                    raise
                time.sleep(0.2)

    def query(self, sql: str, database: str = "postgres", role: str = SUPERUSER) -> str:
        """Runs SQL, as the cluster's administrator unless said otherwise; the text of the answer, one row a line."""
        done = subprocess.run(
            ["/usr/bin/psql", "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", self.conninfo(database, role)],
            input=sql,
            capture_output=True,
            text=True,
            env={"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "PGCONNECT_TIMEOUT": "5"},
        )
        if done.returncode != 0:
            raise StandError(f"PostgreSQL refused a statement of the set-up: {done.stderr.strip()}")
        return done.stdout

    def _initialise(self) -> None:
        self._home.mkdir(parents=True, exist_ok=True)
        # A set-up that was cut off left a part of a cluster, which initdb would refuse.
        shutil.rmtree(self._data, ignore_errors=True)
        password_file = self._home / "initial-password"
        password_file.touch(mode=0o600)
        password_file.write_text(self._secrets.password(f"postgres.{SUPERUSER}"))
        if self._user is not None:
            account = pwd.getpwnam(self._user)
            os.chown(self._home, account.pw_uid, account.pw_gid)
            os.chown(password_file, account.pw_uid, account.pw_gid)
            if self._home != self._stand / "postgres":
                say(f"(user postgres cannot enter {self._stand}: the cluster is in {self._home}) ")
        as_user = {"user": self._user, "group": self._user, "extra_groups": []} if self._user else {}
        done = subprocess.run(
            [
                str(BINARIES / "initdb"), "-D", str(self._data), "-U", SUPERUSER, "--pwfile", str(password_file),
                "-A", "scram-sha-256", "-E", "UTF8", "--locale=C.UTF-8", "--no-instructions",
                *([] if self._durable else ["--no-sync"]),
            ],
            cwd=self._home,
            capture_output=True,
            text=True,
            env={"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "TZ": "UTC"},
            **as_user,  # type: ignore[arg-type]
        )  # fmt: skip
        password_file.unlink()
        if done.returncode != 0:
            raise StandError(f"The database cluster could not be created: {done.stderr.strip().splitlines()[-1]}")

    def _write_settings(self) -> None:
        lines = [
            "listen_addresses = '127.0.0.1'",
            f"port = {self.port}",
            # Loopback with a password serves everybody here; a socket's path is limited to 107 characters.
            "unix_socket_directories = ''",
            # Every test has a pool of its own, and many run at once.
            f"max_connections = {200 if self._services else 1000}",
            "timezone = 'UTC'",
            "log_timezone = 'UTC'",
            "log_statement = 'none'",
            # No value of a statement ever reaches the log: it may be personal data.
            "log_min_error_statement = panic",
            "log_parameter_max_length_on_error = 0",
            "log_error_verbosity = terse",
        ]
        if not self._durable:
            # Without fsync a commit survives a killed server, though not a lost machine: enough for the fault tests.
            lines += ["fsync = off", "full_page_writes = off"]
        rule = "host"
        if self._tls is not None:
            for file, name in zip(self._tls.of_server("postgres"), ("server.crt", "server.key"), strict=True):
                self._hand_over(file, self._data / name)
            lines += ["ssl = on", "ssl_cert_file = 'server.crt'", "ssl_key_file = 'server.key'"]
            lines += ["ssl_min_protocol_version = 'TLSv1.2'"]
            rule = "hostssl"
        # Whoever is not named here is refused.
        (self._data / "pg_hba.conf").write_text(f"{rule} all all 127.0.0.1/32 scram-sha-256\n")
        (self._data / "postgresql.auto.conf").write_text("\n".join(lines) + "\n")

    def _hand_over(self, file: Path, copy: Path) -> None:
        """PostgreSQL takes a key only from a file that is its own and that nobody else reads."""
        copy.touch(mode=0o600)
        copy.write_bytes(file.read_bytes())
        if self._user is not None:
            account = pwd.getpwnam(self._user)
            os.chown(copy, account.pw_uid, account.pw_gid)

    def _answers(self) -> bool:
        ready = subprocess.run(
            [str(BINARIES / "pg_isready"), "-q", "-h", "127.0.0.1", "-p", str(self.port)], check=False
        )
        return ready.returncode == 0

    def _make_database(self, service: str) -> None:
        owner, runtime = f"{service}_owner", f"{service}_service"
        statements = []
        for role in (owner, runtime):
            password = self._secrets.password(f"postgres.{role}")
            statements.append(
                f"SELECT 'CREATE ROLE {role}'"
                f" WHERE NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname='{role}') \\gexec\n"
                f"ALTER ROLE {role} LOGIN PASSWORD '{password}' NOSUPERUSER NOCREATEDB NOCREATEROLE;"
            )
        # A person who looks in as the runtime role is bound as the service is; the service asks for the same itself.
        statements += [
            f"ALTER ROLE {runtime} SET synchronous_commit = on;",
            f"ALTER ROLE {runtime} SET statement_timeout = '5s';",
            f"ALTER ROLE {runtime} SET idle_in_transaction_session_timeout = '10s';",
        ]
        statements.append(
            f"SELECT 'CREATE DATABASE {service} OWNER {owner}'"
            f" WHERE NOT EXISTS (SELECT 1 FROM pg_database WHERE datname='{service}') \\gexec\n"
            f"REVOKE ALL ON DATABASE {service} FROM PUBLIC;"
            f"GRANT CONNECT ON DATABASE {service} TO {runtime};"
        )
        self.query("\n".join(statements))


def clear(stand: Path) -> None:
    """Ends a server that was left and removes the cluster. Writes nothing: it must work on a full disk too."""
    home = home_of(stand)
    _stop_leftover(home / "data")
    shutil.rmtree(home, ignore_errors=True)


def home_of(stand: Path) -> Path:
    home = stand / "postgres"
    if os.geteuid() != 0:
        return home
    # The user `postgres` must be able to enter every folder above. /root is closed to it, so a stand of root
    # there keeps its cluster beside, under a name made from the stand's path.
    reachable = all(parent.stat().st_mode & 0o001 for parent in home.parents if parent.exists())
    if reachable:
        return home
    return Path("/var/tmp") / f"layak-{hashlib.sha256(str(stand).encode()).hexdigest()[:16]}"


def _stop_leftover(data: Path) -> None:
    """A cluster that an earlier run left: known by its own pid file and by where that process stands."""
    pid_file = data / "postmaster.pid"
    try:
        pid = int(pid_file.read_text().splitlines()[0])
        if Path(f"/proc/{pid}/cwd").resolve() != data.resolve():
            return
        os.kill(pid, signal.SIGINT)
    except (OSError, ValueError, IndexError):
        return
    gone = Path(f"/proc/{pid}")
    for _ in range(300):
        if not gone.exists():
            return
        signal.sigtimedwait([], 0.1)
    os.kill(pid, signal.SIGKILL)
