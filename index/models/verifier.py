"""A question and texts in, whether each answers it out, and the words that would: a verifier on onnxruntime.

The words' vectors, a third of such a model, lie in a file of their own as 8-bit numbers and are looked up
here: of 30,000 a question needs some 300, so that the file is mapped, not loaded.
"""

from __future__ import annotations

import threading
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Protocol

import numpy as np
import numpy.typing as npt
from cachetools import LRUCache

from ..errors import ModelError
from .compiled import MEND, MODEL, TOKENIZER, Compiled
from .reader import best_span
from .served import Served, load

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from tokenizers import Encoding, Tokenizer

    from ..document import Span
    from .reader import Excerpt, Logits
    from .session import Session

WORDS, SCALES = "words.npy", "scales.npy"
"""int8 ``(words, dimension)`` and float16 ``(words, dimension / block)``: a word's vector, in blocks."""


REMEMBERED = 256
"""Verdicts that are kept, those asked for last; with its text each takes about 2 kB."""


@dataclass(frozen=True, slots=True)
class Pointed:
    """The words of a sentence that would answer best: code points of the excerpt's text, and how well they
    do, as the sum of two logits."""

    span: Span
    score: float


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one excerpt is worth to a question.

    ``logit`` is of the probability that it answers; ``pointed`` has an entry for each of the excerpt's
    sentences, None where there is no word to point at.
    """

    logit: float
    pointed: tuple[Pointed | None, ...]


class Verifier(Protocol):
    """Tells answers from what looks like one. ``model_hash`` tells verifiers apart, ``name`` which it is."""

    @property
    def model_hash(self) -> str: ...

    @property
    def name(self) -> str: ...

    def verify(self, question: str, excerpts: Sequence[Excerpt]) -> list[Verdict]:
        """What each excerpt is worth, in their order."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class VerifierDescription(Compiled):
    """What ``verifier.json`` says of a compiled verifier.

    ``agreement`` is the share of sample questions that it decides as its fp32 form does, ``layers`` how many
    the transformer has.
    """

    DESCRIPTION: ClassVar[str] = "verifier.json"
    FORMAT: ClassVar[int] = 1
    KIND: ClassVar[str] = "verifier"
    FILES: ClassVar[tuple[str, ...]] = (MODEL, TOKENIZER, WORDS, SCALES)

    agreement: float
    layers: int

    @property
    def fidelity(self) -> str:
        """How often it decides as the original does."""
        return f"decides as its fp32 form does for {self.agreement:.1%} of the sample"


class OnnxVerifier(Served[VerifierDescription]):
    """A compiled verifier, loaded; its methods may be called from several threads at once."""

    def __init__(
        self,
        session: Session,
        tokenizer: Tokenizer,
        description: VerifierDescription,
        table: WordTable,
        threads: int,
    ) -> None:
        super().__init__(session, tokenizer, description)
        self._table = table
        self._pool = ThreadPoolExecutor(threads, "verifier")
        self._lock = threading.Lock()
        self._verdicts: LRUCache[tuple[str, Excerpt], Future[Verdict]] = LRUCache(REMEMBERED)

    @classmethod
    def from_path(cls, folder: Path, *, threads: int = 2) -> OnnxVerifier:
        """Load a compiled verifier, every byte checked; so many excerpts as ``threads`` are computed at once.

        A thread each is quicker than two for one: two excerpts of 128 tokens take 97 ms, not 122.

        Raises:
            ModelError: nothing compiled is there, or it isn't what was compiled.
        """
        description = VerifierDescription.verify(folder)
        return cls(*load(folder, description, 1), description, WordTable.from_path(folder), threads)

    def verify(self, question: str, excerpts: Sequence[Excerpt]) -> list[Verdict]:
        """What each excerpt is worth, side by side: padding them to one batch costs more than it saves."""
        return [future.result() for future in [self._asked(question, excerpt) for excerpt in excerpts]]

    def _asked(self, question: str, excerpt: Excerpt) -> Future[Verdict]:
        """What many ask at once is computed once; what failed is tried again."""
        with self._lock:
            future = self._verdicts.get((question, excerpt))
            if future is None or (future.done() and future.exception() is not None):
                future = self._pool.submit(self._verdict, question, excerpt)
                self._verdicts[question, excerpt] = future
            return future

    def vectors(self, question: str, excerpt: Excerpt) -> npt.NDArray[np.float32]:
        """What the model is fed, float32 ``(tokens, dimension)``."""
        return self._table.vectors(np.array(self._tokenizer.encode(question, excerpt.text).ids))

    def _verdict(self, question: str, excerpt: Excerpt) -> Verdict:
        encoding = self._tokenizer.encode(question, excerpt.text)
        ids = np.array(encoding.ids)
        feed = {"vectors": self._table.vectors(ids)[None], "attention_mask": np.ones((1, len(ids)), np.int64)}
        logit, start, end = self._session.run(["answered", "start_logits", "end_logits"], feed)
        return Verdict(float(logit[0]), _pointed(start[0], end[0], encoding, excerpt))


@dataclass(frozen=True, slots=True)
class WordTable:
    """The vectors of a tokenizer's words, in blocks of 8-bit numbers with a scale each."""

    numbers: npt.NDArray[np.int8]
    scales: npt.NDArray[np.float16]

    @classmethod
    def from_path(cls, folder: Path) -> WordTable:
        """Map the files of a compiled verifier.

        Raises:
            ModelError: they aren't of the shapes above.
        """
        try:
            numbers, scales = (np.load(folder / name, mmap_mode="r") for name in (WORDS, SCALES))
            if numbers.dtype != np.int8 or len(numbers) != len(scales) or numbers.shape[1] % scales.shape[1]:
                raise ValueError("the two files don't fit together")
        except (OSError, EOFError, ValueError, IndexError, ZeroDivisionError) as error:
            raise ModelError(f"{folder}: its words can't be read ({error}); {MEND}") from error
        return cls(numbers, scales)

    def vectors(self, ids: npt.NDArray[np.int64]) -> npt.NDArray[np.float32]:
        """float32 ``(n, dimension)``, the vectors of ``n`` words by their numbers."""
        blocks = self.numbers[ids].reshape(len(ids), self.scales.shape[1], -1).astype(np.float32)
        return (blocks * self.scales[ids][:, :, None]).reshape(len(ids), -1)


def _pointed(start: Logits, end: Logits, encoding: Encoding, excerpt: Excerpt) -> tuple[Pointed | None, ...]:
    """The best span of each of an excerpt's sentences, by one row of logits."""
    rows = [i for i, part in enumerate(encoding.sequence_ids) if part == 1]
    offsets = np.array([encoding.offsets[i] for i in rows], dtype=np.int32).reshape(-1, 2)
    found = (best_span(start[rows], end[rows], offsets, [sentence]) for sentence in excerpt.sentences)
    return tuple(best and Pointed(best[2], best[0]) for best in found)
