"""Measure a reader on articles it was not trained on, and fit how far its margin is trusted, anew.

    pip install '.[train]'
    python tests/benchmarks/fit_reader.py DATA READER

DATA is what ``python -m index.training`` took, READER a compiled reader's folder, such as
``index/shipped_reader``. Each article that the training left out becomes an index of its own, which is asked
its own questions and some of other articles of its file. Printed are, for ``index/exact.py``, how many
passages to read and what their scores count; for ``index/confidence.py``, the regression with its areas under
the ROC curve and its calibration error by cross-validation over articles; and every figure per data set,
with the reader and without.
"""

from __future__ import annotations

import random
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
from rich.console import Console
from rich.progress import track
from rich.table import Table
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import GroupKFold, cross_val_predict

from index.compile import compile_encoder
from index.confidence import confidence, features, relevance
from index.encoder import OnnxEncoder
from index.exact import READ, SCORE_WEIGHT
from index.ingest import ingest
from index.read import read
from index.reader import OnnxReader, excerpt
from index.training.__main__ import HELD_OUT, SPLIT_SEED
from index.training.evaluate import plain, same_answer
from index.training.mine import alone
from index.training.squad import Question, read_set, split

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from index.retrieve import Hit, Retrieval
    from index.shelf import Shelf
    from index.training.squad import Article

Booleans = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]

QUESTIONS, OTHERS = 400, 60
"""Of each article, and of other articles of its file."""

FITTED = ("squad_v2_dev8", "new_wiki_v1")
"""Sets whose articles are the most like news: the regression and the ranking are fitted on them."""

KINDS = ("answerable", "near miss", "other article")
MOST_READ = 6

console = Console(highlight=False, width=130)


@dataclass(frozen=True, slots=True)
class Found:
    """What one way answers: whether its passage, sentence and words are right, and what speaks for it."""

    passage: bool
    sentence: bool
    span: bool
    margin: float
    score: float
    relevance: float
    confidence: float


@dataclass(frozen=True, slots=True)
class Row:
    """A question: ``plain`` is what retrieval alone answers, ``readings`` one for each passage read."""

    set: str
    article: str
    kind: str
    plain: Found
    readings: tuple[Found, ...]

    def best(self, read: int = READ, weight: float = SCORE_WEIGHT) -> Found:
        return max(self.readings[:read], key=lambda found: found.margin + weight * found.score)


def rows(data: Path, reader: OnnxReader, encoder: OnnxEncoder) -> Iterator[Row]:
    for name, share in HELD_OUT.items():
        found = read_set(data / name)
        _, held_out = split(found.articles, share, SPLIT_SEED)
        for article in track(held_out, name, console=console):
            others = [q for a in found.articles if a is not article for q in a.questions if q.answer]
            yield from asked(article, others, reader, encoder)


def asked(
    article: Article, others: Sequence[Question], reader: OnnxReader, encoder: OnnxEncoder
) -> Iterator[Row]:
    rng = random.Random(article.document.id)  # noqa: S311
    own = rng.sample(article.questions, min(QUESTIONS, len(article.questions)))
    foreign = rng.sample(others, min(OTHERS, len(own)))
    kinds = [KINDS[q.answer is None] for q in own] + [KINDS[2]] * len(foreign)
    with alone(ingest(article.document, encoder), encoder) as shelf:
        for kind, question in zip(kinds, [*own, *foreign], strict=True):
            retrieval = shelf.retriever.retrieve(question.text, shelf.vocabulary, shelf.collections)
            judge = Judged(retrieval, shelf, question if kind == KINDS[0] else None)
            if (plain := judge.plain()) and (readings := judge.readings(reader)):
                yield Row(article.set, article.document.id, kind, plain, readings)


@dataclass(frozen=True, slots=True)
class Judged:
    """What one question found, held against its answer."""

    retrieval: Retrieval
    shelf: Shelf
    question: Question | None

    def plain(self) -> Found | None:
        best = next(iter(read(self.retrieval)), None)
        return best and self._found(best.hit, best.sentence, None, 0.0)

    def readings(self, reader: OnnxReader) -> tuple[Found, ...]:
        hits = self.retrieval.hits[:MOST_READ]
        excerpts = [excerpt(h.passage.document.text, h.passage.span, h.passage.sentences) for h in hits]
        found = zip(hits, reader.read(self.retrieval.question, excerpts), strict=True)
        return tuple(
            self._found(hit, r.sentence, r.span.of(hit.passage.span.of(hit.passage.document.text)), r.margin)
            for hit, r in found
            if r is not None
        )

    def _found(self, hit: Hit, sentence: int, words: str | None, margin: float) -> Found:
        seen = features(self.retrieval, hit, sentence, self.shelf.vocabulary)
        text, asked = hit.passage.document.text, self.question
        golds = [place.of(text) for place in asked.answers] if asked else []
        quoted = plain(hit.passage.sentences[sentence].of(text))
        return Found(
            passage=asked is not None and asked.paragraph.overlap(hit.passage.span) > 0,
            sentence=any(plain(gold) in quoted for gold in golds),
            span=any(same_answer(words or "", gold) for gold in golds),
            margin=margin,
            score=hit.score,
            relevance=relevance(seen),
            confidence=confidence(seen),
        )


def ranking(found: list[Row]) -> None:
    table = Table("read", "score counts", "best passage right", "sentence holds the answer", "span")
    answerable = [row for row in found if row.kind == KINDS[0]]
    for count in (1, 2, 3, 4, 6):
        for weight in (0.0, 6.0, 15.0, 25.0, 40.0):
            best = [row.best(count, weight) for row in answerable]
            shares = [np.mean([getattr(b, what) for b in best]) for what in ("passage", "sentence", "span")]
            table.add_row(str(count), f"{weight:g}", *(f"{share:.3f}" for share in shares))
    console.print(table)


def logits(found: list[Row]) -> Floats:
    """(n, 2): the margin, and relevance's logit."""
    best = [row.best() for row in found]
    return np.array([[b.margin, np.log(b.relevance / (1 - b.relevance))] for b in best])


def judgements(found: list[Row]) -> dict[str, Floats]:
    """For each way of judging, how sure it is of each question; the fitted ones by cross-validation."""
    x, y = logits(found), np.array([row.kind == KINDS[0] for row in found])
    model = LogisticRegression(C=10)
    folds = {"cv": GroupKFold(6), "groups": [row.article for row in found], "method": "predict_proba"}
    both = cross_val_predict(model, x, y, **folds)[:, 1]
    fitted = model.fit(x, y)
    weights = ", ".join(f"{w:.3f}" for w in (fitted.intercept_[0], *fitted.coef_[0]))
    console.print(f"READ_AT_ZERO, READ_MARGIN, READ_RELEVANT = {weights}")
    console.print({kind: sum(row.kind == kind for row in found) for kind in KINDS})
    return {
        "retrieval": np.array([row.plain.confidence for row in found]),
        "margin": cross_val_predict(model, x[:, :1], y, **folds)[:, 1],
        "margin and relevance": both,
        "mean of that and retrieval": (both + [row.best().confidence for row in found]) / 2,
    }


def told_apart(found: list[Row], ways: dict[str, Floats]) -> None:
    table = Table(
        "set", "judged by", *(f"{k}: AUROC" for k in KINDS[1:]), "reject at 90", "calibration error"
    )
    for name in sorted({row.set for row in found}):
        for way, sure in ways.items():
            here = {k: sure[[r.set == name and r.kind == k for r in found]] for k in KINDS}
            cells = [f"{area(here[KINDS[0]], here[k]):.3f}" if len(here[k]) else "" for k in KINDS[1:]]
            least = np.quantile(here[KINDS[0]], 0.1)
            cells.append(f"{np.mean(here[KINDS[1]] < least):.3f}" if len(here[KINDS[1]]) else "")
            table.add_row(name, way, *cells)
    right = np.array([row.kind == KINDS[0] for row in found])
    for way, sure in ways.items():
        table.add_row("all", way, "", "", "", f"{calibration_error(sure, right):.3f}")
    console.print(table)


def thresholds(found: list[Row], sure: Floats) -> None:
    """What is answered of each kind, and how many first quotes are right, by the fitted confidence."""
    table = Table("read from", "threshold", *KINDS, "first quote right")
    kinds = np.array([row.kind for row in found])
    relevant = np.array([row.best().relevance for row in found])
    right = np.array([row.best().sentence for row in found])
    for least in (0.0, 0.05, 0.1, 0.2):
        for threshold in (0.1, 0.15, 0.2, 0.25, 0.3):
            answered = (sure >= threshold) & (relevant >= least)
            shares = [answered[kinds == kind].mean() for kind in KINDS]
            shares.append((answered & right)[kinds == KINDS[0]].mean())
            table.add_row(f"{least:g}", f"{threshold:g}", *(f"{share:.3f}" for share in shares))
    console.print(table)


def area(yes: Floats, no: Floats) -> float:
    labels = np.r_[np.ones(len(yes)), np.zeros(len(no))]
    return float(roc_auc_score(labels, np.r_[yes, no]))


def calibration_error(sure: Floats, right: Booleans) -> float:
    """Expected calibration error over ten bins of as many questions each."""
    bins = np.array_split(np.argsort(sure), 10)
    return float(sum(abs(sure[b].mean() - right[b].mean()) * len(b) for b in bins) / len(sure))


def with_and_without(found: list[Row]) -> None:
    table = Table("set", "questions", "reader", "best passage right", "sentence holds the answer", "span")
    for name in sorted({row.set for row in found}):
        here = [row for row in found if row.set == name and row.kind == KINDS[0]]
        for way, answers in (("without", [r.plain for r in here]), ("with", [r.best() for r in here])):
            shares = [
                np.mean([getattr(a, what) for a in answers]) for what in ("passage", "sentence", "span")
            ]
            cells = [f"{share:.3f}" for share in shares[: 3 if way == "with" else 2]]
            table.add_row(name, str(len(here)), way, *cells)
    console.print(table)


def main() -> None:
    data, folder = map(Path, sys.argv[1:])
    encoder = OnnxEncoder.from_path(compile_encoder(precision="int8"))
    found = list(rows(data, OnnxReader.from_path(folder), encoder))
    nearest = [row for row in found if row.set in FITTED]
    ranking(nearest)
    ways = judgements(nearest)
    told_apart(nearest, ways)
    thresholds(nearest, ways["margin and relevance"])
    with_and_without(found)


if __name__ == "__main__":
    main()
