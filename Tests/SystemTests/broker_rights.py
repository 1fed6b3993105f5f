"""What each user of the broker must be able to do, and by that what it must not: everything else.

Nothing here reads the permissions that are tested. Users, queues and exchanges are those of the topology; who owns a
queue follows from its name, and who publishes what is said by the AsyncAPI document. So a new user is covered as soon
as it is declared."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import documents

DEPLOY = "deploy"
# Keys that no message of Layak has; nobody may publish them.
INVENTED = ["", "#", "case", "unit.6104.completeness", "channel.lapor.answered", "contact.verified.v1.more", "x.y.v1"]
# Each broker has these from the beginning.
BUILT_IN = ["", "amq.direct", "amq.fanout", "amq.headers", "amq.match", "amq.topic"]


@dataclass(frozen=True)
class Attempt:
    """One thing that a user tries."""

    operation: str
    target: str
    key: str = ""


class Rights:
    def __init__(self, definitions: dict[str, Any]) -> None:
        self.users = [user["name"] for user in definitions["users"] if user["name"] != DEPLOY]
        self.queues = [queue["name"] for queue in definitions["queues"]]
        self.exchanges = [exchange["name"] for exchange in definitions["exchanges"]]
        document = documents.asyncapi()
        operations = document["operations"].values()
        self._programs = document["channels"]["commands"]["x-programs"]
        self.publisher = {_name(each): each["x-publisher"] for each in operations if _channel(each) == "events"}
        self.sender = {_name(each): each["x-sender"] for each in operations if _channel(each) == "commands"}
        # Who carries out commands answers them.
        self.answering = {each["x-service"] for each in operations if _channel(each) == "commands"}
        self.services = sorted({name.split(".")[0] for name in self.queues if name.endswith(".parking")})

    def owner(self, queue: str) -> str | None:
        """`office.6104.replies` belongs to `office-6104`."""
        owners = [user for user in self.users if f"{queue}.".startswith(user.replace("-", ".") + ".")]
        return owners[0] if len(owners) == 1 else None

    def attempts(self) -> list[Attempt]:
        """Everything that anybody tries."""
        tries = []
        for queue in self.queues:
            tries += [Attempt(operation, queue) for operation in ("declare", "delete", "purge", "read")]
            tries += [Attempt("bind", queue, exchange) for exchange in [*self.exchanges, "amq.topic"]]
            tries += [Attempt("unbind", queue, exchange) for exchange in self.exchanges]
            tries.append(Attempt("look", queue))
            # The default exchange brings a message into any queue by its name.
            tries.append(Attempt("publish", "", queue))
        tries += [Attempt("declare", "a-queue-of-mine"), Attempt("declare", ""), Attempt("delete", "a-queue-of-mine")]
        for exchange in self.exchanges:
            tries += [Attempt(f"{what} exchange", exchange) for what in ("declare", "delete", "look at")]
            tries += [Attempt("join exchanges", exchange, other) for other in ("layak.events", "amq.topic")]
            tries += [Attempt("publish", exchange, key) for key in self.keys(exchange)]
        tries += [Attempt("publish", exchange, "case.opened.v1") for exchange in BUILT_IN]
        tries += [Attempt("declare exchange", "an-exchange-of-mine"), Attempt("delete exchange", "amq.topic")]
        return list(dict.fromkeys(tries))

    def keys(self, exchange: str) -> list[str]:
        """Keys worth trying there: every one that means something anywhere, and some that mean nothing."""
        told = [f"{to}.{by}" for to in self.services for by in self.services]
        replies = [program["replies"] for program in self._programs.values()]
        return [*self.publisher, *self.sender, *told, *replies, *INVENTED]

    def allows(self, user: str, attempt: Attempt) -> bool:
        """Whether it has to work. Looking at what exists needs no right at all."""
        match attempt.operation:
            case "look" | "look at exchange":
                return True
            # Emptying a queue is reading it, to RabbitMQ; nobody can be given the one without the other.
            case "read" | "purge":
                return self.owner(attempt.target) == user
            case "publish":
                return self._publishes(user, attempt.target, attempt.key)
            case _:
                return False

    def _publishes(self, user: str, exchange: str, key: str) -> bool:
        match exchange:
            case "layak.events":
                # A stream belongs to its publisher whole: what it will publish some day, it may publish now.
                streams = {name.split(".")[0] for name, service in self.publisher.items() if service == user}
                return user in self.services and key.split(".")[0] in streams and "." in key
            case "layak.commands":
                kind = self._programs.get(user, {}).get("sender")
                words = {name.split(".")[0] for name, sender in self.sender.items() if sender == kind}
                return key.split(".")[0] in words and "." in key
            case "layak.replies":
                return user in self.answering
            case "layak.worklists":
                return user == "review" and re.match(r"unit\.", key) is not None
            case "layak.channels":
                return user == "rating" and re.match(r"channel\.", key) is not None
            case "layak.reconciliation":
                return user in self.services and re.fullmatch(rf"[a-z]+\.{user}", key) is not None
            case _:
                return False


def _channel(operation: dict[str, Any]) -> str:
    return str(operation["channel"]["$ref"].split("/")[-1])


def _name(operation: dict[str, Any]) -> str:
    """`SubmissionSubmittedV1` is `submission.submitted.v1`; the schema that it names says so."""
    message = operation["messages"][0]["$ref"].split("/")[-1]
    return str(documents.asyncapi()["components"]["messages"][message]["name"])
