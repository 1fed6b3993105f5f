"""A case over the HTTP API alone, from submission to letter, with every live answer held against openapi.yaml."""

from __future__ import annotations

import os
import ssl
import subprocess
from pathlib import Path
from typing import Any

import documents
import httpx
from demo import form
from demo.steps import eventually
from demo.world import APPLICANT, EVALUATOR_6104, OFFICER, OFFICER_6104, OPERATOR, SIGNER_6104
from localstand.stand import Stand

REPOSITORY = Path(__file__).resolve().parents[2]
SUBMITTING = "4bf92f3577b34da6a3ce929d0e0e4736"
SIGNING = "0af7651916cd43dd8448eb211c80319c"
NOWHERE = "019a9c00-0000-7000-8000-000000000001"


class API:
    """Calls operations by their name and refuses any answer that the document does not describe."""

    def __init__(self, stand: Stand) -> None:
        self._stand = stand
        self._client = httpx.Client(
            base_url=stand.url, verify=ssl.create_default_context(cafile=stand.certificates.authority), timeout=30
        )
        self.called: set[str] = set()

    def __call__(
        self, operation: str, status: int, method: str, path: str, token: str | None = None, **more: Any
    ) -> Any:
        headers = dict(more.pop("headers", {}))
        if token is not None:
            headers["Authorization"] = f"Bearer {token}"
        answer = self._client.request(method, path, headers=headers, **more)
        assert answer.status_code == status, f"{operation}: {answer.status_code} {answer.text[:400]}"
        self.called.add(operation)
        if answer.headers["content-type"] in ("application/pdf", "application/octet-stream"):
            return answer.content
        wanted = "application/problem+json" if status >= 400 else "application/json"
        assert answer.headers["content-type"].startswith(wanted), answer.headers["content-type"]
        assert documents.answer_faults(operation, status, answer.json()) == []
        if status >= 400:
            assert answer.json()["status"] == status
        return answer.json()

    def token(self, email: str) -> str:
        body = {"email": email, "password": self._stand.accounts[email].password}
        return str(self("signIn", 201, "POST", "/api/v1/sessions", json=body)["token"])


class Desk:
    """One case as the officers' programs see it: every command carries the version that the last answer gave."""

    def __init__(self, api: API, case_id: str, token: str) -> None:
        self._api = api
        self.path = f"/api/v1/cases/{case_id}"
        self.case_id = case_id
        opened = eventually(lambda: self._look(token), "the case in the office", 30)
        self.version = int(opened["version"])

    def _look(self, token: str) -> dict[str, Any] | None:
        answer = self._api._client.get(self.path, headers={"Authorization": f"Bearer {token}"})
        return dict(answer.json()) if answer.status_code == 200 else None

    def do(self, name: str, token: str, **parts: Any) -> None:
        body = {"caseId": self.case_id, "version": self.version} | parts
        headers = traced(SIGNING) if name == "sign-letter" else {}
        reply = self._api("command", 200, "POST", f"{self.path}/commands/{name}", token, json=body, headers=headers)
        assert reply["accepted"]
        self.version = reply["version"]


def test_a_case_goes_over_the_api_alone_and_every_answer_is_as_documented(stand_directory: Path) -> None:
    with Stand(stand_directory, REPOSITORY / ".build" / "debug", for_tests=True) as stand:
        api = API(stand)
        applicant, officer = api.token(APPLICANT), api.token(OFFICER_6104)
        case_id = submit(api, applicant, officer)
        desk = Desk(api, case_id, officer)
        read_and_refuse(api, desk, applicant, officer)
        letter_id = decide(api, desk, applicant, officer)
        verify(api, letter_id, applicant)
        complain(api)
        operate(api, stand)
        for trace, service in ((SUBMITTING, "review"), (SIGNING, "notify"), (SIGNING, "rating")):
            eventually(lambda trace=trace, service=service: logged(stand_directory, service, trace), service, 30)
        documented = {
            item[method]["operationId"]
            for item in documents.openapi()["paths"].values()
            for method in ("get", "post")
            if method in item
        }
        assert api.called == documented


def traced(trace: str) -> dict[str, str]:
    """The header of W3C Trace Context for a request that begins this trace."""
    return {"traceparent": f"00-{trace}-00f067aa0ba902b7-01"}


def logged(stand: Path, service: str, trace: str) -> bool:
    """Whether the service has handled a message of this trace: the request went to another service."""
    lines = (stand / "log" / f"{service}.log").read_text(encoding="utf-8").splitlines()
    return any("message handled" in line and trace in line for line in lines)


def submit(api: API, applicant: str, officer: str) -> str:
    path, key = "/api/v1/submissions", {"Idempotency-Key": "api-walk-0001"}
    filled = {"form": {"definition": "ms-keg", "version": 1, "answers": form.MEMPAWAH}}
    api("signIn", 401, "POST", "/api/v1/sessions", json={"email": APPLICANT, "password": "bukan sandi ini"})
    api("signIn", 400, "POST", "/api/v1/sessions", content=b"{", headers={"Content-Type": "application/json"})
    api("signIn", 422, "POST", "/api/v1/sessions", json={"email": APPLICANT})
    api("submit", 401, "POST", path, json=filled, headers=key)
    api("submit", 401, "POST", path, "bukan.token.sah", json=filled, headers=key)
    api("submit", 400, "POST", path, applicant, content=b'{"form":"\xc3("}', headers=key)
    api("submit", 422, "POST", path, applicant, json={"form": 7}, headers=key)
    api("submit", 422, "POST", path, applicant, json=filled)
    lacking = {k: v for k, v in form.MEMPAWAH.items() if k != "3.2"}
    problem = api(
        "submit",
        422,
        "POST",
        path,
        applicant,
        json={"form": {"definition": "ms-keg", "version": 1, "answers": lacking}},
        headers={"Idempotency-Key": "api-walk-0002"},
    )
    assert [error["field"].split("/")[-1] for error in problem["errors"]] == ["3.2"]
    api("submit", 413, "POST", path, applicant, json=filled | {"more": "x" * 300_000}, headers=key)
    first = api("submit", 201, "POST", path, applicant, json=filled, headers=key | traced(SUBMITTING))
    again = api("submit", 200, "POST", path, applicant, json=filled, headers=key)
    assert again["id"] == first["id"] and again["number"] == first["number"]
    state = api("submissionState", 200, "GET", f"{path}/{first['id']}", applicant)
    assert state["unit"] == "6104"
    api("submissionState", 401, "GET", f"{path}/{first['id']}")
    api("submissionState", 404, "GET", f"{path}/{NOWHERE}", applicant)
    return str(first["id"])


def read_and_refuse(api: API, desk: Desk, applicant: str, officer: str) -> None:
    assert api("caseState", 200, "GET", desk.path, officer)["version"] == desk.version
    api("caseState", 401, "GET", desk.path)
    api("caseState", 404, "GET", f"/api/v1/cases/{NOWHERE}", officer)
    # An officer of another unit is told no more than of a case that does not exist.
    api("caseState", 404, "GET", desk.path, api.token(OFFICER))
    take = {"caseId": desk.case_id, "version": desk.version}
    api("command", 401, "POST", f"{desk.path}/commands/take", json=take)
    api("command", 404, "POST", f"{desk.path}/commands/take", api.token(OFFICER), json=take)
    api("command", 400, "POST", f"{desk.path}/commands/take", officer, content=b"[1,")
    api("command", 422, "POST", f"{desk.path}/commands/take", officer, json={"caseId": desk.case_id})
    api("command", 409, "POST", f"{desk.path}/commands/take", officer, json=take | {"version": desk.version + 7})
    desk.do("take", officer)
    # Not yet complete: the examination is not allowed, and changes nothing.
    early = {"caseId": desk.case_id, "version": desk.version, "findings": [{"item": "3.2", "verdict": "sound"}]}
    api("command", 409, "POST", f"{desk.path}/commands/examine", officer, json=early)


def decide(api: API, desk: Desk, applicant: str, officer: str) -> str:
    desk.do("declare-complete", officer)
    assert api("caseState", 200, "GET", desk.path, officer)["dueOn"]
    items = [number for number in form.MEMPAWAH if not number.endswith(".lainnya")]
    desk.do("examine", officer, findings=[{"item": item, "verdict": "sound"} for item in items])
    desk.do("open-evaluation", officer)
    desk.do("give-opinion", api.token(EVALUATOR_6104), recommends="feasible", text="Rancangan layak.")
    desk.do("close-evaluation", officer, minutes="Tim sepakat.")
    desk.do("draft-letter", officer, outcome="feasible", advice=["Sebutkan indikatornya."], reasons=[])
    desk.do("sign-letter", api.token(SIGNER_6104))

    def letter() -> str | None:
        state = api("submissionState", 200, "GET", f"/api/v1/submissions/{desk.case_id}", applicant)
        return state.get("letterId")

    return str(eventually(letter, "the letter in the portal", 30))


def verify(api: API, letter_id: str, applicant: str) -> None:
    file = f"/api/v1/letters/{letter_id}/file"
    content = api("letterFile", 200, "GET", file, applicant)
    assert content.startswith(b"%PDF-")
    api("letterFile", 401, "GET", file)
    api("letterFile", 404, "GET", file, api.token(OFFICER))
    code = documents.verification_code(content)
    path = f"/api/v1/letters/{code}/verification"
    assert api("verifyLetter", 200, "GET", path)["valid"]
    api("verifyLetter", 404, "GET", "/api/v1/letters/0000-0000-0000-0000-0000/verification")
    pdf = {"Content-Type": "application/pdf"}
    assert api("verifyFile", 200, "POST", path, content=content, headers=pdf)["valid"]
    changed = bytearray(content)
    changed[len(changed) // 2] ^= 1
    assert not api("verifyFile", 200, "POST", path, content=bytes(changed), headers=pdf)["valid"]


def complain(api: API) -> None:
    path = "/api/v1/complaints"
    complaint = {
        "idempotencyKey": "api-complaint-1",
        "channel": "portal",
        "unit": "6104",
        "text": "Jam layanan di papan berbeda dengan yang di laman.",
        "confidential": False,
    }
    filed = api("fileComplaint", 201, "POST", path, json=complaint)
    assert api("fileComplaint", 200, "POST", path, json=complaint)["number"] == filed["number"]
    api("fileComplaint", 422, "POST", path, json=complaint | {"unit": "9999", "idempotencyKey": "api-complaint-2"})
    api("fileComplaint", 400, "POST", path, content=b"{")
    assert api("complaintState", 200, "GET", f"{path}/{filed['number']}")["code"] == filed["number"]
    api("complaintState", 404, "GET", f"{path}/PGD-0000-0000-0000")


# As a handler's failures leave it. Its body has a name in it, and cannot be read as what it says it is.
PARKED = """
INSERT INTO parked_message
  (queue, sender, message_id, type, subject, sequence, reason, attempts, history, message, body, body_size, parked_at)
SELECT 'review.events', '', id, 'rating.given.v1', 'case', 1, 'undecodable', 1,
       '[{"attempt": 1, "at": "2026-01-01T00:00:00Z", "reason": "undecodable"}]',
       convert_to('{"exchange":"layak.events","routingKey":"rating.given.v1","properties":{"messageID":"' || id
                  || '","type":"rating.given.v1","persistent":true,"headers":{}}}', 'UTF8'),
       convert_to('{"caseId":"019a9c00-0000-7000-8000-000000000001","name":"Siti Aminah"}', 'UTF8'), 66, now()
  FROM (SELECT gen_random_uuid() AS id FROM generate_series(1, 3)) ids
"""


def operate(api: API, stand: Stand) -> None:
    """What operators do about messages that were set aside."""
    stand.database.query(PARKED, database="review")
    operator, officer = api.token(OPERATOR), api.token(OFFICER)
    base = "/operator/review/api/v1"
    api("parkedMessages", 401, "GET", f"{base}/parked")
    api("parkedMessages", 403, "GET", f"{base}/parked", officer)
    for service in ("intake", "notify", "rating"):
        assert api("parkedMessages", 200, "GET", f"/operator/{service}/api/v1/parked", operator)["total"] == 0
    found = api("parkedMessages", 200, "GET", f"{base}/parked", operator, params={"text": "siti"})
    assert [(group["reason"], group["count"]) for group in found["groups"]] == [("undecodable", 3)]
    listed = command_line(stand, "list")
    assert listed.startswith("3 parked\n3  review.events  rating.given.v1  undecodable"), listed
    first, second, third = (f"{base}/parked/{message['id']}" for message in found["messages"])
    shown = api("parkedMessage", 200, "GET", first, operator)
    assert NOWHERE in shown["maskedBody"] and "Siti" not in shown["maskedBody"]
    api("parkedMessage", 404, "GET", f"{base}/parked/999999", operator)
    api("parkedBody", 422, "POST", f"{first}/body", operator, json={"reason": " "})
    assert b"Siti" in api("parkedBody", 200, "POST", f"{first}/body", operator, json={"reason": "to see the name"})
    api("discardParked", 403, "POST", f"{first}/discard", officer, json={"reason": "not mine to do"})
    gone = api("discardParked", 200, "POST", f"{first}/discard", operator, json={"reason": "made by a test"})
    assert [action["action"] for action in gone["actions"]] == ["body-shown", "discarded"]
    api("discardParked", 409, "POST", f"{first}/discard", operator, json={"reason": "made by a test"})
    replay(api, operator, base, int(second.rsplit("/", 1)[1]))
    number = third.rsplit("/", 1)[1]
    assert "tersembunyi" in command_line(stand, "show", number)
    assert command_line(stand, "discard", number, "--reason", "made by a test") == f"{number} discarded\n"
    assert "finished" in command_line(stand, "runs")
    # What is not the operators' stays hidden behind their door.
    for path in ("/operator/review/metrics", "/operator/review/health", "/operator/review/api/v1/../../metrics"):
        assert "layak_up" not in api._client.get(path).text


def command_line(stand: Stand, *arguments: str) -> str:
    """What `layak parked` prints to an operator who has nothing but the front door."""
    environment = {
        "LAYAK_PUBLIC_URL": stand.url,
        "LAYAK_OPERATOR_EMAIL": OPERATOR,
        "LAYAK_OPERATOR_PASSWORD": stand.accounts[OPERATOR].password,
    }
    layak = [str(REPOSITORY / ".build" / "debug" / "layak"), "parked", *arguments, "--service", "review"]
    # A machine that trusts the stand's authority.
    trusting = 'mount --bind "$1" /etc/ssl/certs/ca-certificates.crt && shift && exec "$@"'
    command = ["unshare", "--map-root-user", "--mount", "sh", "-c", trusting, "sh", str(stand.certificates.authority)]
    done = subprocess.run([*command, *layak], env=os.environ | environment, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    return done.stdout


def replay(api: API, operator: str, base: str, number: int) -> None:
    api("beginReplay", 422, "POST", f"{base}/replays", operator, json={})
    api("beginReplay", 422, "POST", f"{base}/replays", operator, json={"all": True, "perSecond": 0})
    run = api("beginReplay", 201, "POST", f"{base}/replays", operator, json={"ids": [number], "perSecond": 5})
    api("beginReplay", 409, "POST", f"{base}/replays", operator, json={"ids": [number]})
    path = f"{base}/replays/{run['id']}"

    def stopped() -> bool:
        # It is as unreadable as it was.
        return bool(api("replay", 200, "GET", path, operator)["state"] == "stopped")

    eventually(stopped, "the run stops", 30)
    assert [known["id"] for known in api("replays", 200, "GET", f"{base}/replays", operator)["replays"]] == [run["id"]]
    api("pauseReplay", 409, "POST", f"{path}/pause", operator)
    api("resumeReplay", 200, "POST", f"{path}/resume", operator)
    ended = eventually(
        lambda: (state := api("replay", 200, "GET", path, operator))["state"] == "finished" and state, "its end", 30
    )
    assert ended["messages"] == {"failed": 1}
    api("cancelReplay", 409, "POST", f"{path}/cancel", operator)
    api("replay", 404, "GET", f"{base}/replays/{NOWHERE}", operator)
