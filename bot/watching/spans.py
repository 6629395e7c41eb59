"""Questions as OpenTelemetry traces: a span each, with one for every stage; without a word of them."""

from __future__ import annotations

import os
import threading
from typing import TYPE_CHECKING

from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import SERVICE_NAME, SERVICE_VERSION, Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from opentelemetry.trace import StatusCode, set_span_in_context

from index import __version__

if TYPE_CHECKING:
    from opentelemetry.trace import Span

    from .course import Course

NANO = 1_000_000_000

CLOSE_SECONDS = 2.0
"""How long a stop waits for what is left to be sent; one that can't be reached would hold it up for 30 s."""


class Spans:
    """Sends the spans to an OTLP collector, from a thread of its own; what it can't send is dropped."""

    def __init__(self, endpoint: str) -> None:
        name = os.environ.get("OTEL_SERVICE_NAME", "rapporteur")
        resource = Resource.create({SERVICE_NAME: name, SERVICE_VERSION: __version__})
        self._provider = TracerProvider(resource=resource, shutdown_on_exit=False)
        exporter = OTLPSpanExporter(f"{endpoint.rstrip('/')}/v1/traces")
        self._provider.add_span_processor(BatchSpanProcessor(exporter))
        self._tracer = self._provider.get_tracer("rapporteur", __version__)

    def observe(self, course: Course) -> None:
        """Note a question that has ended."""
        attributes = {
            "rapporteur.question": str(course.question),
            "rapporteur.kind": course.kind,
            "rapporteur.outcome": str(course.end),
        }
        question = self._tracer.start_span("question", start_time=course.at, attributes=attributes)
        if course.end == "failed":
            question.set_status(StatusCode.ERROR)
        self._add_stages(question, course)
        question.end(course.at + int(course.seconds * NANO))

    def _add_stages(self, question: Span, course: Course) -> None:
        inside = set_span_in_context(question)
        for lap in course.timings.laps:
            began = course.at + int((lap.began - course.began) * NANO)
            stage = self._tracer.start_span(lap.stage, inside, start_time=began)
            stage.end(began + int(lap.seconds * NANO))

    def close(self) -> None:
        """Send what is left, as far as the collector takes it at once."""
        closing = threading.Thread(target=self._provider.shutdown, name="spans", daemon=True)
        closing.start()
        closing.join(CLOSE_SECONDS)
