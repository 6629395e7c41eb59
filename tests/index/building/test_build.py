"""A folder of documents → an index, whatever interrupts it."""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from index.answer import as_json
from index.building.build import INDEX_FILE, Progress, build
from index.building.placing import NO_READER
from index.document import Document
from index.engine import Engine
from index.errors import CorpusError, IndexCorrupt
from index.models.encoder import OnnxEncoder
from index.models.installed import SHIPPED_VERIFIER
from index.models.verifier import VerifierDescription
from index.storage.embedded import open_store
from index.storage.ingest import ingest
from index.storage.relational.blocks import ID_BYTES
from index.storage.sqlite.library import SQLiteLibrary

if TYPE_CHECKING:
    from index.building.update import Built

GRAIN = "Paul Holm sold two hundred tons of grain in Lima on Friday.\n\nThe buyers paid in ships."
FEES = "Maria Lopez said the port fees would double in May."
RAIN = "It rained in Cusco for nine days."
QUESTIONS = ("How much grain did Holm sell?", "What did Lopez say about fees?", "Did it rain in Cusco?")


def documents(folder: Path, **texts: str) -> Path:
    """A corpus of text files; a file that isn't named is removed."""
    folder.mkdir(exist_ok=True)
    for path in folder.iterdir():
        path.unlink()
    for name, text in texts.items():
        (folder / f"{name}.md").write_text(f"---\nid: {name}\n---\n\n{text}\n", encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a corpus of two documents and its index, to be copied."""
    folder = tmp_path_factory.mktemp("first")
    build(documents(folder / "corpus", grain=GRAIN, fees=FEES), folder / "index", reader=NO_READER)
    return folder


@pytest.fixture(scope="module")
def at_first(first: Path) -> dict[str, Any]:
    """What that index holds and answers."""
    return state(first / "index")


@pytest.fixture
def place(first: Path, tmp_path: Path) -> Path:
    """A copy of that folder; the model's files are links."""
    return Path(shutil.copytree(first, tmp_path / "place", copy_function=_copied))


def _copied(source: str, target: str) -> None:
    (shutil.copy2 if source.endswith((".md", ".sqlite3")) else os.link)(source, target)


def rebuilt(place: Path, **changes: Any) -> Built:
    return build(place / "corpus", place / "index", reader=NO_READER, **changes)


def state(index: Path) -> dict[str, Any]:
    """What a user can see of an index: its documents and what it answers, but for how long that took."""
    with Engine.open(index, threads=1) as engine:
        answers = [
            as_json(engine.ask(q, collections=["corpus", "server"])) | {"elapsed_ms": 0} for q in QUESTIONS
        ]
        return {"documents": engine.documents(["corpus", "server"]), "answers": answers}


def texts(index: Path) -> list[str]:
    """The stored documents' texts, by collection and id."""
    with closing(open_store(index / INDEX_FILE)) as store:
        return [s.document.text for s in store.library.documents()]


def problems(index: Path) -> list[str]:
    with closing(open_store(index / INDEX_FILE)) as store:
        return store.library.problems()


# ---------------------------------------------------------------------- what changed


def test_a_new_corpus_is_added_whole(tmp_path: Path) -> None:
    """The steps are told, the index answers from the documents, and the model lies beside it."""
    steps: list[str] = []
    work: list[tuple[int, int]] = []
    built = build(
        documents(tmp_path / "corpus", grain=GRAIN, fees=FEES), tmp_path / "index", reader=NO_READER,
        progress=Progress(steps.append, lambda done, total: work.append((done, total))),
    )  # fmt: skip
    assert (built.added, built.kept, built.removed) == (("fees", "grain"), (), ())
    assert (built.passages, built.problems) == (3, ())
    assert steps[-2:] == ["embedding 2 documents", "writing the index"]
    assert work == [(0, 2), (1, 2), (2, 2)]
    assert texts(tmp_path / "index") == [FEES, GRAIN]
    assert len(list((tmp_path / "index").glob("encoder-*"))) == 1
    assert problems(tmp_path / "index") == []


def test_an_unchanged_corpus_embeds_nothing(place: Path, at_first: dict[str, Any]) -> None:
    """A second build keeps every document, and the index answers the same under the same version."""
    built = rebuilt(place)
    assert (built.added, built.kept, built.removed, built.passages) == ((), ("fees", "grain"), (), 0)
    assert state(place / "index") == at_first


def test_only_what_changed_is_embedded(place: Path) -> None:
    """A changed, a new and a removed document, in one build."""
    documents(place / "corpus", grain=GRAIN.replace("Lima", "Cusco"), rain=RAIN)
    built = rebuilt(place)
    assert (built.added, built.kept, built.removed) == (("grain", "rain"), (), ("fees",))
    assert built.passages == 3
    assert texts(place / "index") == [GRAIN.replace("Lima", "Cusco"), RAIN]
    assert problems(place / "index") == []


def test_an_update_ends_where_a_fresh_build_does(place: Path, tmp_path: Path) -> None:
    """The same documents give the same version and answers, however they came together."""
    corpus = documents(place / "corpus", fees=FEES, rain=RAIN)
    rebuilt(place)
    build(corpus, tmp_path / "fresh", reader=NO_READER)
    assert state(place / "index")["answers"] == state(tmp_path / "fresh")["answers"]


def test_a_bad_file_spoils_nothing_else(place: Path) -> None:
    """It is reported with its path; the rest is built."""
    bad = place / "corpus" / "bad.md"
    bad.write_bytes(b"\xff\xfe\x00 no text")
    (place / "corpus" / "rain.md").write_text(RAIN)
    built = rebuilt(place)
    assert (built.added, built.kept) == (("rain",), ("fees", "grain"))
    (problem,) = built.problems
    assert problem.path == bad
    assert str(problem).startswith(f"{bad}:1: not UTF-8")


def test_facts_and_questions_are_checked_and_kept(place: Path) -> None:
    """Suggested questions reach the engine; a fact without its quote is a problem of the build."""
    (place / "corpus" / "questions.toml").write_text(
        '[floor]\nright = 1.0\nwrongly_answered = 0.0\n[[question]]\nq = "How much grain?"\nkind = "fact"\n'
        'quote = ["two hundred tons"]\nsuggest = true\n'
    )
    (place / "corpus" / "facts.toml").write_text(
        '[[fact]]\nid = "tons"\nlabel = "Tons"\nanswer = "300"\nquote = "three hundred tons"\n'
        'document = "grain"\n'
    )
    (problem,) = rebuilt(place).problems
    assert "fact tons: the quote is not in grain character for character" in str(problem)
    with Engine.open(place / "index") as engine:
        assert engine.suggestions == ("How much grain?",)


def test_by_default_the_verifier_judges(place: Path) -> None:
    """Built anew without the reader "none" the index has the verifier; with it again, retrieval judges."""
    assert judged(place / "index") == ("passages", [])
    assert build(place / "corpus", place / "index").passages == 0
    (folder,) = (place / "index").glob("verifier-*")
    assert VerifierDescription.verify(folder) == VerifierDescription.verify(SHIPPED_VERIFIER)
    assert judged(place / "index") == ("verifier", [folder])
    rebuilt(place)
    assert judged(place / "index") == ("passages", [])


def judged(index: Path) -> tuple[str, list[Path]]:
    """By what an answer is judged, and the models beside the encoder."""
    with Engine.open(index, threads=1) as engine:
        by = engine.ask(QUESTIONS[0]).receipt.judged
    return by, [*index.glob("reader-*"), *index.glob("verifier-*")]


def test_a_missing_corpus_is_told_before_anything_is_made(tmp_path: Path) -> None:
    """No index is left that would answer from nothing."""
    with pytest.raises(CorpusError, match="no such folder"):
        build(tmp_path / "none", tmp_path / "index")
    assert not (tmp_path / "index").exists()


def test_another_model_embeds_everything_anew(place: Path) -> None:
    """Also the documents of servers, which no folder holds; the old model is swept away."""
    with Engine.open(place / "index") as engine:
        engine.add(Document("rain", "Rain", RAIN, collection="server"))
    old = set((place / "index").glob("encoder-*"))
    built = rebuilt(place, precision="fp32")
    assert (built.added, built.kept, built.passages) == (("fees", "grain", "rain"), (), 4)
    (new,) = set((place / "index").glob("encoder-*"))
    assert new not in old
    assert texts(place / "index") == [FEES, GRAIN, RAIN]
    model = OnnxEncoder.from_path(new, threads=1)
    with closing(SQLiteLibrary.open(place / "index" / INDEX_FILE)) as library:
        (vector,) = library.vector_records("server")[:, ID_BYTES:].view(np.int8)
    assert vector.tolist() == ingest(Document("r", "R", RAIN), model).passages[0].vector.tolist()


@pytest.mark.parametrize("damage", ["garbage", "truncated", "foreign"])
def test_a_damaged_index_is_rebuilt_only_by_force(place: Path, at_first: dict[str, Any], damage: str) -> None:
    """Without ``force`` it is refused and left as it is; with it, there is a sound index."""
    path = place / "index" / INDEX_FILE
    whole = path.read_bytes()
    if damage == "foreign":
        path.unlink()
        with closing(sqlite3.connect(path)) as db:
            db.execute("CREATE TABLE cookies (crumb TEXT)")
    else:
        path.write_bytes(b"garbage" * 999 if damage == "garbage" else whole[: len(whole) // 2])
    damaged = path.read_bytes()
    with pytest.raises(IndexCorrupt, match=INDEX_FILE):
        rebuilt(place)
    assert path.read_bytes() == damaged
    assert rebuilt(place, force=True).added == ("fees", "grain")
    assert state(place / "index") == at_first
    assert sorted(p.name for p in (place / "index").glob("index.*")) == [INDEX_FILE]
    assert problems(place / "index") == []


# ---------------------------------------------------------------------- kill -9

CHILD = """
import os, signal, sys
from pathlib import Path
from index.building.build import Progress, build
from index.document import Document
from index.engine import Engine
from index.storage.sqlite.library import SQLiteLibrary

place, action, moment, text = Path(sys.argv[1]), sys.argv[2], sys.argv[3], sys.argv[4]

def reached(now):
    if now.startswith(moment):
        os.kill(os.getpid(), signal.SIGKILL)

write = SQLiteLibrary.write

def traced(library, **changes):
    db, _ = library.connection
    db.execute("PRAGMA cache_size = 1")  # so that pages reach the disk before they are committed
    db.set_trace_callback(reached)
    write(library, **changes)

SQLiteLibrary.write = traced
sys.addaudithook(lambda event, _: reached(event))
print("started", flush=True)
if action in ("build", "force"):
    told = Progress(reached, lambda done, total: reached(f"{done} of {total} embedded"))
    build(place / "corpus", place / "index", reader="none", force=action == "force", progress=told)
else:
    with Engine.open(place / "index", threads=1) as engine:
        engine.add(Document("grain", "Grain", text)) if action == "add" else engine.remove("grain")
print("finished", flush=True)
"""
"""Does ``action`` and kills itself at ``moment``: the step, SQL statement or
system call (by its audit event) that it is about to begin."""


def run_child(place: Path, action: str, moment: str) -> tuple[int, str]:
    """The exit status and output of such a process."""
    done = subprocess.run(
        [sys.executable, "-c", CHILD, str(place), action, moment, RAIN * 40],
        capture_output=True, text=True, timeout=60, cwd=Path(__file__).parents[3], check=False,
    )  # fmt: skip
    return done.returncode, done.stdout + done.stderr


@pytest.mark.parametrize(
    ("action", "moment"),
    [
        ("build", "1 of 2 embedded"),
        ("build", "DELETE FROM document "),
        ("build", "INSERT INTO postings "),
        ("build", "COMMIT"),
        ("force", "COMMIT"),
        ("force", "INSERT INTO postings "),
        ("add", "INSERT INTO passage "),
        ("add", "INSERT INTO vectors "),
        ("remove", "DELETE FROM vectors "),
        ("add", "COMMIT"),
        ("remove", "COMMIT"),
    ],
)
def test_a_kill_leaves_the_index_as_it_was(
    place: Path, at_first: dict[str, Any], action: str, moment: str
) -> None:
    """Killed amid a change, the index is sound, answers as before, and takes the change when asked again."""
    documents(place / "corpus", grain=RAIN * 40, rain=RAIN)
    assert run_child(place, action, moment) == (-signal.SIGKILL, "started\n")
    assert problems(place / "index") == []
    assert state(place / "index") == at_first
    assert rebuilt(place).added == ("grain", "rain")
    assert texts(place / "index") == [RAIN * 40, RAIN]


def test_without_a_kill_the_same_process_finishes(place: Path) -> None:
    """The process that the tests above kill does its work when it is left alone."""
    documents(place / "corpus", grain=RAIN * 40, rain=RAIN)
    assert run_child(place, "build", "never") == (0, "started\nfinished\n")
    assert texts(place / "index") == [RAIN * 40, RAIN]
