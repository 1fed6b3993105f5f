import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

# A quiet stand (the test stand) prints its steps on standard error, so that a test runner's own lines come last.
_stream = sys.stdout


def quiet() -> None:
    global _stream
    _stream = sys.stderr


def say(text: str = "") -> None:
    print(text, file=_stream, flush=True)


@contextmanager
def step(text: str) -> Iterator[None]:
    """Prints what is being done, a dot every two seconds while it lasts, and how long it took."""
    began = time.monotonic()
    print(f"  {text} ", end="", file=_stream, flush=True)
    ended = threading.Event()

    def dots() -> None:
        while not ended.wait(2):
            print(".", end="", file=_stream, flush=True)

    dotting = threading.Thread(target=dots, daemon=True)
    dotting.start()
    outcome = "failed"
    try:
        yield
        outcome = f"{time.monotonic() - began:.1f} s"
    finally:
        ended.set()
        dotting.join()
        print(f" {outcome}", file=_stream, flush=True)
