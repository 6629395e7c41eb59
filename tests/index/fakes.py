"""Stand-ins for the parts that are slow or learnt, with values that can be worked out by hand."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

import numpy as np

from index.document import CORPUS, Span
from index.models.encoder import Encoding
from index.models.reader import Reading
from index.models.verifier import Pointed, Verdict
from index.search.vocabulary import Vocabulary
from index.storage.library import Library
from index.text.terms import stem

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

    from index.models.reader import Excerpt

_WORD = re.compile(r"\w+")


class WordEncoder:
    """An ``Encoder`` that knows a list of words, each at right angles to every other.

    Two tokens have the cosine 1 when they are the same word, else 0; all words that aren't on the list count
    as one word. A text's vector is the normalised sum of its tokens', so that texts of n and m different
    words which share k have the cosine k / sqrt(n m).
    """

    def __init__(self, words: str, real: Collection[str] = ()) -> None:
        self._words, self._real = words.split(), frozenset(real)

    @property
    def dimension(self) -> int:
        return max(16, 1 << len(self._words).bit_length())

    @property
    def model_hash(self) -> str:
        return "words " + " ".join(self._words)

    def encode_query(self, text: str) -> Encoding:
        spans = [match.span() for match in _WORD.finditer(text)]
        tokens = np.zeros((len(spans), self.dimension), dtype=np.float32)
        for row, (start, end) in enumerate(spans):
            tokens[row, self._axis(text[start:end].lower())] = 1
        whole = tokens.sum(axis=0)
        vector = whole / max(float(np.linalg.norm(whole)), 1e-9)
        return Encoding(vector, tokens, np.array(spans, dtype=np.int32).reshape(-1, 2))

    def encode_passages(
        self, texts: Sequence[str], *, progress: Callable[[int], None] | None = None
    ) -> list[Encoding]:
        encodings = [self.encode_query(text) for text in texts]
        if progress is not None:
            progress(len(texts))
        return encodings

    def is_word(self, word: str) -> bool:
        return word in self._real

    def _axis(self, word: str) -> int:
        return self._words.index(word) if word in self._words else len(self._words)


class WordCounts(Library):
    """A ``Library`` that only counts: so many passages, and in how many each word stands, each in others
    than the words of its stem."""

    def __init__(self, counts: Mapping[str, int], passages: int) -> None:
        self._counts, self._passages = counts, passages

    def count_passages(self, collections: Sequence[str]) -> int:
        return self._passages

    def passage_counts(self, terms: Collection[str], collections: Sequence[str]) -> dict[str, int]:
        stems = Counter[str]()
        for word, count in self._counts.items():
            stems[stem(word)] += count
        return {term: stems[term] for term in terms if term in stems}

    def words(
        self, collections: Sequence[str], starts: Collection[str], lengths: Collection[int]
    ) -> dict[str, int]:
        held = self._counts.items()
        return {w: n for w, n in held if len(w) in lengths and w.startswith(tuple(starts))}


def vocabulary_of(counts: Mapping[str, int], passages: int) -> Vocabulary:
    """The vocabulary of so many passages in which each word stands so often."""
    return Vocabulary(WordCounts(counts, passages), [CORPUS])


class PointingReader:
    """A ``Reader`` that points at the words it was told to, each with its margin.

    Where none of them stands in a sentence that may answer, it points at the first of these with -9.
    ``questions`` are those it was asked, in order.
    """

    def __init__(self, **margins: float) -> None:
        self._margins = margins
        self.questions: list[str] = []

    @property
    def model_hash(self) -> str:
        return "pointing"

    @property
    def name(self) -> str:
        return "a pointing reader"

    def read(self, question: str, excerpts: Sequence[Excerpt]) -> list[Reading | None]:
        self.questions.append(question)
        return [self._reading(e) for e in excerpts]

    def _reading(self, excerpt: Excerpt) -> Reading | None:
        found = [
            Reading(number, Span(at, at + len(words)), margin)
            for words, margin in self._margins.items()
            for number, sentence in enumerate(excerpt.sentences)
            if sentence.start <= (at := excerpt.text.find(words, sentence.start)) < sentence.end
        ]
        nothing = Reading(0, excerpt.sentences[0], -9.0)
        return max(found, key=lambda reading: reading.margin, default=nothing)


class PointingVerifier:
    """A ``Verifier`` that points at the words it was told to, each with its logit.

    Where none of them stands in an excerpt it points at nothing, with -9. ``excerpts`` are the texts that it
    was given, in order.
    """

    def __init__(self, **logits: float) -> None:
        self._logits = logits
        self.excerpts: list[str] = []

    @property
    def model_hash(self) -> str:
        return "verifying"

    @property
    def name(self) -> str:
        return "a pointing verifier"

    def verify(self, question: str, excerpts: Sequence[Excerpt]) -> list[Verdict]:
        self.excerpts += [e.text for e in excerpts]
        return [self._verdict(e) for e in excerpts]

    def _verdict(self, excerpt: Excerpt) -> Verdict:
        best: list[Pointed | None] = [None] * len(excerpt.sentences)
        for words, logit in sorted(self._logits.items(), key=lambda told: told[1]):
            for number, sentence in enumerate(excerpt.sentences):
                if sentence.start <= (at := excerpt.text.find(words, sentence.start)) < sentence.end:
                    best[number] = Pointed(Span(at, at + len(words)), logit)
        return Verdict(max((p.score for p in best if p), default=-9.0), tuple(best))
