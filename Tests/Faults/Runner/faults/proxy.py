"""A TCP proxy that spoils what passes: `python -m faults.proxy` carries links of a stand in a process of its own.

It reads one JSON object a line on standard input: `{"listen": port, "to": port}` opens a link; `{"link": port, …}`
sets how that link behaves from now on, also for connections that stand already:

    latency   seconds that each piece waits, jitter: up to so many more
    slices    pieces are cut into parts of 1 to so many bytes
    reset     after so many further bytes (either way) the connection is reset in the middle
    refuse    new connections are closed at once, and those that stand are reset
    silent    "both", "up" (towards the server) or "down": these bytes are read by nobody and arrive nowhere
    rate      bytes a second, each way

It answers each line with `ok` once it holds.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import random
import socket
import struct
import sys
from dataclasses import dataclass, field
from typing import Any

PIECE = 65536
LOOK = 0.05


@dataclass
class Link:
    to: int
    latency: float = 0
    jitter: float = 0
    slices: int = 0
    reset: int = 0
    refuse: bool = False
    silent: str = ""
    rate: int = 0
    random: random.Random = field(default_factory=random.Random)
    connections: set[Connection] = field(default_factory=set)

    def behave(self, how: dict[str, Any]) -> None:
        """Anything that is not named is sound again."""
        self.latency = float(how.get("latency", 0))
        self.jitter = float(how.get("jitter", 0))
        self.slices = int(how.get("slices", 0))
        self.reset = int(how.get("reset", 0))
        self.refuse = bool(how.get("refuse", False))
        self.silent = str(how.get("silent", ""))
        self.rate = int(how.get("rate", 0))
        self.random = random.Random(how.get("seed", 0))
        for connection in list(self.connections):
            connection.passed = 0
            connection.limit = self._limit()
            if self.refuse:
                connection.reset()
        if how.get("drop"):
            for connection in list(self.connections):
                connection.reset()

    def _limit(self) -> int:
        """The bytes after which a connection breaks: anywhere, so that it is in the middle of something."""
        return self.random.randint(1, self.reset) if self.reset else 0

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self.refuse:
            abort(writer)
            return
        try:
            there_reader, there_writer = await asyncio.open_connection("127.0.0.1", self.to)
        except OSError:
            abort(writer)
            return
        connection = Connection(self, writer, there_writer)
        connection.limit = self._limit()
        self.connections.add(connection)
        ways = [
            asyncio.create_task(connection.carry(reader, there_writer, "up")),
            asyncio.create_task(connection.carry(there_reader, writer, "down")),
        ]
        try:
            await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
            # What is still on its way the other way goes with an orderly end, as on a real line.
            await asyncio.wait(ways, timeout=1)
        finally:
            for way in ways:
                way.cancel()
            self.connections.discard(connection)
            for end in (writer, there_writer):
                end.close()


class Connection:
    def __init__(self, link: Link, here: asyncio.StreamWriter, there: asyncio.StreamWriter) -> None:
        self._link = link
        self._ends = (here, there)
        self.passed = 0
        self.limit = 0

    def reset(self) -> None:
        for end in self._ends:
            abort(end)

    async def carry(self, source: asyncio.StreamReader, target: asyncio.StreamWriter, way: str) -> None:
        link = self._link
        with contextlib.suppress(OSError, asyncio.IncompleteReadError):
            while piece := await source.read(PIECE):
                while link.silent in ("both", way):
                    await asyncio.sleep(LOOK)
                if link.latency or link.jitter:
                    await asyncio.sleep(link.latency + link.random.random() * link.jitter)
                for part in self._parts(piece):
                    if self.limit and self.passed + len(part) >= self.limit:
                        target.write(part[: max(0, self.limit - self.passed)])
                        await asyncio.sleep(0)
                        self.reset()
                        return
                    self.passed += len(part)
                    target.write(part)
                    if link.slices:
                        await target.drain()
                        await asyncio.sleep(0)
                    if link.rate:
                        await asyncio.sleep(len(part) / link.rate)
                await target.drain()
            if target.can_write_eof():
                target.write_eof()

    def _parts(self, piece: bytes) -> list[bytes]:
        link = self._link
        if not link.slices and not link.rate:
            return [piece]
        parts, at = [], 0
        while at < len(piece):
            size = link.random.randint(1, link.slices) if link.slices else max(1, link.rate // 20)
            parts.append(piece[at : at + size])
            at += size
        return parts


def abort(writer: asyncio.StreamWriter) -> None:
    """A reset, not an orderly end: the other side learns it in the middle of whatever it does."""
    raw = writer.get_extra_info("socket")
    if raw is not None:
        with contextlib.suppress(OSError):
            raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    writer.transport.abort()


async def main() -> None:
    links: dict[int, Link] = {}
    lines = asyncio.StreamReader()
    await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(lines), sys.stdin)
    while line := await lines.readline():
        told = json.loads(line)
        if "listen" in told:
            link = links[told["listen"]] = Link(int(told["to"]))
            await asyncio.start_server(link.serve, "127.0.0.1", told["listen"])
        else:
            links[told["link"]].behave(told)
        print("ok", flush=True)


if __name__ == "__main__":
    asyncio.run(main())
