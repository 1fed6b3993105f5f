"""What a photograph of a page is called."""

import re

# A file name lives longer and travels further than the test: what opens something must not be in it.
SECRET_PARTS = [
    (re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"), "id"),
    (re.compile(r"ADU(-[0-9A-Z]{4})+"), "kode"),
    (re.compile(r"[0-9A-Z]{4}(-[0-9A-Z]{4}){4}"), "kode"),
    # The token of a rating, and whatever else is long and has no words in it.
    (re.compile(r"[0-9A-Za-z_-]{32,}"), "token"),
]


def photo_name(path: str) -> str:
    """The path of a page as a file name, every part that names one thing or opens it replaced by its kind."""
    return "-".join(_part(part) for part in path.split("/") if part)[:60] or "beranda"


def _part(part: str) -> str:
    for pattern, kind in SECRET_PARTS:
        if pattern.fullmatch(part):
            return kind
    return part
