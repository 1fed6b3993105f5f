"""What glibc is told in a container is what it is told here, where it was measured."""

from __future__ import annotations

import re
from pathlib import Path

from localstand.allocator import ALLOCATOR

ROOT = Path(__file__).resolve().parents[2]


def test_a_container_gives_the_allocator_the_same_words_as_the_stand() -> None:
    said = dict(re.findall(r"\b((?:MALLOC|GLIBC)_\w+)=(\S+)", (ROOT / "Dockerfile").read_text()))
    assert said == ALLOCATOR
