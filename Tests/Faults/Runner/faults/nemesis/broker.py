"""Faults of the broker: its process, its alarms, its topology, its data."""

from __future__ import annotations

import asyncio
import signal
import time
from collections.abc import Awaitable, Callable
from typing import ClassVar

import aio_pika
from aio_pika.abc import AbstractChannel

from faults.nemesis.fault import Fault, of_all
from faults.stage import Stage

# Submissions need no broker.
SOUND: dict[str, object] = {"honest": True, "resumes": 5}
MENDED: dict[str, object] = SOUND | {"mends": True}


def deploy(stage: Stage, work: Callable[[AbstractChannel], Awaitable[None]]) -> None:
    """Does something to the topology, as the user that may."""

    async def do() -> None:
        url = stage.stand.broker.program_url("deploy", stage.stand.secrets.password("amqp.deploy"))
        connection = await aio_pika.connect(url, timeout=10)
        async with connection:
            await work(await connection.channel())

    asyncio.run(do())


class Killed(Fault):
    """The broker is killed with -9 and started again at once"""

    name = "broker-killed"
    again: ClassVar = of_all(2)
    hold = 1.0
    expects: ClassVar = SOUND

    def inject(self) -> None:
        self.stage.stand.broker.child.kill()
        self.stage.stand.broker.restart()


class Away(Fault):
    """The broker is killed with -9 and stays away for some seconds"""

    name = "broker-away"
    again: ClassVar = of_all(2)
    hold = 8.0
    expects: ClassVar = SOUND

    def inject(self) -> None:
        self.stage.stand.broker.child.kill()

    def heal(self) -> None:
        self.stage.stand.broker.restart()


class Restarted(Fault):
    """The broker is stopped in order and started again"""

    name = "broker-restarted"
    again: ClassVar = of_all(2)
    hold = 1.0
    expects: ClassVar = SOUND

    def inject(self) -> None:
        child = self.stage.stand.broker.child
        child.stop_signal = signal.SIGTERM
        child.stop()
        self.stage.stand.broker.restart()


class Stopped(Fault):
    """The broker is stopped with SIGSTOP for some seconds"""

    name = "broker-stopped"
    again: ClassVar = of_all(3)
    hold = 9.0
    expects: ClassVar = SOUND

    def inject(self) -> None:
        self.stage.stand.broker.child.send(signal.SIGSTOP)

    def heal(self) -> None:
        self.stage.stand.broker.child.send(signal.SIGCONT)


class MemoryAlarm(Fault):
    """The broker says that its memory is full and reads no publish"""

    name = "broker-memory-alarm"
    again: ClassVar = of_all(2)
    expects: ClassVar = SOUND

    def inject(self) -> None:
        self.stage.stand.broker.control("set_vm_memory_high_watermark", "0.000001")

    def heal(self) -> None:
        self.stage.stand.broker.control("set_vm_memory_high_watermark", "0.4")


class DiskAlarm(Fault):
    """The broker says that its disk is full and reads no publish"""

    name = "broker-disk-alarm"
    again: ClassVar = of_all(2)
    expects: ClassVar = SOUND

    def inject(self) -> None:
        self.stage.stand.broker.control("set_disk_free_limit", "900000000000000")

    def heal(self) -> None:
        self.stage.stand.broker.control("set_disk_free_limit", "50000000")


class QueueDeleted(Fault):
    """A service's queue is deleted with all that waits in it, and declared again"""

    name = "broker-queue-deleted"
    again: ClassVar = of_all(2)
    hold = 4.0
    expects: ClassVar = MENDED

    def inject(self) -> None:
        self.stage.need("reconcile", "run")
        self._queue = self.chance.choice(["review.events", "notify.events", "rating.events", "intake.events"])

        async def delete(channel: AbstractChannel) -> None:
            await channel.queue_delete(self._queue)

        deploy(self.stage, delete)

    def heal(self) -> None:
        self.stage.declare()

    def restore(self) -> None:
        self.stage.reconcile()


class CommandsDeleted(Fault):
    """A queue of commands is deleted with all that waits in it, and declared again"""

    name = "broker-commands-deleted"
    again: ClassVar = of_all(1)
    hold = 4.0
    expects: ClassVar = MENDED

    def inject(self) -> None:
        queue = self.chance.choice(["review.commands", "intake.commands"])

        async def delete(channel: AbstractChannel) -> None:
            await channel.queue_delete(queue)

        deploy(self.stage, delete)

    def heal(self) -> None:
        self.stage.declare()


class BindingDeleted(Fault):
    """A binding of a service's queue is deleted, and made again"""

    name = "broker-binding-deleted"
    again: ClassVar = of_all(2)
    hold = 5.0
    expects: ClassVar = MENDED

    def inject(self) -> None:
        self.stage.need("reconcile", "run")
        queue, key = self.chance.choice(
            [("review.events", "submission.#"), ("notify.events", "case.#"), ("rating.events", "delivery.#")]
        )

        async def unbind(channel: AbstractChannel) -> None:
            found = await channel.get_queue(queue, ensure=False)
            await found.unbind("layak.events", key)

        deploy(self.stage, unbind)

    def heal(self) -> None:
        self.stage.declare()

    def restore(self) -> None:
        self.stage.reconcile()


class Wiped(Fault):
    """All of the broker's data is wiped, with all that waits in it; it is declared anew and filled from the outboxes"""

    name = "broker-wiped"
    again: ClassVar = of_all(4)
    hold = 0.2
    # What was ever published may come once more, to every queue.
    expects: ClassVar = MENDED | {"replays": True, "resumes": 10}

    def inject(self) -> None:
        self.stage.need("broker", "rebuild")
        # What is published to a consumer that is away has only the broker.
        self._away = self.chance.choice(["review", "notify", "rating"])
        self.stage.child(self._away).kill()
        time.sleep(2)
        self.stage.wipe_broker()

    def heal(self) -> None:
        if self.stage.stand.broker.child.exit_code() is not None:
            self.stage.stand.broker.restart()
        self.stage.declare()
        if self.stage.child(self._away).exit_code() is not None:
            self.stage.stand.services.restart(self._away)

    def restore(self) -> None:
        self.stage.rebuild()


class FullQueue(Fault):
    """A service's queue takes no more than two messages and refuses the rest"""

    name = "broker-queue-full"
    # Each time that one queue refuses it, all others have it.
    again: ClassVar = of_all(8)
    hold = 6.0
    expects: ClassVar = SOUND

    def inject(self) -> None:
        definition = '{"max-length":2,"overflow":"reject-publish"}'
        self.stage.stand.broker.control(
            "set_policy", "--vhost", "layak", "--priority", "9", "faults-full", "^(review|notify).events$", definition
        )  # fmt: skip

    def heal(self) -> None:
        self.stage.stand.broker.control("clear_policy", "--vhost", "layak", "faults-full", check=False)


class ConnectionsClosed(Fault):
    """An administrator closes every connection to the broker, several times"""

    name = "broker-connections-closed"
    again: ClassVar = of_all(4)
    hold = 1.0
    expects: ClassVar = SOUND

    def inject(self) -> None:
        for _time in range(2):
            self.stage.stand.broker.control("close_all_connections", "faults", check=False)
            time.sleep(1)


class RightsLost(Fault):
    """Review's user loses its rights on the broker for some seconds"""

    name = "broker-rights-lost"
    again: ClassVar = {"review": 4}
    hold = 5.0
    expects: ClassVar = SOUND

    def inject(self) -> None:
        self.stage.stand.broker.control("set_permissions", "--vhost", "layak", "review", "^$", "^$", "^$")
        self.stage.stand.broker.control("close_all_user_connections", "review", "faults", check=False)

    def heal(self) -> None:
        self.stage.declare()


FAULTS: list[type[Fault]] = [
    Killed, Away, Restarted, Stopped, MemoryAlarm, DiskAlarm, QueueDeleted, CommandsDeleted, BindingDeleted, Wiped,
    FullQueue, ConnectionsClosed, RightsLost,
]  # fmt: skip
