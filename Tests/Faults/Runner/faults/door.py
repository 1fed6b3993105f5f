"""Layak's HTTP face as a patient client uses it: what was not answered is asked again, and all is written down."""

from __future__ import annotations

import ssl
import threading
import time
from typing import Any

import httpx
from localstand.stand import Stand

from faults.history import History

# A client that hears nothing for so long gives up the request, not the matter.
PATIENCE = 12
TOKEN_LIFE = 420


class GaveUp(Exception):
    """A client has waited longer than any fault lasts."""


class Door:
    """`address` is the client's own on loopback: the limits per visitor are for visitors, not for a load."""

    def __init__(self, stand: Stand, history: History, address: str = "127.0.0.1") -> None:
        self._stand = stand
        self.history = history
        self._client = httpx.Client(
            base_url=stand.url,
            transport=httpx.HTTPTransport(
                verify=ssl.create_default_context(cafile=stand.certificates.authority), local_address=address, retries=0
            ),
            timeout=httpx.Timeout(PATIENCE, connect=5),
            follow_redirects=False,
        )

    def ask(self, what: str, method: str, path: str, token: str | None = None, **more: Any) -> httpx.Response | None:
        """One request; nothing when no answer came. What it was about is in the history under `what`."""
        headers = dict(more.pop("headers", {}))
        if token is not None:
            headers["Authorization"] = f"Bearer {token}"
        began = time.monotonic()
        answer: httpx.Response | None = None
        error = ""
        try:
            answer = self._client.request(method, path, headers=headers, **more)
        except httpx.HTTPError as failure:
            error = type(failure).__name__
        self.history.write(
            "asked", what=what, status=answer.status_code if answer is not None else None, error=error,
            began=round(began, 4), took=round(time.monotonic() - began, 4),
            retry_after=answer.headers.get("Retry-After") if answer is not None else None,
        )  # fmt: skip
        return answer

    def close(self) -> None:
        self._client.close()


class Tokens:
    """The tokens of the stand's people, renewed before they run out."""

    def __init__(self, stand: Stand) -> None:
        self._stand = stand
        self._lock = threading.Lock()
        self._known: dict[str, tuple[float, str]] = {}

    def get(self, door: Door, email: str, deadline: float, *, anew: bool = False) -> str:
        with self._lock:
            made, token = self._known.get(email, (-1e9, ""))
            if not anew and time.monotonic() - made < TOKEN_LIFE:
                return token
            if anew and time.monotonic() - made < 2:
                return token
            body = {"email": email, "password": self._stand.accounts[email].password}
            while time.monotonic() < deadline:
                answer = door.ask("sign-in", "POST", "/api/v1/sessions", json=body)
                if answer is not None and answer.status_code == 201:
                    self._known[email] = (time.monotonic(), str(answer.json()["token"]))
                    return self._known[email][1]
                time.sleep(0.3)
        raise GaveUp(f"no token for {email}")
