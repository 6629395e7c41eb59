"""The questions on offer are those that the present documents answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from index.answering.suggestions import still_answered
from index.building.adding import remove_document
from index.curated.golden import load_questions, suggestions
from index.curated.offered import as_settings
from index.document import Document
from index.engine import Engine
from index.storage.embedded import open_store

from ..fakes import WordEncoder
from ..files import add_file
from ..shipped import ARTICLE

if TYPE_CHECKING:
    from pathlib import Path

QUESTIONS = """
[floor]
right = 1.0
wrongly_answered = 0.0
[[question]]
q = "Where did Paul Holm sell grain?"
kind = "fact"
quote = ["in Lima"]
suggest = true
[[question]]
q = "What did Maria Lopez say about the fees?"
kind = "speech"
quote = ["would double"]
suggest = true
[[question]]
q = "Who wrote this article?"
kind = "metadata"
answer = ["Rita Sole"]
suggest = true
"""
GRAIN, FEES, AUTHOR = (
    "Where did Paul Holm sell grain?",
    "What did Maria Lopez say about the fees?",
    "Who wrote this article?",
)


def test_only_what_is_answered_is_offered(tmp_path: Path) -> None:
    """After an article is added and after it is removed: also to whoever has the index open."""
    (tmp_path / "questions.toml").write_text(QUESTIONS)
    (tmp_path / "grain.md").write_text("---\nauthor: Rita Sole\n---\nPaul Holm sold grain in Lima on Friday.")
    (tmp_path / "fees.md").write_text("Maria Lopez said the port fees would double in May.")
    encoder, path = WordEncoder("holm sell sold grain lima lopez fees"), tmp_path / "index.sqlite3"
    with Engine(open_store(path, create=True), encoder) as engine, Engine(open_store(path), encoder) as other:
        engine.store.library.write(
            settings=as_settings(suggestions(load_questions(tmp_path / "questions.toml")[1]))
        )
        steps = [
            (lambda: add_file(engine, tmp_path / "grain.md"), (GRAIN, AUTHOR)),
            (lambda: add_file(engine, tmp_path / "fees.md"), (GRAIN, FEES, AUTHOR)),
            (lambda: remove_document(engine, "grain"), (FEES,)),
            (lambda: remove_document(engine, "fees"), ()),
        ]
        for change, offered in steps:
            change()
            assert engine.suggestions == engine.scope().suggestions == other.scope().suggestions == offered


def test_without_the_article_nothing_is_offered(own: Path) -> None:
    """Where the engine itself takes the shipped article away, none of its questions is left."""
    with Engine.open(own, threads=1) as engine:
        every = engine.suggestions
        assert len(every) > 10
        article = engine.remove(ARTICLE)
        assert engine.suggestions == engine.ask("Is bread baked in ovens?").suggestions == ()
        engine.add(article)
        assert engine.suggestions == every
        engine.add(Document(ARTICLE, "Another", "Quite another text."))
        assert engine.suggestions == ()


def test_all_that_an_answer_rests_on_must_be_there() -> None:
    """Each question is kept with the hashes of its documents; none is as good as all."""
    proofs = {"one": ["a"], "two": ["a", "b"], "none": []}
    assert still_answered(proofs, {"a", "b"}) == ("one", "two", "none")
    assert still_answered(proofs, {"a"}) == ("one", "none")
    assert still_answered(proofs, set()) == ("none",)
