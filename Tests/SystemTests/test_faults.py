"""The walk of the demo while things are killed: every service once with -9, broker and database restarted once."""

import json
import time
from collections.abc import Callable
from pathlib import Path

import documents
import pytest
from demo.__main__ import walk
from demo.steps import Steps
from demo.world import World
from localstand.services import NAMES, is_ready
from localstand.stand import Stand

REPOSITORY = Path(__file__).resolve().parents[2]


def test_the_demo_finishes_although_everything_is_killed_once(tmp_path: Path, stand_directory: Path) -> None:
    with Stand(stand_directory, REPOSITORY / ".build" / "debug", for_tests=True) as stand:
        faults = Faults(stand)
        walk(stand, tmp_path, Steps(before=faults), look=every_message_is_as_published)
        assert not faults.left, f"these were never killed: {list(faults.left)}"
        stand.check()


def every_message_is_as_published(world: World) -> None:
    """What was really sent, held against the published schemas."""
    wrong = []
    for program in ("observer", "portal", "office-6104"):
        for queue, messages in world.program(program).received.items():
            assert messages, f"nothing came to {queue}"
            for message in messages:
                name = str(message.type)
                wrong += [f"{name} at {queue}: {fault}" for fault in documents.faults(name, json.loads(message.body))]
    assert not wrong, "\n".join(wrong)


class Faults:
    """Kills something right after the step before has set messages moving."""

    def __init__(self, stand: Stand) -> None:
        self._stand = stand
        self.left: dict[str, Callable[[], None]] = {
            # By the step before which it happens.
            "An officer of headquarters finds": lambda: self._service("review"),
            "The applicant sees the remark": lambda: self._service("intake"),
            "Declared complete and clear; the due date": self._database,
            "Evaluated, with the opinion of a second officer": self._broker,
            # Not after the signature: a mail that was under way would rightly be in doubt, and wait for an operator, as
            # test_mail_in_doubt.py has it.
            "Approved and signed in one act": lambda: self._service("notify"),
            "Case completed": lambda: self._service("rating"),
        }

    def __call__(self, step: str) -> None:
        for beginning in list(self.left):
            if step.startswith(beginning):
                self.left.pop(beginning)()

    def _service(self, name: str) -> None:
        self._stand.services.children[name].kill()
        self._stand.services.restart(name)

    def _broker(self) -> None:
        self._stand.broker.child.kill()
        self._stand.broker.restart()

    def _database(self) -> None:
        self._stand.database.child.kill()
        self._stand.database.restart()
        self._until_ready()

    def _until_ready(self) -> None:
        deadline = time.monotonic() + 30
        while not all(is_ready(self._stand.services.ports[name]) for name in NAMES):
            if time.monotonic() > deadline:
                pytest.fail("a service did not become ready again within 30 s after the database came back")
            time.sleep(0.1)
