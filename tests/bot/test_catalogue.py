"""What autocomplete offers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.catalogue import LONGEST, MOST, Catalogue, choices
from index import CORPUS, Engine

from .articles import HARBOR, open_engine

if TYPE_CHECKING:
    from pathlib import Path

OFFERED = ["Marco Rubio", "Scott Bessent", "Xi Jinping", "Donald Trump", "Chinese state media"]


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("sco", "Scott Bessent"), ("bess", "Scott Bessent"), ("besent", "Scott Bessent"),
        ("RUBIO", "Marco Rubio"), ("jinping", "Xi Jinping"),
        ("state media", "Chinese state media"), ("med chin", "Chinese state media"),
        ("  trump ", "Donald Trump"),
    ],
)  # fmt: skip
def test_what_is_typed_finds_its_choice(typed: str, first: str) -> None:
    """By its beginning, a word of it, in any case, with a slip."""
    assert choices(typed, OFFERED)[0] == first


def test_nothing_typed_offers_the_first() -> None:
    """In their order, no more than Discord shows."""
    assert choices("", OFFERED) == OFFERED
    assert choices(" ", [str(n) for n in range(30)]) == [str(n) for n in range(MOST)]


def test_what_is_like_nothing_offers_nothing() -> None:
    """Rather than something else."""
    assert choices("qqqq", OFFERED) == []


@given(st.text(max_size=30), st.lists(st.text(min_size=1, max_size=120), max_size=60))
def test_any_choices_are_within_discords_limits(typed: str, offered: list[str]) -> None:
    """At most 25, each once, of those offered, none longer than a choice may be."""
    found = choices(typed, offered)
    assert len(found) == len(set(found)) <= MOST
    assert all(choice in offered and len(choice) <= LONGEST for choice in found)


def test_the_catalog_of_the_article(engine: Engine) -> None:
    """Questions that it can answer, who speaks in it, and whom it introduces."""
    catalog = Catalogue.of(engine, [CORPUS])
    assert catalog.version == engine.version
    assert catalog.questions[: len(engine.suggestions)] == engine.suggestions
    assert "What did Scott Bessent say?" in catalog.questions
    assert catalog.speakers[:2] == ("Donald Trump", "Xi Jinping")
    assert {"Marco Rubio", "Scott Bessent"} <= set(catalog.people)


def test_nothing_that_is_offered_steers(tmp_path: Path) -> None:
    """A question or a name with control characters is offered without them."""
    with open_engine(tmp_path, HARBOR, offered=["Who \u202eis\x1b[31m Ana?", "\u202e"]) as engine:
        assert Catalogue.of(engine, [CORPUS]).questions[0] == "Who is[31m Ana?"
