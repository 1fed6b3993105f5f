"""The whole system over TLS: services and programs prove themselves to the broker by certificates alone, everybody
verifies the servers' names, and whoever cannot is refused. The authority is the stand's own; the false ones are made
here."""

from __future__ import annotations

import contextlib
import os
import socket
import ssl
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

from demo.__main__ import walk
from demo.steps import Steps
from localstand.authority import Authority
from localstand.stand import Stand

REPOSITORY = Path(__file__).resolve().parents[2]
BINARIES = REPOSITORY / ".build" / "debug"
Pair = tuple[Path, Path]


def test_the_demo_walks_over_tls_and_strangers_are_refused(tmp_path: Path, stand_directory: Path) -> None:
    with Stand(stand_directory, BINARIES, for_tests=True, tls=True) as stand:
        walk(stand, tmp_path, Steps())
        everybody_is_encrypted(stand)
        own = Authority(stand.root / "tls", "")
        foreign = Authority(tmp_path / "foreign", "Somebody else")
        foreign.prepare()
        the_broker_knows_its_own(stand, own, foreign)
        the_database_knows_its_own(stand, foreign)
        false_servers_are_left(stand, own, foreign)


def everybody_is_encrypted(stand: Stand) -> None:
    listed = stand.broker.control("list_connections", "--no-table-headers", "user", "ssl", "auth_mechanism").stdout
    connections = [line.split() for line in listed.splitlines()]
    assert {user for user, _, _ in connections} >= {"intake", "review", "notify", "rating"}, connections
    assert all(rest == ["true", "EXTERNAL"] for _, *rest in connections), connections
    clear = "SELECT count(*) FROM pg_stat_activity JOIN pg_stat_ssl USING (pid) WHERE usename LIKE '%_service' AND "
    assert int(stand.database.query(clear + "NOT ssl")) == 0
    assert int(stand.database.query(clear + "ssl")) >= 4


def the_broker_knows_its_own(stand: Stand, own: Authority, foreign: Authority) -> None:
    right = own.client("program-intake", "intake")
    password = "intake:not-a-secret"

    def url(
        *,
        user: str = "intake",
        scheme: str = "amqps",
        host: str = "localhost",
        pair: Pair | None = right,
        authority: Authority = own,
    ) -> str:
        place = f"{scheme}://{user}@{host}:{stand.broker.port}/layak"
        if scheme == "amqp":
            return place
        files = f"&certfile={quote(str(pair[0]))}&keyfile={quote(str(pair[1]))}" if pair else ""
        return f"{place}?cafile={quote(str(authority.certificate))}{files}"

    assert check_broker(url()) is None
    refused = {
        "no certificate": url(user=password, pair=None),
        "a certificate of another authority": url(pair=foreign.client("intake", "intake")),
        "a certificate that has expired": url(pair=own.client("expired", "intake", days=-1)),
        "a certificate of nobody who is a user": url(pair=own.client("nobody", "nobody")),
        "a broker of an authority that is not trusted": url(authority=foreign),
        "a broker under another name": url(host="127.0.0.1"),
        "plain TCP": url(user=password, scheme="amqp"),
    }
    for what, address in refused.items():
        reason = check_broker(address)
        assert reason is not None, f"let in: {what}"
        assert "not-a-secret" not in reason
        print(f"broker, {what}: {reason}")
    # The user is who the certificate says, whatever the address says.
    assert check_broker(url(user="deploy")) is None
    assert "refused" in str(check_broker(url(user="deploy"), command="declare")).lower()


def the_database_knows_its_own(stand: Stand, foreign: Authority) -> None:
    right = stand.database.conninfo("intake", "intake_owner")
    base, _, _ = right.partition("?")
    assert migrate(stand, right) is None
    refused = {
        "no encryption": f"{base}?sslmode=disable",
        "an authority that is not trusted": f"{base}?sslmode=verify-full&sslrootcert={foreign.certificate}",
        "another name": right.replace("localhost", "127.0.0.1"),
    }
    for what, conninfo in refused.items():
        reason = migrate(stand, conninfo)
        assert reason is not None, f"connected: {what}"
        print(f"database, {what}: {reason}")


def false_servers_are_left(stand: Stand, own: Authority, foreign: Authority) -> None:
    """A server that is not the right one hears nothing, not even a name."""
    client = own.client("program-intake", "intake")
    certificates = {
        "expired": own.server("expired-server", "DNS:localhost", days=-1),
        "of another name": own.server("other-server", "DNS:elsewhere.example"),
        "of another authority": foreign.server("server", "DNS:localhost"),
    }
    for what, pair in certificates.items():
        with impostor(pair, asks_first=False) as seen:
            address = f"amqps://intake@localhost:{seen.port}/layak?cafile={quote(str(own.certificate))}"
            address += f"&certfile={quote(str(client[0]))}&keyfile={quote(str(client[1]))}"
            assert check_broker(address) is not None, what
        assert seen.trusted == [False], f"a broker with a certificate {what}: {seen.trusted}"
        with impostor(pair, asks_first=True) as seen:
            right = stand.database.conninfo("intake", "intake_owner")
            assert migrate(stand, right.replace(f":{stand.database.port}/", f":{seen.port}/")) is not None, what
        assert seen.trusted and not any(seen.trusted), f"a database with a certificate {what}: {seen.trusted}"


def check_broker(url: str, command: str = "check") -> str | None:
    """Why a program with Layak's own client was refused; None when it was let in."""
    done = subprocess.run(
        [str(BINARIES / "layak"), "broker", command, *(["--existence"] if command == "check" else [])],
        env={"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "LAYAK_AMQP": url},
        capture_output=True,
        text=True,
        timeout=60,
    )
    return None if done.returncode == 0 else (done.stdout + done.stderr).strip()


def migrate(stand: Stand, owner: str) -> str | None:
    done = subprocess.run(
        [str(BINARIES / "Intake"), "migrate"],
        env=stand.services.children["intake"].env | {"LAYAK_DATABASE_OWNER": owner},
        cwd=os.fspath(stand.root),
        capture_output=True,
        text=True,
        timeout=60,
    )
    return None if done.returncode == 0 else (done.stdout + done.stderr).strip().splitlines()[-1]


class Seen:
    port = 0

    def __init__(self) -> None:
        # Whether each visitor finished the handshake and went on to speak.
        self.trusted: list[bool] = []


@contextlib.contextmanager
def impostor(pair: Pair, *, asks_first: bool) -> Iterator[Seen]:
    """A server with this certificate; `asks_first` as PostgreSQL does, which is asked in the clear for encryption."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*pair)
    listener = socket.create_server(("127.0.0.1", 0))
    seen = Seen()
    seen.port = listener.getsockname()[1]

    def serve() -> None:
        while True:
            try:
                visitor, _ = listener.accept()
            except OSError:
                return
            try:
                visitor.settimeout(10)
                if asks_first:
                    visitor.recv(8)
                    visitor.sendall(b"S")
                with context.wrap_socket(visitor, server_side=True) as secured:
                    # With TLS 1.3 a server believes that it is done before the client has looked at the certificate.
                    seen.trusted.append(bool(secured.recv(1)))
            except (ssl.SSLError, OSError):
                seen.trusted.append(False)

    thread = threading.Thread(target=serve)
    thread.start()
    try:
        yield seen
    finally:
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        thread.join(15)
