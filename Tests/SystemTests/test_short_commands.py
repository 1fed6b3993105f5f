"""Commands that do one thing and end: how they leave, and what is kept of one that failed."""

import os
import subprocess
from pathlib import Path

import pytest
from localstand.failures import failed

REPOSITORY = Path(__file__).resolve().parents[2]
BINARIES = REPOSITORY / ".build" / "debug"


@pytest.mark.parametrize("program", ["Intake", "Review", "Notify", "Rating", "layak"])
@pytest.mark.parametrize(
    ("argument", "code", "said"), [("--help", 0, "subcommands"), ("nonsense", 64, "nonsense")], ids=["help", "misuse"]
)
def test_a_program_leaves_without_tearing_its_libraries_down(
    program: str, argument: str, code: int, said: str, tmp_path: Path
) -> None:
    """The teardown of libcrypto races with a connection's thread that ends; the dynamic loader tells whether it ran."""
    done = subprocess.run(
        [str(BINARIES / program), argument],
        env={"PATH": os.environ["PATH"], "LD_DEBUG": "files", "LD_DEBUG_OUTPUT": str(tmp_path / "loader")},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
    )
    assert done.returncode == code
    answer, other = (done.stdout, done.stderr) if code == 0 else (done.stderr, done.stdout)
    assert said in answer.lower() and not other
    told = "".join(file.read_text() for file in tmp_path.glob("loader*"))
    assert "calling init" in told, "the loader said nothing: this test would prove nothing"
    assert "calling fini" not in told


def test_all_that_a_failed_command_wrote_is_kept_and_one_line_says_why(tmp_path: Path) -> None:
    trace = "*** Program crashed: Bad pointer dereference at 0x0 ***\n\nThread 5 crashed:\n\nBacktrace took 0.09s\n"
    error = failed("Intake accounts create", _ended(-11, "an id\n", trace), tmp_path)
    (file,) = tmp_path.iterdir()
    assert str(error) == (
        f"Intake accounts create failed: Program crashed: Bad pointer dereference at 0x0; all it wrote is in {file}"
    )
    kept = file.read_text()
    assert kept == f"Intake accounts create: killed by SIGSEGV\nan id\n{trace}"
    assert file.stat().st_mode & 0o777 == 0o600


def test_the_last_line_of_a_command_that_refused_is_its_reason(tmp_path: Path) -> None:
    error = failed("Intake migrate", _ended(1, "", "waiting\nintake: the schema does not fit\n"), tmp_path)
    assert str(error).startswith("Intake migrate failed: intake: the schema does not fit; all it wrote is in ")
    silent = failed("Intake migrate", _ended(3, "", ""), tmp_path)
    assert str(silent).startswith("Intake migrate failed: exit code 3; all it wrote is in ")
    assert len(list(tmp_path.iterdir())) == 2, "each failure has a file of its own"


def _ended(code: int, stdout: str, stderr: str) -> subprocess.CompletedProcess[str]:
    return subprocess.CompletedProcess([], code, stdout, stderr)
