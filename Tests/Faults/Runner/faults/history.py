"""What the checker itself saw, one JSON object a line, on the disk before anything is made of it."""

from __future__ import annotations

import json
import os
import threading
import time
from pathlib import Path
from typing import Any

Record = dict[str, Any]


class History:
    """Written by many threads. `kind` says what a line is; `t` is a monotonic time in seconds."""

    def __init__(self, file: Path) -> None:
        self.file = file
        file.parent.mkdir(parents=True, exist_ok=True)
        self._out = open(file, "a", encoding="utf-8")  # noqa: SIM115 - closed by `close`
        self._lock = threading.Lock()

    def write(self, kind: str, **what: Any) -> None:
        line = json.dumps({"t": round(time.monotonic(), 4), "kind": kind} | what, ensure_ascii=False)
        with self._lock:
            if self._out.closed:
                return  # a late answer of a run that is over
            self._out.write(line + "\n")
            self._out.flush()
            os.fsync(self._out.fileno())

    def close(self) -> None:
        with self._lock:
            self._out.close()


def read(file: Path) -> list[Record]:
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
