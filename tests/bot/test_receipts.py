"""What is kept of an answer, and what /why and the buttons make of it later."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from bot.memory import Remembered
from bot.receipts import EXCERPT, PASSAGES, as_posted, cited_again, placed, record, why
from bot.render import Page, Reply
from index import Abstention, Answer, Receipt
from index.answer import Nearest
from index.document import Document, Span

from .articles import BRIDGE, FARE, HARBOR, LATE, OPENS, WAITED, cited, open_engine

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from index import Engine, Outcome
    from index.answer import Judge

VERSION = "0123456789ab"
SEARCH = "The search judged, by how well the nearest passages match; no model read them."


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    with open_engine(tmp_path, HARBOR, BRIDGE, replace(BRIDGE, collection="100")) as engine:
        yield engine


def near(document: Document, quote: str, score: float = 0.8) -> Nearest:
    found = cited(document, quote)
    return Nearest(document, found.paragraph, found.span, cosine=0.61234567, bm25=7.256, score=score)


def receipt(*passages: Nearest, confidence: float = 0.93456) -> Receipt:
    return Receipt("a secret?", "the secret?", confidence, 0.3, passages, VERSION, 7.14159)


def kept(outcome: Outcome | None, **over: Any) -> Remembered:
    """An answer as it is remembered; without an outcome, a listing."""
    told = {"quotes": [], "before": "", "answered": True} | (record(outcome) if outcome else {})
    plain = Remembered("a", 100, 10, 500, 7, 1, 1000.0, "a secret?", "the secret?", told)
    return replace(plain, **over)


def shown(answer: Remembered, *documents: Document) -> list[str]:
    """The lines of /why; that it is one page is part of the matter."""
    (page,) = why(answer, documents).pages
    assert page.sources == ""
    return page.body.split("\n")


# ---------------------------------------------------------------------- what is kept


def test_the_record_of_an_answer() -> None:
    """Rounded figures and places; neither the question nor what was searched for."""
    found = record(Answer("… [1]", (cited(HARBOR, FARE),), receipt(near(HARBOR, FARE))))
    (passage,) = found.pop("passages")
    assert found == {
        "status": "answered", "reason": None, "confidence": 0.9346, "threshold": 0.3, "judged": "passages",
        "index_version": VERSION, "elapsed_ms": 7.1,
    }  # fmt: skip
    place = {"document": "harbor", "paragraph": 3, "start": 144, "end": 179}
    assert passage.items() >= {**place, "cosine": 0.6123, "bm25": 7.256, "score": 0.8}.items()


def test_the_record_of_a_refusal() -> None:
    """With its reason, and no more passages than a receipt lists."""
    found = record(Abstention("The articles don't say.", receipt(*[near(HARBOR, FARE)] * 9), ("Who?",)))
    assert (found["status"], found["reason"]) == ("abstained", "The articles don't say.")
    assert len(found["passages"]) == PASSAGES
    assert "secret" not in str(found)


def test_the_record_of_an_answer_from_an_articles_own_record() -> None:
    """It says that nothing was judged."""
    assert record(Answer("By Rita Sole.", (), replace(receipt(), judged="none")))["judged"] == "none"


# ---------------------------------------------------------------------- quotes again


def test_quotes_are_found_again(engine: Engine) -> None:
    """With their markers, paragraphs, speakers and links, in their order."""
    quotes = [engine.cite(HARBOR, cited(HARBOR, words).span, n) for n, words in enumerate((LATE, WAITED), 1)]
    assert placed(quotes[0]) == {
        "marker": 1, "collection": "corpus", "document": "harbor",
        "start": 202, "end": 253, "quote": LATE,
    }  # fmt: skip
    assert cited_again([placed(quote) for quote in quotes], engine) == quotes
    assert cited_again([], engine) == []


@pytest.mark.parametrize(
    "text", [HARBOR.text.replace("12 crowns", "13 crowns"), f"Today. {HARBOR.text}", "The ferry"]
)
def test_words_that_are_not_there_any_longer_are_not_found(engine: Engine, text: str) -> None:
    """Whether they changed, moved or went; other quotes don't help."""
    quotes = [placed(cited(BRIDGE, BRIDGE.text)), placed(cited(HARBOR, FARE))]
    assert cited_again(quotes, engine) is not None
    engine.add(replace(HARBOR, text=text))
    assert cited_again(quotes, engine) is None


def test_an_article_that_is_gone_has_no_words(engine: Engine) -> None:
    """Even where another collection has an article of the same id and text."""
    quote = placed(cited(BRIDGE, BRIDGE.text))
    engine.remove("bridge")
    assert cited_again([quote], engine) is None
    assert cited_again([quote | {"collection": "100"}], engine) is not None


def test_the_pages_come_back_as_they_were_posted() -> None:
    """Their text, the heading until it expires, and what was quoted."""
    pages, quotes = [["one", "-# a"], ["two", ""]], [cited(HARBOR, FARE)]
    told = {"pages": pages, "heading": "**What?**", "answered": False}
    posted = Reply((Page("one", "-# a"), Page("two")), "**What?**", False, tuple(quotes))
    assert as_posted(kept(None, record=told), quotes) == posted
    del told["heading"]
    assert as_posted(kept(None, record=told), quotes) == replace(posted, heading="")


# ---------------------------------------------------------------------- why


def test_why_it_was_answered() -> None:
    """The verdict with both figures, the question, each passage with its scores and beginning, the index."""
    found = receipt(near(HARBOR, FARE), near(HARBOR, OPENS, 0.25))
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
    lines = shown(kept(Abstention("No.", receipt(near(HARBOR, FARE), confidence=0.1))), HARBOR)
    assert lines[0] == f"**Why?** Confidence 0.10 < threshold 0.30, so it was refused. {SEARCH}"


@pytest.mark.parametrize(
    ("judge", "told"),
    [
        (
            "verifier",
            "The verifier judged: it weighed if the nearest passages answer the question, word by word.",
        ),
        ("reader", "The reader judged: it read the nearest passages for the words that answer."),
    ],
)
def test_why_says_who_judged(judge: Judge, told: str) -> None:
    """A model read the passages, and decided."""
    read = replace(receipt(near(HARBOR, FARE)), judged=judge)
    lines = shown(kept(Abstention("No.", read)), HARBOR)
    assert lines[0].endswith(told)


def test_why_it_was_refused_unsearched() -> None:
    """The reason says it, until it expires."""
    answer = kept(Abstention("The articles don't mention Zo_e.", receipt()))
    assert shown(answer)[0] == r"**Why?** Refused without a search. The articles don't mention Zo\_e."
    del answer.record["reason"]
    assert shown(answer)[0] == "**Why?** Refused without a search."


def test_why_the_record_answered() -> None:
    """Nothing was judged."""
    lines = shown(kept(Answer("By Rita Sole.", (), replace(receipt(), judged="none"))), HARBOR)
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
    recorded = Answer("By Rita Sole.", (), replace(receipt(), judged="none"))
    answer = kept(recorded, text=text, searched_for=searched_for)
    assert shown(answer)[1:-2] == lines


def test_why_shows_the_beginning_of_a_passage_on_one_line() -> None:
    """Its markup is shown, not obeyed."""
    document = replace(HARBOR, text="# The *ferry*\n" + "sails again " * 20)
    lines = shown(kept(Abstention("No.", receipt(near(document, document.text.strip())))), document)
    assert lines[5].startswith(r"> \# The \*ferry\* sails again sails")
    assert lines[5].endswith("…")
    assert len(lines[5]) <= EXCERPT + len("> ") + lines[5].count("\\")


def test_why_shows_no_words_of_an_article_that_is_not_given() -> None:
    """The scores stay; the words may be those of another server."""
    lines = shown(kept(Abstention("No.", receipt(near(HARBOR, FARE)))), BRIDGE)
    assert lines[4].startswith("harbor ¶3 · cosine 0.61")
    assert not any("ferry" in line or line.startswith(">") for line in lines)


def test_why_shows_the_words_that_were_judged() -> None:
    """Not those of an article of the same id in another collection."""
    other = Document("harbor", "Another", "Nothing of the kind. " * 20, collection="100")
    lines = shown(kept(Abstention("No.", receipt(near(HARBOR, FARE)))), HARBOR, other)
    assert lines[5] == f"> {FARE}"


def test_why_is_one_page_whatever_it_tells() -> None:
    """The longest question and passages, all of them markup."""
    stars = Document("a" * 64, "A", "*" * 4000)
    passage = Nearest(stars, 1, Span(0, 4000), 0.5, 5.0, 0.5)
    answer = kept(Abstention("No.", receipt(*[passage] * 9)), text="*" * 500, searched_for="_" * 500)
    assert len("\n".join(shown(answer, stars))) <= 4000
