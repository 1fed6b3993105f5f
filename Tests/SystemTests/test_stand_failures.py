"""What can go wrong around a stand: each ends as one sentence and a non-zero exit, with nothing left running."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from localstand.stand import remove
from supervisor import ENVIRONMENT, REPOSITORY, STARTED, Run

PORTS = {
    "LAYAK_PORT",
    "LAYAK_POSTGRES_PORT",
    "LAYAK_AMQP_PORT",
    "LAYAK_SMTP_PORT",
    "LAYAK_INTAKE_PORT",
    "LAYAK_REVIEW_PORT",
    "LAYAK_NOTIFY_PORT",
    "LAYAK_RATING_PORT",
}


@pytest.mark.parametrize("variable", sorted(PORTS))
def test_a_port_set_by_hand_and_taken_is_one_sentence(stand_directory: Path, variable: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        run = Run(stand_directory, **{variable: port})
        assert run.end() == 1
    assert run.printed.splitlines() == [
        "Layak",
        f"layak: Port {port}, set by {variable}, is taken: free it or choose another.",
    ]


@pytest.fixture(scope="module")
def used() -> Iterator[Path]:
    """A stand that has run before: its next start is a short one."""
    directory = REPOSITORY / ".layak" / "test-stands" / "used"
    remove(directory)
    first = Run(directory)
    first.until(STARTED)
    first.signal(signal.SIGINT)
    assert first.end() == 0
    yield directory
    remove(directory)


# Notify and the front door die during the demo, in test_demo_failures.py.
CHILDREN = {
    "The broker's port mapper": ("epmd", "epmd.log"),
    "RabbitMQ": ("beam.smp", "rabbitmq.log"),
    "PostgreSQL": ("postgres", "postgres.log"),
    "The mail server": ("localstand.mail_server", "mail.log"),
    "Intake": ("Intake", "intake.log"),
    "Review": ("Review", "review.log"),
    "Rating": ("Rating", "rating.log"),
}


@pytest.mark.parametrize("name", CHILDREN)
def test_a_process_that_died_is_named_with_its_log_and_everything_else_is_stopped(used: Path, name: str) -> None:
    word, log = CHILDREN[name]
    run = Run(used)
    run.until(STARTED)
    os.kill(run.child(word), signal.SIGKILL)
    assert run.end() == 1
    shown = (used / "log" / log).relative_to(REPOSITORY)
    assert run.sentence == f"layak: {name} stopped by itself (killed by SIGKILL); its log is {shown}."


class SmallDisk:
    """A disk of this size mounted at `folder`, for nobody but the commands that `inside` is put before."""

    def __init__(self, folder: Path, megabytes: int) -> None:
        script = f'mount --make-rprivate / && mount -t tmpfs -o size={megabytes}m,mode=755 none "$0" && echo && read -r'
        self._holder = subprocess.Popen(
            ["unshare", "--mount", "bash", "-c", script, str(folder)],
            cwd=REPOSITORY,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert self._holder.stdout is not None and self._holder.stderr is not None
        self.refused = "" if self._holder.stdout.readline() else self._holder.stderr.read().strip()
        self.inside = ["nsenter", f"--target={self._holder.pid}", "--mount", "--wd"]
        # The disk as it is seen from here.
        self.seen = Path(f"/proc/{self._holder.pid}/root") / folder.relative_to("/")

    def fill(self) -> None:
        """Takes all the room that is left."""
        descriptor = os.open(self.seen / "film.mkv", os.O_WRONLY | os.O_CREAT)
        taken, part = 0, 64 << 20
        while part >= 4096:
            try:
                os.posix_fallocate(descriptor, taken, part)
                taken += part
            except OSError:
                part //= 2
        os.close(descriptor)

    def close(self) -> None:
        self._holder.communicate("\n")


@pytest.fixture
def disk(request: pytest.FixtureRequest, stand_directory: Path) -> Iterator[SmallDisk]:
    """Its size is the test's parameter, in MiB."""
    stand_directory.mkdir(parents=True)
    disk = SmallDisk(stand_directory, request.param)
    try:
        if disk.refused:
            reason = f"a small disk needs the right to mount one: {disk.refused}"
            if os.environ.get("CI") == "true" and may_mount():
                pytest.fail(reason)
            pytest.skip(reason)
        yield disk
    finally:
        disk.close()


def may_mount() -> bool:
    """Whether this process is the administrator's, with the right that mounting needs (CAP_SYS_ADMIN)."""
    status = Path("/proc/self/status").read_text()
    effective = next(line.split()[1] for line in status.splitlines() if line.startswith("CapEff:"))
    return os.geteuid() == 0 and bool(int(effective, 16) & 1 << 21)


@pytest.mark.parametrize("disk", [1400], indirect=True)
def test_a_disk_without_room_refuses_the_start(disk: SmallDisk, stand_directory: Path) -> None:
    run = Run(stand_directory / "stand", inside=disk.inside)
    assert run.end() == 1
    assert run.printed.splitlines() == ["Layak", full(stand_directory, 1.5)]


@pytest.mark.parametrize("disk", [2000], indirect=True)
def test_a_disk_that_becomes_full_ends_a_running_stand_and_reset_makes_room(
    disk: SmallDisk, stand_directory: Path
) -> None:
    stand = stand_directory / "stand"
    run = Run(stand, inside=disk.inside)
    run.until(STARTED)
    disk.fill()
    assert run.end() == 1
    # It may be seen a moment before the last of it is taken.
    assert run.sentence in (full(stand_directory, 0.0), full(stand_directory, 0.1))

    disk.fill()
    secrets = (disk.seen / "stand" / "secrets.json").read_text()
    program = (
        f"from localstand.secrets_file import *; Secrets(Path({str(stand / 'secrets.json')!r})).password('one.more')"
    )
    done = subprocess.run(
        [*disk.inside, sys.executable, "-c", program], env=ENVIRONMENT, capture_output=True, text=True
    )
    assert "No space left on device" in done.stderr
    assert (disk.seen / "stand" / "secrets.json").read_text() == secrets

    again = Run(stand, inside=disk.inside)
    assert again.end() == 1
    assert again.sentence == full(stand_directory, 0.0)

    reset = Run(stand, "localstand", "reset", inside=disk.inside)
    assert reset.end() == 0
    assert [file.name for file in disk.seen.iterdir()] == ["film.mkv"]


def full(folder: Path, gigabytes: float) -> str:
    shown = (folder / "stand").relative_to(REPOSITORY)
    return (
        f"layak: The disk of {shown} is full: it has {gigabytes} GB left, and a stand needs 1.5 GB."
        " Make room and start again."
    )
