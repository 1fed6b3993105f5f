"""What all the cases of a load share, and how long they are patient."""

from __future__ import annotations

import random
import re
import ssl
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

import httpx
from demo.browser import Browser, Page, Unexpected
from demo.world import OPERATOR
from localstand.stand import Stand

from faults.door import Door, GaveUp, Tokens
from faults.history import History
from faults.mailbox import Mailbox
from faults.outside import Outside

# How long the cases that have begun may still take when no more begin.
TO_FINISH = 40.0
# A case's number before its unit, as a row of the operators' page begins.
_NUMBER = re.compile(r"(\S+) unit [0-9]{4}")


@dataclass
class Company:
    stand: Stand
    history: History
    outside: Outside
    mailbox: Mailbox
    tokens: Tokens
    seed: int
    stopping: threading.Event = field(default_factory=threading.Event)
    _deadline: float = float("inf")

    def stop(self) -> None:
        """No further case begins; those that have begun may finish."""
        self._deadline = time.monotonic() + TO_FINISH
        self.stopping.set()

    @property
    def deadline(self) -> float:
        return self._deadline

    def pause(self, seconds: float, waiting_for: str) -> None:
        if time.monotonic() > self._deadline:
            raise GaveUp(waiting_for)
        time.sleep(seconds)


class Visitor(Browser):
    """A browser of its own address on loopback."""

    def __init__(self, origin: str, authority: Path, address: str) -> None:
        super().__init__(origin, authority)
        self._client.close()
        self._client = httpx.Client(
            base_url=origin,
            transport=httpx.HTTPTransport(verify=ssl.create_default_context(cafile=authority), local_address=address),
            follow_redirects=True,
            timeout=12,
            headers={"Accept": "text/html"},
        )


class MessageLog:
    """The operators' page of outgoing messages, read by an operator's browser."""

    STATES = ("in-doubt", "sending", "waiting", "failed")

    def __init__(self, company: Company) -> None:
        self._company = company
        self._lock = threading.Lock()
        self._browser: Browser | None = None

    def states(self, number: str) -> list[str]:
        """The states other than handed over in which the page shows mails about the case with this number."""
        with self._lock:
            for _attempt in range(3):
                try:
                    return [state for state in self.STATES if self._shows(number, state)]
                except (Unexpected, httpx.HTTPError):
                    self._browser = None
                    time.sleep(0.5)
        return []

    def settled_states(self, number: str, within: float) -> list[str]:
        """The same, once none of them is about to be sent: its pause is over, and what waits is taken up at once."""
        deadline = time.monotonic() + within
        while (states := self.states(number)) and "waiting" in states and time.monotonic() < deadline:
            time.sleep(0.5)
        return states

    def unsettled(self) -> list[str]:
        """The numbers of the cases with a mail in doubt or still on its way, as far as the first page tells."""
        with self._lock:
            for _attempt in range(3):
                try:
                    pages = [self._page(f"keadaan={state}") for state in ("in-doubt", "sending")]
                    return sorted({number for page in pages for number in _NUMBER.findall(page.text)})
                except (Unexpected, httpx.HTTPError):
                    self._browser = None
                    time.sleep(0.5)
        return []

    def _shows(self, number: str, state: str) -> bool:
        return self._page(f"nomor={number}&keadaan={state}").says(f"{number} unit")

    def _page(self, query: str) -> Page:
        stand = self._company.stand
        if self._browser is None:
            self._browser = Browser(stand.url, stand.certificates.authority)
            self._browser.sign_in(OPERATOR, stand.accounts[OPERATOR].password)
        return self._browser.get(f"/operator/pesan?{query}&saluran=email")


def visitor_address(seed: int, number: int) -> str:
    """Another person, another address; the same in a repeated run."""
    chosen = random.Random(f"{seed}-{number}")
    return f"127.{chosen.randint(1, 250)}.{chosen.randint(0, 250)}.{chosen.randint(2, 250)}"


def door_of(company: Company, number: int) -> Door:
    return Door(company.stand, company.history, visitor_address(company.seed, number))
