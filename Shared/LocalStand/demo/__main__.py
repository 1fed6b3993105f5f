"""`make demo`: a stand of its own, both walks, what they leave, and what was measured."""

from __future__ import annotations

import argparse
import contextlib
import json
import shutil
import sys
import time
import traceback
from collections.abc import Callable
from pathlib import Path

from localstand.children import shown
from localstand.console import say
from localstand.errors import StandError
from localstand.services import NAMES
from localstand.stand import Stand, remove
from localstand.stopping import Stopped, stop_on_signals

from demo import first_case, second_case
from demo.browser import Unexpected
from demo.form import MEMPAWAH, Answers
from demo.steps import Steps, sentence
from demo.world import World

REPOSITORY = Path(__file__).resolve().parents[3]
RESULTS = REPOSITORY / ".layak" / "demo"
IDLE_SECONDS = 5


def walk(stand: Stand, results: Path, steps: Steps, look: Callable[[World], None] = lambda _: None) -> None:
    """Both cases; what was seen is kept in `results` also when a step was not. `look` may ask more at the end."""
    world = World(stand, results, steps)
    try:
        with steps.step("A program of its own observes every event"):
            world.observe()
        first_case.walk(world)
        second_case.walk(world)
        with steps.step("Every event was seen, in order and without gaps") as saw:
            saw(f"{check(world.timeline())} events")
        look(world)
    finally:
        write(results / "timeline.json", world.timeline())
        shutil.copytree(stand.mail.folder, results / "mail", ignore=lambda _, names: [n for n in names if n[0] == "."])
        world.close()


def write(file: Path, content: list[dict[str, object]] | Answers) -> None:
    file.write_text(json.dumps(content, indent=2, ensure_ascii=False) + "\n")


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
    say(f"  Each service, idle for {IDLE_SECONDS} s, in a debug build (aim: under 60 MB and 1 % of a core):")
    for name in NAMES:
        memory = stand.services.memory(name)
        mapped = memory.resident - memory.own
        say(
            f"    {name.capitalize():<8} {memory.resident:5.1f} MB resident ({memory.own:.1f} its own, {mapped:.1f} of"
            f" program and library files)  {idle[name]:5.2f} % of a core"
        )


def run(results: Path) -> None:
    began = time.monotonic()
    remove(results / "stand")
    shutil.rmtree(results, ignore_errors=True)
    results.mkdir(parents=True)
    write(results / "form.json", MEMPAWAH)  # what a program of the reader's own can hand in, too
    say("Layak, from the door to the rating")
    with Stand(results / "stand", REPOSITORY / ".build" / "debug", for_tests=True) as stand:
        say()
        steps = Steps(check=stand.check)
        walk(stand, results, steps)
        summarise(stand, steps, steps.elapsed)
        stand.check()
    say()
    left = ", ".join(["letter.pdf", "letter-6104.pdf", "mail/", "timeline.json", "form.json"])
    say(f"  In {shown(results)}: {left}. Everything is stopped; all of it took {time.monotonic() - began:.0f} s.")


def tell(error: Exception, results: Path) -> None:
    """One sentence for whoever ran the demo; where the program stood is kept beside the results."""
    details = ""
    if not isinstance(error, StandError):
        file = results / "failure.txt"
        with contextlib.suppress(OSError):
            file.write_text("".join(traceback.format_exception(error)))
            details = f" (where: {shown(file)})"
    print(f"layak: the demo did not finish: {sentence(error)}{details}", file=sys.stderr)


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="demo")
    parser.add_argument("--directory", type=Path, default=RESULTS, help="where the demo leaves everything; cleared")
    results = parser.parse_args(arguments).directory.resolve()
    stop_on_signals()
    try:
        run(results)
        return 0
    except Stopped:
        return 130
    except Exception as error:
        tell(error, results)
        return 1


if __name__ == "__main__":
    sys.exit(main())
