"""An operator lets parked messages run again with `layak parked`, as on the page of the alarm, while the tool and the
service are killed in the middle: everybody is told exactly once."""

from __future__ import annotations

import json
import os
import ssl
import subprocess
import time
from pathlib import Path

import httpx
from demo import form
from demo.steps import eventually
from demo.world import APPLICANT, OPERATOR, World
from localstand.children import MARK
from localstand.stand import Stand

REPOSITORY = Path(__file__).resolve().parents[2]
TOOL = REPOSITORY / ".build" / "debug" / "layak"
MANY = 14
REASON = "exhausted:sql-P0001"

# What keeps Notify from working: as good as any defect of its own, and it can be mended.
BREAK = """
CREATE FUNCTION broken() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'not today'; END $$;
CREATE TRIGGER broken BEFORE INSERT ON notice FOR EACH ROW EXECUTE FUNCTION broken();
"""
MEND = "DROP TRIGGER broken ON notice; DROP FUNCTION broken();"
# Nobody waits ten minutes for the eighth attempt: the seven before it are taken as made.
HURRY = "UPDATE retry SET attempt = 7, due_at = now() WHERE attempt BETWEEN 1 AND 6"


def test_parked_messages_run_again_once_whoever_is_killed(world: World) -> None:
    stand = world.stand
    notify = stand.services.children["notify"]
    cases = park_some(world)

    overview = layak(stand, "parked", "list")
    assert f"notify: {MANY} parked\n  {MANY}  notify.events" in overview and "review: 0 parked" in overview, overview
    listed = layak(stand, "parked", "list", "--service", "notify")
    assert listed.startswith(f"{MANY} parked\n"), listed
    assert f"{MANY}  notify.events  case.opened.v1  {REASON}" in listed
    first = int(listed.splitlines()[-1].split()[0])
    shown(stand, first)
    whole(stand, first)

    # Not mended yet: the run lets one go, sees it fail, and stops by itself.
    said = layak(stand, "parked", "replay", "--service", "notify", "--all", "--follow", code=1)
    run = said.split()[0]
    assert "stopped (sql-P0001)" in said.splitlines()[-1] and f"waiting {MANY - 1}" in said.splitlines()[-1], said
    eventually(lambda: metric(stand, "layak_stopped_replays") == 1, "the alarm of a run that stopped", 30)
    stand.database.query(HURRY, "notify")
    layak(stand, "parked", "cancel", "--service", "notify", run)
    eventually(lambda: resting(stand) == MANY, "the failed one at rest again", 60)
    # Until the run has seen that, the message belongs to it, and another run would leave it out.
    eventually(lambda: not released(stand), "the run knows", 30)

    # A run that is paused releases nothing, and what it holds is not run or taken off the list beside it.
    stand.database.query(MEND, "notify")
    said = layak(stand, "parked", "replay", "--service", "notify", "--type", "case.opened.v1", "--rate", "0.1")
    run = said.split()[0]
    eventually(lambda: len(told(stand)) == 1, "the first one told", 30)
    assert " paused  " in layak(stand, "parked", "pause", "--service", "notify", run)
    assert "409" in layak(stand, "parked", "pause", "--service", "notify", run, code=1)
    assert "409" in layak(stand, "parked", "replay", "--service", "notify", "--all", code=1)
    waiting = stand.database.query(
        "SELECT parked_id FROM replay_message WHERE state = 'waiting' ORDER BY 1 LIMIT 1", "notify"
    )
    reason = ("--reason", "nobody misses it")
    assert "409" in layak(stand, "parked", "discard", "--service", "notify", waiting.strip(), *reason, code=1)
    layak(stand, "parked", "resume", "--service", "notify", run)
    layak(stand, "parked", "pause", "--service", "notify", run)
    layak(stand, "parked", "cancel", "--service", "notify", run)

    # The tool is killed in whatever it is doing, ever later, until the service has a run; the service twice in the
    # middle of that run.
    asked = ("parked", "replay", "--service", "notify", "--all", "--rate", "2", "--follow")
    moment = 0.05
    while "running" not in states(stand):
        with tool(stand, *asked) as running:
            time.sleep(moment)
            running.kill()
        moment *= 1.5
    assert states(stand).count("running") == 1
    with tool(stand, *asked) as running:
        assert running.wait(30) == 1, "the run has all of them already"
    for done in (4, 8):
        eventually(lambda done=done: len(told(stand)) >= done, f"{done} told", 60)
        assert "running" in states(stand)
        notify.kill()
        stand.services.restart("notify")
    eventually(lambda: "running" not in states(stand), "a run that has ended", 60)
    assert sorted(told(stand)) == sorted(cases), "everybody told, nobody twice"
    assert resting(stand) == 0
    assert layak(stand, "parked", "list", "--service", "notify") == "0 parked\n"
    last = layak(stand, "parked", "runs", "--service", "notify").splitlines()[0]
    assert "finished" in last and "done " in last and "failed" not in last, last

    # Mails as well: one obligation, one mail; one that was on its way when Notify was killed may be in doubt.
    eventually(lambda: len(mails(stand)) + metric(stand, "layak_mails_in_doubt") >= len(cases), "a mail for each", 60)
    assert len(set(mails(stand))) == len(mails(stand)) <= len(cases)
    stand.check()


def test_what_nobody_needs_is_taken_off_the_list_and_stays_in_the_table(world: World) -> None:
    stand = world.stand
    park_some(world, 1)
    number = layak(stand, "parked", "list", "--service", "notify").splitlines()[-1].split()[0]
    said = layak(stand, "parked", "discard", "--service", "notify", number, "--reason", "ya", code=1)
    assert "reason: " in said, "a reason of two letters is none"
    layak(stand, "parked", "discard", "--service", "notify", number, "--reason", "test of the operator")
    assert layak(stand, "parked", "list", "--service", "notify") == "0 parked\n"
    detail = json.loads(layak(stand, "parked", "show", "--service", "notify", number))
    assert detail["discardedAt"] and detail["actions"][0] | {"at": ""} == {
        "action": "discarded", "reason": "test of the operator", "person": detail["actions"][0]["person"],
        "name": "Agus Salim", "at": "",
    }  # fmt: skip
    assert "409" in layak(stand, "parked", "replay", "--service", "notify", number, code=1)


def test_the_tool_trusts_the_front_door_for_its_own_authority_and_no_other(world: World) -> None:
    stand = world.stand
    assert layak(stand, "parked", "list", "--service", "review") == "0 parked\n"
    for authority in ("", str(stranger(stand))):
        said = layak(stand, "parked", "list", "--service", "review", code=1, LAYAK_FRONT_DOOR_CA=authority)
        assert "certificate" in said, said
    said = layak(stand, "parked", "list", "--service", "review", code=1, LAYAK_FRONT_DOOR_CA="/nowhere.pem")
    assert "/nowhere.pem" in said
    said = layak(stand, "parked", "list", "--service", "review", code=1, LAYAK_OPERATOR_PASSWORD="wrong-password")
    assert "401" in said and "wrong-password" not in said


def stranger(stand: Stand) -> Path:
    """The certificate of an authority that nobody here knows."""
    from localstand.authority import Authority

    authority = Authority(stand.root / "stranger", "Nobody")
    authority.prepare()
    return authority.certificate


def park_some(world: World, many: int = MANY) -> list[str]:
    """Cases whose opening Notify cannot tell; the ids."""
    stand = world.stand
    stand.database.query(BREAK, "notify")
    token = world.token(APPLICANT)
    context = ssl.create_default_context(cafile=stand.certificates.authority)
    cases = []
    with httpx.Client(base_url=stand.url, verify=context, timeout=30) as client:
        for index in range(many):
            answer = client.post(
                "/api/v1/submissions",
                headers={"Authorization": f"Bearer {token}", "Idempotency-Key": f"parked-{index}"},
                json={"form": {"definition": "ms-keg", "version": 1, "answers": form.MEMPAWAH}},
            )
            assert answer.status_code == 201, answer.text[:300]
            cases.append(str(answer.json()["id"]))

    def parked() -> bool:
        stand.database.query(HURRY, "notify")
        return resting(stand) == many

    eventually(parked, f"{many} parked messages", 60)
    return cases


def shown(stand: Stand, number: int) -> None:
    detail = json.loads(layak(stand, "parked", "show", "--service", "notify", str(number)))
    assert detail["message"]["reason"] == REASON and detail["history"]
    query = f"SELECT convert_from(body, 'UTF8') FROM parked_message WHERE id = {number}"
    told = json.loads(stand.database.query(query, "notify"))
    masked = detail["maskedBody"]
    assert masked.keys() == told.keys() and masked["caseId"] == told["caseId"], "an id is not masked"
    assert told["title"] not in json.dumps(masked, ensure_ascii=False), "free text of a person is"
    assert told["institution"] not in json.dumps(masked, ensure_ascii=False)


def whole(stand: Stand, number: int) -> None:
    """With --body everything, and it is written down who looked and why."""
    asked = ("parked", "show", "--service", "notify", str(number), "--body", "--reason", "a look for the test")
    body = json.loads(layak(stand, *asked))
    assert body["caseId"]
    detail = json.loads(layak(stand, "parked", "show", "--service", "notify", str(number)))
    assert [(each["action"], each["name"]) for each in detail["actions"]] == [("body-shown", "Agus Salim")], detail


def told(stand: Stand) -> list[str]:
    return stand.database.query("SELECT case_id FROM notice WHERE kind = 'case-opened'", "notify").split()


def mails(stand: Stand) -> list[str]:
    """The message id of each mail about a case that the provider has."""
    about = [mail for mail in stand.mail.kept() if "/pengajuan/" in mail.get_body(("plain",)).get_content()]
    return [str(mail["Message-ID"]) for mail in about]


def resting(stand: Stand) -> int:
    query = "SELECT count(*) FROM parked_message WHERE replayed_at IS NULL AND discarded_at IS NULL"
    return int(stand.database.query(query, "notify"))


def released(stand: Stand) -> int:
    query = "SELECT count(*) FROM replay_message WHERE state IN ('released', 'failing')"
    return int(stand.database.query(query, "notify"))


def states(stand: Stand) -> list[str]:
    return stand.database.query("SELECT state FROM replay_run", "notify").split()


def metric(stand: Stand, name: str) -> int:
    lines = stand.services.metrics("notify").splitlines()
    return sum(int(float(line.split()[-1])) for line in lines if line.startswith(name))


def settings(stand: Stand, more: dict[str, str]) -> dict[str, str]:
    password = {"LAYAK_OPERATOR_PASSWORD": stand.accounts[OPERATOR].password}
    here = {key: value for key, value in os.environ.items() if key != MARK}
    return here | stand.operator_settings() | password | more


def tool(stand: Stand, *arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen([str(TOOL), *arguments], env=settings(stand, {}), stdout=subprocess.DEVNULL, text=True)


def layak(stand: Stand, *arguments: str, code: int = 0, **more: str) -> str:
    """What the tool prints, as an operator runs it."""
    done = subprocess.run(
        [str(TOOL), *arguments], env=settings(stand, more), capture_output=True, text=True, timeout=120
    )
    assert done.returncode == code, f"{done.returncode}: {done.stdout}{done.stderr}"
    return done.stdout + done.stderr
