"""The published documents, read once: JSON Schemas by file name, AsyncAPI and OpenAPI, with their references."""

from __future__ import annotations

import functools
import json
import re
import subprocess
from pathlib import Path
from urllib.parse import urldefrag, urljoin

import yaml
from jsonschema import Draft202012Validator
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

ROOT = Path(__file__).resolve().parents[2]
CONTRACTS = ROOT / "Shared" / "Contracts"
SCHEMAS = CONTRACTS / "schemas"
BASE = "https://layak.example/schemas/"


@functools.cache
def schema(name: str) -> dict:
    """The schema of a message, by the message's name."""
    return json.loads((SCHEMAS / f"{name}.json").read_text(encoding="utf-8"))


@functools.cache
def registry() -> Registry:
    """Every schema under the address that the others refer to it by."""
    found = Registry()
    for file in SCHEMAS.glob("*.json"):
        contents = json.loads(file.read_text(encoding="utf-8"))
        resource = Resource.from_contents(contents, default_specification=DRAFT202012)
        found = found.with_resource(BASE + file.name, resource)
    return found.with_resource(
        "https://layak.example/openapi.yaml",
        Resource.from_contents(_relocated(openapi()), default_specification=DRAFT202012),
    )


def faults(name: str, body: object) -> list[str]:
    """What is wrong with the body of a message; empty when nothing is."""
    validator = Draft202012Validator(schema(name), registry=registry())
    return [f"{'/'.join(map(str, e.absolute_path))}: {e.message[:200]}" for e in validator.iter_errors(body)]


def answer_faults(operation: str, status: int, body: object) -> list[str]:
    """What is wrong with an answer of the HTTP API, by operationId and status."""
    for path, item in openapi()["paths"].items():
        for method in ("get", "post", "put", "delete"):
            if item.get(method, {}).get("operationId") != operation:
                continue
            response = item[method]["responses"].get(str(status))
            if response is None:
                return [f"{method} {path} does not declare {status}"]
            if "$ref" in response:
                response = openapi()["components"]["responses"][response["$ref"].split("/")[-1]]
            (content,) = response["content"].values()
            validator = Draft202012Validator(_relocated(content["schema"]), registry=registry())
            return [e.message[:200] for e in validator.iter_errors(body)]
    return [f"no operation {operation}"]


@functools.cache
def openapi() -> dict:
    return yaml.safe_load((CONTRACTS / "openapi.yaml").read_text(encoding="utf-8"))


@functools.cache
def asyncapi() -> dict:
    return yaml.safe_load((CONTRACTS / "asyncapi.yaml").read_text(encoding="utf-8"))


def references(document: object) -> list[str]:
    """Every `$ref` of a document."""
    if isinstance(document, dict):
        own = [document["$ref"]] if isinstance(document.get("$ref"), str) else []
        return own + [r for value in document.values() for r in references(value)]
    if isinstance(document, list):
        return [r for value in document for r in references(value)]
    return []


def resolves(reference: str, document: dict) -> bool:
    """Whether a reference leads to something that exists, inside the document or in a file beside it."""
    address, fragment = urldefrag(reference)
    target: object = document
    if address:
        file = CONTRACTS / address.removeprefix("./")
        if not file.is_file():
            return False
        target = json.loads(file.read_text(encoding="utf-8"))
    for part in filter(None, fragment.split("/")):
        part = part.replace("~1", "/").replace("~0", "~")
        if not isinstance(target, dict) or part not in target:
            return False
        target = target[part]
    return True


def _relocated(node: object) -> object:
    """Turns the references of openapi.yaml into the addresses of the registry."""
    if isinstance(node, dict):
        return {k: _address(v) if k == "$ref" else _relocated(v) for k, v in node.items()}
    if isinstance(node, list):
        return [_relocated(value) for value in node]
    return node


def _address(reference: str) -> str:
    if reference.startswith("#"):
        return "https://layak.example/openapi.yaml" + reference
    return urljoin(BASE, reference.removeprefix("./schemas/"))


def verification_code(letter: bytes) -> str:
    """The code that a letter bears under its QR code."""
    done = subprocess.run(["/usr/bin/pdftotext", "-layout", "-", "-"], input=letter, capture_output=True, check=True)
    found = re.search(r"\b([0-9A-Z]{4}(?:-[0-9A-Z]{4}){4})\b", done.stdout.decode().split("Kode verifikasi")[-1])
    assert found is not None, "the letter bears no verification code"
    return found[1]
