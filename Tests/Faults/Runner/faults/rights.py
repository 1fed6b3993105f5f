"""Tries what nobody may do, and writes down whether it was allowed."""

from __future__ import annotations

import asyncio
import contextlib

import aio_pika
from localstand.stand import Stand

from faults.history import History

FORBIDDEN = (
    ("portal", "publish an event", "layak.events", "submission.submitted.v1"),
    ("portal", "send an officer's command", "layak.commands", "case.take.v1"),
    ("office-6104", "hand in a submission", "layak.commands", "submission.submit.v1"),
    ("observer", "publish a command", "layak.commands", "submission.submit.v1"),
    ("notify", "publish an event of Review", "layak.events", "case.opened.v1"),
)


def probe(stand: Stand, history: History) -> None:
    with contextlib.suppress(OSError, TimeoutError):
        asyncio.run(asyncio.wait_for(_probe(stand, history), 15))


async def _probe(stand: Stand, history: History) -> None:
    for user, what, exchange, key in FORBIDDEN:
        url = stand.broker.program_url(user, stand.secrets.password(f"amqp.{user}"))
        allowed = True
        connection = await aio_pika.connect(url, timeout=5)
        try:
            channel = await connection.channel(publisher_confirms=True)
            to = await channel.get_exchange(exchange, ensure=False)
            # Nothing that anybody could carry out, should it go through.
            message = aio_pika.Message(b"{}", content_type="application/json", type=key, user_id=user)
            await to.publish(message, routing_key=key, mandatory=False, timeout=5)
        except aio_pika.exceptions.AMQPError:
            allowed = False
        except RuntimeError:
            allowed = False  # the channel was closed under the publish
        finally:
            with contextlib.suppress(Exception):
                await connection.close()
        history.write("probe", who=user, what=what, allowed=allowed)
