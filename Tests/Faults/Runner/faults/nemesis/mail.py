"""Faults of the mail server. What it took and never told is in doubt, and must stay so."""

from __future__ import annotations

import signal
from typing import ClassVar

from faults.nemesis.fault import Fault


class MailFault(Fault):
    """The hours of waiting between two attempts pass when it is over."""

    expects: ClassVar = {"honest": True, "resumes": 3}
    hold = 7.0

    def heal(self) -> None:
        self.stage.stand.mail.sound()

    def restore(self) -> None:
        self.stage.hours_pass()

    def afterwards(self) -> None:
        self.stage.hours_pass()

    def restart(self) -> None:
        mail = self.stage.stand.mail
        mail.child.send(signal.SIGCONT)
        mail.child.kill()
        mail.start()


class Later(MailFault):
    """The mail server answers 450 to every recipient"""

    name = "mail-4xx"

    def inject(self) -> None:
        self.stage.stand.mail.answer("rcpt", "450 4.2.0 try later", times=1000)


class Never(MailFault):
    """The mail server answers 554 to three mails"""

    name = "mail-5xx"
    expects: ClassVar = {"honest": True, "resumes": 3, "mails_fail": True}

    def inject(self) -> None:
        self.stage.stand.mail.answer("data", "554 5.6.0 refused", times=3)


class Hangs(MailFault):
    """The mail server takes a mail, forgets it and says nothing, until it is killed"""

    name = "mail-hangs"

    def inject(self) -> None:
        self.stage.stand.mail.answer("data", "stall", times=1)

    def heal(self) -> None:
        self.restart()
        super().heal()


class DiesAfterData(MailFault):
    """The mail server keeps a mail and dies before it says so"""

    name = "mail-dies-after-data"

    def inject(self) -> None:
        self.stage.stand.mail.answer("data", "keep-and-stall", times=1)

    def heal(self) -> None:
        self.restart()
        super().heal()


class Away(MailFault):
    """The mail server is killed with -9 and stays away for some seconds"""

    name = "mail-away"

    def inject(self) -> None:
        self.stage.stand.mail.child.kill()

    def heal(self) -> None:
        self.restart()
        super().heal()


class Stopped(MailFault):
    """The mail server is stopped with SIGSTOP for some seconds"""

    name = "mail-stopped"

    def inject(self) -> None:
        self.stage.stand.mail.child.send(signal.SIGSTOP)

    def heal(self) -> None:
        self.stage.stand.mail.child.send(signal.SIGCONT)
        super().heal()


FAULTS: list[type[Fault]] = [Later, Never, Hangs, DiesAfterData, Away, Stopped]
