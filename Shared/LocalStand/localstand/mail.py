"""The mail server of a stand, seen from outside: its process, its address, the mails it kept."""

import email
import email.policy
import json
import sys
from email.message import EmailMessage
from pathlib import Path

from localstand.certificates import Certificates
from localstand.children import Child
from localstand.console import step
from localstand.ports import Ports
from localstand.secrets_file import Secrets
from localstand.waiting import accepts, until

USER = "layak"


class Mail:
    def __init__(self, stand: Path, ports: Ports, secrets: Secrets, certificates: Certificates) -> None:
        self.folder = stand / "mail"
        self.port = ports.get("smtp")
        self.password = secrets.password("smtp.layak")
        package = Path(__file__).resolve().parent.parent
        self.child = Child(
            "The mail server",
            [
                sys.executable, "-m", "localstand.mail_server", "--folder", str(self.folder), "--port", str(self.port),
                "--certificate", str(certificates.certificate), "--key", str(certificates.key), "--user", USER,
            ],
            stand=stand,
            log=stand / "log" / "mail.log",
            env={
                "PYTHONPATH": str(package), "PYTHONDONTWRITEBYTECODE": "1", "LAYAK_STAND_SMTP_PASSWORD": self.password,
            },
            grace=5,
        )  # fmt: skip

    @property
    def url(self) -> str:
        return f"smtp://localhost:{self.port}"

    def start(self) -> None:
        (self.folder / "answers.json").unlink(missing_ok=True)
        with step("Starting the mail server"):
            self.child.start()
            until(lambda: accepts(self.port), self.child, within=30)

    def answer(self, stage: str, reply: str, times: int = 1) -> None:
        """Makes the server answer `reply` ("450 …", "554 …", or silence: `stall`, `keep-and-stall`) to the next `times`
        mails at `stage` (rcpt or data)."""
        (self.folder / "answers.json").write_text(json.dumps({stage: {"reply": reply, "times": times}}))

    def sound(self) -> None:
        """Takes back what `answer` has told."""
        (self.folder / "answers.json").unlink(missing_ok=True)

    def stalled(self) -> int:
        """How many mails the server has fallen silent about."""
        try:
            return len((self.folder / "stalled").read_text().splitlines())
        except FileNotFoundError:
            return 0

    def kept(self) -> list[EmailMessage]:
        """The mails so far, oldest first."""
        return [
            email.message_from_bytes(file.read_bytes(), policy=email.policy.default)  # type: ignore[misc]
            for file in sorted(self.folder.glob("*.eml"))
        ]
