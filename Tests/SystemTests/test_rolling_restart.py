"""Every service stopped and started again while people submit: nothing is lost, nothing happens twice, nobody hangs."""

from __future__ import annotations

import ssl
import threading
import time
from pathlib import Path

import httpx
from demo import form
from demo.steps import eventually
from demo.world import APPLICANT
from localstand.services import NAMES
from localstand.stand import Stand

REPOSITORY = Path(__file__).resolve().parents[2]
ROUNDS = 2
WRITERS = 3
# Seconds. The host promises ten; the rest is for a busy machine.
LONGEST_STOP = 11.5


class Load:
    """Submits whole forms, each until it is accepted, and remembers what was promised."""

    def __init__(self, stand: Stand) -> None:
        self._stand = stand
        self._stop = threading.Event()
        self._lock = threading.Lock()
        self.accepted: dict[str, str] = {}
        self.refused: dict[int, int] = {}
        self.faults: list[str] = []
        self._threads = [threading.Thread(target=self._write, args=(n,), daemon=True) for n in range(WRITERS)]

    def __enter__(self) -> Load:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        for thread in self._threads:
            thread.join(60)

    def _client(self) -> httpx.Client:
        trusted = ssl.create_default_context(cafile=self._stand.certificates.authority)
        return httpx.Client(base_url=self._stand.url, verify=trusted, timeout=20)

    def _write(self, writer: int) -> None:
        try:
            with self._client() as client:
                body = {"email": APPLICANT, "password": self._stand.accounts[APPLICANT].password}
                token = client.post("/api/v1/sessions", json=body).raise_for_status().json()["token"]
                number = 0
                while not self._stop.is_set():
                    number += 1
                    self._submit(client, token, f"rolling-{writer}-{number:05}")
        except Exception as error:  # a writer that dies must fail the test, not vanish
            self.faults.append(f"{type(error).__name__}: {error}")

    def _submit(self, client: httpx.Client, token: str, key: str) -> None:
        filled = {"form": {"definition": "ms-keg", "version": 1, "answers": form.MEMPAWAH}}
        headers = {"Idempotency-Key": key, "Authorization": f"Bearer {token}"}
        while True:
            try:
                answer = client.post("/api/v1/submissions", json=filled, headers=headers)
            except httpx.TransportError:
                answer = None
            status = answer.status_code if answer is not None else 0
            if answer is not None and status in (200, 201):
                with self._lock:
                    self.accepted[key] = answer.json()["id"]
                return
            with self._lock:
                self.refused[status] = self.refused.get(status, 0) + 1
            # The front door answers 502 for a service that is away; the service itself 503.
            assert status in (0, 502, 503), answer.text[:300] if answer is not None else ""
            # What was promised nothing may be given up when the load ends.
            if self._stop.is_set():
                return
            time.sleep(0.05)


def test_a_rolling_restart_under_load_loses_nothing_and_doubles_nothing(stand_directory: Path) -> None:
    with Stand(stand_directory, REPOSITORY / ".build" / "debug", for_tests=True) as stand:
        stops: list[float] = []
        with Load(stand) as load:
            eventually(lambda: len(load.accepted) >= 5, "the load", 60)
            for _ in range(ROUNDS):
                for name in NAMES:
                    before = len(load.accepted)
                    stops.append(restart(stand, name))
                    eventually(lambda before=before: len(load.accepted) > before + 2 or load.faults, "the load", 60)
        assert load.faults == []
        cases = set(load.accepted.values())
        assert len(cases) == len(load.accepted) > 20

        def opened() -> set[str]:
            return set(stand.database.query("SELECT id FROM review_case", database="review").split())

        eventually(lambda: opened() >= cases, "every case in the office", 60)
        # A request that the client gave up may have been accepted all the same, once.
        assert len(opened() - cases) <= WRITERS

        def told() -> list[str]:
            query = "SELECT case_id FROM notice WHERE kind = 'case-opened'"
            return stand.database.query(query, database="notify").split()

        eventually(lambda: set(told()) >= cases, "every applicant told", 60)
        assert len(told()) == len(set(told())), "somebody was told twice"
        for name in NAMES:
            eventually(lambda name=name: rests(stand, name), f"{name} has nothing left", 60)
        stand.check()
    print(f"{len(cases)} cases, {len(stops)} stops of at most {max(stops):.1f} s, refused {load.refused}")


def restart(stand: Stand, name: str) -> float:
    """Stops a service as a deployment does, and starts it again; how long the stop took."""
    child = stand.services.children[name]
    begun = time.monotonic()
    child.stop()
    took = time.monotonic() - begun
    assert child.exit_code() == 0, f"{name} ended with {child.exit_code()}"
    assert took < LONGEST_STOP, f"{name} took {took:.1f} s to stop"
    stand.services.restart(name)
    return took


def rests(stand: Stand, name: str) -> bool:
    messages = stand.services.health(name)["messages"]
    assert isinstance(messages, dict)
    assert messages["parked"] == 0
    return all(messages[part] == 0 for part in ("outboxDepth", "retrying", "early", "stuck"))
