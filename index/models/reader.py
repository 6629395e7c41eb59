"""A question and passages in, the words that answer out: an extractive reader on onnxruntime."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Protocol

import numpy as np
import numpy.typing as npt

from ..document import Span
from .compiled import INPUTS, Compiled
from .served import Served, load

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from tokenizers import Encoding, Tokenizer

    from .session import Session

Logits = npt.NDArray[np.float32]

LONGEST_SPAN = 30
"""Tokens of an answer at most; of 27,000 answers in the training data 1 % are longer."""


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A text to be read, and those of its sentences, in order, that may answer; an answer lies in one."""

    text: str
    sentences: tuple[Span, ...]


def excerpt(text: str, place: Span, sentences: Sequence[Span]) -> Excerpt:
    """The excerpt of a text at a place, whose ``sentences`` are given by their places in the text."""
    inside = tuple(Span(s.start - place.start, s.end - place.start) for s in sentences)
    return Excerpt(place.of(text), inside)


@dataclass(frozen=True, slots=True)
class Reading:
    """The best answer in one excerpt: ``span`` are code points of its text.

    ``sentence`` indexes the excerpt's sentences; ``margin`` is how much the span's start and end logits
    together exceed those of no answer.
    """

    sentence: int
    span: Span
    margin: float


class Reader(Protocol):
    """Finds exact answers. ``model_hash`` tells readers apart, ``name`` tells people which it is."""

    @property
    def model_hash(self) -> str: ...

    @property
    def name(self) -> str: ...

    def read(self, question: str, excerpts: Sequence[Excerpt]) -> list[Reading | None]:
        """The best answer of each excerpt, in their order; None for one without a word to point at."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class ReaderDescription(Compiled):
    """What ``reader.json`` says of a compiled reader.

    ``agreement`` is the share of sample questions for which it points at the same words as the model in fp32.
    """

    DESCRIPTION: ClassVar[str] = "reader.json"
    FORMAT: ClassVar[int] = 1
    KIND: ClassVar[str] = "reader"

    agreement: float

    @property
    def fidelity(self) -> str:
        """How often it points at the original's words."""
        return f"points at the words of its fp32 form for {self.agreement:.1%} of the sample"


class OnnxReader(Served[ReaderDescription]):
    """A compiled reader, loaded; its methods may be called from several threads at once."""

    def __init__(self, session: Session, tokenizer: Tokenizer, description: ReaderDescription) -> None:
        super().__init__(session, tokenizer, description)
        self._inputs = [(i.name, INPUTS[i.name]) for i in session.get_inputs()]

    @classmethod
    def from_path(cls, folder: Path, *, threads: int = 2) -> OnnxReader:
        """Load what ``compile_reader`` made, every byte checked; ``threads`` compute one question.

        Raises:
            ModelError: nothing compiled is there, or it isn't what was compiled.
        """
        description = ReaderDescription.verify(folder)
        return cls(*load(folder, description, threads), description)

    def read(self, question: str, excerpts: Sequence[Excerpt]) -> list[Reading | None]:
        """The best answer of each excerpt, all read in one batch."""
        if not excerpts:
            return []
        encodings = self._tokenizer.encode_batch([(question, e.text) for e in excerpts])
        feed = {name: _padded([getattr(e, field) for e in encodings]) for name, field in self._inputs}
        start, end = self._session.run(["start_logits", "end_logits"], feed)
        return [_reading(*row) for row in zip(start, end, encodings, excerpts, strict=True)]


def _padded(rows: Sequence[Sequence[int]]) -> npt.NDArray[np.int64]:
    """The rows as int64 ``(n, longest)``, zeros after each; where the mask is 0, no token counts."""
    width = max(map(len, rows))
    return np.array([[*row, *[0] * (width - len(row))] for row in rows], dtype=np.int64)


def _reading(start: Logits, end: Logits, encoding: Encoding, excerpt: Excerpt) -> Reading | None:
    """The best answer by one row of logits; the first token of a row stands for no answer."""
    rows = [i for i, part in enumerate(encoding.sequence_ids) if part == 1]
    offsets = np.array([encoding.offsets[i] for i in rows], dtype=np.int32).reshape(-1, 2)
    best = best_span(start[rows], end[rows], offsets, excerpt.sentences)
    if best is None:
        return None
    score, sentence, span = best
    return Reading(sentence, span, score - float(start[0] + end[0]))


def best_span(
    start: Logits, end: Logits, offsets: npt.NDArray[np.int32], sentences: Sequence[Span]
) -> tuple[float, int, Span] | None:
    """The sum of logits, the sentence and the place (code points) of the best legal span, None without any.

    ``start`` and ``end`` are float32 ``(n,)``, a text's tokens; ``offsets`` int32 ``(n, 2)`` says which code
    points each covers. A span is legal that ends no sooner than it starts, is at most ``LONGEST_SPAN`` tokens
    long and lies in one sentence; of equals the first is the best.
    """
    if not len(start) or not sentences:
        return None
    inside = np.searchsorted([s.start for s in sentences], offsets[:, 0], side="right") - 1
    inside[offsets[:, 0] >= np.array([s.end for s in sentences])[inside]] = -1
    after = np.arange(len(start))[None, :] - np.arange(len(start))[:, None]
    legal = (after >= 0) & (after < LONGEST_SPAN) & (inside[:, None] == inside) & (inside >= 0)
    scores = np.where(legal, start[:, None] + end[None, :], -np.inf)
    first, last = divmod(int(scores.argmax()), len(start))
    if not legal[first, last]:
        return None
    place = Span(int(offsets[first, 0]), int(offsets[last, 1]))
    return float(scores[first, last]), int(inside[first]), place
