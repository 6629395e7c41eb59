"""The verifier: what it makes of hand-made logits, which files it refuses, and the one that ships."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from index.document import Span
from index.errors import ModelError
from index.models.installed import SHIPPED_VERIFIER
from index.models.reader import Excerpt
from index.models.verifier import SCALES, WORDS, OnnxVerifier, VerifierDescription, WordTable

from ..handmade import verifier_folder

if TYPE_CHECKING:
    from pathlib import Path

LOGITS = {"[CLS]": (9, 9, 1), "tea": (4, 3, 2), "salt": (0, 5, 4), "bob": (5, 0, 0), "who": (0, 0, -6)}
TEXT = "Ann sold tea. Bob sold salt."
SENTENCES = (Span(0, 13), Span(14, 28))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A compiled verifier: of each word the start and end logit, and what it adds to the answer's."""
    return verifier_folder(tmp_path / "verifier", LOGITS | {"[CLS]": (9, 9, 2)})


def test_a_text_has_a_logit_and_the_words_that_would_answer(folder: Path) -> None:
    """The logit is the graph's, over question and text; the words are the best span of the text alone."""
    (found,) = OnnxVerifier.from_path(folder).verify("Who?", [Excerpt(TEXT, SENTENCES)])
    assert found.logit == 2 + 2 + 4 - 6
    assert found.pointed[1] is not None
    assert found.pointed[1].span.of(TEXT) == "Bob sold salt"


def test_the_words_lie_in_one_sentence(tmp_path: Path) -> None:
    """The best start in the first sentence and the best end in the second are no answer together."""
    folder = verifier_folder(tmp_path / "verifier", {"ann": (5, 0, 0), "tea": (0, 2, 0), "salt": (0, 6, 0)})
    (found,) = OnnxVerifier.from_path(folder).verify("Who?", [Excerpt(TEXT, SENTENCES)])
    assert [p and p.span.of(TEXT) for p in found.pointed] == ["Ann sold tea", "Bob sold salt"]


def test_each_text_is_verified_by_itself(folder: Path) -> None:
    """In their order; one that has no words has a logit all the same, and nothing to point at."""
    verifier = OnnxVerifier.from_path(folder)
    excerpts = [Excerpt("", ()), Excerpt("Tea.", (Span(0, 4),)), Excerpt("Salt.", (Span(0, 5),))]
    found = verifier.verify("Who?", excerpts)
    assert [v.logit for v in found] == [-4, -2, 0]
    assert [v.pointed and v.pointed[0] and v.pointed[0].span for v in found] == [(), Span(0, 3), Span(0, 4)]
    assert verifier.verify("Who?", []) == []


def test_what_many_ask_at_once_is_computed_once(folder: Path) -> None:
    """The same question of the same text needs no second run of the model; another question does."""
    verifier, excerpt = OnnxVerifier.from_path(folder), Excerpt(TEXT, SENTENCES)
    with ThreadPoolExecutor(8) as people:
        first, *again = people.map(lambda _: verifier.verify("Who?", [excerpt])[0], range(8))
    assert all(verdict is first for verdict in again)
    assert verifier.verify("Tea?", [excerpt])[0] is not first


def test_a_long_text_is_cut(folder: Path) -> None:
    """What doesn't fit the model is not read, and the question is kept."""
    text = "Tea. " * 100 + "Salt."
    sentences = (Span(0, 499), Span(500, 505))
    (found,) = OnnxVerifier.from_path(folder).verify("Who?", [Excerpt(text, sentences)])
    assert (found.pointed[1], found.logit % 2) == (None, 0)
    assert 0 < found.logit < 2 * 64


def test_words_are_their_numbers_times_the_scale_of_their_block() -> None:
    """Two blocks of two, each with a scale; in the order asked for, a word as often as it is asked for."""
    table = WordTable(
        np.array([[1, 2, 3, 4], [-5, 6, 0, -128]], np.int8), np.array([[0.5, 2], [1, 0.25]], np.float16)
    )
    assert table.vectors(np.array([1, 0, 1])).tolist() == [[-5, 6, 0, -32], [0.5, 1, 6, 8], [-5, 6, 0, -32]]
    assert table.vectors(np.array([0])).dtype == np.float32


NUMBERS, SCALE = np.zeros((3, 4), np.int8), np.ones((3, 2), np.float16)


@pytest.mark.parametrize(
    ("numbers", "scales"),
    [
        (NUMBERS.astype(np.int16), SCALE),
        (NUMBERS[:2], SCALE),
        (NUMBERS[:, :3], SCALE),
        (NUMBERS[0], SCALE),
        (NUMBERS, SCALE[:, 0]),
        (NUMBERS, SCALE[:, :0]),
        (NUMBERS, b"\x93NUMPY"),
        (NUMBERS, b""),
        (b"words", SCALE),
        (np.array([{}]), SCALE),
    ],
)
def test_words_that_do_not_fit_are_refused(tmp_path: Path, numbers: Any, scales: Any) -> None:
    """Other types, lengths, shapes, or no arrays at all: one line that names the folder and the mend."""
    for name, content in ((WORDS, numbers), (SCALES, scales)):
        if isinstance(content, bytes):
            (tmp_path / name).write_bytes(content)
        else:
            np.save(tmp_path / name, content)
    with pytest.raises(ModelError) as caught:
        WordTable.from_path(tmp_path)
    assert str(caught.value).startswith(f"{tmp_path}: its words can't be read (")
    assert str(caught.value).endswith("; run `rapporteur build` to compile it anew")


@pytest.mark.parametrize("name", [*VerifierDescription.FILES, VerifierDescription.DESCRIPTION])
def test_a_damaged_or_missing_file_is_refused(folder: Path, name: str) -> None:
    """A byte changed, the end cut off or the file gone: nothing is loaded, and the message says which."""
    path, mend = folder / name, "; run `rapporteur build` to compile it anew"
    whole = path.read_bytes()
    changed = whole.replace(b"{", b"[", 1) if name.endswith(".json") else whole[:-1] + bytes([whole[-1] ^ 1])
    for damaged in (changed, whole[: len(whole) // 2], b"", None):
        path.unlink()
        if damaged is not None:
            path.write_bytes(damaged)
        with pytest.raises(ModelError) as caught:
            OnnxVerifier.from_path(folder)
        assert str(caught.value).startswith(str(folder))
        assert str(caught.value).endswith(mend)


def test_a_verifier_of_another_format_is_refused(folder: Path) -> None:
    """What this version can't read is told before anything of it is loaded."""
    path = folder / VerifierDescription.DESCRIPTION
    path.write_text(path.read_text().replace('"format": 1', '"format": 9'))
    with pytest.raises(ModelError, match="not of format 1, which this version reads"):
        OnnxVerifier.from_path(folder)


# ---------------------------------------------------------------------- the one that ships


@pytest.fixture(scope="module")
def shipped() -> OnnxVerifier:
    return OnnxVerifier.from_path(SHIPPED_VERIFIER, threads=1)


def test_the_shipped_one_tells_an_answer_from_what_looks_like_one(shipped: OnnxVerifier) -> None:
    """With the detail that is asked for the logit is higher than with the same event without it."""
    told = "“Ça va?” — ﬁsh for José. The harbour of Zürich was closed on Monday by Mayor Élodie Brûlé."
    silent = "“Ça va?” — ﬁsh for José. The harbour of Zürich was closed on Monday."
    excerpts = [Excerpt(text, (Span(0, 24), Span(25, len(text)))) for text in (told, silent)]
    by_whom, without = shipped.verify("Who closed the harbour?", excerpts)
    assert by_whom.logit > without.logit
    beside, there = by_whom.pointed
    assert beside is not None
    assert there is not None
    assert there.score > beside.score
    assert "Élodie Brûlé" in there.span.of(told)


def test_the_shipped_one_is_what_it_says(shipped: OnnxVerifier) -> None:
    """Its name and hash are its description's, and no file is too big for a repository."""
    described = VerifierDescription.verify(SHIPPED_VERIFIER)
    assert (shipped.name, shipped.model_hash) == (described.model, described.key)
    assert sum(file.bytes for file in described.files.values()) <= 75_000_000
    assert max(file.bytes for file in described.files.values()) <= 50_000_000
