"""Flip one bit of an index at a time and use it: every quote must still be true, and every failure told.

    python tests/attacks/attack_bits.py [--tries 2000] [--seed 1]

Half of the tries are on an index of short vectors, where most bytes are words and offsets, with changes that
wait in its WAL; half on one of the shipped models. Exit status 1 if a quote was wrong or an error unforeseen.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
from collections import Counter
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, NamedTuple

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from index.answer import Answer
from index.building.build import INDEX_FILE, build
from index.engine import Engine
from index.errors import RapporteurError
from index.models.installed import Models, open_models
from index.sources.folder import load_folder
from index.storage.embedded import open_store
from index.storage.ingest import ingest
from tests.index.fakes import WordEncoder

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from index.answer import Citation

QUESTIONS = ("What did Bessent say about soybeans?", "Where did Trump and Xi meet?", "What did Trump say?")


class Target(NamedTuple):
    """An index that is sound: its files' bytes, how to open a copy, and what is true of it.

    ``truths`` are all citations' contents that a sound index may give, by what quotes them.
    """

    files: dict[str, bytes]
    open: Callable[[Path], Engine]
    truths: set[object]


def facts(engine: Engine) -> Iterator[object]:
    """All that is read from an index, piece by piece: whatever is not among the sound one's is wrong."""
    for question in QUESTIONS:
        outcome = engine.ask(question)
        yield from map(cited, outcome.citations if isinstance(outcome, Answer) else ())
    yield from engine.documents()
    for name in engine.speakers():
        yield name
        yield from map(cited, engine.quotes(name))
    yield from ((p.name, p.role, p.document, p.span, p.statements) for p in engine.people())
    yield from ((e.document, e.span, e.when) for e in engine.timeline())


def cited(citation: Citation) -> object:
    """A citation without its number and the words that the reader marked in it."""
    return replace(citation, marker=0, answer_span=None)


def every_sentence(engine: Engine) -> Iterator[object]:
    """What a sound index may cite: each of its sentences, alone and with the one before."""
    for document in engine.documents():
        for passage in engine.store.library.passages_at(document, engine.paragraphs(document)):
            for before, span in zip(
                (passage.sentences[0], *passage.sentences), passage.sentences, strict=False
            ):
                for start in (before.start, span.start):
                    yield cited(engine.cite(document, replace(span, start=start)))


def truths(engine: Engine) -> set[object]:
    return {*facts(engine), *every_sentence(engine)}


def small(folder: Path) -> Target:
    """An index of words as vectors, with a second and a removed document waiting in its WAL."""
    encoder = WordEncoder("soybeans trump xi meet")
    (article,), _ = load_folder(ROOT / "corpus")
    with Engine(open_store(folder / INDEX_FILE, create=True), encoder) as engine:
        engine.add(article)
        known = truths(engine)
    with closing(open_store(folder / INDEX_FILE)) as store:
        store.library.write(
            add=[ingest(replace(article, id="b", collection="a server"), encoder)], settings={"encoder": "w"}
        )
        files = {
            path.name: path.read_bytes() for path in folder.glob(f"{INDEX_FILE}*") if path.name[-3:] != "shm"
        }
    return Target(files, lambda path: Engine(open_store(path), encoder), known)


def shipped(folder: Path) -> Target:
    """The index that the commands build, with its models."""
    build(ROOT / "corpus", folder)
    with Engine.open(folder) as engine:
        known = truths(engine)
    files = {INDEX_FILE: (folder / INDEX_FILE).read_bytes()}
    models = Models(engine.encoder, engine.reader)

    def opened(path: Path) -> Engine:
        store = open_store(path)
        try:
            return Engine(
                store,
                models.encoder,
                models.reader,
                reopen=lambda held: open_models(folder, store.library, 2, held),
            )
        except BaseException:
            store.close()
            raise

    return Target(files, opened, known)


def flip(target: Target, chance: random.Random, folder: Path) -> str:
    """Use a copy with one bit flipped: "same", "told" (a known error), "wrong" or an unforeseen error."""
    files = {name: bytearray(data) for name, data in target.files.items()}
    at = chance.randrange(sum(map(len, files.values())) * 8)
    for name, data in files.items():
        if 0 <= at < len(data) * 8:
            data[at // 8] ^= 1 << at % 8
        at -= len(data) * 8
        (folder / name).write_bytes(data)
    try:
        with closing(target.open(folder / INDEX_FILE)) as engine:
            return "same" if all(fact in target.truths for fact in facts(engine)) else "wrong"
    except RapporteurError:
        return "told"
    except Exception as error:  # noqa: BLE001  (any other error is what is looked for)
        return f"{type(error).__name__}: {error}"
    finally:
        for path in folder.iterdir():
            path.unlink()


def attack(target: Target, tries: int, seed: int) -> Counter[str]:
    """How many of the tries ended how."""
    chance = random.Random(seed)  # noqa: S311
    with tempfile.TemporaryDirectory() as folder:
        return Counter(flip(target, chance, Path(folder)) for _ in range(tries))


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--tries", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    asked, started, ended = parser.parse_args(), perf_counter(), Counter[str]()
    for make in (small, shipped):
        with tempfile.TemporaryDirectory() as folder:
            ended += attack(make(Path(folder)), asked.tries // 2, asked.seed)
    told = ended.total() - ended["same"]
    print(f"flipped bits         {ended.total():6}")
    print(f"told as an error     {ended['told']:6}")
    print(f"wrong quotes         {ended['wrong']:6}")
    print(f"unforeseen errors    {told - ended['told'] - ended['wrong']:6}")
    print(f"seconds              {perf_counter() - started:6.0f}")
    for error in ended.keys() - {"same", "told", "wrong"}:
        print(error)
    sys.exit(told != ended["told"])


if __name__ == "__main__":
    main()
