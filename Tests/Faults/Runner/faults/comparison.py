"""Has every publisher compare with its consumers once all rests: what only that finds would have been lost."""

from __future__ import annotations

import contextlib
import time
from typing import Any

from demo.world import OPERATOR
from localstand.services import NAMES

from faults.company import Company
from faults.door import Door
from faults.stage import Stage

# Longer than a question that nobody answers is waited for.
WITHIN = 40.0


def compare(stage: Stage, company: Company) -> None:
    """Orders a comparison at each of the four as an operator, waits for its end, and writes down what was missing."""
    history = company.history
    door = Door(stage.stand, history)
    began = time.monotonic()
    try:
        token = company.tokens.get(door, OPERATOR, began + 20)
        before = {name: _completed(_ask(door, token, name)) for name in NAMES}
        for name in NAMES:
            _ask(door, token, name, json={"scope": "regular"})
        waiting = set(NAMES)
        standing: dict[str, Any] = {}
        while waiting and time.monotonic() - began < WITHIN:
            time.sleep(0.15)
            for name in sorted(waiting):
                standing[name] = _ask(door, token, name)
                if _is_over(standing[name], before[name]):
                    waiting.discard(name)
        for name in NAMES:
            history.write(
                "compared", service=name, complete=name not in waiting, took=round(time.monotonic() - began, 2),
                standing=standing.get(name) if name in waiting else None,
            )  # fmt: skip
    except Exception as error:
        history.write("broken", key="comparison", why=f"{type(error).__name__}: {error}")
    finally:
        door.close()


def _ask(door: Door, token: str, name: str, **more: Any) -> dict[str, Any]:
    """Until it answers: everything is sound by now, but a service may still be on its way back."""
    for _attempt in range(20):
        method = "POST" if more else "GET"
        answer = door.ask("reconciliation", method, f"/operator/{name}/api/v1/reconciliation", token, **more)
        if answer is not None and answer.status_code in (200, 202):
            with contextlib.suppress(ValueError):
                return dict(answer.json())
        time.sleep(0.3)
    raise RuntimeError(f"{name} does not say how its comparisons stand")


def _completed(state: dict[str, Any]) -> dict[str, str | None]:
    return {one["consumer"]: one.get("lastComplete") for one in state["consumers"]}


def _is_over(state: dict[str, Any], before: dict[str, str | None]) -> bool:
    """Every comparison has ended with nothing missing since, and nothing is being sent again."""
    rebuild = state.get("rebuild")
    if rebuild is not None and "finishedAt" not in rebuild:
        return False
    return state["sendingAgain"] == 0 and all(
        one.get("scope") is None and one["drift"] == 0 and one.get("lastComplete") != before.get(one["consumer"])
        for one in state["consumers"]
    )
