"""One server's own documents."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from index.building.collection import Collection, document_key
from index.document import CORPUS, Document
from index.engine import Engine
from index.errors import UnknownDocument

from ..shipped import copied_index

if TYPE_CHECKING:
    from collections.abc import Iterator

HARBOR = Document(
    "harbor", "Harbor opens", "Mayor Ana Lima said the harbor of Osio will open.", collection="7"
)


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    with Engine.open(copied_index(tmp_path_factory), threads=1) as engine:
        yield engine


@pytest.fixture
def own(engine: Engine) -> Iterator[Collection]:
    """One with an article, beside another server's of the same id."""
    own, other = Collection(engine, "7"), Collection(engine, "8")
    own.add(HARBOR, "now harbor.md")
    other.add(replace(HARBOR, collection="8", title="Theirs"), "")
    yield own
    own.clear()
    other.clear()


def test_only_its_own_are_seen(own: Collection) -> None:
    """By id, key or title; the corpus and other servers have none for it."""
    (stored,) = own.documents()
    assert (stored.document, stored.origin) == (HARBOR, "now harbor.md")
    for name in ("harbor", document_key(HARBOR), "HARBOR opens ", document_key(HARBOR).upper()):
        assert own.find(name) == stored
    assert [own.find(name) for name in ("Theirs", "trump-xi-busan-2025", "", "harbo")] == [None] * 4


def test_a_title_that_two_have_means_neither(own: Collection) -> None:
    """An id still means one."""
    own.add(replace(HARBOR, id="harbor-2"), "")
    assert (own.find("Harbor opens"), own.find("harbor-2").document.id) == (None, "harbor-2")


def test_what_another_would_repeat(own: Collection) -> None:
    """Its text, its address, or its id and title; another of the id alone is another article."""
    assert own.twin(replace(HARBOR, id="b", title="B")).document == HARBOR
    assert own.twin(replace(HARBOR, text="Else.")).document == HARBOR
    assert own.twin(replace(HARBOR, title="B", text="Else.")) is None
    own.add(replace(HARBOR, id="page", title="P", text="Page.", url="https://a.example"), "")
    assert own.twin(Document("q", "Q", "New.", url="https://a.example")).document.id == "page"
    assert own.twin(Document("q", "Q", "New.")) is None


def test_ids_that_are_free(own: Collection) -> None:
    """The wanted one, else the first number that is."""
    assert (own.free_id("harbor"), own.free_id("bridge")) == ("harbor-2", "bridge")
    own.add(replace(HARBOR, id="harbor-2"), "")
    assert own.free_id("harbor") == "harbor-3"


def test_it_changes_nobody_elses(own: Collection) -> None:
    """What is another's isn't taken, and clearing leaves the others."""
    with pytest.raises(ValueError, match="harbor is of corpus, not of 7"):
        own.add(replace(HARBOR, collection=CORPUS), "")
    with pytest.raises(ValueError, match="the corpus is no server's own"):
        Collection(own.engine, CORPUS)
    with pytest.raises(UnknownDocument):
        own.remove(Document("trump-xi-busan-2025", "", ""))
    assert (own.clear(), own.documents()) == (1, [])
    assert [len(own.engine.documents([name])) for name in ("8", CORPUS)] == [1, 1]


def test_the_first_question(own: Collection) -> None:
    """It is one that the article answers, not one that another would, nor one that nothing does."""
    assert own.first_question(HARBOR) == "What did Ana Lima say?"
    bare = Document("bare", "Tea", "Tea is grown on the hills of Osio.", collection="7")
    own.add(bare, "")
    assert own.first_question(bare) == "What do the articles say about Tea?"
    assert own.first_question(replace(HARBOR, id="never-stored")) is None
