"""The programs outside Layak that the load consists of, and the observer: what each read is in the history."""

from __future__ import annotations

import contextlib
import json
import threading
from typing import Any

from aio_pika.abc import AbstractIncomingMessage
from localstand.stand import Stand

from faults.correspondent import Correspondent, Replies
from faults.history import History

# What the checker compares; no other part of a body is kept.
KEPT = ("recommendationNumber", "letterNumber", "letterId", "outcome", "score", "caseNumber", "rated", "number", "code")


class Outside:
    def __init__(self, stand: Stand, history: History, earlier: set[str]) -> None:
        """`earlier`: the events that earlier runs on the same stand have seen, by identifier."""
        self.history = history
        self._earlier = earlier
        self.replies = Replies()
        self._lock = threading.Lock()
        self._events: set[tuple[str, str]] = set()
        self._worklist: dict[tuple[str, str], int] = {}
        self._running: list[Correspondent] = []

        def program(user: str, queues: dict[str, Any]) -> Correspondent:
            # Asked anew for each connection: of several nodes, one that runs.
            def url() -> str:
                return str(stand.broker.program_url(user, stand.secrets.password(f"amqp.{user}")))

            self._running.append(Correspondent(url, user, queues))
            return self._running[-1]

        self.observer = program("observer", {"observer.events": self._event})
        self.portal = program("portal", {"portal.replies": self._reply})
        self.office = program("office-6104", {"office.6104": self._entry, "office.6104.replies": self._reply})

    def saw(self, type_: str, subject: str) -> bool:
        with self._lock:
            return (type_, subject) in self._events

    def entry(self, case_id: str, task: str) -> int | None:
        """The version of the case that the office's worklist told."""
        with self._lock:
            return self._worklist.get((case_id, task))

    @property
    def connected(self) -> bool:
        return all(program.connected for program in self._running)

    def close(self) -> None:
        for program in self._running:
            program.close()

    def _event(self, message: AbstractIncomingMessage) -> None:
        if message.headers.get("x-faults") == "bad":
            self.history.write("junk", id=message.message_id, type=message.type)
            return
        body = _body(message)
        subject = str(message.headers.get("subject"))
        self.history.write(
            "event", id=message.message_id, type=message.type, subject=subject, source=message.app_id,
            sequence=int(str(message.headers.get("sequence") or 0)), redelivered=bool(message.redelivered),
            earlier=message.message_id in self._earlier, cause=message.headers.get("causationid"),
            body={key: body[key] for key in KEPT if key in body},
        )  # fmt: skip
        with self._lock:
            self._events.add((str(message.type), subject))

    def _entry(self, message: AbstractIncomingMessage) -> None:
        body = _body(message)
        if "held" in body:
            self.history.write("held-arrived", id=body["held"])
            return
        with self._lock:
            self._worklist[str(body.get("caseId")), str(body.get("task"))] = int(body.get("version", 0))

    def _reply(self, message: AbstractIncomingMessage) -> None:
        body, command = _body(message), str(message.headers.get("causationid"))
        self.history.write(
            "reply", command=command, name=body.get("command"), accepted=body.get("accepted"), case=body.get("id"),
            number=body.get("number"), version=body.get("version"),
            problems=[problem.get("code") for problem in body.get("problems") or []],
        )  # fmt: skip
        self.replies.keep(command, body)


def _body(message: AbstractIncomingMessage) -> dict[str, Any]:
    with contextlib.suppress(ValueError):
        body = json.loads(message.body)
        if isinstance(body, dict):
            return body
    return {}
