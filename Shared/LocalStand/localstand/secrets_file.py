"""The stand's random passwords and keys: made once, kept in one file that only its owner reads."""

import json
import os
import secrets
from collections.abc import Callable
from pathlib import Path


class Secrets:
    def __init__(self, file: Path) -> None:
        self._file = file
        self._values: dict[str, str] = json.loads(file.read_text()) if file.exists() else {}

    def password(self, name: str) -> str:
        """URL-safe, so that it needs no escaping in a connection string."""
        return self.get(name, lambda: secrets.token_urlsafe(24))

    def get(self, name: str, make: Callable[[], str]) -> str:
        if name not in self._values:
            self._values[name] = make()
            descriptor = os.open(self._file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with os.fdopen(descriptor, "w") as file:
                json.dump(self._values, file, indent=2, sort_keys=True)
        return self._values[name]
