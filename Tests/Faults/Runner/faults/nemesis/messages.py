"""Messages that should not be there: again, in another order, or unreadable. Published by those who may publish."""

from __future__ import annotations

import asyncio
import contextlib
import json
import random
import threading
from typing import Any, ClassVar

import aio_pika
from aio_pika.abc import AbstractChannel, AbstractConnection, AbstractIncomingMessage
from localstand.errors import StandError

from faults.nemesis.fault import Fault, of_all
from faults.stage import Stage

# Messages with this header were never Layak's; the observer writes them down as such.
MARK = "x-faults"


class Tap:
    """Reads every event and command along, and says messages again as whoever said them first."""

    def __init__(self, stage: Stage, chance: random.Random, at_once: bool) -> None:
        self._stage = stage
        self._chance = chance
        self._at_once = at_once
        self._seen: list[AbstractIncomingMessage] = []
        self._ended = threading.Event()
        self._ready = threading.Event()
        self._connections: list[AbstractConnection] = []
        self._thread = threading.Thread(target=lambda: asyncio.run(self._run()), daemon=True)

    def start(self) -> None:
        self._thread.start()
        self._ready.wait(10)

    def end(self) -> None:
        self._ended.set()
        self._thread.join(30)

    def _url(self, user: str) -> str:
        stand = self._stage.stand
        return str(stand.broker.program_url(user, stand.secrets.password(f"amqp.{user}")))

    async def _run(self) -> None:
        speakers: dict[str, AbstractChannel] = {}
        # Beside another fault the broker may go away; the tap comes back as all others do.
        while not self._ended.is_set():
            with contextlib.suppress(aio_pika.exceptions.AMQPError, OSError, RuntimeError, TimeoutError):
                await self._listen(speakers)
            await asyncio.sleep(0.2)
        if not self._at_once:
            again = list(self._seen)
            self._chance.shuffle(again)
            for message in again:
                await self._say(speakers, message)
        for connection in self._connections:
            with contextlib.suppress(Exception):
                await connection.close()

    async def _listen(self, speakers: dict[str, AbstractChannel]) -> None:
        async with await aio_pika.connect(self._url("deploy"), timeout=10) as connection:
            channel = await connection.channel()
            queue = await channel.declare_queue("faults.tap", exclusive=True)
            for exchange in ("layak.events", "layak.commands"):
                await queue.bind(exchange, "#")

            async def take(message: AbstractIncomingMessage) -> None:
                await message.ack()
                if MARK in message.headers:
                    return
                self._seen.append(message)
                if self._at_once:
                    for _time in range(2):
                        await self._say(speakers, message)

            await queue.consume(take)
            self._ready.set()
            while not self._ended.is_set() and not connection.is_closed and not channel.is_closed:
                await asyncio.sleep(0.1)

    async def _say(self, speakers: dict[str, AbstractChannel], message: AbstractIncomingMessage) -> None:
        user = str(message.user_id or message.app_id)
        try:
            if user not in speakers:
                self._connections.append(await aio_pika.connect(self._url(user), timeout=5))
                speakers[user] = await self._connections[-1].channel()
            to = await speakers[user].get_exchange(str(message.exchange), ensure=False)
            copy = aio_pika.Message(
                message.body, headers={**message.headers, MARK: "again"}, content_type=message.content_type,
                delivery_mode=message.delivery_mode, correlation_id=message.correlation_id, reply_to=message.reply_to,
                message_id=message.message_id, timestamp=message.timestamp, type=message.type,
                user_id=message.user_id, app_id=message.app_id,
            )  # fmt: skip
            await to.publish(copy, routing_key=str(message.routing_key), timeout=5)
        except (aio_pika.exceptions.AMQPError, OSError, RuntimeError, TimeoutError):
            speakers.pop(user, None)


class Duplicated(Fault):
    """Every event and command is published twice more, at once"""

    name = "messages-duplicated"
    again: ClassVar = of_all(2)
    echoes = True
    hold = 8.0
    expects: ClassVar = {"honest": True, "resumes": 3}

    def inject(self) -> None:
        self._tap = Tap(self.stage, self.chance, at_once=True)
        self._tap.start()

    def heal(self) -> None:
        self._tap.end()


class Replayed(Fault):
    """Events and commands of some seconds are published again, in a wild order"""

    name = "messages-replayed"
    again: ClassVar = of_all(1)
    echoes = True
    hold = 8.0
    expects: ClassVar = {"honest": True, "resumes": 3}

    def inject(self) -> None:
        self._tap = Tap(self.stage, self.chance, at_once=False)
        self._tap.start()

    def heal(self) -> None:
        self._tap.end()


def _junk() -> list[tuple[str, str, dict[str, Any]]]:
    """Routing key, user, and what is wrong with the message."""
    somebody = "019a9c00-0000-7000-8000-0000000000ff"
    headers = {"specversion": "1.0", "subject": somebody, "sequence": 1, "time": "2026-11-21T10:00:00.000Z"}
    return [
        ("case.opened.v1", "review", {"body": b"{", "headers": headers}),
        ("case.opened.v1", "review", {"body": b'{"caseId":"\xc3("}', "headers": headers}),
        ("case.opened.v1", "review", {"body": b"[]", "headers": headers}),
        ("case.opened.v1", "review", {"body": b"{}", "headers": {}}),
        ("case.opened.v1", "review", {"body": b" " * 300_000, "headers": headers}),
        ("case.opened.v1", "review", {"body": b"{}", "headers": headers, "type": "case.refused.v1"}),
        ("case.opened.v9", "review", {"body": b"{}", "headers": headers}),
        ("case.opened.v1", "review", {"body": b"{}", "headers": headers | {"sequence": -4}}),
        ("case.opened.v1", "review", {"body": b"{}", "headers": headers | {"subject": "nobody"}}),
        ("case.opened.v1", "review", {"body": b"{}", "headers": headers, "message_id": None}),
        ("submission.submitted.v1", "intake", {"body": b'{"caseId":7}', "headers": headers}),
        ("submission.submit.v1", "portal", {"body": b"{", "headers": {}}),
        ("case.take.v1", "office-6104", {"body": b'{"caseId":"x"}', "headers": {}}),
    ]


class Bad(Fault):
    """Unreadable, misnamed, oversized and senseless messages of those who may publish"""

    name = "messages-bad"
    hold = 3.0
    expects: ClassVar = {"honest": True, "resumes": 3, "parks": 200}

    def inject(self) -> None:
        asyncio.run(self._publish())

    async def _publish(self) -> None:
        stand = self.stage.stand
        for key, user, wrong in self.chance.sample(_junk(), len(_junk())):
            url = stand.broker.program_url(user, stand.secrets.password(f"amqp.{user}"))
            with contextlib.suppress(aio_pika.exceptions.AMQPError, RuntimeError):
                async with await aio_pika.connect(url, timeout=10) as connection:
                    channel = await connection.channel()
                    commands = user in ("portal", "office-6104")
                    to = await channel.get_exchange("layak.commands" if commands else "layak.events", ensure=False)
                    properties = {
                        "type": key, "user_id": user, "app_id": user, "content_type": "application/json",
                        "message_id": f"019a9c00-0000-7000-8000-{self.chance.randrange(16**12):012x}",
                        "delivery_mode": aio_pika.DeliveryMode.PERSISTENT,
                    } | {name: value for name, value in wrong.items() if name not in ("body", "headers")}  # fmt: skip
                    marked = {**wrong["headers"], MARK: "bad"}
                    await to.publish(aio_pika.Message(wrong["body"], headers=marked, **properties), key, timeout=5)

    def afterwards(self) -> None:
        """An operator has what two services set aside run again, which stops at the first; ends it; strikes one off."""
        for service in ("review", "notify"):
            if not self._resting(service):
                continue
            code, said = self.stage.tool("parked", "replay", "--service", service, "--all", "--follow")
            if code == 0:
                raise StandError(f"unreadable messages were replayed without a failure: {said[-200:]}")
            run = said.split(maxsplit=1)[0]
            code, said = self.stage.tool("parked", "cancel", "--service", service, run)
            if code != 0:
                raise StandError(f"a replay that had stopped could not be ended: {said[-200:]}")
            # Only now: the run held what it had not tried; what it tried has another number, if it failed again.
            chosen = str(self._resting(service)[0]["id"])
            code, said = self.stage.tool("parked", "discard", "--service", service, chosen, "--reason", "Percobaan.")
            if code != 0:
                raise StandError(f"a parked message could not be discarded: {said[-200:]}")

    def _resting(self, service: str) -> list[dict[str, Any]]:
        _, text = self.stage.tool("parked", "list", "--service", service, "--json")
        return [message for message in json.loads(text)["messages"] if message["reason"] != "discarded"]


FAULTS: list[type[Fault]] = [Duplicated, Replayed, Bad]
