"""What Prometheus makes of the bot's metrics."""

from __future__ import annotations

from typing import TYPE_CHECKING

from prometheus_client.parser import text_string_to_metric_families

if TYPE_CHECKING:
    from prometheus_client.samples import Sample


class Scraped:
    """The samples of one look at ``/metrics``."""

    def __init__(self, text: str) -> None:
        families = text_string_to_metric_families(text)
        self.samples: list[Sample] = [sample for family in families for sample in family.samples]

    def value(self, name: str, /, **labels: str) -> float:
        """The value of the one sample of that name and these labels."""
        (found,) = [s.value for s in self.samples if s.name == name and s.labels == labels]
        return found

    def risen(self, name: str, label: str) -> dict[str, float]:
        """The values above zero of a metric with one label, by it."""
        return {s.labels[label]: s.value for s in self.samples if s.name == name and s.value > 0}

    def questions(self) -> dict[tuple[str, str], int]:
        """How many questions there were of each kind and outcome, none left out."""
        found = [s for s in self.samples if s.name == "rapporteur_questions_total" and s.value]
        return {(s.labels["kind"], s.labels["outcome"]): int(s.value) for s in found}
