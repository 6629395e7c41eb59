"""A build beside what else happens to an index: additions, removals, open engines, damage, another build."""

from __future__ import annotations

import resource
import shutil
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from functools import partial
from threading import Event
from typing import TYPE_CHECKING, Any

import pytest
from filelock import FileLock

from index.answer import Answer
from index.building.adding import remove_document
from index.building.build import INDEX_FILE, Progress, build
from index.building.lock import LOCK_FILE
from index.document import Document
from index.engine import Engine
from index.errors import IndexCorrupt, IndexUnavailable
from index.models.installed import open_models
from index.storage.embedded import open_store, store_of
from index.storage.sqlite.library import SQLiteLibrary

from ..files import add_file

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from index.building.update import Built

GRAIN = "Paul Holm sold two hundred tons of grain in Lima on Friday."
RAIN = "It rained in Cusco for nine days."


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a corpus of two documents and its index without a reader, to be copied."""
    folder = tmp_path_factory.mktemp("first")
    corpus = folder / "corpus"
    corpus.mkdir()
    (corpus / "grain.md").write_text(GRAIN)
    (corpus / "rain.md").write_text(RAIN)
    build(corpus, folder / "index", reader="none")
    return folder


@pytest.fixture
def place(first: Path, tmp_path: Path) -> Path:
    """A copy of that folder, with a file "tea.md" beside the corpus."""
    shutil.copytree(first, tmp_path / "place")
    (tmp_path / "place" / "tea.md").write_text("Tea from Mombasa costs nine crowns.")
    return tmp_path / "place"


def rebuilt(place: Path, **options: Any) -> Built:
    return build(place / "corpus", place / "index", reader="none", **options)


def opened(place: Path) -> Engine:
    return Engine.open(place / "index", threads=1)


def ids(place: Path) -> list[str]:
    with closing(open_store(place / "index" / INDEX_FILE)) as store:
        assert store.library.problems() == []
        return [s.document.id for s in store.library.documents()]


# ---------------------------------------------------------------------- what was added and removed


def test_what_was_added_and_removed_stays_so(place: Path) -> None:
    """A build keeps the one and leaves the other out, and says which; pruned, the folder alone counts."""
    with opened(place) as engine:
        add_file(engine, place / "tea.md")
        remove_document(engine, "rain")
    for force in (False, True):
        built = rebuilt(place, force=force)
        assert (built.spared, built.left_out, built.removed) == (("tea",), ("rain",), ())
        assert ids(place) == ["grain", "tea"]
    built = rebuilt(place, prune=True)
    assert (built.added, built.kept, built.removed) == (("rain",), ("grain",), ("tea",))
    assert (built.spared, built.left_out) == ((), ())
    assert ids(place) == ["grain", "rain"]


# ---------------------------------------------------------------------- an engine that is open


def test_an_open_engine_sees_a_forced_build(place: Path) -> None:
    """The index is made anew in its own file: who has it open answers from it; a server's documents stay."""
    with opened(place) as engine:
        engine.add(Document("tea", "Tea", "Tea from Mombasa costs nine crowns.", collection="server"))
        (place / "corpus" / "grain.md").write_text(GRAIN.replace("Lima", "Cusco"))
        file = (place / "index" / INDEX_FILE).stat().st_ino
        assert len(rebuilt(place, force=True).added) == 3
        assert (place / "index" / INDEX_FILE).stat().st_ino == file
        outcome = engine.ask("Where did Paul Holm sell grain?")
        assert isinstance(outcome, Answer)
        assert "in Cusco" in outcome.text
        assert len(engine.documents(("corpus", "server"))) == 3


class Overtaken(SQLiteLibrary):
    """A library beside which something is done when next it has said which model it is of."""

    then: Callable[[], object] | None = None

    def setting(self, name: str) -> str | None:
        value = super().setting(name)
        if self.then and name == "reader":
            do, self.then = self.then, None
            do()
        return value


def test_a_model_that_is_swept_while_it_is_opened(place: Path) -> None:
    """Whoever opens an index, or has it open, as builds choose other models gets the last one's."""
    index = place / "index"
    with closing(Overtaken.open(index / INDEX_FILE)) as library:
        library.then = lambda: rebuilt(place, precision="fp32")
        models = open_models(index, library, 1)
        assert models.encoder.model_hash == library.setting("encoder")
        reopen = partial(open_models, index, library, 1)
        engine = Engine(store_of(library), models.encoder, reopen=reopen)
        rebuilt(place)
        library.then = lambda: rebuilt(place, precision="fp32")
        assert isinstance(engine.ask("Where did Paul Holm sell grain?"), Answer)
        assert engine.encoder.model_hash == models.encoder.model_hash == library.setting("encoder")


def test_an_open_engine_finds_the_index_that_replaced_a_damaged_one(place: Path) -> None:
    """What could be read of it was taken over: a server's document, what was added, what was removed."""
    path = place / "index" / INDEX_FILE
    with opened(place) as engine:
        engine.add(Document("tea", "Tea", "Tea from Mombasa costs nine crowns.", collection="server"))
        engine.remove("rain")
        with closing(sqlite3.connect(path)) as db:
            db.execute("UPDATE document SET text = 'No grain.' WHERE slug = 'grain'")
            db.commit()
        with pytest.raises(IndexCorrupt, match="the document 'grain' is not as it was stored"):
            engine.ask("Where did Paul Holm sell grain?")
        with pytest.raises(IndexCorrupt, match="the document 'grain' is not as it was stored"):
            rebuilt(place)
        assert rebuilt(place, force=True).left_out == ("rain",)
        assert "in Lima" in engine.documents()[0].text
        assert [d.id for d in engine.documents(("server",))] == ["tea"]
    assert sorted(p.name for p in path.parent.glob("index.*")) == [INDEX_FILE]


def test_an_old_indexs_last_changes_do_not_reach_the_new_one(place: Path) -> None:
    """What SQLite kept beside a damaged index goes with it: it would be read into the one in its place."""
    path = place / "index" / INDEX_FILE
    beside = [path.with_name(path.name + suffix) for suffix in ("-wal", "-shm")]
    with opened(place) as engine:
        engine.add(Document("tea", "Tea", "Tea from Mombasa costs nine crowns."))
        kept = [file.read_bytes() for file in beside]
    path.write_bytes(b"garbage" * 999)
    for file, data in zip(beside, kept, strict=True):
        file.write_bytes(data)
    rebuilt(place, force=True)
    assert not any(file.exists() for file in beside)
    assert ids(place) == ["grain", "rain"]


def test_what_a_kill_left_beside_the_index_is_swept(place: Path) -> None:
    """A new file that did not take the damaged one's place goes with the next build."""
    (place / "index" / ".encoder-left").mkdir()
    for name in ("index.new", "index.new-wal"):
        (place / "index" / name).touch()
    rebuilt(place)
    assert not any("new" in p.name or "left" in p.name for p in (place / "index").iterdir())


# ---------------------------------------------------------------------- two at once, no room


def test_a_build_waits_for_another(place: Path) -> None:
    """It says so, and finds the first one's work done."""
    waits, steps = Event(), list[str]()

    def told(step: str) -> None:
        steps.append(step)
        if step == "waiting for another build":
            waits.set()

    with ThreadPoolExecutor(1) as pool, FileLock(place / "index" / LOCK_FILE):
        second = pool.submit(rebuilt, place, progress=Progress(step=told))
        assert waits.wait(30)
        assert not second.done()
        with opened(place) as engine:
            add_file(engine, place / "tea.md")
    assert second.result().kept == ("grain", "rain", "tea")
    assert steps[0] == "waiting for another build"


def test_what_is_added_and_removed_during_a_build_stays_so(place: Path) -> None:
    """Whatever another process commits while a build embeds is not undone by it."""
    with opened(place) as engine:
        add_file(engine, place / "tea.md")
        (place / "tea.md").write_text("Tea from Mombasa costs ten crowns.")

        def meanwhile(done: int, total: int) -> None:
            if done == total:
                add_file(engine, place / "tea.md")
                engine.remove("rain")

        built = rebuilt(place, force=True, progress=Progress(work=meanwhile))
        assert (built.added, built.left_out) == (("grain", "tea"), ("rain",))
        assert [d.id for d in engine.documents()] == ["grain", "tea"]
        assert engine.documents()[1].text == "Tea from Mombasa costs ten crowns."


@contextmanager
def files_of_at_most(size: int) -> Iterator[None]:
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_a_full_disk_leaves_no_half_model(place: Path) -> None:
    """The build says in one line where there is no room, and the index answers as before."""
    with files_of_at_most(1_000_000), pytest.raises(IndexUnavailable) as caught:
        rebuilt(place, precision="fp32")
    assert str(caught.value).startswith(f"{place / 'index'}/encoder-")
    assert str(caught.value).endswith("; make room there and try again")
    assert "\n" not in str(caught.value)
    assert len(list((place / "index").glob("*encoder-*"))) == 1
    with opened(place) as engine:
        assert "in Lima" in str(engine.ask("Where did Paul Holm sell grain?"))


def test_a_damaged_model_is_replaced(place: Path) -> None:
    """A build puts the model beside the index anew where a byte of it was changed."""
    (model,) = (place / "index").glob("encoder-*/model.onnx")
    whole = model.read_bytes()
    model.write_bytes(whole[:100] + bytes([whole[100] ^ 1]) + whole[101:])
    rebuilt(place)
    assert model.read_bytes() == whole
