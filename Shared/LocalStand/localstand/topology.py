"""The broker's virtual host, users and topology, as `layak broker definitions` writes them, given passwords."""

import base64
import hashlib
import json
import os
import subprocess
from pathlib import Path

from localstand.broker import AnyBroker
from localstand.children import MARK
from localstand.console import step
from localstand.failures import failed
from localstand.secrets_file import Secrets


def declare(binaries: Path, broker: AnyBroker, secrets: Secrets) -> None:
    with step("Declaring the broker's topology"):
        definitions = json.loads(
            layak(binaries, broker.logs, "broker", "definitions", "--without-passwords", "--nodes", str(broker.nodes))
        )
        # The tool knows who may do what; which password each has, only the stand knows.
        for user in definitions["users"]:
            user.pop("password", None)
            user["password_hash"] = password_hash(secrets.password(f"amqp.{user['name']}"))
            user["hashing_algorithm"] = "rabbit_password_hashing_sha256"
        broker.import_definitions(definitions)
        exported = broker.control("export_definitions", "-").stdout
        # An older start may have left what nobody declares any more; it goes with `make reset`.
        layak(binaries, broker.logs, "broker", "check", "--exported", "-", "--nodes", str(broker.nodes), text=exported)


def password_hash(password: str) -> str:
    """RabbitMQ's own: base64 of a 4-byte salt and SHA-256 of salt and password."""
    salt = os.urandom(4)
    return base64.b64encode(salt + hashlib.sha256(salt + password.encode()).digest()).decode()


def layak(binaries: Path, logs: Path, *arguments: str, text: str = "") -> str:
    """What the tool prints, given this text to read."""
    done = subprocess.run(
        [str(binaries / "layak"), *arguments],
        env={key: value for key, value in os.environ.items() if key != MARK},
        input=text,
        capture_output=True,
        text=True,
    )
    if done.returncode != 0:
        raise failed(f"layak {' '.join(arguments)}", done, logs)
    return done.stdout
