"""Small files that are there whole or not at all: a full disk, or a kill in the middle, leaves what was there."""

import json
import os
from pathlib import Path
from typing import Any

from localstand.errors import StandError


def write(file: Path, text: str, mode: int = 0o644) -> None:
    part = file.with_name(f".{file.name}.part")
    part.unlink(missing_ok=True)
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    try:
        with os.fdopen(descriptor, "w") as out:
            out.write(text)
        os.replace(part, file)
    except OSError:
        part.unlink(missing_ok=True)
        raise


def read_json(file: Path) -> dict[str, Any]:
    """What the file holds; nothing when there is none."""
    if not file.exists():
        return {}
    try:
        return dict(json.loads(file.read_text()))
    except ValueError:
        raise StandError(f"{file} is damaged: 'make reset' clears it, with the rest of the stand.") from None
