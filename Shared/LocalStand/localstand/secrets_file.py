"""The stand's random passwords and keys: made once, kept in one file that only its owner reads."""

import json
import secrets
from collections.abc import Callable
from pathlib import Path

from localstand import whole_file


class Secrets:
    def __init__(self, file: Path) -> None:
        self._file = file
        self._values: dict[str, str] = whole_file.read_json(file)

    def password(self, name: str) -> str:
        """URL-safe, so that it needs no escaping in a connection string."""
        return self.get(name, lambda: secrets.token_urlsafe(24))

    def get(self, name: str, make: Callable[[], str]) -> str:
        if name not in self._values:
            self._values[name] = make()
            whole_file.write(self._file, json.dumps(self._values, indent=2, sort_keys=True), mode=0o600)
        return self._values[name]
