"""The mails that arrived at the stand's mail server, each written down once, as it comes."""

from __future__ import annotations

import email
import email.policy
import re
import threading
from email.message import EmailMessage
from pathlib import Path

from demo.world import mail_text

from faults.history import History

_CASE = re.compile(r"/pengajuan/([0-9a-f-]{36})")
_RATING = re.compile(r"https://[^\s/]+(/penilaian/[\w-]+)")


class Mailbox:
    def __init__(self, folder: Path, history: History) -> None:
        self._folder = folder
        self._history = history
        self._seen = {file.name for file in folder.glob("*.eml")}
        self._lock = threading.Lock()
        self._ratings: dict[str, str] = {}

    def look(self) -> None:
        with self._lock:
            for file in sorted(self._folder.glob("*.eml")):
                if file.name in self._seen:
                    continue
                mail = email.message_from_bytes(file.read_bytes(), policy=email.policy.default)
                assert isinstance(mail, EmailMessage)
                self._keep(file.name, mail)
                self._seen.add(file.name)

    def _keep(self, file: str, mail: EmailMessage) -> None:
        text = mail_text(mail)
        case = _CASE.search(text)
        rating = _RATING.search(text)
        case_id = case.group(1) if case is not None else None
        self._history.write(
            "mail", id=str(mail["Message-ID"]), case=case_id, subject=str(mail["Subject"]), file=file,
            letter=rating is not None,
        )  # fmt: skip
        if case_id is not None and rating is not None:
            self._ratings[case_id] = rating.group(1)

    def rating(self, case_id: str) -> str | None:
        """The path of the rating's link in the mail of the letter, once that has come."""
        self.look()
        return self._ratings.get(case_id)
