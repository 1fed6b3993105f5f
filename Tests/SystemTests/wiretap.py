"""Every message of every exchange, seen by the deploy user, and what the published documents say about each."""

from __future__ import annotations

import json
import re
import uuid
from datetime import UTC, datetime
from typing import Any

import documents
from aio_pika import DeliveryMode
from aio_pika.abc import AbstractIncomingMessage
from demo.amqp import Program
from demo.world import World
from jsonschema import Draft202012Validator

QUEUE = "wiretap"
TOPICS = ("layak.events", "layak.commands", "layak.worklists", "layak.channels")
TRACE = re.compile(r"^00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$")


class Wiretap(Program):
    """Reads along, in a queue of its own that goes when it goes."""

    def __init__(self, world: World) -> None:
        stand = world.stand
        super().__init__(stand.broker.url("deploy", stand.secrets.password("amqp.deploy")), "wiretap")
        self._do(self._bind([program["replies"] for program in programs().values()]))
        self.consume(QUEUE)

    async def _bind(self, replies: list[str]) -> None:
        queue = await self._channel.declare_queue(QUEUE, exclusive=True)
        for exchange in TOPICS:
            await queue.bind(exchange, "#")
        for key in replies:
            await queue.bind("layak.replies", key)

    @property
    def seen(self) -> list[AbstractIncomingMessage]:
        return list(self.received[QUEUE])


def programs() -> dict[str, dict[str, str]]:
    """The programs that may send commands, as the AsyncAPI document states them."""
    return dict(documents.asyncapi()["channels"]["commands"]["x-programs"])


def named() -> dict[str, dict[str, Any]]:
    """The messages of the AsyncAPI document, by name."""
    return {message["name"]: message for message in documents.asyncapi()["components"]["messages"].values()}


def publishers() -> dict[str, str]:
    """Which service publishes an event, by the event's name."""
    found = {}
    for operation in documents.asyncapi()["operations"].values():
        if operation["action"] == "send" and "x-publisher" in operation:
            for message in operation["messages"]:
                key = message["$ref"].split("/")[-1]
                found[documents.asyncapi()["components"]["messages"][key]["name"]] = operation["x-publisher"]
    return found


def faults(message: AbstractIncomingMessage) -> list[str]:
    """What is not as published about a message that Layak sent: body, headers, properties, routing key."""
    name = str(message.type)
    if name not in named():
        return [f"{name}: the AsyncAPI document does not name it"]
    wrong = documents.faults(name, json.loads(message.body)) + header_faults(message)
    expected = {
        "content_type": "application/json",
        "delivery_mode": DeliveryMode.PERSISTENT,
        "reply_to": None,
        "expiration": None,
    }
    for what, value in expected.items():
        if getattr(message, what) != value:
            wrong.append(f"{what} is {getattr(message, what)!r}")
    if not is_version_7(str(message.message_id)):
        wrong.append(f"message_id {message.message_id!r} is no UUID of version 7")
    if not message.correlation_id:
        wrong.append("correlation_id is missing")
    if "actor-token" in message.headers:
        wrong.append("an actor's token left the house")
    wrong += route_faults(message)
    time = datetime.fromisoformat(str(message.headers.get("time")))
    if message.timestamp is None or message.timestamp.astimezone(UTC) != time.replace(microsecond=0):
        wrong.append(f"timestamp {message.timestamp} is not the second of {time}")
    return [f"{name} ({message.routing_key}): {fault}" for fault in wrong]


def header_faults(message: AbstractIncomingMessage) -> list[str]:
    reference = named()[str(message.type)]["headers"]["$ref"]
    schema = documents.schema(reference.removeprefix("./schemas/").removesuffix(".json"))
    validator = Draft202012Validator(schema, registry=documents.registry())
    return [f"header {e.json_path}: {e.message[:200]}" for e in validator.iter_errors(dict(message.headers))]


def route_faults(message: AbstractIncomingMessage) -> list[str]:
    """Where a message was published, and by whom."""
    name, key, exchange = str(message.type), str(message.routing_key), message.exchange
    if name == "reply.v1":
        # Which service answers is known from the command alone, see `service`.
        publisher, right = str(message.app_id), exchange == "layak.replies" and key.endswith(".replies")
    elif name == "worklist.entry.v1":
        body = json.loads(message.body)
        publisher, right = "review", (exchange, key) == ("layak.worklists", f"unit.{body['unit']}.{body['task']}")
    else:
        publisher, right = publishers()[name], (exchange, key) == ("layak.events", name)
    wrong = [] if right else [f"published to {exchange} as {key}"]
    return wrong if message.app_id == publisher else [*wrong, f"app_id is {message.app_id}, not {publisher}"]


def service(command: str) -> str:
    """The service that carries out what is published with this routing key."""
    carried_out_by = {
        documents.asyncapi()["components"]["messages"][message["$ref"].split("/")[-1]]["name"].split(".")[0]: str(
            operation["x-service"]
        )
        for operation in documents.asyncapi()["operations"].values()
        if operation["action"] == "receive"
        for message in operation["messages"]
    }
    return carried_out_by[command.split(".")[0]]


def gaps(messages: list[AbstractIncomingMessage]) -> list[str]:
    """Subjects whose numbers do not count from 1, and numbers that were given to two messages."""
    streams: dict[tuple[str, str], dict[int, set[str]]] = {}
    for message in messages:
        if message.exchange == "layak.events":
            stream = (str(message.type).split(".")[0], str(message.headers["subject"]))
            number = int(str(message.headers["sequence"]))
            streams.setdefault(stream, {}).setdefault(number, set()).add(str(message.message_id))
    wrong = []
    for stream, numbers in streams.items():
        if set(numbers) != set(range(1, len(numbers) + 1)) or any(len(ids) > 1 for ids in numbers.values()):
            wrong.append(f"{stream}: {sorted(numbers)}")
    return wrong


def is_version_7(text: str) -> bool:
    try:
        value = uuid.UUID(text)
    except ValueError:
        return False
    return value.version == 7 and value.variant == uuid.RFC_4122 and text == str(value)


def is_trace(text: object) -> bool:
    return TRACE.match(str(text)) is not None
