"""Questions to the shipped article, and to small ones, judged by a language model on loopback."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING, Any

import pytest

from index.answer import Abstention, Answer, as_json
from index.answering.citing import speaker_of
from index.curated.golden import QUESTIONS_FILE, load_questions
from index.document import Document
from index.engine import Engine
from index.storage.embedded import open_store

from ..fakes import WordEncoder
from ..shipped import CORPUS_FOLDER, shipped_index
from .asking import answering, holding, model_at
from .judges import ROSE, SOLD, SOYBEANS, STRANGER, WORRIED, WORTHLESS, YUAN, knowing
from .server import Asked, Fault, ModelServer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from index.answer import Outcome

    from .server import Reply

EVERY = 6
"""One of so many golden questions is asked of a worthless judge, to be done in time."""


@pytest.fixture(scope="module")
def shipped_engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    with Engine.open(shipped_index(tmp_path_factory), threads=1) as engine:
        yield engine


@contextmanager
def judged(
    by: Engine, reply: Callable[[Asked], Reply] | Reply = knowing, **more: Any
) -> Iterator[tuple[Engine, ModelServer]]:
    """The engine of the same index with a judge, and the server that it is."""
    with ModelServer(reply) as server, closing(model_at(server, [], **more)) as model:
        yield Engine(by.store, by.encoder, by.reader, by.verifier, language_model=model), server


def answer(outcome: Outcome) -> Answer:
    assert isinstance(outcome, Answer)
    return outcome


# ---------------------------------------------------------------------- what it answers


def test_an_answer(shipped_engine: Engine) -> None:
    """The sentence that it points at is quoted, the words that it names are bold, the receipt tells of it."""
    with judged(shipped_engine) as (engine, server):
        found = answer(engine.ask("How did the Chinese currency do?"))
    assert found.citations[0].quote == (
        "China’s yuan rose to a near one-year high against the U.S. dollar, while stock markets from Wall "
        "Street to Tokyo hit record levels."
    )
    assert found.short_answer == ROSE
    row = as_json(found)
    assert (row["judged"], row["confidence"], row["written"]) == ("llm", 1.0, [])
    assert row["language_model"] == {
        "model": "tiny", "tokens": 100, "milliseconds": row["language_model"]["milliseconds"],
    }  # fmt: skip
    assert row["language_model"]["milliseconds"] > 0
    assert [asked.task for asked in server.asked] == ["choose"]
    assert len(server.asked[0].sentences) > 10


def test_a_refusal(shipped_engine: Engine) -> None:
    """Its word that nothing answers is one, and the receipt says whose word that was."""
    with judged(shipped_engine) as (engine, _):
        outcome = engine.ask("Who is the president of Korea?")
    assert isinstance(outcome, Abstention)
    assert (outcome.receipt.judged, outcome.receipt.language_model is not None) == ("llm", True)


def test_speech(shipped_engine: Engine) -> None:
    """What X said about Y is chosen among X's statements, or refused by name."""
    with judged(shipped_engine) as (engine, server):
        found = answer(engine.ask(SOYBEANS))
        assert SOLD in found.citations[0].quote
        assert (found.citations[0].speaker, found.receipt.kind) == ("Scott Bessent", "speech")
        assert all("Bessent" in text for text in server.asked[0].sentences.values())
        outcome = engine.ask("What did Rubio say about soybeans?")
    assert isinstance(outcome, Abstention)
    assert outcome.reason == "The articles quote Marco Rubio, but not about soybeans."


@pytest.mark.parametrize(
    ("question", "line"),
    [
        ("was hat Bessent über Sojabohnen gesagt?", "Wörtlich aus den Artikeln:"),
        ("贝森特对大豆说了什么？", "以下为文章原文："),
    ],
)
def test_another_language(shipped_engine: Engine, question: str, line: str) -> None:
    """The quote is found, in the original, under one line in the asker's language, and it is told what was
    searched for."""
    with judged(shipped_engine) as (engine, server):
        found = answer(engine.ask(question))
        assert found.citations == answer(engine.ask(SOYBEANS)).citations
    assert (found.receipt.question, found.receipt.searched_for) == (question, SOYBEANS)
    assert found.text.split("\n")[0] == line
    assert SOLD in found.text
    assert [asked.task for asked in server.asked] == ["restate", "choose"]
    assert server.asked[0].data == {"question": question, "before": None, "into": "en"}


def test_a_refusal_in_another_language(shipped_engine: Engine) -> None:
    """In the asker's own words for it."""
    with judged(shipped_engine) as (engine, _):
        outcome = engine.ask("Wer ist der Präsident von Korea?")
    assert isinstance(outcome, Abstention)
    assert outcome.reason == "Das steht nicht in den Artikeln."


def test_a_follow_up(shipped_engine: Engine) -> None:
    """It is made whole by the question before."""
    with judged(shipped_engine) as (engine, server):
        found = answer(engine.ask("and Rubio about Taiwan?", context=SOYBEANS))
    assert WORRIED in found.citations[0].quote
    assert found.receipt.searched_for == "What did Rubio say about Taiwan?"
    assert server.asked[0].data["before"] == SOYBEANS


def test_what_it_is_not_asked(shipped_engine: Engine) -> None:
    """The gist, a record, a mention, somebody's introduction, a claim and small talk need no judge."""
    with judged(shipped_engine, Fault(500)) as (engine, server):
        for question in ("tl;dr", "who wrote this?", "does it mention Japan?", "thanks!", "What did Xi say?"):
            engine.ask(question)
        engine.brief()
        engine.check("The yuan rose.")
    assert server.asked == []


# ---------------------------------------------------------------------- worthless judges


@pytest.mark.parametrize("judge", WORTHLESS)
def test_a_worthless_judge(shipped_engine: Engine, judge: str) -> None:
    """Whatever it says: every quote stands in the article, is put under the name that the attribution gives
    it or under none, no name of its own comes up anywhere, and bold words are a part of their quote."""
    _, questions = load_questions(CORPUS_FOLDER / QUESTIONS_FILE)
    answered = 0
    with judged(shipped_engine, WORTHLESS[judge], day_tokens=10**9, server_day_tokens=10**9) as (
        engine,
        server,
    ):
        for question in questions[::EVERY]:
            outcome = engine.ask(question.text, context=question.context, written=True)
            assert STRANGER.split()[1] not in str(as_json(outcome)["answer"])
            cited = outcome.citations if isinstance(outcome, Answer) else outcome.nearest
            answered += isinstance(outcome, Answer)
            for citation in cited:
                assert citation.quote == citation.span.of(citation.document.text)
                statements = engine.store.library.statements(citation.document)
                theirs = {s.speaker for s in statements if s.span.overlap(citation.span)}
                assert citation.speaker is None or citation.speaker in theirs
                words = citation.answer_span
                assert words is None or citation.span.contains(words)
            if isinstance(outcome, Answer):
                assert outcome.written == ()
                assert outcome.short_answer is None or outcome.short_answer in outcome.text
    assert answered > 10
    assert len(server.asked) > 10


def test_nobody_is_named_for_anothers_words(shipped_engine: Engine) -> None:
    """A judge that says every sentence is Trump's puts his name to none that isn't."""
    trump = lambda asked: answering(*list(asked.sentences)[:3], speaker="Donald Trump")  # noqa: E731
    with judged(shipped_engine, trump) as (engine, _):
        for question in (YUAN, "What will happen to the tariffs?", "Who is blamed for the overdose deaths?"):
            for citation in answer(engine.ask(question)).citations:
                statements = engine.store.library.statements(citation.document)
                assert citation.speaker in (None, speaker_of(citation.span, statements))


# ---------------------------------------------------------------------- many questions


def test_the_same_question_again(shipped_engine: Engine) -> None:
    """It is answered alike without asking, by another server too, and the receipt has no tokens."""
    with judged(shipped_engine) as (engine, server):
        first = answer(engine.ask(YUAN))
        second = answer(engine.ask(YUAN, collections=("corpus", "77")))
    assert len(server.asked) == 1
    assert first.citations == second.citations
    assert second.receipt.language_model is not None
    assert second.receipt.language_model.tokens == 0


def test_many_at_once(shipped_engine: Engine) -> None:
    """Equal questions at the same time share one reply; none is lost, and all are judged."""
    with judged(shipped_engine, concurrency=2) as (engine, server), ThreadPoolExecutor(8) as pool:
        found = list(pool.map(engine.ask, [YUAN, SOYBEANS] * 8))
    assert {outcome.receipt.judged for outcome in found} == {"llm"}
    assert len(server.asked) == 2


FERRY = Document("ferry", "The ferry", "The ferry costs 12 crowns. The ferry sails at noon.")
FARE = "What does the ferry cost?"


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Engine]:
    """An engine over one small article."""
    store = open_store(tmp_path / "index.sqlite3", create=True)
    with Engine(store, WordEncoder("ferry cost costs crowns sails noon")) as engine:
        engine.add(FERRY)
        yield engine


def by_fare(asked: Asked) -> Reply:
    if asked.task == "restate":
        return {"question": asked.data["question"], "language": "zh"}
    return answering(*holding(asked, "crowns"))


def test_an_article_that_changes(small: Engine) -> None:
    """The question is asked of its new words, and what is kept of the old ones answers nothing."""
    with judged(small, by_fare) as (engine, server):
        assert "12 crowns" in engine.ask(FARE).text
        engine.add(Document("ferry", "The ferry", "The ferry costs 14 crowns. The ferry sails at noon."))
        assert "14 crowns" in answer(engine.ask(FARE)).text
    assert len(server.asked) == 2


def test_a_server_that_has_spent_its_tokens(small: Engine) -> None:
    """It is answered by the embedded judge, and the others by the model as before."""
    with judged(small, by_fare, server_day_tokens=1500, reply_tokens=700) as (engine, server):
        asked = [
            engine.ask(f"{FARE[:-1]} {n}?", collections=("corpus", "1")).receipt.judged for n in range(12)
        ]
        assert asked[0] == "llm"
        assert asked[-1] == "passages"
        assert asked == sorted(asked)
        assert engine.ask(f"{FARE[:-1]} 12?", collections=("corpus", "2")).receipt.judged == "llm"
    assert len(server.asked) == asked.count("llm") + 1


def test_one_server_sees_nothing_of_another(small: Engine) -> None:
    """The model is shown sentences of the corpus and of the server that asks, and no others."""
    small.add(Document("secret", "The ferry", "The ferry costs 99 crowns in secret.", collection="1"))
    with judged(small, by_fare) as (engine, server):
        engine.ask(FARE, collections=("corpus", "1"))
        engine.ask(FARE, collections=("corpus", "2"))
    assert ["secret" in str(asked.data) for asked in server.asked] == [True, False]


def test_long_articles(small: Engine) -> None:
    """However long sentences and titles are, a prompt keeps to its tokens, three bytes to one."""
    for n in range(30):
        text = " ".join(
            f"The ferry number {n} has {m} decks {'<very> “large” ' * m}and costs crowns." for m in range(12)
        )
        small.add(Document(f"d{n}", f"The ferry “{n}” {'<' * 250}", text))
    small.add(Document("huge", "The ferry", f"The ferry costs {'very ' * 3000}many crowns."))
    for tokens in (1000, 3000):
        with judged(small, by_fare, prompt_tokens=tokens) as (engine, server):
            engine.ask("What does the ferry cost in crowns?")
            engine.ask("很" * 1000)
            assert engine.language_model.incidents.counts.keys() <= {"too long", "language"}
        for asked in server.asked:
            assert sum(len(m["content"].encode()) for m in asked.body["messages"]) <= 3 * tokens
