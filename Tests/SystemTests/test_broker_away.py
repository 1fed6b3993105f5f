"""The broker is away: institutions go on submitting, every service says how it stands; nothing is lost or doubled."""

from __future__ import annotations

import ssl

import httpx
from demo import form
from demo.steps import eventually
from demo.world import APPLICANT, World
from localstand.services import NAMES, is_ready
from localstand.stand import Stand

MANY = 5


def test_submissions_go_on_without_a_broker_and_open_one_case_each_when_it_is_back(world: World) -> None:
    stand = world.stand
    token = world.token(APPLICANT)
    eventually(lambda: all(status(stand, name) == "ok" for name in NAMES), "four healthy services")
    # What they publish when they start is out.
    eventually(lambda: depth(stand, "intake") == 0, "an empty outbox")

    stand.broker.child.kill()
    eventually(lambda: all(status(stand, name) == "degraded" for name in NAMES), "four degraded services")
    cases = []
    with httpx.Client(
        base_url=stand.url, verify=ssl.create_default_context(cafile=stand.certificates.authority), timeout=30
    ) as client:
        for index in range(MANY):
            answer = client.post(
                "/api/v1/submissions",
                headers={"Authorization": f"Bearer {token}", "Idempotency-Key": f"broker-away-{index}"},
                json={"form": {"definition": "ms-keg", "version": 1, "answers": form.MEMPAWAH}},
            )
            assert answer.status_code == 201, answer.text[:300]
            cases.append(answer.json()["id"])
            assert depth(stand, "intake") == index + 1, "the outbox holds what cannot be told yet"
        again = client.post(
            "/api/v1/submissions",
            headers={"Authorization": f"Bearer {token}", "Idempotency-Key": "broker-away-0"},
            json={"form": {"definition": "ms-keg", "version": 1, "answers": form.MEMPAWAH}},
        )
        assert (again.status_code, again.json()["id"]) == (200, cases[0])
    assert len(set(cases)) == MANY
    assert all(is_ready(stand.services.ports[name]) for name in NAMES), "a lost broker is no reason to turn people away"
    assert all(status(stand, name) == "degraded" for name in NAMES)
    assert stand.services.health("intake")["messages"]["outboxDepth"] == MANY  # type: ignore[index]

    stand.broker.restart()
    world.observe()
    for case in cases:
        world.event("case.opened.v1", case, within=60)
    eventually(lambda: depth(stand, "intake") == 0, "an empty outbox")
    eventually(lambda: all(status(stand, name) == "ok" for name in NAMES), "four healthy services")
    # Nothing waits any more in the queue that opens cases, and each case was opened once.
    eventually(lambda: "review.events 0" in waiting(stand), "an empty queue")
    opened = "SELECT count(*), count(DISTINCT subject) FROM outbox WHERE type = 'case.opened.v1'"
    assert stand.database.query(opened, "review").strip() == f"{MANY}|{MANY}"


def status(stand: Stand, name: str) -> str:
    """What /health says; it answers 200 as long as the service serves."""
    return str(stand.services.health(name)["status"])


def depth(stand: Stand, name: str) -> int:
    """How many messages wait to be published, as the service's metrics say."""
    lines = stand.services.metrics(name).splitlines()
    (value,) = [line.split()[-1] for line in lines if line.startswith("layak_outbox_depth")]
    return int(float(value))


def waiting(stand: Stand) -> list[str]:
    listed = stand.broker.control("list_queues", "--vhost", "layak", "--no-table-headers", "name", "messages")
    return [" ".join(line.split()) for line in listed.stdout.splitlines()]
