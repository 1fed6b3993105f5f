import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from localstand import stopping

# A quiet stand (the test stand) prints its steps on standard error, so that a test runner's own lines come last.
_stream = sys.stdout


def quiet() -> None:
    global _stream
    _stream = sys.stderr


def say(text: str = "") -> None:
    _print(text + "\n")


def _print(text: str) -> None:
    # Whoever read this may have gone (a closed terminal, `| head`), or the disk that it is kept on may be full:
    # what runs must be stopped all the same.
    try:
        print(text, end="", file=_stream, flush=True)
    except (OSError, ValueError):
        _leave_unsaid()


def _leave_unsaid() -> None:
    """What could not be printed is forgotten, or Python would try it again at its end, and fail."""
    try:
        _stream.close()
    except OSError:
        return


@contextmanager
def step(text: str) -> Iterator[None]:
    """Prints what is being done, a dot every two seconds while it lasts, and how long it took."""
    stopping.heed()
    began = time.monotonic()
    _print(f"  {text} ")
    ended = threading.Event()

    def dots() -> None:
        while not ended.wait(2):
            _print(".")

    dotting = threading.Thread(target=dots, daemon=True)
    dotting.start()
    outcome = "failed"
    try:
        yield
        outcome = f"{time.monotonic() - began:.1f} s"
    finally:
        ended.set()
        dotting.join()
        _print(f" {outcome}\n")
