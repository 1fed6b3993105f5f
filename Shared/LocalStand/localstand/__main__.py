"""What the Makefile calls: `python -m localstand run | reset | with-servers -- COMMAND`."""

import argparse
import errno
import os
import subprocess
import sys
from pathlib import Path

from localstand import console
from localstand.children import shown
from localstand.console import say
from localstand.errors import StandError
from localstand.stand import Stand, remove
from localstand.stopping import Stopped, stop_on_signals

REPOSITORY = Path(__file__).resolve().parents[3]
STATE = REPOSITORY / ".layak"
BINARIES = REPOSITORY / ".build" / "debug"


def run(root: Path, binaries: Path, *, tls: bool) -> int:
    say("Layak, with TLS to the broker and the database" if tls else "Layak")
    with Stand(root, binaries, tls=tls) as stand:
        say()
        say(f"  Layak is at {stand.url}")
        say(f"  Its certificate is signed by {stand.certificates.authority}")
        say(f"  Mails are kept in {stand.mail.folder}")
        say(f"  Programs find the broker by {stand.write_broker_addresses()}")
        say(f"  The operator's program `layak` finds all but the password by {stand.write_operator_settings()}")
        say()
        if stand.accounts:
            say("  Demo accounts (the passwords are shown this once):")
            for account in stand.accounts.values():
                say(f"    {account.who:<36} {account.email:<28} {account.password}")
        else:
            say("  Accounts and passwords are those of the first start; 'make reset' clears everything.")
        say()
        say("  Ctrl-C stops it.")
        stand.watch()
    return 0


def with_servers(root: Path, command: list[str]) -> int:
    """Runs a command beside a database and a broker of its own; its exit code is ours."""
    console.quiet()
    with Stand(root, BINARIES, servers_only=True, for_tests=True) as stand:
        env = os.environ | {
            "LAYAK_TEST_POSTGRES": stand.database.administrator(),
            "LAYAK_TEST_AMQP": stand.broker.administrator(),
            "LAYAK_TEST_AMQP_MANAGEMENT": stand.broker.management(),
        }
        running = subprocess.Popen(command, env=env, cwd=REPOSITORY)
        try:
            while True:
                try:
                    return running.wait(1)
                except subprocess.TimeoutExpired:
                    stand.check()
        except BaseException:
            running.terminate()
            running.wait()
            raise


def main() -> int:
    parser = argparse.ArgumentParser(prog="localstand")
    commands = parser.add_subparsers(dest="command", required=True)
    for name in ("run", "reset", "with-servers"):
        command = commands.add_parser(name)
        command.add_argument("--directory", type=Path, help="where the stand keeps everything")
        if name == "run":
            command.add_argument("--binaries", type=Path, default=BINARIES, help="where the built programs are")
            command.add_argument(
                "--tls",
                action="store_true",
                default=os.environ.get("LAYAK_STAND_TLS") == "1",
                help="TLS to broker and database, and certificates instead of the broker's passwords",
            )
        if name == "with-servers":
            command.add_argument("program", nargs=argparse.REMAINDER)
    given = parser.parse_args()
    stop_on_signals()
    try:
        if given.command == "run":
            return run((given.directory or STATE / "run").resolve(), given.binaries.resolve(), tls=given.tls)
        if given.command == "reset":
            directory = (given.directory or STATE / "run").resolve()
            remove(directory)
            say(f"{shown(directory)} is cleared: the next start is a first one.")
            return 0
        program = [word for word in given.program if word != "--"]
        return with_servers((given.directory or STATE / "test").resolve(), program)
    except Stopped:
        return 0 if given.command == "run" else 130
    except StandError as error:
        print(f"layak: {error}", file=sys.stderr)
        return 1
    except OSError as error:
        if error.errno == errno.ENOSPC:
            print("layak: The disk is full: make room and start again.", file=sys.stderr)
            return 1
        if error.filename is None:
            raise
        print(f"layak: {error.filename}: {error.strerror}.", file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
