"""Free loopback ports, chosen once for a stand and remembered, so that a second start has the same addresses."""

import json
import os
import random
import re
import socket
from pathlib import Path

from localstand import whole_file
from localstand.errors import StandError

# Below the range from which the kernel picks the ports of outgoing connections (32768 and up): a port remembered
# here is not taken by somebody's passing connection.
LOWEST, HIGHEST = 20000, 31999
FRONT_DOOR_PREFERRED = 8443


def is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def claim(port: int) -> socket.socket | None:
    """A port that is free now is bound seconds later, and the front door would even share it: until this is closed,
    no other stand takes it. None when one has, or when anybody listens there."""
    claimed = socket.socket(socket.AF_UNIX)
    try:
        # A name without a file: it goes with the process, and is seen where the port is seen.
        claimed.bind(f"\0layak.port.{port}")
    except OSError:
        claimed.close()
        return None
    if not is_free(port):
        claimed.close()
        return None
    return claimed


def set_by_hand() -> set[int]:
    """Ports that the environment gives to some part, known before that part asks: no other part may take them."""
    values = [value for name, value in os.environ.items() if re.fullmatch(r"LAYAK_(\w+_)?PORT", name)]
    return {int(value) for value in values if value.isdigit()}


class Ports:
    def __init__(self, file: Path, prefer_front_door: bool) -> None:
        self._file = file
        self._prefer_front_door = prefer_front_door
        self._remembered: dict[str, int] = whole_file.read_json(file)
        self._given_out: dict[str, int] = {}
        self._claims: list[socket.socket] = []

    def get(self, name: str) -> int:
        """The port of `name`. The front door's is set by hand with LAYAK_PORT, any other with LAYAK_<NAME>_PORT."""
        if name not in self._given_out:
            self._given_out[name] = self._choose(name)
            self._remembered[name] = self._given_out[name]
            whole_file.write(self._file, json.dumps(self._remembered, indent=2, sort_keys=True) + "\n")
        return self._given_out[name]

    def _choose(self, name: str) -> int:
        variable = "LAYAK_PORT" if name == "front_door" else f"LAYAK_{name.upper()}_PORT"
        by_hand = os.environ.get(variable)
        if by_hand:
            if not by_hand.isdigit() or not 0 < int(by_hand) < 65536:
                raise StandError(f"{variable}={by_hand} is not a port number (1 to 65535).")
            if int(by_hand) < 1024 and os.geteuid() != 0:
                raise StandError(f"Port {by_hand}, set by {variable}, is for the administrator: choose 1024 or above.")
            if int(by_hand) in self._given_out.values() or not self._claim(int(by_hand)):
                raise StandError(f"Port {by_hand}, set by {variable}, is taken: free it or choose another.")
            return int(by_hand)
        candidates = [self._remembered[name]] if name in self._remembered else []
        if name == "front_door" and self._prefer_front_door:
            candidates.append(FRONT_DOOR_PREFERRED)
        candidates += random.sample(range(LOWEST, HIGHEST), 200)
        reserved = {port for other, port in self._remembered.items() if other != name}
        reserved |= set(self._given_out.values()) | set_by_hand()
        for port in candidates:
            if port not in reserved and self._claim(port):
                return port
        raise StandError(f"No free port for {name} was found between {LOWEST} and {HIGHEST}.")

    def _claim(self, port: int) -> bool:
        claimed = claim(port)
        if claimed is None:
            return False
        self._claims.append(claimed)
        return True

    def release(self) -> None:
        """Other stands may take the ports again."""
        for claimed in self._claims:
            claimed.close()
        self._claims = []
