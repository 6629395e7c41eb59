"""Answers from the documents' own records."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from index.answering.record import day, record_lines
from index.document import Document

HARBOR = Document(
    "harbor", "Harbor opens", "It opened.", source="The Gazette", author="Ana Lima",
    published=date(2024, 3, 5), url="https://gazette.example/harbor", event_date=date(2024, 3, 4),
)  # fmt: skip
BARE = Document("bare", "Bridge closes", "It closed.")


@pytest.mark.parametrize(
    ("field", "answer"),
    [
        ("author", "“Harbor opens” was written by Ana Lima (The Gazette)."),
        ("published", "“Harbor opens” was published on 5 March 2024 by The Gazette."),
        ("source", "“Harbor opens” comes from The Gazette, written by Ana Lima."),
        ("title", "The title is “Harbor opens” (The Gazette)."),
        ("url", "“Harbor opens” stands at https://gazette.example/harbor"),
        ("event_date", "“Harbor opens” reports on 4 March 2024."),
    ],
)
def test_each_field_reads_as_a_sentence(field: str, answer: str) -> None:
    """Every field of a full record is told in a sentence that names the article."""
    assert record_lines(field, [HARBOR]) == answer


@pytest.mark.parametrize(
    ("field", "answer"),
    [
        ("author", "“Harbor opens” was written by Ana Lima."),
        ("published", "“Harbor opens” was published on 5 March 2024."),
        ("title", "The title is “Harbor opens”."),
    ],
)
def test_without_an_outlet(field: str, answer: str) -> None:
    """A record without an outlet leaves no empty brackets behind."""
    assert record_lines(field, [replace(HARBOR, source=None)]) == answer


@pytest.mark.parametrize("field", ["author", "published", "source", "url", "event_date"])
def test_what_no_record_holds(field: str) -> None:
    """A field that no record has gives None, and so do no documents at all."""
    assert record_lines(field, [BARE]) is None
    assert record_lines(field, []) is None


def test_records_without_the_field_are_passed_over() -> None:
    """Of several documents only those that have the field are told."""
    assert record_lines("author", [BARE, HARBOR]) == record_lines("author", [HARBOR])


def test_a_long_list_is_cut() -> None:
    """Of six documents five are given, and where the rest stand."""
    lines = record_lines("title", [replace(HARBOR, title=f"T{n}") for n in range(6)])
    assert lines is not None
    assert lines.splitlines()[4:] == [
        "The title is “T4” (The Gazette).",
        "… and more: `rapporteur documents` lists them.",
    ]


def test_a_day_is_read_aloud() -> None:
    """A date is written day month year, without a leading zero."""
    assert day(date(2025, 1, 9)) == "9 January 2025"
