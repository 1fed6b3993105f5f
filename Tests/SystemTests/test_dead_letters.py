"""What the broker itself gives up: a message that came back too often goes to its service's parking, and stays safe
where it is while parking is missing or full, also when the broker is killed meanwhile."""

from __future__ import annotations

import asyncio
import contextlib
import json
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

import aiormq
from aiormq.abc import AbstractChannel
from localstand import topology
from localstand.stand import Stand

REPOSITORY = Path(__file__).resolve().parents[2]
BINARIES = REPOSITORY / ".build" / "debug"
QUEUE, PARKING = "review.events", "review.parking"
KEY = "submission.submitted.v1"


def test_what_came_back_too_often_is_parked_and_never_lost(stand_directory: Path) -> None:
    with Stand(stand_directory, BINARIES, servers_only=True, for_tests=True) as stand:
        topology.declare(BINARIES, stand.broker, stand.secrets)
        limit = delivery_limit(stand)
        asyncio.run(parked_after_the_limit(stand, limit))
        asyncio.run(kept_while_parking_is_missing(stand, limit))
        asyncio.run(kept_while_parking_is_full(stand, limit))


def delivery_limit(stand: Stand) -> int:
    policies = json.loads(stand.broker.control("export_definitions", "-").stdout)["policies"]
    definition = next(each["definition"] for each in policies if each["name"] == "work-review.events")
    assert definition["dead-letter-strategy"] == "at-least-once", definition
    assert definition["overflow"] == "reject-publish", definition
    return int(definition["delivery-limit"])


async def parked_after_the_limit(stand: Stand, limit: int) -> None:
    await publish(stand, "bad", "good")
    returned = await give_back(stand, "bad", limit + 5)
    assert returned == limit + 1, f"lent {returned} times"
    parked = await collect(stand, PARKING, {"bad"})
    assert parked == ["bad"]
    assert await collect(stand, QUEUE, {"good"}) == ["good"], "its neighbour is not blamed"


async def kept_while_parking_is_missing(stand: Stand, limit: int) -> None:
    async with as_deploy(stand) as channel:
        await channel.queue_delete(PARKING)
    await publish(stand, "homeless")
    assert await give_back(stand, "homeless", limit + 5) == limit + 1
    await until_waiting(stand, 1)
    stand.broker.child.kill()
    stand.broker.restart()
    await until_waiting(stand, 1)
    assert await ids(stand, QUEUE) == [], "and is lent to nobody"
    # What the deploy step would do.
    topology.declare(BINARIES, stand.broker, stand.secrets)
    began = time.monotonic()
    assert await collect(stand, PARKING, {"homeless"}) == ["homeless"]
    print(f"in parking {time.monotonic() - began:.1f} s after it was declared again")
    await until_waiting(stand, 0)


async def kept_while_parking_is_full(stand: Stand, limit: int) -> None:
    full = json.dumps({"max-length": 1, "overflow": "reject-publish"})
    stand.broker.control("set_policy", "--vhost", "layak", "--priority", "99", "full", "^review\\.parking$", full)
    async with as_deploy(stand) as channel:
        # The limit is soft: a quorum queue takes some more before it refuses.
        with contextlib.suppress(aiormq.exceptions.DeliveryError):
            while True:
                await channel.basic_publish(b"{}", routing_key=PARKING)
    await publish(stand, "crowded")
    assert await give_back(stand, "crowded", limit + 5) == limit + 1
    await until_waiting(stand, 1)
    assert "crowded" not in await ids(stand, PARKING, keep=True)
    stand.broker.control("clear_policy", "--vhost", "layak", "full")
    assert (await collect(stand, PARKING, {"crowded"})).count("crowded") == 1
    await until_waiting(stand, 0)


# Hands


async def connect(stand: Stand, user: str) -> aiormq.abc.AbstractConnection:
    return await aiormq.connect(stand.broker.url(user, stand.secrets.password(f"amqp.{user}")))


class as_deploy:
    def __init__(self, stand: Stand) -> None:
        self._stand = stand

    async def __aenter__(self) -> AbstractChannel:
        self._connection = await connect(self._stand, "deploy")
        return await self._connection.channel()

    async def __aexit__(self, *_: object) -> None:
        await self._connection.close()


async def publish(stand: Stand, *names: str) -> None:
    connection = await connect(stand, "intake")
    channel = await connection.channel()
    for name in names:
        properties = aiormq.spec.Basic.Properties(message_id=name, delivery_mode=2)
        confirmed = await channel.basic_publish(
            b"{}", exchange="layak.events", routing_key=KEY, mandatory=True, properties=properties
        )
        assert isinstance(confirmed, aiormq.spec.Basic.Ack)
    await connection.close()


async def give_back(stand: Stand, name: str, most: int) -> int:
    """How often the message was lent before it came no more."""
    connection = await connect(stand, "review")
    channel = await connection.channel()
    times = 0
    misses = 0
    while times < most and misses < 20:
        message = await channel.basic_get(QUEUE)
        if message.delivery_tag is None or message.header.properties.message_id != name:
            # Held, not given back: this one is not to be blamed. It returns when the connection closes.
            misses += 1
            await asyncio.sleep(0.05)
            continue
        times += 1
        await channel.basic_nack(message.delivery_tag, requeue=True)
    await connection.close()
    return times


async def ids(stand: Stand, queue: str, *, keep: bool = False) -> list[str]:
    """Takes what is there now, or only looks."""
    connection = await connect(stand, "review")
    channel = await connection.channel()
    taken = []
    while (message := await channel.basic_get(queue)).delivery_tag is not None:
        taken.append(str(message.header.properties.message_id))
        if not keep:
            await channel.basic_ack(message.delivery_tag)
    await connection.close()
    return taken


async def collect(stand: Stand, queue: str, wanted: set[str]) -> list[str]:
    """Takes until all that is wanted is there; a minute at most."""
    taken: list[str] = []

    async def complete() -> bool:
        taken.extend(await ids(stand, queue))
        return wanted <= set(taken)

    await until(complete, f"{wanted} in {queue}, which had {taken}")
    return taken


async def until(condition: Callable[[], Awaitable[bool]], what: str) -> None:
    deadline = time.monotonic() + 60
    while not await condition():
        assert time.monotonic() < deadline, f"waited in vain for {what}"
        await asyncio.sleep(0.2)


async def until_waiting(stand: Stand, count: int) -> None:
    """Until the queue that gives up has as many; a node that has just started does not know at once."""

    async def is_so() -> bool:
        return waiting(stand, QUEUE) == count

    await until(is_so, f"{count} messages in {QUEUE}")


def waiting(stand: Stand, queue: str) -> int:
    """As the broker counts them, those included that it has given up and not yet parked."""
    listed = stand.broker.control("list_queues", "--vhost", "layak", "--no-table-headers", "name", "messages").stdout
    counts = dict(line.split() for line in listed.splitlines())
    return int(counts[queue])
