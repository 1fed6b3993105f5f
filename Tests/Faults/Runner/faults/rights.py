"""Tries what nobody may do, and writes down whether it was allowed."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Callable

import aio_pika
from aio_pika.abc import AbstractChannel
from localstand.stand import Stand

from faults.history import History

Deed = Callable[[AbstractChannel, str], Awaitable[object]]
PATIENCE = 5.0


def publish(exchange: str, key: str) -> Deed:
    async def do(channel: AbstractChannel, user: str) -> None:
        to = await channel.get_exchange(exchange, ensure=False)
        # Nothing that anybody could carry out, should it go through.
        message = aio_pika.Message(b"{}", content_type="application/json", type=key, user_id=user)
        await to.publish(message, routing_key=key, mandatory=False, timeout=PATIENCE)

    return do


def under_another_name(exchange: str, key: str, name: str) -> Deed:
    async def do(channel: AbstractChannel, _: str) -> None:
        await publish(exchange, key)(channel, name)

    return do


def read(queue: str) -> Deed:
    async def do(channel: AbstractChannel, _: str) -> None:
        found = await channel.get_queue(queue, ensure=False)
        # What is not acknowledged goes back when the connection ends.
        await found.get(no_ack=False, fail=False, timeout=PATIENCE)

    return do


def declare(queue: str) -> Deed:
    async def do(channel: AbstractChannel, _: str) -> None:
        await channel.declare_queue(queue, exclusive=True, timeout=PATIENCE)

    return do


def bind(queue: str, exchange: str, key: str) -> Deed:
    async def do(channel: AbstractChannel, _: str) -> None:
        found = await channel.get_queue(queue, ensure=False)
        await found.bind(exchange, key, timeout=PATIENCE)

    return do


def delete_queue(queue: str) -> Deed:
    async def do(channel: AbstractChannel, _: str) -> None:
        # Nobody may, not even what would do no harm; a queue that is read would stay even so.
        await channel.queue_delete(queue, if_unused=True, if_empty=True, timeout=PATIENCE)

    return do


def delete_exchange(exchange: str) -> Deed:
    async def do(channel: AbstractChannel, _: str) -> None:
        await channel.exchange_delete(exchange, if_unused=True, timeout=PATIENCE)

    return do


FORBIDDEN: tuple[tuple[str, str, Deed], ...] = (
    ("portal", "publish an event", publish("layak.events", "submission.submitted.v1")),
    ("portal", "send an officer's command", publish("layak.commands", "case.take.v1")),
    ("office-6104", "hand in a submission", publish("layak.commands", "submission.submit.v1")),
    ("observer", "publish a command", publish("layak.commands", "submission.submit.v1")),
    ("notify", "publish an event of Review", publish("layak.events", "case.opened.v1")),
    ("office-6104", "speak as the portal", under_another_name("layak.commands", "case.take.v1", "portal")),
    ("portal", "read an office's worklist", read("office.6104")),
    ("portal", "read the events of a service", read("review.events")),
    ("office-6104", "read the portal's replies", read("portal.replies")),
    ("observer", "read a service's commands", read("review.commands")),
    ("observer", "read what a service set aside", read("notify.parking")),
    ("rating", "read another service's events", read("review.events")),
    ("portal", "declare a queue", declare("portal.more")),
    ("review", "declare a queue", declare("review.more")),
    ("observer", "bind its queue to what is confidential", bind("observer.events", "layak.events", "contact.#")),
    ("office-6104", "bind its queue to another office's work", bind("office.6104", "layak.worklists", "unit.#")),
    ("portal", "delete a queue", delete_queue("portal.replies")),
    ("review", "delete its queue", delete_queue("review.events")),
    ("intake", "delete an exchange", delete_exchange("layak.events")),
)  # fmt: skip


def names() -> list[list[str]]:
    """Who must not do what: as many answers must be in the history."""
    return [[who, what] for who, what, _ in FORBIDDEN]


def probe(stand: Stand, history: History) -> None:
    try:
        asyncio.run(asyncio.wait_for(_probe(stand, history), 30))
    except Exception as error:
        # What was not tried is missing from the history, and the checker says so.
        history.write("broken", key="rights", why=f"{type(error).__name__}: {error}")


async def _probe(stand: Stand, history: History) -> None:
    connections: dict[str, aio_pika.abc.AbstractConnection] = {}
    try:
        for user, what, deed in FORBIDDEN:
            if user not in connections:
                url = stand.broker.program_url(user, stand.secrets.password(f"amqp.{user}"))
                connections[user] = await aio_pika.connect(url, timeout=PATIENCE)
            allowed, why = await _try(connections[user], user, deed)
            history.write("probe", who=user, what=what, allowed=allowed, why=why)
    finally:
        for connection in connections.values():
            with contextlib.suppress(Exception):
                await connection.close()


async def _try(connection: aio_pika.abc.AbstractConnection, user: str, deed: Deed) -> tuple[bool | None, str]:
    """Whether it was allowed; nothing when the broker gave neither a yes nor a refusal for want of a right."""
    channel = await connection.channel(publisher_confirms=True)
    closed: list[BaseException] = []
    channel.close_callbacks.add(lambda _, error: closed.append(error) if error is not None else None)
    try:
        await asyncio.wait_for(deed(channel, user), PATIENCE)
    except Exception as error:
        why = error if "REFUSED" in str(error) or not closed else closed[0]
        text = f"{type(why).__name__}: {why}"
        return (False if "ACCESS_REFUSED" in text or "PRECONDITION_FAILED - user_id" in text else None), text[:200]
    finally:
        with contextlib.suppress(Exception):
            await channel.close()
    return True, ""
