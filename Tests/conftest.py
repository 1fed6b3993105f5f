"""System tests start stands of their own with the scripts that `make run` and `make demo` use."""

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from demo.world import World

REPOSITORY = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(REPOSITORY / "Shared" / "LocalStand"))


@pytest.fixture
def stand_directory(request: pytest.FixtureRequest) -> Iterator[Path]:
    """Where a test's own stand lives; it must have ended with the test, and is removed, wherever its parts are."""
    from localstand.children import marked
    from localstand.stand import remove

    directory = REPOSITORY / ".layak" / "test-stands" / request.node.name[:40].replace("[", "-").strip("]")
    remove(directory)
    yield directory
    left = marked(directory)
    logs = REPOSITORY / ".layak" / "test-logs" / directory.name
    shutil.rmtree(logs, ignore_errors=True)
    if (directory / "log").exists():
        shutil.copytree(directory / "log", logs)
    remove(directory)
    assert not left, f"processes were left running: {left}"


@pytest.fixture
def world(tmp_path: Path, stand_directory: Path) -> "Iterator[World]":
    """A stand of the test's own, and who acts on it."""
    from demo.steps import Steps
    from demo.world import World
    from localstand.stand import Stand

    with Stand(stand_directory, REPOSITORY / ".build" / "debug", for_tests=True) as stand:
        world = World(stand, tmp_path, Steps())
        try:
            yield world
        finally:
            world.close()
