"""Calls the programs that measure: the Swift blocks of the core, and the bare loop in C."""

from __future__ import annotations

import json
import os
import subprocess
import threading
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from localstand.allocator import ALLOCATOR

from bench.processors import Meter, used_by

HERE = Path(__file__).resolve().parent
# A block that takes longer hangs: the million messages of `memory` are the longest, and take half of it.
LONGEST = 1800
# Message bodies of the core's rows, in bytes of JSON; the bare loop sends as much.
BODY = 1030


class BlockFailed(Exception):
    """A block did not come to its end; what it said on the way."""


class Program:
    """Runs blocks; `groups` are the processes whose processor time is read beside the block's own."""

    def __init__(self, binaries: Path, env: Mapping[str, str], groups: Mapping[str, int]) -> None:
        self._program = binaries / "Benchmarks"
        self._env = {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"} | ALLOCATOR | dict(env)
        self._groups = dict(groups)

    def __call__(self, *arguments: str) -> dict[str, Any]:
        """The figures that the block printed, with `cpu` (seconds per group while it measured) beside them."""
        started = subprocess.Popen(
            [str(self._program), *arguments],
            env=self._env,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        meter = Meter(self._groups | {"block": started.pid})
        figures: dict[str, Any] = {}
        assert started.stdout is not None and started.stderr is not None
        limit = threading.Timer(LONGEST, started.kill)
        limit.start()
        try:
            for line in started.stdout:
                said = json.loads(line)
                if said.get("mark") == "begin":
                    meter.begin()
                elif said.get("mark") == "end":
                    meter.end()
                else:
                    figures |= said
            complaint = started.stderr.read()
        finally:
            limit.cancel()
            if started.poll() is None and not figures:
                started.kill()
        if started.wait() != 0 or not figures:
            raise BlockFailed(f"{' '.join(arguments[:1])} ended with {started.returncode}: {complaint.strip()[-600:]}")
        return figures | {"cpu": meter.seconds, "complaints": complaint.count("\n")}

    def quietly(self, *arguments: str) -> None:
        """For blocks that set something up and have nothing to tell."""
        done = subprocess.run([str(self._program), *arguments], env=self._env, capture_output=True, text=True)
        if done.returncode != 0:
            raise BlockFailed(f"{arguments[0]} ended with {done.returncode}: {done.stderr.strip()[-600:]}")


def compiled(folder: Path) -> Path:
    """The bare loop, compiled for this machine."""
    program = folder / "confirmed_loop"
    source = HERE / "confirmed_loop.c"
    if not program.exists() or program.stat().st_mtime < source.stat().st_mtime:
        folder.mkdir(parents=True, exist_ok=True)
        subprocess.run(
            ["cc", "-O2", "-Wall", "-Wextra", "-Werror", "-o", str(program), str(source), "-lrabbitmq"], check=True
        )
    return program


def bare_loop(program: Path, url: str, count: int, groups: Mapping[str, int], window: int = 512) -> dict[str, Any]:
    """Publishes to `bench.answers` through the exchange that the relay uses."""
    # One connection needs one node; an address may name several.
    address = urlsplit(url.split(",")[0] + "/" + url.rsplit("/", 1)[1] if "," in url else url)
    before = {name: used_by(pid) for name, pid in groups.items()}
    began = time.monotonic()
    children = os.times()
    done = subprocess.run(
        [
            str(program), str(address.hostname), str(address.port), address.path[1:], "layak.events",
            "answer.answered.v1", str(count), str(BODY), str(window),
        ],
        env={"LOOP_USER": str(address.username), "LOOP_PASSWORD": str(address.password)},
        capture_output=True,
        text=True,
    )  # fmt: skip
    if done.returncode != 0:
        raise BlockFailed(f"the bare loop ended with {done.returncode}: {done.stderr.strip()[-600:]}")
    own = os.times()
    cpu = {name: round(used_by(pid) - before[name], 3) for name, pid in groups.items()}
    cpu["block"] = round(own.children_user + own.children_system - children.children_user - children.children_system, 3)
    return dict(json.loads(done.stdout)) | {"cpu": cpu, "wall": time.monotonic() - began}
