"""Checks on the text of the sources that no formatter makes."""

import re
import subprocess
import sys
from pathlib import Path

# Opting out of a check of the compiler is allowed with its reason beside it.
UNCHECKED = re.compile(r"@unchecked Sendable|nonisolated\(unsafe\)")
CRASHES = re.compile(r"\btry!|\bas!|\bfatalError\(")
# An error may be dropped where a comment in the lines above says why. Only an order to stop ends a pause: no comment.
DROPS = re.compile(r"\btry\?(?! await Task\.sleep\()|\bcatch\s*\{\s*\}")
DROP_REACH = 4
BECAUSE = re.compile(r"\b(unchecked|unsafe) because\b", re.IGNORECASE)
# The code speaks of the project alone: no tracker numbers, no paths of one machine, no private registries.
FOREIGN = [
    (re.compile(r"\b[Ii]ssue #?\d"), "names an issue by number"),
    (re.compile(r"(?<![\w.])/(work|opt/wheels|tmp/w)/"), "names a path of one machine"),
    (re.compile(r"(extra-)?index-url|find-links"), "names a package registry"),
    (re.compile(r"\b(TODO|FIXME|XXX)\b"), "leaves work undone"),
]
# What applicants send has one name for them. By it they ask for a "permohonan rekomendasi", as law and letters call it.
# Version 1 of a mail says what it said when it was sent.
TWO_NAMES = re.compile(r"\bpermohonan\b(?! rekomendasi)", re.IGNORECASE)


def comment_beside(lines: list[str], index: int) -> str:
    """The comment on the line itself, and the comment lines right above and below it."""
    text = [lines[index].partition("//")[2]]
    above = index - 1
    while above >= 0 and lines[above].strip().startswith(("//", "@")):
        text.append(lines[above])
        above -= 1
    below = index + 1
    while below < len(lines) and lines[below].strip().startswith("//"):
        text.append(lines[below])
        below += 1
    return " ".join(text)


def is_read_by_users(path: Path) -> bool:
    of_pages = path.parts[0] in ("Services", "Shared") and path.suffix in (".swift", ".mustache", ".json")
    return of_pages and path.name != "notices.json"


def complaints(path: Path) -> list[str]:
    try:
        lines = path.read_text().splitlines()
    except UnicodeDecodeError:
        return []
    found = []
    for index, line in enumerate(lines):
        for pattern, what in FOREIGN:
            if pattern.search(line) and path != Path(__file__).resolve().relative_to(Path.cwd()):
                found.append(f"{path}:{index + 1}: {what}")
        if is_read_by_users(path) and TWO_NAMES.search(line):
            found.append(f"{path}:{index + 1}: calls a pengajuan a permohonan")
        if path.suffix != ".swift":
            continue
        code = re.sub(r'"(\\.|[^"\\])*"', '""', line.partition("//")[0])
        if UNCHECKED.search(code) and not BECAUSE.search(comment_beside(lines, index)):
            found.append(f"{path}:{index + 1}: opts out of a check without 'unchecked because …' beside it")
        if CRASHES.search(code) and not comment_beside(lines, index).strip(" /"):
            found.append(f"{path}:{index + 1}: may crash, and no comment beside it says why it cannot")
        near = lines[max(0, index - DROP_REACH) : index + 1]
        if DROPS.search(code) and not any(re.search(r"(^|\s)// ", text) for text in near):
            found.append(f"{path}:{index + 1}: drops an error, and no comment above it says why")
    return found


def undocumented() -> list[str]:
    """Configuration keys that the services read and the README's table does not name."""
    readme = Path("README.md").read_text()
    keys: set[str] = set()
    for folder in ("Services", "Shared/ServiceHost"):
        for file in Path(folder).rglob("*.swift"):
            keys |= set(re.findall(r'SettingKey\(\s*"(LAYAK_[A-Z_]+)"', file.read_text()))
    return [
        f"README.md: the configuration key {key} is not described" for key in sorted(keys) if f"`{key}`" not in readme
    ]


def shared_libraries() -> list[str]:
    """C libraries that more than one target sees."""
    found = []
    for library in re.findall(r'\.systemLibrary\(\s*name: "(\w+)"', Path("Package.swift").read_text()):
        seeing = re.compile(rf"^\s*([@\w]+ )*import {library}\b", re.MULTILINE)
        files = [file for top in ("Shared", "Services") for file in Path(top).rglob("*.swift")]
        targets = sorted({"/".join(file.parts[:2]) for file in files if seeing.search(file.read_text())})
        if len(targets) > 1:
            found.append(f"Package.swift: {library} is seen by {', '.join(targets)}; one target sees each C library")
    return found


def main() -> int:
    listed = subprocess.run(["git", "ls-files", "-z"], capture_output=True, text=True, check=True).stdout
    found = [text for name in listed.split("\0") if name and Path(name).is_file() for text in complaints(Path(name))]
    found += undocumented() + shared_libraries()
    print("\n".join(found), end="\n" if found else "")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
