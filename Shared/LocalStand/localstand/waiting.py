import socket
import time
from collections.abc import Callable

from localstand import stopping
from localstand.children import Child
from localstand.errors import StandError


def until(ready: Callable[[], bool], child: Child, within: float) -> None:
    """Waits until `ready` says so; at once an error when the child dies or the time is over."""
    deadline = time.monotonic() + within
    while not ready():
        stopping.heed()
        child.check()
        if time.monotonic() > deadline:
            raise StandError(f"{child.name} was not ready within {within:.0f} s; its log is {child.log}.")
        time.sleep(0.05)


def accepts(port: int) -> bool:
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=1):
            return True
    except OSError:
        return False
