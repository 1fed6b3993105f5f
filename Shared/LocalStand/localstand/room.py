"""Whether the disks that a stand writes to have room."""

import shutil
from pathlib import Path

from localstand.children import shown
from localstand.errors import StandError

TO_START = 1_500_000_000
# Below this the broker takes no message any more (its `disk_free_limit`), and soon the database no row.
TO_RUN = 200_000_000


def check(folders: list[Path], needed: int) -> None:
    """Throws when one of the folders is on a disk with less than `needed` bytes left."""
    for folder in folders:
        there = next(place for place in (folder, *folder.parents) if place.exists())
        free = shutil.disk_usage(there).free
        if free < needed:
            raise StandError(
                f"The disk of {shown(folder)} is full: it has {free / 1e9:.1f} GB left, and a stand needs"
                f" {TO_START / 1e9:.1f} GB. Make room and start again."
            )
