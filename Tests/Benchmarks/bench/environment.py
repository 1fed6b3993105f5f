"""What the figures were measured on; without it they say nothing."""

from __future__ import annotations

import os
import platform
import re
import subprocess
from pathlib import Path
from typing import Any

from localstand.database import BINARIES as POSTGRES

REPOSITORY = Path(__file__).resolve().parents[3]


def describe() -> dict[str, Any]:
    return {
        "cpu": _field("/proc/cpuinfo", "model name"),
        "cores": len(os.sched_getaffinity(0)),
        "memory_mb": int(_field("/proc/meminfo", "MemTotal").split()[0]) // 1024,
        "kernel": platform.release(),
        "load_before": round(os.getloadavg()[0], 2),
        "postgresql": _said([str(POSTGRES / "postgres"), "--version"]),
        "rabbitmq": _said(["/usr/bin/dpkg-query", "-W", "-f=${Version}", "rabbitmq-server"]),
        "librabbitmq": _said(["/usr/bin/dpkg-query", "-W", "-f=${Version}", "librabbitmq4"]),
        "swift": _said(["swift", "--version"]),
        "python": platform.python_version(),
        "commit": _said(["git", "-c", f"safe.directory={REPOSITORY}", "describe", "--always", "--dirty"]),
        "block_seconds": float(os.environ.get("BLOCK", "20")),
        "durability": "fsync on, synchronous_commit on, publisher confirms on, messages mandatory and persistent",
    }


def _field(file: str, name: str) -> str:
    found = re.search(rf"^{name}\s*:\s*(.+)$", Path(file).read_text(), re.MULTILINE)
    return found.group(1) if found else "unknown"


def _said(command: list[str]) -> str:
    try:
        done = subprocess.run(command, capture_output=True, text=True, cwd=REPOSITORY, timeout=60)
    except OSError:
        return "unknown"
    return (done.stdout.strip().splitlines() or ["unknown"])[0]
