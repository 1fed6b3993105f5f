"""A database and a broker of the core's benchmarks: as durable as in operation, with nothing beside them."""

from __future__ import annotations

import asyncio
import contextlib
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import aio_pika
from localstand import database
from localstand.broker import Broker
from localstand.children import sweep
from localstand.cluster import Cluster
from localstand.database import Database
from localstand.ports import Ports
from localstand.secrets_file import Secrets


class Servers:
    """With a number of `nodes` the broker is a cluster of so many, each in a network of its own; else it is one broker,
    as a small installation has it."""

    def __init__(self, root: Path, nodes: int | None = None) -> None:
        for folder in ("log", "rabbitmq"):
            (root / folder).mkdir(parents=True, exist_ok=True)
        root.chmod(0o711)
        self.root = root
        self._secrets = Secrets(root / "secrets.json")
        self._ports = Ports(root / "ports.json", prefer_front_door=False)
        self.database = Database(root, self._ports, self._secrets, durable=True, services=[])
        self.broker: Any
        if nodes is None:
            self.broker = Broker(root, self._ports, self._secrets, management=False, durable=True)
        else:
            self.broker = Cluster(root, self._secrets, nodes=nodes, durable=True)

    def start(self) -> None:
        self.broker.start()
        self.database.start()
        self.broker.wait()

    def stop(self) -> None:
        for child in (*self.broker.servers, self.database.child, *self.broker.mappers):
            child.stop()
        if isinstance(self.broker, Cluster):
            self.broker.clear()
        self._ports.release()
        sweep(self.root)

    def fresh(self, name: str) -> dict[str, str]:
        """Two empty databases and an empty virtual host under this name; the environment that names them."""
        for which in ("first", "second"):
            self.database.query(f"DROP DATABASE IF EXISTS {name}_{which} WITH (FORCE);")
            self.database.query(f"CREATE DATABASE {name}_{which};")
        self.broker.control("delete_vhost", name, check=False)
        self.broker.control("add_vhost", name)
        self.broker.control("set_permissions", "-p", name, "stand", ".*", ".*", ".*")
        return {
            "LAYAK_BENCH_FIRST": self.database.conninfo(f"{name}_first", database.SUPERUSER),
            "LAYAK_BENCH_SECOND": self.database.conninfo(f"{name}_second", database.SUPERUSER),
            "LAYAK_BENCH_AMQP": self.broker.url("stand", self._secrets.password("amqp.stand"), name),
        }

    def waiting(self, name: str, queue: str) -> int:
        """Messages in a queue, from the queue itself: what rabbitmqctl lists is some seconds old."""
        return asyncio.run(self._waiting(name, queue, purge=False))

    def purge(self, name: str, queue: str) -> None:
        asyncio.run(self._waiting(name, queue, purge=True))

    async def _waiting(self, name: str, queue: str, *, purge: bool) -> int:
        # This client knows one node; any of them answers for all.
        url = first_node(self.broker.url("stand", self._secrets.password("amqp.stand"), name))
        async with await aio_pika.connect(url) as connection:
            channel = await connection.channel()
            declared = await channel.declare_queue(queue, passive=True)
            if purge:
                await declared.purge(timeout=120)
            return int(declared.declaration_result.message_count or 0)

    def processes(self) -> dict[str, int]:
        nodes = {f"rabbitmq {number}": child.pid for number, child in enumerate(self.broker.servers, start=1)}
        return {"postgresql": self.database.child.pid} | nodes

    def durability(self) -> list[str]:
        """What is not as durable as it must be for a figure to count."""
        wanted = {"fsync": "on", "synchronous_commit": "on", "full_page_writes": "on"}
        return not_durable({name: self.database.query(f"SHOW {name}").strip() for name in wanted})


def not_durable(settings: dict[str, str]) -> list[str]:
    return [f"{name} is {value}" for name, value in settings.items() if value != "on"]


def first_node(url: str) -> str:
    """The address without the further nodes, which stand after commas."""
    return re.sub(r",[^/]*", "", url)


@contextlib.contextmanager
def running(root: Path, nodes: int | None = None) -> Iterator[Servers]:
    clear(root)
    servers = Servers(root, nodes)
    try:
        servers.start()
        yield servers
    finally:
        servers.stop()
        clear(root)


def clear(root: Path) -> None:
    if root.exists():
        sweep(root)
        database.clear(root)
        shutil.rmtree(root)
