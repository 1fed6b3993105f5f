"""Faults of a broker of three nodes, each in a network namespace of its own."""

from __future__ import annotations

import time
from typing import Any, ClassVar

from faults.nemesis.fault import Fault, of_all

QUEUE = "review.events"


class ClusterFault(Fault):
    """Submissions go on; messages do within seconds of a new leader."""

    nodes = 3
    hold = 8.0
    expects: ClassVar = {"honest": True, "resumes": 3}

    @property
    def cluster(self) -> Any:
        return self.stage.stand.broker

    def others(self, node: Any) -> list[Any]:
        return [other for other in self.cluster.members if other is not node]

    def mend(self) -> None:
        self.cluster.heal()
        for node in self.cluster.members:
            if not node.is_running:
                self.cluster.restart(node)
        self.cluster.until_whole(within=120)


class LeaderKilled(ClusterFault):
    """The node that leads a queue is killed with -9 and comes back later"""

    name = "cluster-leader-killed"
    again: ClassVar = of_all(3)

    def inject(self) -> None:
        self.cluster.leader(QUEUE).kill()
        self.stage.history.write("leaderless", queue=QUEUE)

    def heal(self) -> None:
        self.mend()


class FollowerKilled(ClusterFault):
    """A node that follows is killed with -9 and comes back later"""

    name = "cluster-follower-killed"
    again: ClassVar = of_all(3)

    def inject(self) -> None:
        self.chance.choice(self.others(self.cluster.leader(QUEUE))).kill()

    def heal(self) -> None:
        self.mend()


class LeaderFrozen(ClusterFault):
    """The node that leads a queue is stopped with SIGSTOP and goes on later"""

    name = "cluster-leader-frozen"
    again: ClassVar = of_all(4)
    hold = 12.0

    def inject(self) -> None:
        self._node = self.cluster.leader(QUEUE)
        self._node.freeze()

    def heal(self) -> None:
        self._node.thaw()
        self.mend()


class MajorityKilled(ClusterFault):
    """Two of the three nodes are killed with -9: nothing is confirmed until they are back"""

    name = "cluster-majority-killed"
    again: ClassVar = of_all(4)

    def inject(self) -> None:
        for node in self.others(self.chance.choice(self.cluster.members)):
            node.kill()

    def heal(self) -> None:
        self.mend()


class LeaderCut(ClusterFault):
    """The node that leads a queue is cut off from the other nodes, both ways"""

    name = "cluster-partition"
    again: ClassVar = of_all(4)
    hold = 15.0

    def inject(self) -> None:
        leader = self.cluster.leader(QUEUE)
        for other in self.others(leader):
            self.cluster.part(leader, other)

    def heal(self) -> None:
        self.mend()


class OneWay(ClusterFault):
    """The node that leads a queue hears the others and is not heard by them"""

    name = "cluster-partition-one-way"
    again: ClassVar = of_all(4)
    hold = 15.0

    def inject(self) -> None:
        leader = self.cluster.leader(QUEUE)
        for other in self.others(leader):
            self.cluster.silence(leader, other)

    def heal(self) -> None:
        self.mend()


class NodeUnreachable(ClusterFault):
    """A node is cut off from nodes and services alike"""

    name = "cluster-node-cut"
    again: ClassVar = of_all(4)
    hold = 12.0

    def inject(self) -> None:
        self.cluster.cut(self.chance.choice(self.cluster.members))

    def heal(self) -> None:
        self.mend()


class Rolling(ClusterFault):
    """Node after node is stopped in order and started again"""

    name = "cluster-rolling-restart"
    again: ClassVar = of_all(6)
    hold = 1.0

    def inject(self) -> None:
        self.cluster.rolling_restart()
        time.sleep(1)


FAULTS: list[type[Fault]] = [
    LeaderKilled, FollowerKilled, LeaderFrozen, MajorityKilled, LeaderCut, OneWay, NodeUnreachable, Rolling,
]  # fmt: skip
