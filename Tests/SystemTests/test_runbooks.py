"""Alert rules, their pages, their table and the code name the same things."""

import json
import re

import pytest
import yaml
from demo.steps import eventually
from demo.world import World
from documents import ROOT
from localstand.services import NAMES
from localstand.stand import Stand

RUNBOOKS = ROOT / "Shared" / "Runbooks"
HEADINGS = ["What it means", "What people notice", "Where to look", "What to do", "When to call somebody"]
METRIC = re.compile(r"\b(?:layak|process)_[a-z_]+")


def rules() -> list[dict]:
    document = yaml.safe_load((RUNBOOKS / "alerts.yml").read_text(encoding="utf-8"))
    return [rule for group in document["groups"] for rule in group["rules"]]


def metrics(rule: dict) -> set[str]:
    return set(METRIC.findall(rule["expr"]))


def written_metrics() -> set[str]:
    """Every metric name that the code writes, as a literal."""
    found: set[str] = set()
    for folder in ("Shared", "Services"):
        for file in (ROOT / folder).rglob("*.swift"):
            found |= set(re.findall(r'"((?:layak|process)_[a-z_]+)"', file.read_text(encoding="utf-8")))
    return found


def pages() -> set[str]:
    return {file.name for file in RUNBOOKS.glob("*.md")} - {"README.md"}


def table() -> dict[str, tuple[set[str], str]]:
    """The rows of the table: alert, its metrics, its page."""
    text = (RUNBOOKS / "README.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `(Layak\w+)` \| (.+?) \| .+? \| \[.+?\]\((.+?)\) \|$", text, re.MULTILINE)
    return {alert: (set(METRIC.findall(names)), page) for alert, names, page in rows}


@pytest.mark.parametrize("rule", rules(), ids=lambda rule: rule["alert"])
def test_an_alert_names_metrics_that_the_code_writes_and_a_page_that_exists(rule):
    assert metrics(rule) and metrics(rule) <= written_metrics()
    page = rule["annotations"]["runbook"]
    assert (ROOT / page).is_file() and (ROOT / page).parent == RUNBOOKS
    assert re.fullmatch(r"\d+[sm]", rule["for"]) and rule["labels"]["severity"] in {"page", "ticket"}
    assert rule["annotations"]["summary"].endswith(".")


def test_every_page_belongs_to_an_alert_and_every_alert_is_in_the_table():
    assert {rule["annotations"]["runbook"].split("/")[-1] for rule in rules()} == pages()
    expected = {rule["alert"]: (metrics(rule), rule["annotations"]["runbook"].split("/")[-1]) for rule in rules()}
    assert len(expected) == len(rules())
    assert table() == expected


def test_the_alert_of_the_calendar_begins_with_the_warning_on_the_page():
    """The service tells the days that are left; page and alert each say from how many on they are too few."""
    data = ROOT / "Shared" / "WorkingDays" / "Data" / "clock-rules.json"
    days = json.loads(data.read_text(encoding="utf-8"))["coverageWarningDays"]["value"]
    (alert,) = [rule for rule in rules() if rule["alert"] == "LayakCalendarEnding"]
    assert alert["expr"] == f"layak_calendar_days_left <= {days}"


@pytest.mark.parametrize("page", sorted(pages()))
def test_a_page_answers_the_five_questions(page):
    text = (RUNBOOKS / page).read_text(encoding="utf-8")
    parts = re.split(r"^## (.+)$", text, flags=re.MULTILINE)
    assert parts[1::2] == HEADINGS
    assert all(len(part.split()) >= 1 for part in parts[2::2])
    for target in re.findall(r"\]\((?!http)(.+?)\)", text):
        assert (RUNBOOKS / target).exists(), target
    # A metric that a page speaks of is one that somebody can look at.
    assert set(METRIC.findall(text)) <= written_metrics()


def test_an_alarm_metric_that_nobody_watches_is_noticed():
    """What `/metrics` tells besides sizes and times is watched, or said here not to be."""
    informative = {
        # Sizes and rates for graphs; their alarms are ages and counts above.
        "layak_outbox_depth",
        "layak_early_messages",
        "layak_database_pool",
        # Whether the door lets requests in; the reasons have alarms of their own.
        "layak_ready",
        # Settings, beside what they bound.
        "layak_database_statement_timeout_seconds",
        "layak_database_idle_in_transaction_timeout_seconds",
        "process_resident_memory_bytes",
        "process_cpu_seconds",
        "process_open_fds",
    }
    page = (ROOT / "Shared" / "ServiceHost" / "Metrics" / "MetricsPage.swift").read_text(encoding="utf-8")
    gauges = set(re.findall(r'"((?:layak|process)_[a-z_]+)"', page))
    watched = set().union(*(metrics(rule) for rule in rules()))
    assert gauges - watched - informative == set()


# What a page lets the owner of a database do: no look.
CHANGES = {"SELECT outbox_rebase();"}
# What only one service can know of.
OF_ONE = {
    "layak_mails_in_doubt": {"notify"},
    "layak_calendar_days_left": {"review"},
    "layak_calendar_projection_seconds": {"review"},
}


def test_what_alerts_and_pages_look_at_is_there_on_a_running_stand(world: World) -> None:
    stand = world.stand
    every_metric_is_told(stand)
    queries = {query for page in pages() for query in selects((RUNBOOKS / page).read_text(encoding="utf-8"))}
    assert len(queries) > 8
    for query in sorted(queries):
        for name in NAMES:
            # As the pages say: the service's own role, to look only.
            stand.database.query(query, name, role=f"{name}_service")


def selects(text: str) -> list[str]:
    """The queries that a page gives; what the reader fills in stands as `…`."""
    spans = (" ".join(span.split()) for span in re.findall(r"`(SELECT .+?)`", text, re.DOTALL))
    return [span.replace("…", "x") for span in spans if span not in CHANGES]


def every_metric_is_told(stand: Stand) -> None:
    """An alert over a metric that nobody tells is silent for ever; a counter seen first after its rise shows none."""
    wanted = {(name, metric) for rule in rules() for metric in metrics(rule) for name in OF_ONE.get(metric, NAMES)}

    def missing() -> list[tuple[str, str]]:
        told = {name: set(re.findall(r"^(\w+)[{ ]", stand.services.metrics(name), re.MULTILINE)) for name in NAMES}
        return sorted((name, metric) for name, metric in wanted if metric not in told[name])

    # Some begin with the first connection to the broker.
    try:
        eventually(lambda: not missing(), "every metric of an alert", 30)
    finally:
        print("not told:", missing())
