"""Fit the weights of ``index/confidence.py`` anew, on question sets in SQuAD 2.0's format.

    pip install 'scikit-learn>=1.7,<2'
    python tests/benchmarks/fit_confidence.py squad.json more.json

Each article becomes an index of its own, which is asked its own questions, answerable or not, and as many
of other articles of its file. Printed are both regressions and, by cross-validation over articles, the
areas under the ROC curve: answerable questions against those of other articles, and against those that the
article seems to answer.
"""

from __future__ import annotations

import json
import random
import sys
from dataclasses import astuple, dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import GroupKFold, cross_val_predict

from index.answering.evidence import best_sentences
from index.answering.thresholds import Features, features
from index.document import Document
from index.models.compiling.encoder import compile_encoder
from index.models.encoder import OnnxEncoder
from index.storage.ingest import ingest
from index.training.mine import alone

if TYPE_CHECKING:
    from collections.abc import Iterator

QUESTIONS, OTHERS = 150, 50
"""Of each article, and of other articles of its file."""

KINDS = ("answerable", "unanswerable", "other article")


@dataclass(frozen=True, slots=True)
class Row:
    """One question: the features of its best evidence, what kind it is, and whose article it was asked."""

    found: Features
    kind: str
    article: int


def rows(path: Path, encoder: OnnxEncoder) -> Iterator[Row]:
    articles = json.loads(path.read_text(encoding="utf-8"))["data"]
    asked = [[q for p in a["paragraphs"] for q in p["qas"]] for a in articles]
    for number, article in enumerate(articles):
        rng = random.Random(number)  # noqa: S311
        own = rng.sample(asked[number], min(QUESTIONS, len(asked[number])))
        rest = [q for n, questions in enumerate(asked) if n != number for q in questions]
        foreign = rng.sample(rest, min(OTHERS, len(rest)))
        kinds = [KINDS[bool(q.get("is_impossible"))] for q in own] + [KINDS[2]] * len(foreign)
        text = "\n\n".join(paragraph["context"] for paragraph in article["paragraphs"])
        questions = [q["question"] for q in [*own, *foreign]]
        for kind, found in zip(kinds, measured(text, article["title"], questions, encoder), strict=True):
            if found is not None:
                yield Row(found, kind, number)


def measured(text: str, title: str, questions: list[str], encoder: OnnxEncoder) -> Iterator[Features | None]:
    with alone(ingest(Document("article", title, text), encoder), encoder) as scope:
        for question in questions:
            retrieval = scope.retriever.retrieve(question, scope.vocabulary, scope.collections)
            best = next(iter(best_sentences(retrieval)), None)
            yield best and features(retrieval, best.hit, best.sentence, scope.vocabulary)


def fit(name: str, found: list[Row], against: str) -> None:
    chosen = [row for row in found if row.kind in ("answerable", against)]
    x = np.array([astuple(row.found) for row in chosen])
    y = np.array([row.kind == "answerable" for row in chosen])
    model = LogisticRegression(C=10, max_iter=4000).fit(x, y)
    folds = cross_val_predict(
        model, x, y, cv=GroupKFold(5), groups=[row.article for row in chosen], method="decision_function"
    )
    weights = ", ".join(f"{f.name}={w:.2f}" for f, w in zip(fields(Features), model.coef_[0], strict=True))
    sys.stdout.write(f"{name} = Features({weights})\n{name}_AT_ZERO = {model.intercept_[0]:.2f}\n")
    sys.stdout.write(f"  area under the ROC curve against {against}: {roc_auc_score(y, folds):.4f}\n")


def main() -> None:
    encoder = OnnxEncoder.from_path(compile_encoder(precision="int8"))
    found = [row for path in sys.argv[1:] for row in rows(Path(path), encoder)]
    fit("RELEVANT", found, "other article")
    if any(row.kind == "unanswerable" for row in found):
        fit("ANSWERED", found, "unanswerable")


if __name__ == "__main__":
    main()
