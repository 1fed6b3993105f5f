"""RabbitMQ as a cluster of several nodes on one machine, each in a network namespace of its own on one bridge, so that
nodes can be killed, frozen and cut off from each other and from the services as machines can.

A namespace lives as long as the process that holds it: what a killed stand leaves behind is its bridge alone, and the
next stand that gets the same number removes that. Numbers (and with them the addresses 10.77.<number>.0/24) are claimed
by a name that only one process of the machine can hold, so that several stands never clash.

    with Stand(directory, binaries, nodes=3) as stand:
        first = stand.broker.leader("review.events")
        first.kill()                     # as a crash; first.restart() brings it back
        first.freeze(); first.thaw()     # SIGSTOP, SIGCONT
        stand.broker.cut(first)          # nobody reaches it, and it reaches nobody
        stand.broker.part(a, b)          # the two do not hear each other; everybody else does
        stand.broker.silence(a, b)       # one way: b hears nothing from a
        stand.broker.silence(a, None)    # one way: the services hear nothing from a
        stand.broker.heal()              # all of it
        stand.broker.rolling_restart()

Nodes are started from the thread that outlives them: a child dies with the thread that started it.
"""

import contextlib
import json
import os
import signal
import socket
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

from localstand import stopping
from localstand.broker import ADMINISTRATOR, ADVANCED, COMMON_SETTINGS, SCRIPTS, control, import_definitions
from localstand.children import Child
from localstand.console import step
from localstand.errors import StandError
from localstand.secrets_file import Secrets

AMQP_PORT = 5672
# On the bridge, the machine itself: where the services are.
HOST = 254


def refusal() -> str | None:
    """Why no network namespace can be made here; None when one can."""
    done = subprocess.run(["unshare", "--net", "--mount", "--uts", "true"], capture_output=True, text=True)
    if done.returncode != 0:
        return f"no right to make a network namespace: {done.stderr.strip()}"
    return None


class Node:
    """One node: its namespace, its port mapper, its broker."""

    def __init__(self, stand: Path, number: int, *, durable: bool) -> None:
        self.number = number
        self.name = f"r{number}"
        self.broker_name = f"rabbit@{self.name}"
        self.home = stand / "rabbitmq" / self.name
        log = stand / "log"
        self.env = {
            "HOME": str(self.home / "home"),
            "RABBITMQ_NODENAME": self.broker_name,
            "RABBITMQ_MNESIA_BASE": str(self.home / "data"),
            "RABBITMQ_LOG_BASE": str(self.home / "log"),
            "RABBITMQ_CONFIG_FILE": str(self.home / "rabbitmq"),
            "RABBITMQ_ADVANCED_CONFIG_FILE": str(ADVANCED),
            "RABBITMQ_ENABLED_PLUGINS_FILE": str(self.home / "enabled_plugins"),
            "RABBITMQ_CONF_ENV_FILE": "/dev/null",
            # Each has its own addresses, so the ports can be the usual ones.
            "RABBITMQ_DIST_PORT": "25672",
            "ERL_EPMD_PORT": "4369",
            "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS": "+S 1:1",
            "RUNNING_UNDER_SYSTEMD": "true",
        }
        hosts = stand / "rabbitmq" / "hosts"
        enter = f"hostname {self.name} && mount --bind '{hosts}' /etc/hosts && ip link set lo up && exec sleep infinity"
        self.holder = Child(
            f"The network of {self.name}",
            ["unshare", "--net", "--mount", "--uts", "sh", "-c", enter],
            stand=stand,
            log=log / f"network-{self.name}.log",
            stop_signal=signal.SIGKILL,
            grace=5,
        )
        self.mapper = Child(
            f"The port mapper of {self.name}", [], stand=stand, log=log / f"epmd-{self.name}.log", env=self.env, grace=5
        )
        self.child = Child(
            f"RabbitMQ {self.name}",
            [],
            stand=stand,
            log=log / f"rabbitmq-{self.name}.log",
            env=self.env,
            stop_signal=signal.SIGTERM if durable else signal.SIGKILL,
            grace=30,
        )

    @property
    def inside(self) -> list[str]:
        """What a command is started with to run in this node's place."""
        return ["nsenter", "--target", str(self.holder.pid), "--net", "--mount", "--uts", "--"]

    def control(self, *arguments: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        return control(self.env, *arguments, check=check, inside=self.inside)

    @property
    def is_running(self) -> bool:
        return self.child.exit_code() is None

    def start(self) -> None:
        self.child.argv = [*self.inside, str(SCRIPTS / "rabbitmq-server")]
        self.child.start()

    def kill(self) -> None:
        """As a crash or a power cut would."""
        self.child.kill()

    def shut_down(self) -> None:
        """In order, as for an upgrade."""
        # Called off, so that the stand, which watches that nothing ends by itself, does not wonder.
        usual, self.child.stop_signal = self.child.stop_signal, signal.SIGTERM
        self.child.stop()
        self.child.stop_signal = usual

    def freeze(self) -> None:
        os.kill(self.child.pid, signal.SIGSTOP)

    def thaw(self) -> None:
        os.kill(self.child.pid, signal.SIGCONT)


class Cluster:
    def __init__(self, stand: Path, secrets: Secrets, *, nodes: int, durable: bool) -> None:
        self._home = stand / "rabbitmq"
        self._secrets = secrets
        self.logs = stand / "log"
        self.nodes = nodes
        self.members = [Node(stand, number, durable=durable) for number in range(1, nodes + 1)]
        self._claim: socket.socket | None = None
        self._number = 0

    # What a stand asks of any broker

    @property
    def servers(self) -> list[Child]:
        return [node.child for node in self.members]

    @property
    def mappers(self) -> list[Child]:
        # A namespace ends with its holder, so that is the last to go.
        return [node.mapper for node in self.members] + [node.holder for node in self.members]

    def address(self, node: Node) -> str:
        # The services are told the addresses before anything is started.
        if self._claim is None:
            self._claim_number()
        return f"10.77.{self._number}.{node.number}"

    def url(self, user: str, password: str, virtual_host: str = "layak") -> str:
        """All nodes, in an order that differs by user: not every service is on the same one."""
        first = sum(user.encode()) % self.nodes
        turned = self.members[first:] + self.members[:first]
        places = ",".join(f"{self.address(node)}:{AMQP_PORT}" for node in turned)
        vhost = virtual_host.replace("/", "%2F")
        return f"amqp://{user}:{password}@{places}/{vhost}"

    def program_url(self, user: str, password: str) -> str:
        """For clients that know one node only."""
        return f"amqp://{user}:{password}@{self.address(self.any_running())}:{AMQP_PORT}/layak"

    def start(self) -> None:
        if self._claim is None:
            self._claim_number()
        self._write_settings()
        bridge = f"lyk{self._number}"
        # What a killed stand of this number left, or this one when it is started a second time.
        for link in [*(self._cable(node) for node in self.members), bridge]:
            subprocess.run(["ip", "link", "del", link], capture_output=True)
        ip("link", "add", bridge, "type", "bridge")
        ip("addr", "add", f"10.77.{self._number}.{HOST}/24", "dev", bridge)
        ip("link", "set", bridge, "up")
        for node in self.members:
            node.holder.start()
        for node in self.members:
            self._connect(node, bridge)
            node.mapper.argv = [*node.inside, "/usr/bin/epmd"]
            node.mapper.start()
        for node in self.members:
            node.start()

    def wait(self) -> None:
        with step(f"Starting a RabbitMQ cluster of {self.nodes} nodes"):
            for node in self.members:
                self.until_up(node, within=120)
            self.until_whole(within=60)

    def control(self, *arguments: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        """At the first node that runs."""
        return self.any_running().control(*arguments, check=check)

    def import_definitions(self, definitions: dict[str, object]) -> None:
        import_definitions(self, self._home, definitions)

    def clear(self) -> None:
        """Takes the bridge away; the namespaces end with what runs in them."""
        if self._claim is None:
            return
        for link in [*(self._cable(node) for node in self.members), f"lyk{self._number}"]:
            subprocess.run(["ip", "link", "del", link], capture_output=True)
        self._claim.close()
        self._claim = None

    # What a test of faults asks

    def any_running(self) -> Node:
        for node in self.members:
            if node.is_running:
                return node
        raise StandError("No node of the broker runs.")

    def leader(self, queue: str, virtual_host: str = "layak") -> Node:
        """The node whose replica of the queue decides now."""
        listed = self.control("list_queues", "--vhost", virtual_host, "name", "leader", "--formatter", "json").stdout
        leaders = {str(row["name"]): str(row["leader"]) for row in json.loads(listed)}
        return self.named(leaders[queue])

    def named(self, broker_name: str) -> Node:
        return next(node for node in self.members if node.broker_name == broker_name)

    def restart(self, node: Node) -> None:
        """Brings back a node that was killed or shut down, until it serves."""
        node.start()
        self.until_up(node, within=120)

    def rolling_restart(self) -> None:
        """One after the other, each only when all are there again, as an upgrade would."""
        for node in self.members:
            node.shut_down()
            self.restart(node)
            self.until_whole(within=60)

    def cut(self, node: Node) -> None:
        """Nobody reaches the node, and it reaches nobody."""
        ip("link", "set", self._cable(node), "down")

    def part(self, one: Node, other: Node) -> None:
        """The two do not hear each other."""
        self.silence(one, other)
        self.silence(other, one)

    def silence(self, speaker: Node, listener: Node | None) -> None:
        """What the speaker sends to the listener vanishes; what it hears does not. `None`: the services."""
        number = HOST if listener is None else listener.number
        place = f"10.77.{self._number}.{number}/32"
        run([*speaker.inside, "ip", "route", "replace", "blackhole", place])

    def heal(self) -> None:
        for node in self.members:
            ip("link", "set", self._cable(node), "up")
            for number in [other.number for other in self.members] + [HOST]:
                gone = ["ip", "route", "del", "blackhole", f"10.77.{self._number}.{number}/32"]
                subprocess.run([*node.inside, *gone], capture_output=True)
            # Whom nobody answered for is asked for anew at once.
            subprocess.run([*node.inside, "ip", "neigh", "flush", "dev", "eth0"], capture_output=True)

    def until_up(self, node: Node, within: float) -> None:
        """Until the node has finished booting."""
        deadline = time.monotonic() + within
        while node.control("await_startup", "--timeout", "10", check=False).returncode != 0:
            stopping.heed()
            node.child.check()
            if time.monotonic() > deadline:
                raise StandError(f"{node.child.name} did not finish booting; its log is {node.child.log}.")
            time.sleep(0.2)

    def until_whole(self, within: float) -> None:
        """Until every node sees every other, and every replica of every queue is there."""
        deadline = time.monotonic() + within
        while not self._is_whole():
            stopping.heed()
            if time.monotonic() > deadline:
                raise StandError(f"The broker's nodes did not come together within {within:.0f} s.")
            time.sleep(0.3)

    def _is_whole(self) -> bool:
        for node in self.members:
            done = node.control("cluster_status", "--formatter", "json", check=False)
            if done.returncode != 0 or len(json.loads(done.stdout)["running_nodes"]) != self.nodes:
                return False
        for vhost in self.control("list_vhosts", "--no-table-headers").stdout.split():
            listed = self.control(
                "list_queues", "--vhost", vhost, "name", "members", "online", "--formatter", "json", check=False
            )
            if listed.returncode != 0:
                return False
            if any(len(row["online"]) < len(row["members"]) for row in json.loads(listed.stdout)):
                return False
        return True

    # Building

    def _cable(self, node: Node) -> str:
        return f"lyk{self._number}n{node.number}"

    def _connect(self, node: Node, bridge: str) -> None:
        """A cable between the bridge and the node's namespace, which must be another than ours by now."""
        ours = os.readlink("/proc/self/ns/net")
        place = f"/proc/{node.holder.pid}"
        wait_until(
            lambda: os.readlink(f"{place}/ns/net") != ours and b"sleep" in Path(f"{place}/cmdline").read_bytes()[:6],
            node.holder,
        )
        cable = self._cable(node)
        ip("link", "add", cable, "type", "veth", "peer", "name", "eth0", "netns", str(node.holder.pid))
        ip("link", "set", cable, "master", bridge, "up")
        run([*node.inside, "ip", "addr", "add", f"{self.address(node)}/24", "dev", "eth0"])
        run([*node.inside, "ip", "link", "set", "eth0", "up"])

    def _claim_number(self) -> None:
        for number in range(1, 250):
            claimed = socket.socket(socket.AF_UNIX)
            with contextlib.suppress(OSError):
                claimed.bind(f"\0layak.cluster.{number}")
                self._claim, self._number = claimed, number
                return
            claimed.close()
        raise StandError("Every number for a cluster is taken.")

    def _write_settings(self) -> None:
        cookie = self._secrets.password("amqp.cookie")
        self._home.mkdir(mode=0o700, parents=True, exist_ok=True)
        names = [f"{self.address(node)} {node.name}" for node in self.members]
        (self._home / "hosts").write_text("\n".join(["127.0.0.1 localhost", *names]) + "\n")
        for node in self.members:
            for folder in ("home", "data", "log"):
                (node.home / folder).mkdir(parents=True, exist_ok=True)
            file = node.home / "home" / ".erlang.cookie"
            file.unlink(missing_ok=True)
            file.touch(mode=0o400)
            file.chmod(0o600)
            file.write_text(cookie)
            file.chmod(0o400)
            lines = [
                f"listeners.tcp.1 = 0.0.0.0:{AMQP_PORT}",
                f"default_user = {ADMINISTRATOR}",
                f"default_pass = {self._secrets.password(f'amqp.{ADMINISTRATOR}')}",
                "default_user_tags.administrator = true",
                *COMMON_SETTINGS,
                "max_message_size = 1048576",
                "cluster_formation.peer_discovery_backend = classic_config",
                *(
                    f"cluster_formation.classic_config.nodes.{other.number} = {other.broker_name}"
                    for other in self.members
                ),
                "cluster_partition_handling = pause_minority",
                "net_ticktime = 15",
                "queue_leader_locator = balanced",
            ]
            settings = node.home / "rabbitmq.conf"
            settings.touch(mode=0o600)
            settings.write_text("\n".join(lines) + "\n")
            (node.home / "enabled_plugins").write_text("[].\n")


def wait_until(condition: Callable[[], bool], child: Child, within: float = 10) -> None:
    deadline = time.monotonic() + within
    while not condition():
        child.check()
        if time.monotonic() > deadline:
            raise StandError(f"{child.name} was not ready within {within:.0f} s; its log is {child.log}.")
        time.sleep(0.02)


def ip(*arguments: str) -> None:
    run(["ip", *arguments])


def run(command: list[str]) -> None:
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode != 0:
        raise StandError(f"{' '.join(command)} failed: {done.stderr.strip()}")
