"""One open index, asked and changed while it is open, with the real model."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from index.answer import Abstention, Answer, Outcome, as_json
from index.building.build import INDEX_FILE
from index.curated.golden import load_questions
from index.document import Document, Span
from index.engine import Engine
from index.errors import IndexMissing, UnknownDocument, UsageError
from index.storage.embedded import open_store
from index.storage.library import Revision
from index.storage.state import StoreState

from .shipped import ARTICLE, CORPUS_FOLDER, copied_index, shipped_index

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LISBON = Document(
    "lisbon-ferries",
    "Ferries return to Lisbon",
    "Portuguese Transport Minister Clara Nunes said the river ferries of Lisbon will run again on May 3.\n"
    "The fleet has eleven electric boats, built in Aveiro.",
    source="The Gazette",
)
FERRIES = "What did Clara Nunes say about the ferries of Lisbon?"
MAY = "said the river ferries of Lisbon will run again on May 3."


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """An engine that no test changes."""
    with Engine.open(shipped_index(tmp_path_factory), threads=1) as engine:
        yield engine


@pytest.fixture
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copied_index(tmp_path_factory)


@pytest.fixture
def engine(index: Path) -> Iterator[Engine]:
    """An engine on an index of the test's own."""
    with Engine.open(index, threads=1) as engine:
        yield engine


def test_the_overview_of_one_document(engine: Engine) -> None:
    """The sentences that carry it, numbered in its order; none once it is gone."""
    (article,) = engine.documents()
    engine.add(LISBON)
    three = engine.overview(article, 3)
    assert [c.marker for c in three] == [1, 2, 3]
    assert [c.span for c in three] == sorted(c.span for c in three)
    assert {c.document for c in three} == {article}
    assert three[0].quote.startswith("U.S. President Donald Trump met Chinese leader Xi Jinping")
    assert len(engine.overview(LISBON, 3)) == 2
    engine.remove(LISBON.id)
    assert engine.overview(LISBON, 3) == []


def first_quote(outcome: Outcome) -> str:
    return outcome.citations[0].quote if isinstance(outcome, Answer) else f"abstained: {outcome.reason}"


def test_many_places_are_cited_as_one_by_one(engine: Engine) -> None:
    """In their order, numbered from 1, each with its own paragraph, speaker and link."""
    places = [(event.document, event.span) for event in reversed(engine.timeline())]
    assert len(places) > 3
    assert engine.cite_all(places) == [engine.cite(*place, n) for n, place in enumerate(places, 1)]
    assert engine.cite_all([]) == []


def test_a_document_added_is_answered_from_and_removed_is_gone(engine: Engine) -> None:
    """What a document says is unknown before it is added, quoted while it is there, then unknown again."""
    before, version = engine.ask(FERRIES), engine.version
    assert isinstance(before, Abstention)
    assert engine.add(LISBON) == 2
    assert first_quote(engine.ask(FERRIES)).endswith(MAY)
    assert "Clara Nunes" in engine.speakers()
    assert [d.id for d in engine.documents()] == [LISBON.id, ARTICLE]
    assert engine.version != version
    assert engine.remove(LISBON.id) == LISBON
    assert engine.ask(FERRIES).receipt.passages == before.receipt.passages
    assert isinstance(engine.ask(FERRIES), Abstention)
    assert engine.version == version


def test_adding_again_replaces(engine: Engine) -> None:
    """A document of the same id takes the place of the one before it."""
    engine.add(LISBON)
    engine.add(replace(LISBON, text=LISBON.text.replace("May 3", "June 9")))
    assert first_quote(engine.ask(FERRIES)).endswith("will run again on June 9.")
    assert len(engine.documents()) == 2


def test_the_article_removed_leaves_nothing_to_answer_from(engine: Engine) -> None:
    """With no document left, a question is refused, and so is one on the record."""
    engine.remove(ARTICLE)
    for question in ("Where did Trump and Xi meet?", "Who wrote this article?"):
        outcome = engine.ask(question)
        assert isinstance(outcome, Abstention)
        assert outcome.receipt.passages == ()


def test_another_process_is_seen(engine: Engine, index: Path, tmp_path: Path) -> None:
    """What a second process adds to the index is answered from at the next question."""
    assert isinstance(engine.ask(FERRIES), Abstention)
    path = tmp_path / "lisbon-ferries.md"
    path.write_text(f"---\ntitle: {LISBON.title}\n---\n{LISBON.text}\n", encoding="utf-8")
    added = [
        sys.executable,
        "-c",
        "from index.cli.app import main; main()",
        "add",
        path,
        "--index",
        index,
    ]
    subprocess.run(added, check=True, capture_output=True)
    assert first_quote(engine.ask(FERRIES)).endswith(MAY)


def test_collections_are_kept_apart(engine: Engine) -> None:
    """A server's document is found from that server alone, together with the corpus, and not by others."""
    engine.add(replace(LISBON, collection="guild-1"))
    assert isinstance(engine.ask(FERRIES), Abstention)
    assert isinstance(engine.ask(FERRIES, collections=("corpus", "guild-2")), Abstention)
    both = ("corpus", "guild-1")
    assert first_quote(engine.ask(FERRIES, collections=both)).endswith(MAY)
    assert "should not be worried" in first_quote(engine.ask("What did Rubio say?", collections=both))
    assert [d.collection for d in engine.documents(both)] == ["corpus", "guild-1"]
    assert "Clara Nunes" in engine.speakers(("guild-1",))
    assert "Clara Nunes" not in engine.speakers()


def test_one_id_in_two_collections(engine: Engine) -> None:
    """Two servers may each have a document of one id; removing one leaves the other."""
    for collection in ("guild-1", "guild-2"):
        engine.add(replace(LISBON, collection=collection))
    engine.remove(LISBON.id, "guild-1")
    assert engine.documents(("guild-1",)) == []
    assert [d.id for d in engine.documents(("guild-2",))] == [LISBON.id]


@pytest.mark.parametrize(("slug", "collection"), [("nowhere", "corpus"), (ARTICLE, "guild-1")])
def test_removing_what_is_not_there(engine: Engine, slug: str, collection: str) -> None:
    """An unknown id, or one of another collection, is named, and nothing is removed."""
    with pytest.raises(UnknownDocument) as caught:
        engine.remove(slug, collection)
    assert str(caught.value) == f"no document has the id '{slug}'; `rapporteur documents` lists them"
    assert len(engine.documents()) == 1


def without_time(outcome: Outcome) -> dict[str, object]:
    return {k: v for k, v in as_json(outcome).items() if k != "elapsed_ms"}


def test_threads_answer_as_one_alone(shared: Engine) -> None:
    """Four threads with twenty questions each get, to the last figure, the answers of one thread."""
    questions = [q for q in load_questions(CORPUS_FOLDER / "questions.toml")[1] if q.context is None][::6][
        :20
    ]
    alone = [without_time(shared.ask(q.text)) for q in questions]
    with ThreadPoolExecutor(4) as pool:
        runs = [pool.submit(lambda: [without_time(shared.ask(q.text)) for q in questions]) for _ in range(4)]
    assert len(questions) == 20
    assert all(run.result() == alone for run in runs)


def test_asking_while_documents_come_and_go(engine: Engine) -> None:
    """Questions asked during changes are answered from before or after each, never from half of one."""
    with ThreadPoolExecutor(2) as pool:
        asked = pool.submit(
            lambda: [first_quote(engine.ask("What did Rubio say about Taiwan?")) for _ in range(40)]
        )
        for _ in range(5):
            engine.add(LISBON)
            engine.remove(LISBON.id)
    assert {quote.startswith("U.S. Secretary of State Marco Rubio said") for quote in asked.result()} == {
        True
    }


@pytest.mark.parametrize("question", ["", " \u200b\n", "a" * 2001])
def test_what_cannot_be_asked(shared: Engine, question: str) -> None:
    """An empty or endless question is a usage error, not an abstention."""
    with pytest.raises(UsageError):
        shared.ask(question)


@pytest.mark.parametrize("context", ["", "  ", "hello"])
def test_a_context_that_says_nothing(shared: Engine, context: str) -> None:
    """A blank question before counts as none, and a greeting before does no harm."""
    assert first_quote(shared.ask("What did Rubio say about Taiwan?", context=context)).startswith("U.S. Sec")


def test_no_index(tmp_path: Path) -> None:
    """A folder without an index is named with the mend."""
    with pytest.raises(IndexMissing) as caught:
        Engine.open(tmp_path)
    assert str(caught.value) == f"{tmp_path / INDEX_FILE}: no index here; run `rapporteur build`"


def test_an_index_that_was_never_built(tmp_path: Path) -> None:
    """An index file in which no build was completed counts as a missing one."""
    open_store(tmp_path / INDEX_FILE, create=True).close()
    with pytest.raises(IndexMissing) as caught:
        Engine.open(tmp_path)
    assert str(caught.value) == f"{tmp_path}: an index that was never built; run `rapporteur build`"


# ---------------------------------------------------------------------- what the bot asks of it


def test_collections_without_documents_change_nothing(engine: Engine) -> None:
    """Everybody who asks of the same documents is answered alike, until one has their own."""
    assert engine.scope(["corpus", "a server"]) == engine.scope()
    engine.add(replace(LISBON, collection="a server"))
    assert engine.scope(["corpus", "a server"]) != engine.scope()
    assert len(engine.documents(["corpus", "a server"])) == len(engine.documents()) + 1


def test_any_words_are_cited_with_their_place(shared: Engine) -> None:
    """Their paragraph, their speaker, and the marker that is asked for."""
    (article,) = shared.documents()
    words = "Taiwan “should not be worried”"
    start = article.text.index(words)
    citation = shared.cite(article, Span(start, start + len(words)), 7)
    assert (citation.marker, citation.quote, citation.paragraph) == (7, words, 12)
    assert citation.speaker == "Marco Rubio"
    assert shared.paragraphs(article)[11].start <= start


def test_a_claim_is_looked_for_whatever_its_wording(shared: Engine) -> None:
    """It is no question of any kind: not small talk, nor one for the record or for somebody's words."""
    said = shared.check("Who wrote that stock markets hit record levels? Hello!")
    assert "hit record levels" in first_quote(said)
    assert isinstance(shared.check("Bread is baked from sourdough in ovens"), Abstention)


def test_everything_that_somebody_said(shared: Engine) -> None:
    """In the order of the text, numbered, each verbatim; the surer statements alone; nobody's is nothing."""
    found = shared.quotes("the treasury secretary")
    assert [(c.marker, c.paragraph, c.speaker) for c in found] == [(1, 8, "Scott Bessent")]
    trump = shared.quotes("Trump")
    assert [c.marker for c in trump] == [1, 2, 3]
    assert [c.span for c in trump] == sorted(c.span for c in trump)
    assert shared.quotes("Zelensky") == []


def test_who_and_when_follow_a_change(engine: Engine) -> None:
    """Whom the documents introduce and what they date is told as soon as a document comes or goes."""
    people, events = engine.people(), engine.timeline()
    assert [event.when.start for event in events] == sorted(event.when.start for event in events)
    engine.add(replace(LISBON, published=date(2025, 4, 2)))
    assert "Clara Nunes" in {person.name for person in engine.people()}
    assert date(2025, 5, 3) in {event.when.start for event in engine.timeline()}
    engine.remove(LISBON.id)
    assert (engine.people(), engine.timeline()) == (people, events)


def test_how_far_behind_it_is(index: Path, engine: Engine) -> None:
    """A change of another process counts until the next question; a library put in its place does too."""
    assert (engine.state().size.documents, engine.state().behind) == (1, 0)
    with Engine.open(index, threads=1) as other:
        other.add(LISBON)
    assert (engine.state().size.documents, engine.state().behind > 0) == (2, True)
    engine.ask(FERRIES)
    assert engine.state().behind == 0
    elsewhere = StoreState.of(engine.store.library, Revision("another", 99))
    assert elsewhere.behind == engine.store.library.revision().change > 0
