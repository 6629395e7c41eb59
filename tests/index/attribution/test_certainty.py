"""How sure it is who speaks, in figures that can be worked out."""

from __future__ import annotations

import pytest

from index.attribution.statements import statements
from index.text.segmentation import paragraphs, sentences

SAID, WAIT = "“Grain is dear,” Maria Lopez said.", "“Ships wait for days.”"
SHE = "“Grain is dear,” she said."


def sure(text: str) -> dict[str, float]:
    """The certainty that Maria Lopez says each sentence that she is held to say."""
    found = statements(text, [sentences(text, p) for p in paragraphs(text)])
    assert {s.speaker for s in found} <= {"Maria Lopez"}
    return {s.span.of(text): s.certainty for s in found}


@pytest.mark.parametrize(
    ("text", "certainty"),
    [
        (f"{SAID} {WAIT}", 0.9 * 0.75),  # a name beside "said" counts 0.9 here
        (f"{SAID} Ships came. {WAIT}", 0.9 * 0.75 * 0.7),
        (f"{SAID}\n\n{WAIT}", 0.9 * 0.6),
        (f"Maria Lopez came. {SHE} {WAIT}", 0.63 * 0.75),  # what a pronoun counts, here too
        (f"Maria Lopez said that grain is dear. {WAIT}", 0.8 * 0.75),
        (f"Maria Lopez said that grain is dear:\n\n{WAIT}", 0.8 * 0.9),
    ],
)
def test_a_quotation_carried_over_is_less_sure(text: str, certainty: float) -> None:
    """By 0.75 behind its speaker's own, 0.6 from the paragraph before, 0.9 behind a colon, and 0.7 for a
    sentence between."""
    assert sure(text)[WAIT] == pytest.approx(certainty, abs=0.0006)


@pytest.mark.parametrize(
    "text",
    [
        f"{SAID} Ships came. It rained. {WAIT}",  # 0.9 * 0.75 * 0.7 * 0.7 = 0.33
        f"{SAID}\n\nIt rained. {WAIT}",  # 0.9 * 0.6 * 0.7 = 0.38
        f"Maria Lopez came. {SHE}\n\n{WAIT}",  # 0.63 * 0.6 = 0.38
    ],
)
def test_what_is_less_sure_than_the_least_is_nobodys(text: str) -> None:
    """Below 0.45 a quotation is left without a speaker."""
    assert WAIT not in sure(text)


def test_a_quotation_behind_a_plain_report_is_nobodys() -> None:
    """In a paragraph of its own it is carried from a quotation or a colon alone."""
    assert WAIT not in sure(f"Maria Lopez said that grain is dear.\n\n{WAIT}")


@pytest.mark.parametrize(
    ("text", "certainty"),
    [
        (f"Maria Lopez came. {SHE}", 0.63),
        ("Maria Lopez was late, and she said that grain is dear.", 0.7 * 0.8),
        ("Maria Lopez said that grain is dear.", 0.8),
    ],
)
def test_a_pronoun_is_less_sure_than_a_name(text: str, certainty: float) -> None:
    """Also in the sentence of the name; words that aren't quoted count 0.8 of those that are."""
    assert list(sure(text).values()) == pytest.approx([certainty], abs=0.0006)


def test_who_speaks_in_what_another_reports_is_not_kept() -> None:
    """By 0.6, and by 0.75 for a name behind "that", which is less than the least."""
    assert sure("Maria Lopez said that Paul Holm said that ships wait.")


@pytest.mark.parametrize(("between", "speaker"), [("Paul Holm", "Maria Lopez"), ("Minister Tarn", "Tarn")])
def test_a_pronoun_means_the_latest_whom_it_fits(between: str, speaker: str) -> None:
    """A man's name doesn't fit "she", one that may be anybody's does."""
    text = f"Maria Lopez came. {between} came. She said that ships wait."
    (found,) = statements(text, [sentences(text, p) for p in paragraphs(text)])
    assert found.speaker == speaker
