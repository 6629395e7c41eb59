"""What /why and the buttons make of an answer that was kept."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from bot.memory.receipts import receipt
from bot.memory.stored_answer import StoredAnswer
from bot.saying.reply import Page, Reply
from bot.saying.why import EXCERPT, as_posted, why
from index import Abstention, Answer, Document, Span
from index.answer import Nearest

from ..articles import BRIDGE, FARE, HARBOR, OPENS, cited
from ..judged import VERSION, judged, near

if TYPE_CHECKING:
    from index import Outcome
    from index.answer import Judge

SEARCH = "The search judged, by how well the nearest passages match; no model read them."


def kept(outcome: Outcome | None, **over: Any) -> StoredAnswer:
    """An answer as it is remembered; without an outcome, a listing."""
    told = {"quotes": [], "before": "", "answered": True} | (receipt(outcome) if outcome else {})
    plain = StoredAnswer("a", 100, 10, 500, 7, 1, 1000.0, "a secret?", "the secret?", told)
    return replace(plain, **over)


def shown(answer: StoredAnswer, *documents: Document) -> list[str]:
    """The lines of /why; that it is one page is part of the matter."""
    (page,) = why(answer, documents).pages
    assert page.sources == ""
    return page.body.split("\n")


def test_the_pages_come_back_as_they_were_posted() -> None:
    """Their text, the heading until it expires, and what was quoted."""
    pages, quotes = [["one", "-# a"], ["two", ""]], [cited(HARBOR, FARE)]
    told = {"pages": pages, "heading": "**What?**", "answered": False}
    posted = Reply((Page("one", "-# a"), Page("two")), "**What?**", False, tuple(quotes))
    assert as_posted(kept(None, record=told), quotes) == posted
    del told["heading"]
    assert as_posted(kept(None, record=told), quotes) == replace(posted, heading="")


def test_why_it_was_answered() -> None:
    """The verdict with both figures, the question, each passage with its scores and beginning, the index."""
    found = judged(near(HARBOR, FARE), near(HARBOR, OPENS, 0.25))
    assert shown(kept(Answer("…", (cited(HARBOR, FARE),), found)), HARBOR) == [
        f"**Why?** Confidence 0.93 ≥ threshold 0.30, so it was answered. {SEARCH}",
        "Asked: a secret?",
        "Searched for: the secret?",
        "",
        "harbor ¶3 · cosine 0.61 · BM25 7.26 · score 0.80",
        f"> {FARE}",
        "",
        "harbor ¶1 · cosine 0.61 · BM25 7.26 · score 0.25",
        f"> {OPENS}",
        "",
        f"-# index {VERSION} · answered in 7.1 ms",
    ]


def test_why_it_was_refused() -> None:
    """The confidence was below the threshold."""
    lines = shown(kept(Abstention("No.", judged(near(HARBOR, FARE), confidence=0.1))), HARBOR)
    assert lines[0] == f"**Why?** Confidence 0.10 < threshold 0.30, so it was refused. {SEARCH}"


@pytest.mark.parametrize(
    ("judge", "told"),
    [
        (
            "verifier",
            "The verifier judged: it weighed whether the nearest passages answer this very question.",
        ),
        ("reader", "The reader judged: it read the nearest passages for the words that answer."),
    ],
)
def test_why_says_who_judged(judge: Judge, told: str) -> None:
    """A model read the passages, and decided."""
    read = replace(judged(near(HARBOR, FARE)), judged=judge)
    lines = shown(kept(Abstention("No.", read)), HARBOR)
    assert lines[0].endswith(told)


def test_why_it_was_refused_unsearched() -> None:
    """The reason says it, until it expires."""
    answer = kept(Abstention("The articles don't mention Zo_e.", judged()))
    assert shown(answer)[0] == r"**Why?** Refused without a search. The articles don't mention Zo\_e."
    del answer.record["reason"]
    assert shown(answer)[0] == "**Why?** Refused without a search."


def test_why_the_record_answered() -> None:
    """Nothing was judged."""
    lines = shown(kept(Answer("By Rita Sole.", (), replace(judged(), judged="none"))), HARBOR)
    assert lines[0] == "**Why?** Answered from the article's own record: no passage had to be judged."


def test_a_listing_needs_no_why() -> None:
    """It was not judged."""
    said = why(kept(None), [HARBOR])
    assert said.pages == (Page("For that reply no passage had to be judged."),)


@pytest.mark.parametrize(
    ("text", "searched_for", "lines"),
    [
        ("when?", "when?", ["Asked: when?"]),
        ("*when*?", "when?", [r"Asked: \*when\*?", "Searched for: when?"]),
        (None, None, []),
        ("when? " * 100, "when?", [f"Asked: {('when? ' * 41).strip()}…", "Searched for: when?"]),
    ],
)
def test_why_tells_what_was_asked(text: str | None, searched_for: str | None, lines: list[str]) -> None:
    """As long as it is known, shortened, and what was searched for where that differs."""
    recorded = Answer("By Rita Sole.", (), replace(judged(), judged="none"))
    answer = kept(recorded, text=text, searched_for=searched_for)
    assert shown(answer)[1:-2] == lines


def test_why_shows_the_beginning_of_a_passage_on_one_line() -> None:
    """Its markup is shown, not obeyed."""
    document = replace(HARBOR, text="# The *ferry*\n" + "sails again " * 20)
    lines = shown(kept(Abstention("No.", judged(near(document, document.text.strip())))), document)
    assert lines[5].startswith(r"> \# The \*ferry\* sails again sails")
    assert lines[5].endswith("…")
    assert len(lines[5]) <= EXCERPT + len("> ") + lines[5].count("\\")


def test_why_shows_no_words_of_an_article_that_is_not_given() -> None:
    """The scores stay; the words may be those of another server."""
    lines = shown(kept(Abstention("No.", judged(near(HARBOR, FARE)))), BRIDGE)
    assert lines[4].startswith("harbor ¶3 · cosine 0.61")
    assert not any("ferry" in line or line.startswith(">") for line in lines)


def test_why_shows_no_words_of_an_article_that_was_changed() -> None:
    """Other words stand now where those stood that had the scores."""
    changed = replace(HARBOR, text=f"Corrected. {HARBOR.text}")
    lines = shown(kept(Abstention("No.", judged(near(HARBOR, FARE)))), changed)
    assert lines[4].startswith("harbor ¶3 · cosine 0.61")
    assert not any(line.startswith(">") for line in lines)


def test_why_shows_the_words_that_were_judged() -> None:
    """Not those of an article of the same id in another collection."""
    other = Document("harbor", "Another", "Nothing of the kind. " * 20, collection="100")
    lines = shown(kept(Abstention("No.", judged(near(HARBOR, FARE)))), HARBOR, other)
    assert lines[5] == f"> {FARE}"


def test_why_is_one_page_whatever_it_tells() -> None:
    """The longest question and passages, all of them markup."""
    stars = Document("a" * 64, "A", "*" * 4000)
    passage = Nearest(stars, 1, Span(0, 4000), 0.5, 5.0, 0.5)
    answer = kept(Abstention("No.", judged(*[passage] * 9)), text="*" * 500, searched_for="_" * 500)
    assert len("\n".join(shown(answer, stars))) <= 4000
