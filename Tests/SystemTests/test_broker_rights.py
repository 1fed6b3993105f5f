"""Every user of the broker tries everything, on a real broker with Layak's definitions: what it needs works, and all
else is refused."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

import aiormq
import pytest
from aiormq.abc import AbstractChannel, AbstractConnection
from broker_rights import DEPLOY, Attempt, Rights
from localstand import topology
from localstand.errors import StandError
from localstand.stand import Stand

REPOSITORY = Path(__file__).resolve().parents[2]
BINARIES = REPOSITORY / ".build" / "debug"


def test_every_user_can_do_what_it_must_and_nothing_else(stand_directory: Path) -> None:
    with Stand(stand_directory, BINARIES, servers_only=True, for_tests=True) as stand:
        topology.declare(BINARIES, stand.broker, stand.secrets)
        definitions = json.loads(stand.broker.control("export_definitions", "-").stdout)
        definitions["users"] = [user for user in definitions["users"] if user["name"] != "stand"]
        rights = Rights(definitions)
        assert {"intake", "review", "notify", "rating", "portal", "observer"} <= set(rights.users)
        for queue in rights.queues:
            assert rights.owner(queue) is not None, f"nobody, or more than one, owns {queue}"
        attempts = rights.attempts()
        wrong: list[str] = []
        for user in rights.users:
            url = stand.broker.url(user, stand.secrets.password(f"amqp.{user}"))
            tried = asyncio.run(try_all(url, user, attempts))
            worked = 0
            for attempt, refusal in tried.items():
                may = rights.allows(user, attempt)
                worked += may
                if may is not (refusal is None):
                    wrong.append(f"{user}: {attempt} should {'work' if may else 'be refused'}: {refusal or 'it works'}")
            own = asyncio.run(under_another_name(url, user, tried))
            wrong += [f"{user}: {name}" for name in own]
            print(f"{user}: {worked} things work, {len(tried) - worked} are refused")
        assert not wrong, "\n".join(wrong)
        # Nothing of it had an effect: all that is declared is still there, and nothing else.
        definitions_check(stand)
        with pytest.raises(aiormq.exceptions.AMQPError):
            asyncio.run(visit(stand.broker.url("intake", stand.secrets.password("amqp.intake"), "/")))
        with pytest.raises(aiormq.exceptions.AMQPError):
            asyncio.run(visit(stand.broker.url("guest", "guest")))


def definitions_check(stand: Stand) -> None:
    exported = stand.broker.control("export_definitions", "-").stdout
    try:
        topology.layak(BINARIES, stand.broker.logs, "broker", "check", "--exported", "-", text=exported)
    except StandError as error:
        # The administrator of the stand is not of Layak.
        raise AssertionError(f"the attempts have changed the broker: {error}") from error


async def visit(url: str) -> None:
    connection = await aiormq.connect(url)
    await connection.close()


async def try_all(url: str, user: str, attempts: list[Attempt]) -> dict[Attempt, str | None]:
    """Why each was refused; None for what worked."""
    assert user != DEPLOY
    connection = await aiormq.connect(url)
    tried: dict[Attempt, str | None] = {}
    channel = await connection.channel()
    for attempt in attempts:
        try:
            await asyncio.wait_for(carry_out(channel, attempt), 10)
            tried[attempt] = None
        except aiormq.exceptions.ChannelAccessRefused as refusal:
            tried[attempt] = str(refusal)
            # A refusal closes the channel.
            channel = await connection.channel()
    await connection.close()
    return tried


async def carry_out(channel: AbstractChannel, attempt: Attempt) -> None:
    target, key = attempt.target, attempt.key
    match attempt.operation:
        case "declare":
            await channel.queue_declare(target, durable=True, arguments={"x-queue-type": "quorum"} if target else None)
        case "look":
            await channel.queue_declare(target, passive=True)
        case "delete":
            await channel.queue_delete(target)
        case "purge":
            await channel.queue_purge(target)
        case "read":
            message = await channel.basic_get(target)
            if message.delivery_tag is not None:
                await channel.basic_ack(message.delivery_tag)
        case "bind":
            await channel.queue_bind(target, key, "#")
        case "unbind":
            await channel.queue_unbind(target, key, "#")
        case "declare exchange":
            await channel.exchange_declare(target, exchange_type="topic", durable=True)
        case "look at exchange":
            await channel.exchange_declare(target, passive=True)
        case "delete exchange":
            await channel.exchange_delete(target)
        case "join exchanges":
            await channel.exchange_bind(destination=target, source=key, routing_key="#")
        case "publish":
            await channel.basic_publish(b"{}", exchange=target, routing_key=key)
        case other:
            raise ValueError(other)


async def under_another_name(url: str, user: str, tried: dict[Attempt, str | None]) -> list[str]:
    """What is wrong when a user who may publish claims to be another, and itself."""
    works = [attempt for attempt, refusal in tried.items() if attempt.operation == "publish" and refusal is None]
    if not works:
        return []
    connection: AbstractConnection = await aiormq.connect(url)
    wrong = []
    for claimed in (user, "portal" if user != "portal" else "intake", DEPLOY):
        channel = await connection.channel()
        try:
            await channel.basic_publish(
                b"{}",
                exchange=works[0].target,
                routing_key=works[0].key,
                properties=aiormq.spec.Basic.Properties(user_id=claimed),
            )
            if claimed != user:
                wrong.append(f"may publish as {claimed}")
        except aiormq.exceptions.ChannelPreconditionFailed:
            if claimed == user:
                wrong.append("may not publish as itself")
    await connection.close()
    return wrong
