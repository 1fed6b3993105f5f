"""What the walks share: the stand they walk on, the people in it, the steps they print."""

from __future__ import annotations

import json
import re
import ssl
import subprocess
from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import httpx
from localstand.stand import Stand

from demo.amqp import Program, summary
from demo.browser import Browser, Unexpected
from demo.steps import Steps, eventually

APPLICANT = "pemohon@kpk.example"
OFFICER = "petugas@bps.example"
EVALUATOR = "evaluator@bps.example"
SIGNER = "direktur@bps.example"
OFFICER_6104 = "petugas.6104@bps.example"
EVALUATOR_6104 = "evaluator.6104@bps.example"
SIGNER_6104 = "kepala.6104@bps.example"
OPERATOR = "operator@bps.example"


class World:
    """`browser` opens a person's browser; the browser tests give a real one."""

    def __init__(
        self, stand: Stand, results: Path, steps: Steps, browser: Callable[[str, Path], Browser] = Browser
    ) -> None:
        self.stand = stand
        self.results = results
        self.steps = steps
        self._programs: dict[str, Program] = {}
        self._open_browser = browser
        self._browsers: list[Browser] = []

    def browser(self, email: str | None = None) -> Browser:
        """A fresh browser, signed in when an account is named."""
        browser = self._open_browser(self.stand.url, self.stand.certificates.authority)
        self._browsers.append(browser)
        if email is not None:
            browser.sign_in(email, self.stand.accounts[email].password)
        return browser

    def token(self, email: str) -> str:
        """A token of ten minutes, as a program gets it for its user."""
        answer = httpx.post(
            f"{self.stand.url}/api/v1/sessions",
            json={"email": email, "password": self.stand.accounts[email].password},
            verify=ssl.create_default_context(cafile=self.stand.certificates.authority),
            timeout=30,
        )
        if answer.status_code != 201:
            raise Unexpected(f"no token for {email}: {answer.status_code} {answer.text[:300]}")
        return str(answer.json()["token"])

    def program(self, user: str, *queues: str) -> Program:
        """The foreign program with this broker user, reading these queues."""
        if user not in self._programs:
            password = self.stand.secrets.password(f"amqp.{user}")
            self._programs[user] = Program(self.stand.broker.program_url(user, password), user)
            for queue in queues:
                self._programs[user].consume(queue)
        return self._programs[user]

    def observe(self) -> Program:
        return self.program("observer", "observer.events")

    def timeline(self) -> list[dict[str, Any]]:
        """Every event so far, as the observer saw it; none when it never could."""
        if "observer" not in self._programs:
            return []
        return [summary(message) for message in self.observe().received.get("observer.events", [])]

    def event(self, type_: str, subject: str, within: float = 30) -> dict[str, Any]:
        """Waits until the observer has seen the event; its body."""
        message = self.observe().wait_for(
            "observer.events", lambda m: m.type == type_ and m.headers.get("subject") == subject, within
        )
        return dict(json.loads(message.body))

    def mail(self, to: str, containing: str, within: float = 30) -> EmailMessage:
        """The newest mail to this address whose text says this."""

        def look() -> EmailMessage | None:
            for mail in reversed(self.stand.mail.kept()):
                if to in str(mail["X-Envelope-To"]) and containing.lower() in mail_text(mail).lower():
                    return mail
            return None

        return eventually(look, f"a mail to {to} that says {containing!r}", within)

    def keep_letter(self, content: bytes, name: str, *must_say: str) -> str:
        """Keeps a downloaded letter and returns its text, which must say all of this."""
        if not content.startswith(b"%PDF-"):
            raise Unexpected(f"the letter is no PDF but begins with {content[:40]!r}")
        file = self.results / name
        file.write_bytes(content)
        done = subprocess.run(["/usr/bin/pdftotext", "-layout", str(file), "-"], capture_output=True, text=True)
        text = " ".join(done.stdout.split())
        for wanted in must_say:
            if wanted.lower() not in text.lower():
                raise Unexpected(f"{name} does not say {wanted!r}: {text[:800]}")
        return text

    def close(self) -> None:
        for program in self._programs.values():
            program.close()
        for browser in self._browsers:
            browser.close()


def mail_text(mail: EmailMessage) -> str:
    part = mail.get_body(preferencelist=("plain", "html"))
    return f"{mail['Subject']}\n{part.get_content() if part is not None else ''}"


def address_in(mail: EmailMessage, pattern: str) -> str:
    """An address in the mail whose path matches, without the origin."""
    found = re.search(rf"https://[^\s/]+({pattern})", mail_text(mail))
    if found is None:
        raise Unexpected(f"the mail {mail['Subject']!r} has no address {pattern}: {mail_text(mail)[:600]}")
    return found.group(1)
