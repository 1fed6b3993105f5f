"""The links of a stand that go through the proxy: each service to database and broker, Notify to the mail server."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

from localstand.children import MARK
from localstand.ports import Ports

PACKAGE = Path(__file__).resolve().parents[1]


class Links:
    def __init__(self, stand: Path, ports: Ports) -> None:
        self._ports = ports
        self._lock = threading.Lock()
        self._process = subprocess.Popen(
            [sys.executable, "-m", "faults.proxy"],
            env={
                "PATH": os.environ["PATH"],
                "PYTHONPATH": str(PACKAGE),
                "PYTHONDONTWRITEBYTECODE": "1",
                MARK: str(stand),
            },
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            start_new_session=True,
            text=True,
        )

    def open(self, name: str, to: int) -> int:
        """A port of its own that leads to this one."""
        port = self._ports.get(f"link_{name}")
        self._tell({"listen": port, "to": to})
        return port

    def spoil(self, *names: str, **how: Any) -> None:
        """From now on these links behave so; with nothing said they are sound."""
        for name in names:
            self._tell({"link": self._ports.get(f"link_{name}")} | how)

    def _tell(self, what: dict[str, Any]) -> None:
        assert self._process.stdin is not None and self._process.stdout is not None
        with self._lock:
            self._process.stdin.write(json.dumps(what) + "\n")
            self._process.stdin.flush()
            if self._process.stdout.readline() != "ok\n":
                raise RuntimeError(f"the proxy did not take {what}")

    def close(self) -> None:
        self._process.terminate()
        self._process.wait()
