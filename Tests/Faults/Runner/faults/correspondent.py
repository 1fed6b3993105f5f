"""An outside program on the broker that outlives it: connects again for ever, and forgets nothing it has read."""

from __future__ import annotations

import asyncio
import concurrent.futures
import contextlib
import json
import logging
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import aio_pika
from aio_pika.abc import AbstractChannel, AbstractIncomingMessage
from demo.amqp import uuid7

logging.getLogger("aiormq").setLevel(logging.CRITICAL)
logging.getLogger("aio_pika").setLevel(logging.CRITICAL)

Take = Callable[[AbstractIncomingMessage], None]


class Correspondent:
    """`take` is called for each message before it is acknowledged, in the loop's own thread."""

    def __init__(self, url: Callable[[], str], user: str, queues: dict[str, Take]) -> None:
        self.user = user
        self._url = url
        self._queues = queues
        self._channel: AbstractChannel | None = None
        self._closing = False
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name=user, daemon=True)
        self._thread.start()
        self._work = asyncio.run_coroutine_threadsafe(self._stay(), self._loop)

    @property
    def connected(self) -> bool:
        return self._channel is not None

    def publish(self, message: aio_pika.Message, routing_key: str, exchange: str = "layak.commands") -> bool:
        """Whether the broker has confirmed it within three seconds. False is a doubt: say it again with the same id."""
        channel = self._channel
        if channel is None:
            return False
        try:
            work = asyncio.run_coroutine_threadsafe(self._publish(channel, message, routing_key, exchange), self._loop)
            work.result(timeout=3)
            return True
        except (Exception, concurrent.futures.CancelledError):
            return False

    def command(
        self, type_: str, body: dict[str, Any], reply_queue: str, token: str | None = None
    ) -> tuple[str, aio_pika.Message]:
        """A command and its identifier; the very same message is sent again for as long as nobody answers."""
        now, message_id = datetime.now(UTC), uuid7()
        headers: dict[str, Any] = {"time": now.isoformat(timespec="milliseconds").replace("+00:00", "Z")}
        if token is not None:
            headers["actor-token"] = token
        message = aio_pika.Message(
            json.dumps(body, ensure_ascii=False).encode(), content_type="application/json",
            delivery_mode=aio_pika.DeliveryMode.PERSISTENT, message_id=message_id, type=type_, user_id=self.user,
            app_id=self.user, timestamp=now, correlation_id=uuid7(), reply_to=reply_queue, headers=headers,
        )  # fmt: skip
        return message_id, message

    async def _publish(self, channel: AbstractChannel, message: aio_pika.Message, key: str, exchange: str) -> None:
        to = await channel.get_exchange(exchange, ensure=False)
        await to.publish(message, routing_key=key, mandatory=True, timeout=3)

    async def _stay(self) -> None:
        while not self._closing:
            with contextlib.suppress(Exception):
                await self._once()
            self._channel = None
            await asyncio.sleep(0.3)

    async def _once(self) -> None:
        connection = await aio_pika.connect(
            self._url(), client_properties={"connection_name": f"faults {self.user}"}, timeout=5
        )
        try:
            channel = await connection.channel(publisher_confirms=True, on_return_raises=True)
            await channel.set_qos(prefetch_count=100)
            ended = asyncio.Event()
            channel.close_callbacks.add(lambda *_: ended.set())
            for name, take in self._queues.items():
                queue = await channel.get_queue(name, ensure=False)
                await queue.consume(self._taking(take))
            self._channel = channel
            while not self._closing and not ended.is_set() and not connection.is_closed:
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(ended.wait(), 0.5)
        finally:
            self._channel = None
            with contextlib.suppress(Exception):
                await asyncio.wait_for(connection.close(), 2)

    def _taking(self, take: Take) -> Callable[[AbstractIncomingMessage], Any]:
        async def taken(message: AbstractIncomingMessage) -> None:
            take(message)
            with contextlib.suppress(Exception):
                await message.ack()

        return taken

    def close(self) -> None:
        self._closing = True
        with contextlib.suppress(Exception, concurrent.futures.CancelledError):
            self._work.result(timeout=6)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(timeout=5)


class Replies:
    """What a program's reply queue said, by the command's identifier."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._found: dict[str, dict[str, Any]] = {}

    def keep(self, command: str, reply: dict[str, Any]) -> None:
        with self._changed:
            self._found[command] = reply
            self._changed.notify_all()

    def wait(self, command: str, within: float) -> dict[str, Any] | None:
        deadline = time.monotonic() + within
        with self._changed:
            while command not in self._found:
                left = deadline - time.monotonic()
                if left <= 0:
                    return None
                self._changed.wait(left)
            return self._found[command]
