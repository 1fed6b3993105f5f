"""The broker loses all its data: it is declared anew, filled from the outboxes, and every case goes on exactly once."""

from __future__ import annotations

import os
import shutil
import ssl
import subprocess
from pathlib import Path

import httpx
from demo import form
from demo.second_case import world_entry
from demo.steps import Steps, eventually
from demo.world import APPLICANT, OPERATOR, World
from desk import REPLIES, Desk
from localstand import topology
from localstand.children import MARK
from localstand.services import NAMES, is_ready
from localstand.stand import Stand

REPOSITORY = Path(__file__).resolve().parents[2]
BINARIES = REPOSITORY / ".build" / "debug"


def test_a_broker_that_lost_all_its_data_is_rebuilt_and_every_case_goes_on_once(
    tmp_path: Path, stand_directory: Path
) -> None:
    with Stand(stand_directory, BINARIES, for_tests=True) as stand:
        world = World(stand, tmp_path, Steps())
        try:
            walk(world)
        finally:
            world.close()


def walk(world: World) -> None:
    stand = world.stand
    token = world.token(APPLICANT)
    eventually(lambda: all(status(stand, name) == "ok" for name in NAMES), "four healthy services")
    cases = submit(stand, token, "before", 2)
    eventually(lambda: opened(stand) == sorted(cases), "two open cases")
    eventually(lambda: all(metric(stand, name, "layak_outbox_depth") == 0 for name in NAMES), "empty outboxes")

    # What is submitted now is confirmed by the broker and in no database but Intake's.
    review = stand.services.children["review"]
    review.kill()
    cases += submit(stand, token, "lost", 3)
    eventually(lambda: metric(stand, "intake", "layak_outbox_depth") == 0, "three confirmed messages")
    stand.broker.child.kill()
    shutil.rmtree(stand.root / "rabbitmq" / "data")
    cases += submit(stand, token, "away", 2)
    stand.broker.restart()
    topology.declare(BINARIES, stand.broker, stand.secrets)
    review.start()
    eventually(lambda: is_ready(stand.services.ports["review"]), "Review is there again")

    said = layak(stand, "broker", "rebuild", "--wait")
    print(said)
    assert "drift 0" in said and "sending" not in said
    # Each service has begun it when it was asked to, and all are through when the tool says so.
    assert said.count(": started: ") == said.count(" finished ") == len(NAMES)
    eventually(lambda: opened(stand) == sorted(cases), "all cases opened, each once")
    # The three that were lost; and perhaps one that was published while the new broker had some of its bindings, when
    # the observer's queue took it and Review's could not.
    assert 3 <= metric(stand, "intake", "layak_reconciliation_missing_total") <= 5

    # Each office's work is there again, also that of cases that were open before.
    office = world.program("office-6104", "office.6104", REPLIES)
    entries = {case: world_entry(office, case, "completeness") for case in cases}
    for case in (cases[0], cases[2], cases[-1]):
        receipt = {"accepted": True, "id": case, "number": entries[case]["caseNumber"], "state": "submitted"}
        Desk(world, receipt).do("take")

    # At rest a comparison of everything finds nothing, and sends nothing.
    again = {name: metric(stand, name, "layak_reconciliation_sent_again_total") for name in NAMES}
    assert "drift 0" in layak(stand, "reconcile", "run", "--full", "--wait")
    assert layak(stand, "reconcile", "show").count("drift 0") == layak(stand, "reconcile", "show").count("->")
    assert {name: metric(stand, name, "layak_reconciliation_sent_again_total") for name in NAMES} == again
    assert opened(stand) == sorted(cases)


def submit(stand: Stand, token: str, key: str, count: int) -> list[str]:
    context = ssl.create_default_context(cafile=stand.certificates.authority)
    cases = []
    with httpx.Client(base_url=stand.url, verify=context, timeout=30) as client:
        for index in range(count):
            answer = client.post(
                "/api/v1/submissions",
                headers={"Authorization": f"Bearer {token}", "Idempotency-Key": f"wiped-{key}-{index}"},
                json={"form": {"definition": "ms-keg", "version": 1, "answers": form.MEMPAWAH}},
            )
            assert answer.status_code == 201, answer.text[:300]
            cases.append(str(answer.json()["id"]))
    return cases


def opened(stand: Stand) -> list[str]:
    """The cases that Review has said to be opened, one line for each time it said so."""
    said = stand.database.query("SELECT subject FROM outbox WHERE type = 'case.opened.v1' ORDER BY subject", "review")
    return said.split()


def status(stand: Stand, name: str) -> str:
    return str(stand.services.health(name)["status"])


def metric(stand: Stand, name: str, metric_name: str) -> int:
    """The sum of a metric's samples; 0 when there is none."""
    lines = stand.services.metrics(name).splitlines()
    return sum(int(float(line.split()[-1])) for line in lines if line.startswith(metric_name))


def layak(stand: Stand, *arguments: str) -> str:
    """What the operator's tool prints, as an operator runs it."""
    own = stand.operator_settings() | {"LAYAK_OPERATOR_PASSWORD": stand.accounts[OPERATOR].password}
    done = subprocess.run(
        [str(BINARIES / "layak"), *arguments],
        env={key: value for key, value in os.environ.items() if key != MARK} | own,
        capture_output=True,
        text=True,
        timeout=400,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout
