"""What the doctor finds, in order and out of order."""

from __future__ import annotations

import os
import shutil
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from index.building.build import INDEX_FILE
from index.building.doctor import Check, examine
from index.models.installed import model_folder
from index.models.verifier import VerifierDescription
from index.storage.embedded import open_store

from ..shipped import ARTICLE, CORPUS_FOLDER, copied_index, verified_index

if TYPE_CHECKING:
    from pathlib import Path

NAMES = ["index", "encoder", "reader", "verifier", "answers", "facts", "language model", "versions"]


@pytest.fixture
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copied_index(tmp_path_factory)


def encoder_of(index: Path) -> Path:
    with closing(open_store(index / INDEX_FILE)) as store:
        return model_folder(index, "encoder", store.library.setting("encoder") or "")


def by_name(checks: list[Check]) -> dict[str, Check]:
    assert [check.name for check in checks] == NAMES
    assert not any("\n" in check.found for check in checks)
    return {check.name: check for check in checks}


def test_all_is_well(tmp_path_factory: pytest.TempPathFactory) -> None:
    """A fresh build of the shipped corpus is sound in every check, with its figures."""
    checks = by_name(examine(CORPUS_FOLDER, verified_index(tmp_path_factory)))
    assert [name for name, check in checks.items() if not check.sound] == []
    assert checks["index"].found.startswith("1 documents, 13 passages, version ")
    assert checks["encoder"].found.startswith("all-MiniLM-L6-v2 as int8, cosine to the original ≥ 0.9")
    assert checks["encoder"].found.endswith("sha256 of the weights 53aa51172d14…")
    assert checks["reader"].found == "none"
    assert checks["verifier"].found.startswith("rapporteur-verifier-mpnet as int4, decides as its fp32 form")
    assert checks["facts"].found.endswith("facts, each proved by words of a document")
    assert checks["versions"].found.startswith("rapporteur ")


def test_a_changed_byte_in_the_model(index: Path) -> None:
    """A model whose size is right but whose bytes are not is found, and only the encoder is to blame."""
    model = encoder_of(index) / "model.onnx"
    with model.open("r+b") as file:
        file.seek(5_000_000)
        file.write(b"tampered")
    checks = by_name(examine(CORPUS_FOLDER, index))
    assert checks["encoder"].found == (
        f"{model}: damaged (its sha256 is not the recorded one); run `rapporteur build` to compile it anew"
    )
    assert (checks["encoder"].sound, checks["index"].sound, checks["facts"].sound) == (False, True, True)


def test_an_index_without_the_verifier(index: Path) -> None:
    """Having none is no fault, and told."""
    check = by_name(examine(CORPUS_FOLDER, index))["verifier"]
    assert check.sound
    assert check.found == "none: answers are judged by the reader or, without one, by retrieval alone"


def test_a_changed_byte_in_the_verifier(index: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    """The words' numbers are as much of it as the graph: a wrong one is found, and told with the mend."""
    (whole,) = verified_index(tmp_path_factory).glob("verifier-*")
    shutil.copytree(whole, index / whole.name, copy_function=os.link)
    key = VerifierDescription.read(whole).key
    with closing(open_store(index / INDEX_FILE)) as store:
        store.library.write(settings={"verifier": key})
    words = index / whole.name / "words.npy"
    changed = bytearray(words.read_bytes())
    changed[5_000_000] ^= 1
    words.unlink()
    words.write_bytes(changed)
    checks = by_name(examine(CORPUS_FOLDER, index))
    assert [name for name in NAMES if not checks[name].sound] == ["verifier", "answers"]
    assert checks["verifier"].found == (
        f"{words}: damaged (its sha256 is not the recorded one); run `rapporteur build` to compile it anew"
    )


def test_a_model_that_is_gone(index: Path) -> None:
    """Without its encoder nothing can be asked, and the index and the facts are still examined."""
    folder = encoder_of(index)
    shutil.rmtree(folder)
    checks = by_name(examine(CORPUS_FOLDER, index))
    assert [name for name in NAMES if not checks[name].sound] == ["encoder", "answers"]
    assert str(folder) in checks["answers"].found


def test_no_index(tmp_path: Path) -> None:
    """Where there is no index every check of it says how to make one."""
    checks = by_name(examine(CORPUS_FOLDER, tmp_path))
    missing = f"{tmp_path / INDEX_FILE}: no index here; run `rapporteur build`"
    assert [checks[name].found for name in NAMES[:6]] == [missing] * 6
    assert checks["versions"].sound


def test_a_foreign_file(tmp_path: Path) -> None:
    """A file that is no index of ours is named, without a traceback."""
    (tmp_path / INDEX_FILE).write_bytes(b"no database at all, but long enough to look at" * 40)
    check = by_name(examine(CORPUS_FOLDER, tmp_path))["index"]
    assert not check.sound
    assert check.found.startswith(f"{tmp_path / INDEX_FILE}: ")
    assert check.found.endswith("run `rapporteur build --force`")


def test_a_fact_that_no_document_proves(index: Path, tmp_path: Path) -> None:
    """A fact whose quote is not in its document makes the facts unsound, with file and line."""
    shipped = (CORPUS_FOLDER / "facts.toml").read_text(encoding="utf-8")
    quote = 'quote = "U.S. President Donald Trump"'
    (tmp_path / "facts.toml").write_text(shipped.replace(quote, 'quote = "King Donald"', 1), encoding="utf-8")
    check = by_name(examine(tmp_path, index))["facts"]
    assert not check.sound
    assert check.found.startswith(f"{tmp_path / 'facts.toml'}:")
    assert ARTICLE in check.found


def test_a_corpus_without_facts(index: Path, tmp_path: Path) -> None:
    """Having no facts is no fault."""
    check = by_name(examine(tmp_path, index))["facts"]
    assert (check.sound, check.found) == (True, f"{tmp_path / 'facts.toml'}: none")


def test_a_changed_word_in_the_index(index: Path) -> None:
    """A text that isn't the one that was stored is named with its document, in one line with one mend."""
    with closing(sqlite3.connect(index / INDEX_FILE)) as db:
        db.execute("UPDATE document SET text = replace(text, 'Trump', 'Trumb')")
        db.commit()
    check = by_name(examine(CORPUS_FOLDER, index))["index"]
    assert (check.sound, check.found) == (
        False,
        f"{index / INDEX_FILE}: damaged (the document '{ARTICLE}' is not as it was stored); "
        "run `rapporteur build --force`",
    )


@pytest.mark.parametrize("kind", ["encoder", "verifier"])
def test_a_model_other_than_the_noted_one(
    index: Path, kind: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """What lies in a model's folder must be what the index was built with, to the last digit of its key."""
    (whole,) = verified_index(tmp_path_factory).glob(f"{kind}-*")
    if not (index / whole.name).exists():
        shutil.copytree(whole, index / whole.name, copy_function=os.link)
    key = f"{whole.name.removeprefix(f'{kind}-')}{'0' * 52}"
    with closing(open_store(index / INDEX_FILE)) as store:
        store.library.write(settings={kind: key})
    check = by_name(examine(CORPUS_FOLDER, index))[kind]
    assert (check.sound, check.found) == (
        False,
        f"{index / whole.name}: not the {kind} that the index was built with; run `rapporteur build`",
    )
