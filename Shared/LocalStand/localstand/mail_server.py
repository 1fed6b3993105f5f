"""A mail server that keeps what it gets: each mail becomes one .eml file. Started by the stand as its own process.

It speaks STARTTLS with the stand's certificate and wants a password, as the institution's own server will. For fault
tests, `answers.json` in its folder tells it what to answer instead, and how often:

    {"rcpt": {"reply": "450 4.2.0 try later", "times": 2}, "data": {"reply": "554 5.6.0 refused", "times": 1}}

Two replies at `data` are no replies: after the whole mail, the server falls silent, having kept it (`keep-and-stall`)
or not (`stall`). Each mail that it is silent about is a line in `stalled`.
"""

import argparse
import asyncio
import hmac
import json
import os
import signal
import ssl
import threading
import time
from pathlib import Path

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP as Server
from aiosmtpd.smtp import AuthResult, Envelope, LoginPassword, Session


class KeepingHandler:
    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._answers = folder / "answers.json"
        self._kept = len(list(folder.glob("*.eml")))

    async def handle_RCPT(
        self, server: Server, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        told = self._told("rcpt")
        if told:
            return told
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Server, session: Session, envelope: Envelope) -> str:
        told = self._told("data")
        if told == "stall":
            await self._stall()
        elif told and told != "keep-and-stall":
            return told
        self._keep(envelope)
        if told:
            await self._stall()
        return "250 2.0.0 kept"

    async def _stall(self) -> None:
        """Until the client goes away, which ends this task."""
        with open(self._folder / "stalled", "a") as stalled:
            stalled.write("one\n")
        await asyncio.Event().wait()

    def _keep(self, envelope: Envelope) -> None:
        self._kept += 1
        name = f"{self._kept:04d}-{time.strftime('%H%M%S')}.eml"
        recipients = "".join(f"X-Envelope-To: {address}\r\n" for address in envelope.rcpt_tos)
        content = envelope.original_content or b""
        # Written beside and renamed: whoever lists the folder never sees half a mail.
        part = self._folder / f".{name}.part"
        part.write_bytes(recipients.encode() + content)
        os.replace(part, self._folder / name)

    def _told(self, stage: str) -> str | None:
        try:
            answers = json.loads(self._answers.read_text())
        except (OSError, ValueError):
            return None
        told = answers.get(stage)
        if not told or told.get("times", 1) <= 0:
            return None
        told["times"] = told.get("times", 1) - 1
        self._answers.write_text(json.dumps(answers))
        return str(told["reply"])


def main() -> None:
    arguments = argparse.ArgumentParser()
    for name in ("--folder", "--certificate", "--key", "--user"):
        arguments.add_argument(name, required=True)
    arguments.add_argument("--port", type=int, required=True)
    given = arguments.parse_args()
    password = os.environ["LAYAK_STAND_SMTP_PASSWORD"].encode()

    def authenticate(
        server: Server, session: Session, envelope: Envelope, mechanism: str, data: LoginPassword
    ) -> AuthResult:
        right = data.login == given.user.encode() and hmac.compare_digest(data.password, password)
        # handled=False makes aiosmtpd answer 535 itself; with True a refused client would wait for ever.
        return AuthResult(success=right, handled=False)

    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(given.certificate, given.key)
    controller = Controller(
        KeepingHandler(Path(given.folder)),
        hostname="127.0.0.1",
        port=given.port,
        tls_context=tls,
        require_starttls=True,
        auth_required=True,
        authenticator=authenticate,
        data_size_limit=32 * 1024 * 1024,
    )
    controller.start()
    stop = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    stop.wait()
    controller.stop()


if __name__ == "__main__":
    main()
