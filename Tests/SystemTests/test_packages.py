"""What `make run` does first: packages of Debian and Swift. Real scripts in a copy, with programs that only tell."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from supervisor import REPOSITORY
from test_stand_failures import may_mount

MISSING = "layak-is-not-a-package"


@pytest.fixture
def copy() -> Iterator[Path]:
    """A checkout with one package on its list that no Debian has, which every user may enter."""
    with tempfile.TemporaryDirectory() as folder:
        checkout = Path(folder)
        checkout.chmod(0o755)
        shutil.copytree(
            REPOSITORY / "Shared" / "LocalStand",
            checkout / "Shared" / "LocalStand",
            ignore=shutil.ignore_patterns("__pycache__"),
        )
        shutil.copy(REPOSITORY / "Makefile", checkout)
        with open(checkout / "Shared" / "LocalStand" / "packages.txt", "a") as packages:
            packages.write(f"{MISSING}\n")
        programs = checkout / "programs"
        programs.mkdir()
        for name in ("apt-get", "sudo"):
            program = programs / name
            program.write_text(f'#!/bin/sh\necho "{name} $*" >> {checkout}/called\nexit 1\n')
            program.chmod(0o755)
        for entry in (checkout, *checkout.rglob("*")):
            entry.chmod(entry.stat().st_mode | 0o055 if entry.is_dir() else entry.stat().st_mode | 0o044)
        yield checkout


def ordinary_user() -> list[str]:
    """The beginning of a command that runs as somebody who may install nothing."""
    return ["setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups"] if os.geteuid() == 0 else []


def test_a_missing_package_without_the_right_to_install_it_is_named_and_nothing_starts(copy: Path) -> None:
    # Whoever starts it must be able to write beside the scripts, or it could not start anything anyhow.
    copy.chmod(0o777)
    done = subprocess.run(
        [*ordinary_user(), "make", "run"],
        cwd=copy,
        env={"PATH": f"{copy}/programs:/usr/bin:/bin", "LC_ALL": "C.UTF-8"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
    )
    assert done.returncode != 0
    said = [line for line in done.stderr.splitlines() if not line.startswith("make:")]
    assert said == [
        f"packages: {MISSING} must be installed, and this user may not install packages:"
        f" ask an administrator to run 'apt-get install {MISSING}'."
    ]
    assert done.stdout == ""
    assert not (copy / ".layak").exists() and not (copy / ".build").exists()
    called = (copy / "called").read_text() if (copy / "called").exists() else ""
    assert "apt-get" not in called


@pytest.fixture
def private(copy: Path) -> list[str]:
    """The beginning of a command for which the folder of policy-rc.d is one of the copy's own."""
    (copy / "sbin").mkdir()
    script = 'mount --make-rprivate / && mount --bind "$0" /usr/sbin && exec "$@"'
    command = ["unshare", "--mount", "bash", "-c", script, str(copy / "sbin")]
    tried = subprocess.run([*command, "true"], capture_output=True, text=True)
    if tried.returncode != 0:
        reason = f"/usr/sbin of one's own needs the right to mount it: {tried.stderr.strip()}"
        if os.environ.get("CI") == "true" and may_mount():
            pytest.fail(reason)
        pytest.skip(reason)
    return command


def install(copy: Path, private: list[str], apt: str) -> subprocess.Popen[str]:
    """packages.sh with an apt-get that does this."""
    (copy / "programs" / "apt-get").write_text(f'#!/bin/bash\necho "$*" >> {copy}/called\n{apt}\n')
    return subprocess.Popen(
        [*private, "Shared/LocalStand/packages.sh"],
        cwd=copy,
        env={"PATH": f"{copy}/programs:/usr/bin:/bin", "LC_ALL": "C.UTF-8"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def test_no_service_of_the_distribution_starts_while_packages_are_installed(copy: Path, private: list[str]) -> None:
    policy = copy / "sbin" / "policy-rc.d"
    running = install(copy, private, f"{policy}; echo $? >> {copy}/answers")
    printed, _ = running.communicate(timeout=60)
    assert running.returncode == 0, printed
    # 101 is "not allowed".
    assert (copy / "answers").read_text() == "101\n101\n"
    assert not policy.exists()
    update, install_call = (copy / "called").read_text().splitlines()
    assert update.startswith("update ") and install_call.startswith("install ") and install_call.endswith(MISSING)
    assert "Acquire::Retries=3" in update and "Acquire::Retries=3" in install_call


def test_a_policy_that_was_there_stays_as_it_was(copy: Path, private: list[str]) -> None:
    policy = copy / "sbin" / "policy-rc.d"
    policy.write_text("#!/bin/sh\nexit 104\n")
    running = install(copy, private, "exit 0")
    running.communicate(timeout=60)
    assert running.returncode == 0
    assert policy.read_text() == "#!/bin/sh\nexit 104\n"


def test_a_mirror_that_fails_is_one_sentence_and_leaves_no_policy(copy: Path, private: list[str]) -> None:
    running = install(copy, private, "echo 'E: Unable to fetch some archives'; exit 100")
    printed, _ = running.communicate(timeout=60)
    assert running.returncode == 1
    assert printed.splitlines()[-1].startswith(f"packages: {MISSING} could not be installed")
    assert not (copy / "sbin" / "policy-rc.d").exists()


def test_a_signal_waits_for_apt_and_the_policy_stays_as_long(copy: Path, private: list[str]) -> None:
    policy = copy / "sbin" / "policy-rc.d"
    go = copy / "go"
    # A file, not a pipe: whatever runs once more after the signal ends, too, and is seen in the exit code.
    running = install(
        copy,
        private,
        f"echo begun; until [ -e {go} ]; do sleep 0.05; done; test -e {policy} && touch {copy}/held",
    )
    assert running.stdout is not None
    while running.stdout.readline() != "begun\n":
        assert running.poll() is None
    running.send_signal(signal.SIGTERM)
    # Long enough for a script that does not wait to be gone, and its apt-get's policy with it.
    with contextlib.suppress(subprocess.TimeoutExpired):
        running.wait(0.5)
    go.touch()
    printed, _ = running.communicate(timeout=60)
    assert running.returncode == 143, printed
    assert (copy / "held").exists()
    assert not policy.exists()


@pytest.mark.parametrize(("fails", "code", "asked"), [(2, 0, 3), (3, 1, 3)], ids=["twice", "always"])
def test_swift_packages_are_asked_for_again_when_the_network_fails(
    copy: Path, fails: int, code: int, asked: int
) -> None:
    swift = copy / "programs" / "swift"
    swift.write_text(f'#!/bin/sh\necho "$*" >> {copy}/called\n[ "$(wc -l < {copy}/called)" -gt {fails} ]\n')
    swift.chmod(0o755)
    done = subprocess.run(
        ["Shared/LocalStand/dependencies.sh"],
        cwd=copy,
        env={"PATH": f"{copy}/programs:/usr/bin:/bin", "LAYAK_RETRY_PAUSE": "0"},
        capture_output=True,
        text=True,
    )
    assert (done.returncode, (copy / "called").read_text()) == (code, "package resolve\n" * asked)
    assert done.stderr.startswith("dependencies: the Swift packages could not be fetched" if code else "")
