"""A foreign program on Layak's broker: publishes commands, reads replies and queues, by aio-pika alone."""

from __future__ import annotations

import asyncio
import concurrent.futures
import contextlib
import json
import logging
import os
import threading
import time
import uuid
from collections.abc import Callable, Coroutine
from datetime import UTC, datetime
from typing import Any, TypeVar

import aio_pika
from aio_pika.abc import AbstractIncomingMessage, AbstractRobustChannel, AbstractRobustConnection
from aio_pika.exceptions import AMQPError

T = TypeVar("T")

# Reconnecting is what this client is for; it need not be told on the screen.
for noisy in ("aio_pika", "aiormq"):
    logging.getLogger(noisy).setLevel(logging.CRITICAL)


def uuid7() -> str:
    """The identifiers of Layak: 48 bits of time in milliseconds, then random (RFC 9562)."""
    value = (time.time_ns() // 1_000_000) << 80 | int.from_bytes(os.urandom(10), "big")
    value = value & ~(0xF << 76) | 0x7 << 76
    value = value & ~(0x3 << 62) | 0x2 << 62
    return str(uuid.UUID(int=value))


class Program:
    """A connection of one broker user, with an event loop of its own, for use from ordinary code."""

    def __init__(self, url: str, name: str) -> None:
        self.name = name
        self.received: dict[str, list[AbstractIncomingMessage]] = {}
        self._changed = threading.Condition()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name=name, daemon=True)
        self._thread.start()
        self._connection: AbstractRobustConnection
        self._channel: AbstractRobustChannel
        self._do(self._connect(url))

    def consume(self, queue: str) -> None:
        """Starts to collect what arrives in the queue; each message is acknowledged once it is kept."""
        self.received[queue] = []

        async def keep(message: AbstractIncomingMessage) -> None:
            with self._changed:
                self.received[queue].append(message)
                self._changed.notify_all()
            await message.ack()

        async def start() -> None:
            # ensure=False would still look for the queue; an outside program may not declare, so it asks passively.
            declared = await self._channel.declare_queue(queue, passive=True)
            await declared.consume(keep)

        self._do(start())

    def wait_for(
        self, queue: str, wanted: Callable[[AbstractIncomingMessage], bool], within: float = 30
    ) -> AbstractIncomingMessage:
        deadline = time.monotonic() + within
        with self._changed:
            while True:
                for message in self.received[queue]:
                    if wanted(message):
                        return message
                left = deadline - time.monotonic()
                if left <= 0:
                    seen = [m.type for m in self.received[queue]]
                    raise TimeoutError(f"{self.name} waited {within:.0f} s at {queue}; it has seen {seen}")
                self._changed.wait(left)

    def command(
        self, type_: str, body: dict[str, Any], reply_queue: str, actor_token: str | None = None, **properties: Any
    ) -> dict[str, Any]:
        """Publishes a command and waits for its reply."""
        message = self.message(type_, body, reply_queue, actor_token, **properties)
        self.publish(message, type_)
        reply = self.wait_for(reply_queue, lambda m: m.correlation_id == message.correlation_id)
        answer: dict[str, Any] = json.loads(reply.body)
        return answer

    def message(
        self,
        type_: str,
        body: dict[str, Any] | bytes,
        reply_queue: str | None,
        actor_token: str | None = None,
        headers: dict[str, Any] | None = None,
        **properties: Any,
    ) -> aio_pika.Message:
        """A command as this program sends it; tests change properties of it."""
        all_headers = {"time": datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")}
        if actor_token is not None:
            all_headers["actor-token"] = actor_token
        usual: dict[str, Any] = {
            "content_type": "application/json",
            "delivery_mode": aio_pika.DeliveryMode.PERSISTENT,
            "message_id": uuid7(),
            "type": type_,
            "user_id": self.name,
            "app_id": self.name,
            "timestamp": datetime.now(UTC),
            "correlation_id": uuid7(),
            "reply_to": reply_queue,
            "headers": all_headers | (headers or {}),
        }
        content = body if isinstance(body, bytes) else json.dumps(body, ensure_ascii=False).encode()
        return aio_pika.Message(content, **(usual | properties))

    def publish(self, message: aio_pika.Message, routing_key: str) -> None:
        """Returns when the broker has the command safely; throws when no queue takes it."""

        self._until_published(lambda: self._publish(message, routing_key))

    def publish_once(self, message: aio_pika.Message, routing_key: str) -> None:
        """Throws also when the broker closes the channel for what the message says."""
        self._do(self._publish(message, routing_key))

    async def _publish(self, message: aio_pika.Message, routing_key: str) -> None:
        exchange = await self._channel.get_exchange("layak.commands", ensure=False)
        await exchange.publish(message, routing_key=routing_key, mandatory=True)

    def _until_published(self, publish: Callable[[], Coroutine[Any, Any, None]]) -> None:
        """A broker that is away for a moment is tried again; the same message id makes that harmless."""
        deadline = time.monotonic() + 60
        while True:
            try:
                return self._do(publish())
            except (AMQPError, OSError, asyncio.CancelledError, concurrent.futures.CancelledError):
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.2)

    def close(self) -> None:
        # With the broker gone there is nobody to take leave of.
        with contextlib.suppress(Exception):
            asyncio.run_coroutine_threadsafe(self._connection.close(), self._loop).result(timeout=5)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()

    async def _connect(self, url: str) -> None:
        self._connection = await aio_pika.connect_robust(url, client_properties={"connection_name": self.name})
        self._channel = await self._connection.channel(publisher_confirms=True, on_return_raises=True)
        await self._channel.set_qos(prefetch_count=100)

    def _do(self, work: Coroutine[Any, Any, T]) -> T:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(timeout=60)


def summary(message: AbstractIncomingMessage) -> dict[str, Any]:
    """One line of the timeline: the envelope without the body."""
    headers = message.headers
    return {
        "type": message.type,
        "id": message.message_id,
        "source": message.app_id,
        "subject": headers.get("subject"),
        "sequence": headers.get("sequence"),
        "causation": headers.get("causationid"),
        "correlation": message.correlation_id,
        "time": str(headers.get("time") or message.timestamp),
    }
