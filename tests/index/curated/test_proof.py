"""Whether a quote says what a fact's answer does."""

from __future__ import annotations

import pytest

from index.curated.facts import FACTS_FILE, Fact, load_facts
from index.curated.proof import Proof, proof_of
from index.document import Document
from index.sources.folder import load

from ..shipped import ARTICLE, CORPUS_FOLDER

OPENS, FARE, PIER = "will open on March 5", "costs 12 crowns", "for the old pier"
SUNDAYS, CHINESE, KOREAN = "does not sail on Sundays", "会议在釜山举行", "부산에서 열렸다"
HARBOR = Document(
    "harbor",
    "Harbor opens",
    "Mayor Ana Lima said on Monday that the harbor of Osio will open on March 5. “We waited,” she said.\n\n"
    "The ferry to Brava costs 12 crowns and takes 40 minutes. It does not sail on Sundays.\n\n"
    "In 2024 the U.S. firm Alto Inc. paid $3.5 million for the old pier.\n\n"
    "会议在釜山举行。\n\n회담은 부산에서 열렸다.",
)


def proof(answer: str, quote: str) -> Proof:
    return proof_of(Fact("f", "Topic", answer, quote, HARBOR.id), HARBOR)


@pytest.mark.parametrize(
    ("answer", "quote"),
    [
        ("On March 5", OPENS), ("The harbor opens on March 5.", OPENS), ("Ana Lima", OPENS),
        ("The ferry costs 12 crowns", FARE), ("40 minutes", FARE), ("Not on Sundays", SUNDAYS),
        ("$3.5 million", PIER), ("Alto Inc., a U.S. firm", PIER), ("釜山", CHINESE), ("부산", KOREAN),
    ],
)  # fmt: skip
def test_what_the_sentence_says(answer: str, quote: str) -> None:
    """All of it counts, not the quoted words alone, and forms of a word are one."""
    assert proof(answer, quote) == Proof((), denies_alike=True)


@pytest.mark.parametrize(
    ("answer", "quote", "missing"),
    [
        ("On the moon", FARE, ("moon",)), ("13 crowns", FARE, ("13",)), ("March 6", OPENS, ("6",)),
        ("Mayor Tom Ruiz", OPENS, ("Tom", "Ruiz")), ("Alto, a Chinese firm", PIER, ("Chinese",)),
        ("Ana Lima", FARE, ("Ana", "Lima")), ("北京", CHINESE, ("北京",)), ("Yes", FARE, ("Yes",)),
    ],
)  # fmt: skip
def test_words_that_the_sentence_does_not_have(answer: str, quote: str, missing: tuple[str, ...]) -> None:
    """Are told as they are typed; those of other sentences prove nothing."""
    assert proof(answer, quote).missing == missing


@pytest.mark.parametrize(("answer", "quote"), [("It sails on Sundays", SUNDAYS), ("Not 12 crowns", FARE)])
def test_what_one_of_the_two_denies(answer: str, quote: str) -> None:
    """Whichever."""
    assert proof(answer, quote) == Proof((), denies_alike=False)


def test_the_shipped_facts() -> None:
    """But for two that say it in other words, their answers are in their quotes' sentences."""
    article = load(CORPUS_FOLDER / f"{ARTICLE}.md")
    facts = load_facts(CORPUS_FOLDER / FACTS_FILE)
    told = {fact.label: proof_of(fact, article) for fact in facts if fact.document == ARTICLE}
    assert len(told) == len(facts)
    assert {label for label, found in told.items() if found.missing} == {"Trump on Xi", "Port fees"}
    assert all(found.denies_alike for found in told.values())
