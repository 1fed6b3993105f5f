"""The documents agree with each other and with the golden messages, which the Swift tests hold against the code."""

import json

import pytest
from documents import ROOT, SCHEMAS, asyncapi, faults, openapi, references, resolves
from jsonschema import Draft202012Validator
from openapi_spec_validator import OpenAPIV31SpecValidator

GOLDEN = sorted((ROOT / "Tests" / "ContractsTests" / "Golden").glob("*.json"))
# Messages from before a field was added: what readers still meet in logs and queues.
EARLIER = sorted((ROOT / "Tests" / "ContractsTests" / "Golden" / "Earlier").glob("*.json"))


@pytest.mark.parametrize("file", sorted(SCHEMAS.glob("*.json")), ids=lambda f: f.stem)
def test_every_schema_is_a_schema(file):
    Draft202012Validator.check_schema(json.loads(file.read_text(encoding="utf-8")))


@pytest.mark.parametrize("file", GOLDEN + EARLIER, ids=lambda f: f"{f.parent.name}/{f.stem}")
def test_every_golden_message_fits_its_schema(file):
    assert faults(file.stem, json.loads(file.read_text(encoding="utf-8"))) == []


@pytest.mark.parametrize("file", GOLDEN, ids=lambda f: f.stem)
def test_a_schema_refuses_a_golden_message_that_lacks_a_required_field(file):
    body = json.loads(file.read_text(encoding="utf-8"))
    required = json.loads((SCHEMAS / file.name).read_text(encoding="utf-8"))["required"]
    for field in required:
        broken = {k: v for k, v in body.items() if k != field}
        assert faults(file.stem, broken) != [], field


@pytest.mark.parametrize("document", [asyncapi, openapi], ids=["asyncapi", "openapi"])
def test_every_reference_leads_somewhere(document):
    found = references(document())
    assert len(found) > 20
    assert [r for r in found if not resolves(r, document())] == []


def test_the_asyncapi_document_names_every_message_once():
    messages = asyncapi()["components"]["messages"]
    names = [message["name"] for message in messages.values()]
    assert len(names) == len(set(names))
    assert set(names) == {file.stem for file in GOLDEN}


def test_the_openapi_document_is_valid():
    document = json.loads(json.dumps(openapi()))
    errors = OpenAPIV31SpecValidator(document, base_uri=(SCHEMAS.parent / "openapi.yaml").as_uri()).iter_errors()
    assert [str(e)[:300] for e in errors] == []
