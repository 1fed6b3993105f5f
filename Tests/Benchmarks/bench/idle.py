"""What the services use while nobody asks anything of them."""

from __future__ import annotations

import time

from localstand.services import is_ready

from bench import blocks
from bench.figures import Measured
from bench.site import Site


def idle(site: Site) -> Measured:
    broken = site.durability()
    # What the start and the accounts caused has been relayed and read.
    time.sleep(min(10.0, blocks.seconds()))
    shares = site.stand.services.idle_share(blocks.seconds())
    broken += [f"{name} is not ready" for name, port in site.ports.items() if not is_ready(port)]
    broken += [f"{what}: {count}" for what, count in site.unsettled().items() if count]
    return Measured(sum(shares.values()), None, {"percent": shares, "seconds": blocks.seconds()}, broken)
