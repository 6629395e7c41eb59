"""The dashboard and the alerts ask for what the bot really measures."""

from __future__ import annotations

import json
import re
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml
from prometheus_client.parser import text_string_to_metric_families

from bot.watching.metrics import Metrics

if TYPE_CHECKING:
    from collections.abc import Iterator

DEPLOY = Path(__file__).parents[1] / "deploy"
DASHBOARD: dict[str, Any] = json.loads((DEPLOY / "grafana/rapporteur.json").read_text(encoding="utf-8"))
ALERTS: dict[str, Any] = yaml.safe_load((DEPLOY / "prometheus/alerts.yaml").read_text(encoding="utf-8"))
PANELS = [panel for panel in DASHBOARD["panels"] if panel["type"] != "row"]
RULES = [rule for group in ALERTS["groups"] for rule in group["rules"]]
VARIABLES = DASHBOARD["templating"]["list"]

SUFFIXES = {"counter": ["_total"], "histogram": ["_bucket", "_sum", "_count"], "gauge": [""]}
LABELS = {
    "job",
    "instance",
    "kind",
    "outcome",
    "stage",
    "le",
    "status",
    "method",
    "event",
    "shard",
    "version",
}
"""Those of the bot's metrics, and those that Prometheus adds."""


def measured() -> set[str]:
    """The names that there are at ``/metrics``."""
    families = text_string_to_metric_families(Metrics().text().decode())
    return {f"{family.name}{suffix}" for family in families for suffix in SUFFIXES[family.type]}


def queries() -> Iterator[str]:
    """Every PromQL expression of the dashboard and the alerts."""
    yield from (target["expr"] for panel in PANELS for target in panel["targets"])
    yield from (variable["query"]["query"] for variable in VARIABLES if variable["type"] == "query")
    yield from (rule["expr"] for rule in RULES)


def test_every_metric_that_is_asked_for_exists() -> None:
    """No name in the dashboard or an alert is one that the bot doesn't have."""
    named = {
        name: query for query in queries() for name in re.findall(r"\b(?:rapporteur|process)_\w+", query)
    }
    assert len(named) > 15
    assert {name: query for name, query in named.items() if name not in measured()} == {}


def test_every_metric_is_shown() -> None:
    """Whatever the bot measures of its own stands somewhere on the dashboard."""
    shown = " ".join(queries())
    own = {name for name in measured() if name.startswith("rapporteur_")}
    families = {re.sub(r"_(?:bucket|sum|count)$", "", name) for name in own}
    assert {name for name in families if name not in shown} == set()


def labels(query: str) -> set[str]:
    """What a query chooses or groups by."""
    chosen = re.findall(r'(\w+)\s*=~?\s*"', query)
    grouped = (re.findall(r"\w+", by) for by in re.findall(r"\b(?:by|on) \(([^)]*)\)", query))
    return {*chosen, *chain.from_iterable(grouped)}


def test_every_label_exists() -> None:
    """What is grouped or chosen by is a label that there is."""
    assert {query: unknown for query in queries() if (unknown := labels(query) - LABELS)} == {}


def test_the_panels_fit() -> None:
    """Each has a number and a place of its own on Grafana's grid of 24 columns."""
    places = [panel["gridPos"] for panel in DASHBOARD["panels"]]
    cells = [
        (x, y) for p in places for x in range(p["x"], p["x"] + p["w"]) for y in range(p["y"], p["y"] + p["h"])
    ]
    assert max(x for x, _ in cells) < 24
    assert len(cells) == len(set(cells))
    assert len({panel["id"] for panel in DASHBOARD["panels"]}) == len(places)


def test_the_variables_are_those_that_are_used() -> None:
    """The source of data, the job and the process can be chosen, and each choice changes something."""
    text = json.dumps(DASHBOARD)
    used = set(re.findall(r"\$\{?(?!__)(\w+)", text))
    assert used == {variable["name"] for variable in VARIABLES} == {"datasource", "job", "instance"}


def test_what_grafana_is_started_with() -> None:
    """The provisioned source of data and folder are in the form that Grafana reads."""
    folder = DEPLOY / "grafana/provisioning"
    (source,) = yaml.safe_load((folder / "datasources/prometheus.yaml").read_text())["datasources"]
    (provider,) = yaml.safe_load((folder / "dashboards/rapporteur.yaml").read_text())["providers"]
    assert (source["type"], source["isDefault"]) == ("prometheus", True)
    assert (provider["type"], provider["options"]["path"]) == ("file", "/var/lib/grafana/dashboards")
