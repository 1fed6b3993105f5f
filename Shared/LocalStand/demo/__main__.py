"""`make demo`: a stand of its own, both walks, what they leave, and what was measured."""

from __future__ import annotations

import json
import shutil
import sys
import time
from collections.abc import Callable
from pathlib import Path

from localstand.children import shown
from localstand.console import say
from localstand.errors import StandError
from localstand.services import NAMES
from localstand.stand import Stand, Stopped, remove, stop_on_signals

from demo import first_case, second_case
from demo.browser import Unexpected
from demo.steps import Steps
from demo.world import World

REPOSITORY = Path(__file__).resolve().parents[3]
RESULTS = REPOSITORY / ".layak" / "demo"
IDLE_SECONDS = 5


def walk(stand: Stand, results: Path, steps: Steps, look: Callable[[World], None] = lambda _: None) -> None:
    """Both cases; what was seen is kept in `results` also when a step was not. `look` may ask more at the end."""
    world = World(stand, results, steps)
    try:
        world.observe()
        first_case.walk(world)
        second_case.walk(world)
        with steps.step("Every event was seen, in order and without gaps") as saw:
            saw(f"{check(world.timeline())} events")
        look(world)
    finally:
        (results / "timeline.json").write_text(json.dumps(world.timeline(), indent=2, ensure_ascii=False) + "\n")
        shutil.copytree(stand.mail.folder, results / "mail", ignore=lambda _, names: [n for n in names if n[0] == "."])
        world.close()


# What happens because of another event, and not because of somebody's act.
FOLLOWING = {"case.opened.v1", "delivery.completed.v1", "case.completed.v1"}


def check(timeline: list[dict[str, object]]) -> int:
    """Each subject's events of a stream count from 1 without gaps, and a message seen twice counts once. What follows
    from another event names it."""
    streams: dict[tuple[str, str], set[int]] = {}
    for event in timeline:
        stream = str(event["type"]).split(".")[0]
        streams.setdefault((stream, str(event["subject"])), set()).add(int(str(event["sequence"])))
    for (stream, subject), seen in streams.items():
        if seen != set(range(1, len(seen) + 1)):
            raise Unexpected(f"the stream {stream} of {subject} has gaps: {sorted(seen)}")
    known = {event["id"] for event in timeline}
    for event in timeline:
        if event["type"] in FOLLOWING and event["causation"] not in known:
            raise Unexpected(f"{event['type']} does not name the event that led to it")
    return sum(len(seen) for seen in streams.values())


def summarise(stand: Stand, steps: Steps, took: float) -> None:
    say()
    say(f"  {len(steps.done)} steps in {took:.1f} s (aim: under 10 s)")
    time.sleep(1)
    idle = stand.services.idle_share(IDLE_SECONDS)
    say("  Each service, idle (aim: under 60 MB and 1 % of a core):")
    for name in NAMES:
        say(f"    {name.capitalize():<8} {stand.services.memory(name):6.1f} MB  {idle[name]:5.2f} % of a core")


def main() -> int:
    stop_on_signals()
    began = time.monotonic()
    try:
        remove(RESULTS / "stand")
        shutil.rmtree(RESULTS, ignore_errors=True)
        RESULTS.mkdir(parents=True)
        say("Layak, from the door to the rating")
        with Stand(RESULTS / "stand", REPOSITORY / ".build" / "debug", for_tests=True) as stand:
            say()
            steps = Steps()
            walk(stand, RESULTS, steps)
            summarise(stand, steps, steps.elapsed)
            stand.check()
        say()
        left = ", ".join(["letter.pdf", "letter-6104.pdf", "mail/", "timeline.json"])
        say(f"  In {shown(RESULTS)}: {left}. Everything is stopped; all of it took {time.monotonic() - began:.0f} s.")
        return 0
    except Stopped:
        return 130
    except (StandError, Unexpected, TimeoutError) as error:
        print(f"layak: the demo did not finish: {error}", file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
