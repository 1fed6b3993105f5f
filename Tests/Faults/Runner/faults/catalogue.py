"""Every named fault, in the order in which each is tried once."""

from __future__ import annotations

from faults.nemesis import broker, cluster, database, mail, messages, network, services
from faults.nemesis.fault import Fault

ALL: dict[str, type[Fault]] = {
    fault.name: fault
    for module in (services, database, broker, mail, messages, network, cluster)
    for fault in module.FAULTS
}  # fmt: skip
