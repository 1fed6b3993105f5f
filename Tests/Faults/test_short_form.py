"""The short form of `make faults`, for continuous integration: some faults of each kind on one stand."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
RUNNER = Path(__file__).resolve().parent / "Runner"
# A service, two relays, database, broker, messages, lines: what took the most care to get right.
CHOSEN = (
    "notify-killed", "relay-take-over", "database-killed", "broker-killed", "broker-wiped", "messages-duplicated",
    "database-line-reset", "database-line-silent",
)  # fmt: skip


def test_nothing_is_lost_or_doubled_by_a_handful_of_faults(tmp_path: Path) -> None:
    directory = REPOSITORY / ".layak" / "faults-short"
    done = subprocess.run(
        [sys.executable, "-m", "faults", "--each", ",".join(CHOSEN), "--directory", str(directory)],
        cwd=REPOSITORY,
        env=os.environ | {"PYTHONPATH": f"{REPOSITORY / 'Shared' / 'LocalStand'}:{RUNNER}"},
        capture_output=True,
        text=True,
        timeout=480,
    )
    print(done.stdout)
    assert done.returncode == 0, done.stdout + done.stderr
    last = done.stdout.splitlines()[-1]
    assert last.startswith(f"seeds {len(CHOSEN)}, skipped 0, faults {len(CHOSEN)}, lost 0, doubled 0, drift 0"), last
