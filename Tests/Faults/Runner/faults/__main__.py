"""`python -m faults`: every fault once, then random pairs, on one stand; a line a run, the table, the verdict."""

from __future__ import annotations

import argparse
import contextlib
import os
import random
import shutil
import sys
import time
import warnings
from collections import defaultdict
from pathlib import Path

from localstand import console
from localstand.cluster import refusal
from localstand.errors import StandError
from localstand.stand import remove
from localstand.stopping import Stopped, heed, stop_on_signals

from faults import checker
from faults.catalogue import ALL
from faults.history import read
from faults.nemesis.fault import Fault
from faults.run import Memory, Outcome, run
from faults.stage import REPOSITORY, Stage

RESULTS = REPOSITORY / ".layak" / "faults"


def plan(seed: int, fault: str | None) -> list[type[Fault]]:
    """Which faults a seed stands for: first each alone, then two that chance chose."""
    names = list(ALL)
    if fault is not None:
        return [] if fault == "none" else [ALL[name] for name in fault.split("+")]
    if seed <= len(names):
        return [ALL[names[seed - 1]]]
    chance = random.Random(seed)
    first, second = (ALL[name] for name in chance.sample(names, 2))
    if 3 in (first.nodes, second.nodes):
        # A cluster has no single broker to break, and no lines to it that the proxy leads.
        beside = [k for k in ALL.values() if k.nodes == 1 and "broker" not in k.name and "line" not in k.name]
        return [first if first.nodes == 3 else second, chance.choice(beside)]
    return [first, second]


def line(outcome: Outcome) -> str:
    verdict = outcome.verdict
    if outcome.impossible:
        state = f"not possible here: {outcome.impossible}"
    else:
        state = "ok" if not verdict.violations else f"{len(verdict.violations)} violations"
    if verdict.blocked:
        state += f" ({', '.join(verdict.blocked)} was not possible beside it)"
    doubt = f", in doubt {len(verdict.in_doubt)}" if verdict.in_doubt else ""
    resumed = f", resumed {verdict.resumed:.1f} s" if verdict.resumed is not None else ""
    resumed += f", leader replaced {verdict.moved:.1f} s" if verdict.moved is not None else ""
    resumed += f", mended {verdict.mended}" if verdict.mended else ""
    return (
        f"seed {outcome.seed:4}  {'+'.join(outcome.faults) or 'none':<42} {outcome.took:5.1f} s  cases"
        f" {verdict.accepted:2}, completed {verdict.completed:2}{doubt}{resumed}: {state}"
    )


def table(outcomes: list[Outcome]) -> str:
    rows: dict[str, list[Outcome]] = defaultdict(list)
    for outcome in outcomes:
        for fault in outcome.faults or ["none"]:
            if not outcome.impossible and fault not in outcome.verdict.blocked:
                rows[fault].append(outcome)
    lines = [f"{'fault':<26} runs cases lost doubled drift doubt other mended resumed (s: middle, longest)"]
    for fault, its in rows.items():
        verdicts = [outcome.verdict for outcome in its]
        lost, doubled, drift = (sum(getattr(v, what) for v in verdicts) for what in ("lost", "doubled", "drift"))
        other = sum(len(v.violations) for v in verdicts) - lost - doubled - drift
        lines.append(
            f"{fault:<26} {len(its):4} {sum(v.accepted for v in verdicts):5} {lost:4} {doubled:7} {drift:5}"
            f" {sum(len(v.in_doubt) for v in verdicts):5} {other:5} {sum(v.mended for v in verdicts):6}"
            f" {_times([v.resumed for v in verdicts])}"
        )
    return "\n".join(lines)


def _times(seconds: list[float | None]) -> str:
    known = sorted(one for one in seconds if one is not None)
    return f"{known[len(known) // 2]:.1f} {known[-1]:.1f}" if known else "-"


def last_line(outcomes: list[Outcome]) -> str:
    """What was not possible here is no evidence: it is told as skipped, and counts nowhere else."""
    verdicts = [outcome.verdict for outcome in outcomes]
    ran = [outcome for outcome in outcomes if not outcome.impossible]
    faults = {fault for outcome in ran for fault in outcome.faults if fault not in outcome.verdict.blocked}
    return (
        f"seeds {len(ran)}, skipped {len(outcomes) - len(ran)}, faults {len(faults)}, lost"
        f" {sum(v.lost for v in verdicts)}, doubled {sum(v.doubled for v in verdicts)}, drift"
        f" {sum(v.drift for v in verdicts)}, in doubt {sum(len(v.in_doubt) for v in verdicts)}"
    )


def exit_code(outcomes: list[Outcome]) -> int:
    """0 only where something was broken, or for the control nothing, and no invariant with it."""
    ran = [outcome for outcome in outcomes if not outcome.impossible]
    return 0 if ran and not any(outcome.verdict.violations for outcome in outcomes) else 1


def go(chosen: dict[int, str | None], results: Path, binaries: Path, keep: bool) -> list[Outcome]:
    """The seeds in their order, each with its own faults or with those that were named for it."""
    outcomes: list[Outcome] = []
    stage: Stage | None = None
    memory = Memory()
    try:
        for seed, fault in chosen.items():
            heed()
            kinds = plan(seed, fault)
            name = f"{seed:04d}-{'+'.join(kind.name for kind in kinds) or 'none'}"
            directory = results / name
            shutil.rmtree(directory, ignore_errors=True)
            nodes = max((kind.nodes for kind in kinds), default=1)
            if stage is not None and stage.nodes != nodes:
                stage.close()
                stage = None
            if stage is None:
                refused = refusal() if nodes > 1 else None
                if refused is not None:
                    outcomes.append(Outcome(seed, [k.name for k in kinds], directory, checker.Verdict(), 0, refused))
                    print(line(outcomes[-1]), flush=True)
                    continue
                stage, memory = Stage(results / "stand", binaries, nodes), Memory()
                stage.__enter__()
            outcome = run(stage, kinds, seed, directory, memory)
            outcomes.append(outcome)
            print(line(outcome), flush=True)
            for violation in outcome.verdict.violations[:12]:
                print(f"      {violation.invariant}: {violation.what}", flush=True)
            if outcome.verdict.violations:
                print(f"      again: make faults SEED={seed}" + (f" FAULT={fault}" if fault else ""), flush=True)
                shutil.copytree(results / "stand" / "log", directory / "log", dirs_exist_ok=True)
                # A stand on which something went wrong proves nothing about the next seed.
                stage.close()
                stage = None
            elif not keep:
                shutil.rmtree(directory, ignore_errors=True)
    finally:
        if stage is not None:
            stage.close()
    return outcomes


def main() -> int:
    parser = argparse.ArgumentParser(prog="faults")
    parser.add_argument("--seeds", type=int, default=int(os.environ.get("SEEDS") or len(ALL)), help="how many runs")
    parser.add_argument("--from", type=int, default=1, dest="first", help="the first seed")
    parser.add_argument("--seed", type=int, default=int(os.environ.get("SEED") or 0), help="this one alone")
    parser.add_argument("--fault", default=os.environ.get("FAULT") or None, help="names, joined by +; or none")
    parser.add_argument("--each", default="", help="these faults one after the other, by names joined by commas")
    parser.add_argument("--binaries", type=Path, default=REPOSITORY / ".build" / "debug")
    parser.add_argument("--directory", type=Path, default=RESULTS)
    parser.add_argument("--keep", action="store_true", help="the histories of sound runs too")
    parser.add_argument("--list", action="store_true", help="the catalogue")
    parser.add_argument("--check", type=Path, help="the verdict over a history that was kept")
    given = parser.parse_args()
    if given.list:
        for name, kind in ALL.items():
            print(f"| `{name}` | {kind.says()} |")
        return 0
    if given.check is not None:
        verdict = checker.check(read(given.check))
        for violation in verdict.violations:
            print(f"{violation.invariant}: {violation.what}")
        return 1 if verdict.violations else 0
    stop_on_signals()
    # What the stand does step by step goes to standard error; the runs' lines are the output.
    console.quiet()
    # A connection that breaks while it is made leaves aio-pika's own farewell unsaid.
    warnings.filterwarnings("ignore", message="coroutine 'Connection.close'")
    results = given.directory.resolve()
    results.mkdir(parents=True, exist_ok=True)
    seeds = [given.seed] if given.seed else list(range(given.first, given.seeds + 1))
    # Those that need a cluster come last: each change between the two kinds of stand costs half a minute.
    seeds.sort(key=lambda seed: max((kind.nodes for kind in plan(seed, given.fault)), default=1))
    chosen = {seed: given.fault for seed in seeds}
    if given.each:
        chosen = {list(ALL).index(fault) + 1: fault for fault in given.each.split(",")}
    began = time.monotonic()
    try:
        outcomes = go(chosen, results, given.binaries.resolve(), given.keep)
    except Stopped:
        return 130
    except StandError as error:
        print(f"faults: {error}", file=sys.stderr)
        return 1
    finally:
        with contextlib.suppress(StandError):
            remove(results / "stand")
    print(table(outcomes))
    print(f"{time.monotonic() - began:.0f} s")
    print(last_line(outcomes))
    return exit_code(outcomes)


if __name__ == "__main__":
    sys.exit(main())
