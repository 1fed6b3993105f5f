"""Layak runs on RabbitMQ 3.10 and uses nothing that 4.x removed or changed: definitions, configuration and sources,
held against the written list. 4.x itself could not be run here."""

from __future__ import annotations

import json
import re
import subprocess
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

REPOSITORY = Path(__file__).resolve().parents[2]
STAND = REPOSITORY / "Shared" / "LocalStand"
LIST = STAND / "rabbitmq-4.toml"
ENTRIES = tomllib.loads(LIST.read_text())["entry"]
# The files that hold settings of a broker; rabbitmq.conf and its like, or the code that writes them.
CONFIGURATION = [
    STAND / "compose" / "rabbitmq.conf",
    STAND / "compose" / "advanced.config",
    STAND / "localstand" / "broker.py",
    STAND / "localstand" / "cluster.py",
    REPOSITORY / "Tests" / "Support" / "OwnBroker.swift",
]


def test_the_list_finds_what_it_names() -> None:
    for entry in ENTRIES:
        assert len(entry["found"]) <= len(entry["example"]), entry["what"]
        for pattern in entry["found"]:
            assert any(re.search(pattern, example) for example in entry["example"]), f"{pattern} finds no example"
        for example in entry["example"]:
            assert any(re.search(pattern, example) for pattern in entry["found"]), f"nothing finds {example}"
        for file in entry.get("allowed", {}):
            text = (REPOSITORY / file).read_text()
            assert any(re.search(pattern, text) for pattern in entry["found"]), f"{file} does not need to be allowed"


@pytest.mark.parametrize("nodes", ["1", "3"])
def test_the_definitions_use_nothing_of_it(nodes: str) -> None:
    written = definitions(nodes)
    for queue in written["queues"]:
        assert queue["durable"] and not queue["auto_delete"], queue["name"]
        assert queue["arguments"]["x-queue-type"] == "quorum", "the type is said, whatever the broker's default is"
    for policy in written["policies"]:
        assert "delivery-limit" in policy["definition"], f"4.x would drop what came back 20 times: {policy['name']}"
    wrong = []
    for entry in ENTRIES:
        keys = {"arguments": arguments(written), "policies": policies(written)}
        for place in set(entry["in"]) & set(keys):
            wrong += [f"{entry['what']}: {key}" for key in keys[place] if hits(entry, key)]
    assert not wrong, "\n".join(wrong)


def test_configuration_and_sources_use_nothing_of_it() -> None:
    wrong = []
    for entry in ENTRIES:
        places = {"configuration": CONFIGURATION, "code": list(sources())}
        for place in set(entry["in"]) & set(places):
            for file in places[place]:
                if str(file.relative_to(REPOSITORY)) in entry.get("allowed", {}):
                    continue
                for number, line in enumerate(file.read_text().splitlines(), 1):
                    if hits(entry, line):
                        wrong.append(f"{entry['what']}: {file.relative_to(REPOSITORY)}:{number}: {line.strip()}")
    assert not wrong, "\n".join(wrong)


def test_the_client_offers_frames_as_large_as_4_1_wants() -> None:
    link = (REPOSITORY / "Shared" / "AMQP" / "Wire" / "Link.swift").read_text()
    offered = re.findall(r"virtualHost, 1, ([0-9_]+), heartbeat", link)
    assert len(offered) == 2, "both ways to log in"
    assert all(int(size.replace("_", "")) >= 8192 for size in offered)


@pytest.mark.parametrize("nodes", ["0", "2", "4", "9"])
def test_a_number_of_nodes_without_a_clear_majority_is_refused(nodes: str) -> None:
    done = printed(nodes)
    assert done.returncode != 0 and not done.stdout
    assert "--nodes is 1, 3, 5 or 7" in done.stderr


def printed(nodes: str) -> subprocess.CompletedProcess[str]:
    tool = REPOSITORY / ".build" / "debug" / "layak"
    command = [str(tool), "broker", "definitions", "--without-passwords", "--nodes", nodes]
    return subprocess.run(command, capture_output=True, text=True)


def definitions(nodes: str) -> dict[str, Any]:
    done = printed(nodes)
    assert done.returncode == 0, done.stderr
    return dict(json.loads(done.stdout))


def arguments(written: dict[str, Any]) -> set[str]:
    return {key for kind in ("queues", "exchanges", "bindings") for each in written[kind] for key in each["arguments"]}


def policies(written: dict[str, Any]) -> set[str]:
    return {key for policy in written["policies"] for key in policy["definition"]}


def hits(entry: dict[str, Any], text: str) -> bool:
    return any(re.search(pattern, text) for pattern in entry["found"])


def sources() -> Iterator[Path]:
    """Everything that may speak to a broker, the README's examples included."""
    for folder in ("Shared", "Services", "Tests"):
        for file in (REPOSITORY / folder).rglob("*"):
            if file.suffix in (".swift", ".py", ".sh", ".h") and file != Path(__file__):
                yield file
    yield REPOSITORY / "README.md"
