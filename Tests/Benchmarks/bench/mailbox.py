"""Sees mails as the mail server puts them down, without looking through its folder again and again (inotify)."""

from __future__ import annotations

import ctypes
import os
import re
import struct
import uuid
from base64 import b64decode, urlsafe_b64decode
from pathlib import Path

_MOVED_TO = 0x80
_NONBLOCK = os.O_NONBLOCK
_libc = ctypes.CDLL(None, use_errno=True)
_TOKEN = re.compile(rb"/penilaian/([\w-]{43})")
# The first part of a mail is its plain text, in base64.
_PART = re.compile(rb"base64\r?\n\r?\n([A-Za-z0-9+/=\r\n]+)")


def rating_token(mail: bytes) -> tuple[str, str] | None:
    """The case and the token of a mail's link to the rating, if it has one: the token begins with the case's bytes."""
    part = _PART.search(mail)
    found = _TOKEN.search(b64decode(part[1])) if part else None
    if found is None:
        return None
    token = found[1].decode()
    return str(uuid.UUID(bytes=urlsafe_b64decode(token + "=")[:16])), token


class Mailbox:
    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.descriptor = _libc.inotify_init1(_NONBLOCK)
        if self.descriptor < 0 or _libc.inotify_add_watch(self.descriptor, str(folder).encode(), _MOVED_TO) < 0:
            raise OSError(ctypes.get_errno(), "the folder of mails cannot be watched")
        self.count = 0

    def arrived(self) -> list[bytes]:
        """The mails that have come since the last look."""
        try:
            events = os.read(self.descriptor, 1 << 20)
        except BlockingIOError:
            return []
        found, place = [], 0
        while place < len(events):
            length = struct.unpack_from("iIII", events, place)[3]
            name = events[place + 16 : place + 16 + length].rstrip(b"\0").decode()
            place += 16 + length
            if name.endswith(".eml"):
                found.append((self._folder / name).read_bytes())
        self.count += len(found)
        return found

    def close(self) -> None:
        os.close(self.descriptor)
