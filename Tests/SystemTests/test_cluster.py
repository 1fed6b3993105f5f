"""A broker of three nodes, each in a network of its own: the node that leads a queue is killed while messages flow.
What was confirmed is there, and the services go on without anybody's help."""

from __future__ import annotations

import asyncio
import ssl
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

import aiormq
import httpx
import pytest
from demo import form
from demo.steps import Steps, eventually
from demo.world import APPLICANT, World
from localstand.cluster import AMQP_PORT, Cluster, Node, refusal
from localstand.services import NAMES
from localstand.stand import Stand

REPOSITORY = Path(__file__).resolve().parents[2]
QUEUE = "portal.replies"
MANY = 5


def test_a_killed_leader_is_replaced_and_nothing_confirmed_is_lost(tmp_path: Path, stand_directory: Path) -> None:
    reason = refusal()
    if reason is not None:
        pytest.skip(reason)
    with Stand(stand_directory, REPOSITORY / ".build" / "debug", for_tests=True, nodes=3) as stand:
        every_queue_has_three_replicas(stand)
        networks_part_and_heal(stand.broker)
        asyncio.run(confirms_go_on(stand))
        world = World(stand, tmp_path, Steps())
        try:
            cases_go_on(world)
            stand.broker.rolling_restart()
            eventually(lambda: all_ok(stand), "healthy services after a rolling restart", 60)
        finally:
            world.close()
        stand.check()


def every_queue_has_three_replicas(stand: Stand) -> None:
    listed = stand.broker.control("list_queues", "--vhost", "layak", "--no-table-headers", "name", "members").stdout
    for line in listed.splitlines():
        assert line.count("rabbit@r") == 3, line


# The means of the tests of faults


def networks_part_and_heal(cluster: Cluster) -> None:
    """Each way to part nodes does what it says and no more, for the moment that it takes to look."""
    one, two, three = cluster.members
    pairs = [(a, b) for a in cluster.members for b in cluster.members if a is not b]

    def heard() -> set[tuple[str, str]]:
        return {(a.name, b.name) for a, b in pairs if hears(cluster, speaker=a, listener=b)}

    whole = {(a.name, b.name) for a, b in pairs}
    assert heard() == whole
    cluster.silence(one, two)
    assert heard() == whole - {("r1", "r2")}
    cluster.heal()
    cluster.part(one, two)
    assert heard() == whole - {("r1", "r2"), ("r2", "r1")}
    cluster.heal()
    cluster.cut(three)
    assert heard() == {("r1", "r2"), ("r2", "r1")}
    cluster.heal()
    # A cable that was pulled takes a moment to carry again.
    eventually(lambda: heard() == whole, "a network that is whole again", 20)
    two.freeze()
    assert state(two) == "T"
    two.thaw()
    assert state(two) != "T"
    cluster.until_whole(60)


def hears(cluster: Cluster, *, speaker: Node, listener: Node) -> bool:
    # Ready when it has printed a line; then it hears something within a second, or fails.
    hear = "s.bind(('0.0.0.0', 9999)); s.settimeout(1); print(flush=True); s.recv(9)"
    listen = f"import socket; s = socket.socket(2, 2); {hear}"
    speak = f"import socket; socket.socket(2, 2).sendto(b'hello', ('{cluster.address(listener)}', 9999))"
    with subprocess.Popen(
        [*listener.inside, sys.executable, "-c", listen], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as listening:
        assert listening.stdout is not None
        listening.stdout.readline()
        subprocess.run([*speaker.inside, sys.executable, "-c", speak], stderr=subprocess.DEVNULL)
        return listening.wait() == 0


def state(node: Node) -> str:
    return Path(f"/proc/{node.child.pid}/stat").read_text().rsplit(")", 1)[1].split()[0]


# Confirms


@dataclass
class Flow:
    confirmed: list[str] = field(default_factory=list)
    # The longest time between two confirms, in seconds, and when the last one came.
    gap: float = 0
    last: float = field(default_factory=time.monotonic)

    def note(self, name: str) -> None:
        now = time.monotonic()
        self.gap = max(self.gap, now - self.last)
        self.last = now
        self.confirmed.append(name)


async def confirms_go_on(stand: Stand) -> None:
    leader = stand.broker.leader(QUEUE)
    flow = Flow()
    stop = asyncio.Event()
    publishing = asyncio.create_task(publish(stand, flow, stop))
    await until(lambda: len(flow.confirmed) > 100, "the first hundred confirms")
    leader.kill()
    before = len(flow.confirmed)
    await until(lambda: len(flow.confirmed) > before + 200, "confirms after the leader was killed")
    stop.set()
    await publishing
    assert stand.broker.leader(QUEUE) is not leader
    print(f"leader of {QUEUE} killed: the longest gap between confirms was {flow.gap:.2f} s")
    # Not in a thread of its own: what a thread has started ends with the thread.
    stand.broker.restart(leader)
    stand.broker.until_whole(60)
    found = await drain(stand, len(set(flow.confirmed)))
    lost = set(flow.confirmed) - set(found)
    assert not lost, f"{len(lost)} of {len(flow.confirmed)} confirmed messages are lost"
    print(f"{len(flow.confirmed)} confirmed, {len(found)} found, {len(found) - len(set(found))} of them twice")
    assert flow.gap < 10


async def publish(stand: Stand, flow: Flow, stop: asyncio.Event) -> None:
    """One after the other, each until it is confirmed, at whichever node answers."""
    number = 0
    nodes = list(stand.broker.members)
    while not stop.is_set():
        try:
            connection = await asyncio.wait_for(aiormq.connect(at(stand, nodes[0], "rating")), 3)
            channel = await connection.channel()
            while not stop.is_set():
                await asyncio.wait_for(publish_one(channel, f"message-{number}"), 3)
                flow.note(f"message-{number}")
                number += 1
        # A node that is gone shows in many ways; each means: the next one, the same message again.
        except (aiormq.exceptions.AMQPError, OSError, TimeoutError, asyncio.CancelledError):
            nodes.append(nodes.pop(0))
            await asyncio.sleep(0.05)


async def publish_one(channel: aiormq.abc.AbstractChannel, name: str) -> None:
    properties = aiormq.spec.Basic.Properties(message_id=name, delivery_mode=2)
    answer = await channel.basic_publish(
        b"{}", exchange="layak.replies", routing_key=QUEUE, mandatory=True, properties=properties
    )
    if not isinstance(answer, aiormq.spec.Basic.Ack):
        raise TimeoutError("refused for now")


async def drain(stand: Stand, many: int) -> list[str]:
    connection = await aiormq.connect(at(stand, stand.broker.any_running(), "portal"))
    channel = await connection.channel()
    found: list[str] = []
    deadline = time.monotonic() + 30
    while len(set(found)) < many and time.monotonic() < deadline:
        message = await channel.basic_get(QUEUE, no_ack=True)
        if message.delivery_tag is None:
            await asyncio.sleep(0.05)
        else:
            found.append(str(message.header.properties.message_id))
    await connection.close()
    return found


def at(stand: Stand, node: Node, user: str) -> str:
    password = stand.secrets.password(f"amqp.{user}")
    return f"amqp://{user}:{password}@{stand.broker.address(node)}:{AMQP_PORT}/layak"


async def until(condition: object, what: str) -> None:
    deadline = time.monotonic() + 30
    while not condition():  # type: ignore[operator]
        assert time.monotonic() < deadline, f"waited in vain for {what}"
        await asyncio.sleep(0.01)


# Cases


def cases_go_on(world: World) -> None:
    """Institutions submit while the node that leads Review's queue dies; each case is opened, once."""
    stand = world.stand
    token = world.token(APPLICANT)
    eventually(lambda: all_ok(stand), "healthy services")
    leader = stand.broker.leader("review.events")
    cases = []
    killed = 0.0
    with httpx.Client(
        base_url=stand.url, verify=ssl.create_default_context(cafile=stand.certificates.authority), timeout=30
    ) as client:
        for index in range(MANY):
            if index == 1:
                leader.kill()
                killed = time.monotonic()
            answer = client.post(
                "/api/v1/submissions",
                headers={"Authorization": f"Bearer {token}", "Idempotency-Key": f"cluster-{index}"},
                json={"form": {"definition": "ms-keg", "version": 1, "answers": form.MEMPAWAH}},
            )
            assert answer.status_code == 201, answer.text[:300]
            cases.append(answer.json()["id"])
    opened = "SELECT count(*), count(DISTINCT subject) FROM outbox WHERE type = 'case.opened.v1'"
    eventually(lambda: stand.database.query(opened, "review").strip() == f"{MANY}|{MANY}", "every case opened", 60)
    print(
        f"{MANY} cases opened, the last {time.monotonic() - killed:.1f} s after the leader of review.events was killed"
    )
    eventually(lambda: all_ok(stand), "healthy services again", 60)
    print(f"every service as before {time.monotonic() - killed:.1f} s after")
    stand.broker.restart(leader)
    stand.broker.until_whole(60)
    assert stand.database.query(opened, "review").strip() == f"{MANY}|{MANY}"


def all_ok(stand: Stand) -> bool:
    return all(stand.services.health(name)["status"] == "ok" for name in NAMES)
