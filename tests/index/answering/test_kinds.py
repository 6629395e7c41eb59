"""What is asked for besides facts: a record, an overview, a mention, who somebody is, two things at once."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from index.answer import Abstention, Answer, as_json
from index.document import Document
from index.engine import Engine
from index.storage.embedded import open_store

from ..fakes import WordEncoder

if TYPE_CHECKING:
    from collections.abc import Iterator

    from index.answer import Outcome

WORDS = "bridge toll telescope stars mayor holm lens cleaned city closed ships whales"
BRIDGE = Document(
    "bridge",
    "A swing bridge for the city",
    "Mayor Paul Holm opened the bridge on Monday in the rain. The toll is two crowns for every car. "
    "Paul Holm said the toll stays. Ships wait for an hour at night.",
    source="The Gazette",
    author="Ann Moe",
    published=date(2024, 3, 12),
)
TELESCOPE = Document(
    "telescope",
    "Old glass, new stars",
    "The telescope on the hill was cleaned last week by students. Its lens came from Jena in a wooden box.",
    source="The Herald",
    author="Bo Lind",
    published=date(2024, 5, 2),
)

GLASS, SWING = "“Old glass, new stars” {}", "“A swing bridge for the city” {}"


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """Two articles."""
    store = open_store(tmp_path_factory.mktemp("kinds") / "index.sqlite3", create=True)
    with Engine(store, WordEncoder(WORDS)) as engine:
        engine.add(BRIDGE)
        engine.add(TELESCOPE)
        yield engine


def quotes(outcome: Outcome) -> list[str]:
    assert isinstance(outcome, Answer), outcome
    return [c.quote for c in outcome.citations]


def reason(outcome: Outcome) -> str:
    assert isinstance(outcome, Abstention), outcome
    return outcome.reason


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("who wrote the article about the telescope?", GLASS.format("was written by Bo Lind (The Herald).")),
        ("who wrote the Gazette article?", SWING.format("was written by Ann Moe (The Gazette).")),
        (
            "when was the bridge article published?",
            SWING.format("was published on 12 March 2024 by The Gazette."),
        ),
        ("which article mentions the lens?", "The title is “Old glass, new stars” (The Herald)."),
    ],
)
def test_a_record_is_that_of_the_document_meant(engine: Engine, question: str, answer: str) -> None:
    """Found by title, outlet, or what it is about; the others' records aren't told."""
    outcome = engine.ask(question)
    assert isinstance(outcome, Answer)
    assert (outcome.text, as_json(outcome)["kind"]) == (answer, "record")


def test_no_such_document(engine: Engine) -> None:
    """An article on something else isn't taken for the one that was asked for."""
    outcome = engine.ask("who wrote the article about whales?")
    assert reason(outcome) == "No article here is about whales."
    assert as_json(outcome)["kind"] == "record"


def test_an_overview_of_a_document(engine: Engine) -> None:
    """Its sentences, verbatim and in text order, and none of the other's."""
    outcome = engine.ask("summarize the bridge article")
    found = quotes(outcome)
    assert found[0] == "Mayor Paul Holm opened the bridge on Monday in the rain."
    assert found == sorted(found, key=BRIDGE.text.index)
    assert as_json(outcome)["kind"] == "overview"


def test_an_overview_of_several_documents(engine: Engine) -> None:
    """One sentence of each."""
    outcome = engine.brief(None)
    assert isinstance(outcome, Answer)
    assert [c.document.id for c in outcome.citations] == ["bridge", "telescope"]


def test_an_overview_of_a_topic(engine: Engine) -> None:
    """The sentences on it, in text order; what the articles don't have is refused."""
    expected = ["The toll is two crowns for every car.", "Paul Holm said the toll stays."]
    assert quotes(engine.brief("the toll")) == expected
    assert quotes(engine.ask("what does the article say about the toll?")) == expected
    assert reason(engine.brief("whales")) == "The articles don't say anything about whales."


def test_a_topic_is_mended(engine: Engine) -> None:
    """A slip in it too, and what was searched for is told."""
    outcome = engine.brief("the telescoope")
    assert (outcome.receipt.question, outcome.receipt.searched_for) == ("the telescoope", "the telescope")


@pytest.mark.parametrize("question", ["who wrote these articles?", "who wrote all these stories"])
def test_the_record_of_all(engine: Engine, question: str) -> None:
    """ "These articles" are all that there are."""
    answer = engine.ask(question).text
    assert "Ann Moe" in answer
    assert "Bo Lind" in answer


def test_the_record_of_the_same(engine: Engine) -> None:
    """ "It" in a question on a record is the article that the question before was about."""
    outcome = engine.ask("when was the bridge article published and who wrote it?")
    assert "Ann Moe" in outcome.text
    assert "Bo Lind" not in outcome.text


def test_a_mention_of_several(engine: Engine) -> None:
    """Of several things each is looked for, and what is not there is said."""
    assert engine.ask("does it mention Biden or Jena?").text.startswith(
        "Yes, Jena is mentioned, but not Biden:\n"
    )
    both = engine.ask("does it mention the telescope and Jena?")
    assert both.text.startswith("Yes, the telescope and Jena are mentioned:\n")
    assert len(both.citations) == 2
    assert reason(engine.ask("is Biden or Putin mentioned?")) == (
        "No, the articles don't mention Biden or Putin."
    )


def test_a_mention(engine: Engine) -> None:
    """Yes with the sentence, or no, and nothing beside it."""
    outcome = engine.ask("does it mention Jena?")
    assert isinstance(outcome, Answer)
    assert outcome.text == ("Yes, Jena is mentioned:\nIts lens came from Jena in a wooden box. [1]")
    refused = engine.ask("does it mention Biden?")
    assert reason(refused) == "No, the articles don't mention Biden."
    assert isinstance(refused, Abstention)
    assert refused.nearest == ()
    assert reason(engine.ask("does the bridge article mention Jena?")) == (
        "No, “A swing bridge for the city” doesn't mention Jena."
    )


def test_who_somebody_is(engine: Engine) -> None:
    """The sentence that introduces them."""
    assert quotes(engine.ask("who is Holm?")) == ["Mayor Paul Holm opened the bridge on Monday in the rain."]


def test_somebody_who_is_not_there(engine: Engine) -> None:
    """Is refused, whatever else the articles say on the topic."""
    refused = engine.ask("what did Obama say about the toll?")
    assert reason(refused) == "The articles don't mention Obama."
    assert isinstance(refused, Abstention)
    assert (refused.nearest, as_json(refused)["kind"]) == ((), "speech")


def test_somebody_who_is_not_quoted(engine: Engine) -> None:
    """Others' words never answer for them."""
    refused = engine.ask("what did the students say about the toll?")
    assert reason(refused) == "The articles don't quote the students."
    assert isinstance(refused, Abstention)
    assert all("students" in c.quote and c.speaker is None for c in refused.nearest)


def test_two_questions_in_one(engine: Engine) -> None:
    """Both are answered, and what is not is said so."""
    outcome = engine.ask("who wrote the bridge article? does it mention Jena?")
    assert isinstance(outcome, Answer)
    assert outcome.remarks[0] == "“A swing bridge for the city” was written by Ann Moe (The Gazette)."
    assert [c.marker for c in outcome.citations] == [1]
    partly = engine.ask("what did Holm say and what did Obama say?")
    assert isinstance(partly, Answer)
    assert partly.remarks == ("“what did Obama say?” The articles don't mention Obama.",)
    assert partly.short_answer is None


def test_a_follow_up_on_another_subject(engine: Engine) -> None:
    """What was said of one isn't answered for another: then what the articles have on that one is shown."""
    found = quotes(engine.ask("what about the lens?", context="how high is the toll?"))
    assert [quote.endswith("Its lens came from Jena in a wooden box.") for quote in found] == [True]


def test_according_to_the_outlet(engine: Engine) -> None:
    """The outlet is no speaker whose words are looked for."""
    asked = "according to The Gazette, does it mention Jena?"
    assert engine.ask(asked).receipt.searched_for == "does it mention Jena?"
