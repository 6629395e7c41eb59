"""Fit how far the verifier's logit is trusted, and show what each threshold costs, on articles to choose by.

    pip install '.[train]'
    python tests/benchmarks/fit_verifier.py DATA [--questions 80]

DATA holds ``news_near_misses_choose.jsonl`` (questions as people type them, half of them near misses),
``polnear_dev.jsonl`` (its articles) and ``squad_v2_more20.json``, of which those articles are taken that
the training left out to choose by. Each article becomes an index of its own and is asked its questions and
some of other articles. Printed are, for ``index/confidence.py``, the regression and its calibration error by
cross-validation over articles, and what is answered at each threshold. Nothing here is reported on: SQuAD
dev8's, new Wikipedia's left-out articles and the golden set are for that.
"""

from __future__ import annotations

import json
import random
from dataclasses import dataclass
from pathlib import Path  # noqa: TC003  (typer reads the annotations)
from typing import TYPE_CHECKING, Annotated

import numpy as np
import numpy.typing as npt
import typer
from rich.console import Console
from rich.progress import track
from rich.table import Table
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import GroupKFold

from index.answering.citing import widened
from index.answering.evidence import best_sentences
from index.answering.judge import VERIFY_FROM
from index.answering.thresholds import features, relevance
from index.answering.verification import verify_hits
from index.building.build import SHIPPED_VERIFIER
from index.document import Document
from index.models.compiling.encoder import compile_encoder
from index.models.encoder import OnnxEncoder
from index.models.verifier import OnnxVerifier
from index.storage.ingest import ingest
from index.training.mine import alone
from index.training.squad import read_set

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from index.answering.scope import Scope

Floats = npt.NDArray[np.float64]
Booleans = npt.NDArray[np.bool_]

NEWS, SQUAD = "news", "SQuAD"
SQUAD_ARTICLES = ("Rhine", "Geology", "Civil disobedience")
OTHERS = 12
"""Questions of other articles that an article is asked."""
WEIGHTS = {NEWS: 2.5, SQUAD: 1.0, "other": 0.5}
"""What the sets count in the regression, each as a whole: news is what is asked of the bot."""
THRESHOLDS = (0.5, 0.55, 0.6, 0.65, 0.7, 0.75)

console = Console(highlight=False, width=120)


@dataclass(frozen=True, slots=True)
class Asked:
    """A question of an article; ``gold`` are texts that answer it, none where it isn't answered there.

    ``set`` is ``NEWS``, ``SQUAD``, or "other" for a question of another article.
    """

    set: str
    text: str
    gold: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """What became of a question: the best logit (None where nothing was near), and whether its sentence holds
    an answer."""

    article: str
    asked: Asked
    logit: float | None
    holds: bool


def main(
    data: Annotated[Path, typer.Argument(help="The folder of the data sets.")],
    questions: Annotated[int, typer.Option(help="Of each of SQuAD's articles.")] = 80,
) -> None:
    """Ask, fit and print."""
    encoder = OnnxEncoder.from_path(compile_encoder(progress=console.print))
    verifier = OnnxVerifier.from_path(SHIPPED_VERIFIER)
    rows = []
    for document, asked in track([*_news(data), *_squad(data, questions)], "asking", console=console):
        with alone(ingest(document, encoder), encoder) as scope:
            rows += [_row(document, one, scope, verifier) for one in asked]
    _print(rows)


def _news(data: Path) -> Iterator[tuple[Document, list[Asked]]]:
    texts = {a["id"]: a["text"].strip() for a in _lines(data / "polnear_dev.jsonl")}
    asked: dict[str, list[Asked]] = {}
    for row in _lines(data / "news_near_misses_choose.jsonl"):
        asked.setdefault(row["article"], []).append(Asked(NEWS, row["q"], tuple(row["gold"] or ())))
    for slug, own in asked.items():
        title = slug.split("_", 2)[-1].replace("-", " ")
        yield Document("article", title, texts[slug]), own + _of_others(slug, asked)


def _squad(data: Path, most: int) -> Iterator[tuple[Document, list[Asked]]]:
    articles = [
        a for a in read_set(data / "squad_v2_more20.json").articles if a.document.title in SQUAD_ARTICLES
    ]
    asked = {
        a.document.title: [
            Asked(SQUAD, q.text, tuple(place.of(a.document.text) for place in q.answers))
            for q in random.Random(1).sample(a.questions, min(most, len(a.questions)))  # noqa: S311
        ]
        for a in articles
    }
    for article in articles:
        title = article.document.title
        yield article.document, asked[title] + _of_others(title, asked)


def _of_others(name: str, asked: dict[str, list[Asked]]) -> list[Asked]:
    pool = [a for other, found in asked.items() if other != name for a in found if a.gold]
    drawn = random.Random(name).sample(pool, min(OTHERS, len(pool)))  # noqa: S311
    return [Asked("other", a.text, ()) for a in drawn]


def _lines(path: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def _row(document: Document, asked: Asked, scope: Scope, verifier: OnnxVerifier) -> Row:
    retrieval = scope.retriever.retrieve(asked.text, scope.vocabulary, scope.collections)
    if not (evidence := best_sentences(retrieval)):
        return Row(document.title, asked, None, False)
    seen = features(retrieval, evidence[0].hit, evidence[0].sentence, scope.vocabulary)
    if relevance(seen) < VERIFY_FROM or not (found := verify_hits(verifier, retrieval)):
        return Row(document.title, asked, None, False)
    best = found[0].evidence
    quote = widened(best.hit.passage, best.sentence).of(document.text).lower()
    return Row(document.title, asked, found[0].logit, any(g.lower() in quote for g in asked.gold))


def _print(rows: Sequence[Row]) -> None:
    judged = np.array([row.logit is not None for row in rows])
    logits = np.array([row.logit or 0.0 for row in rows])
    parts = np.stack([np.minimum(logits, 0), np.maximum(logits, 0)], axis=1)
    answerable = np.array([bool(row.asked.gold) for row in rows])
    sets = np.array([row.asked.set for row in rows])
    weights = np.array([WEIGHTS[s] / (sets == s).sum() * len(rows) for s in sets])
    articles = np.array([row.article for row in rows])
    crossed = np.zeros(len(rows))
    for train, test in GroupKFold(6).split(parts, answerable, articles):
        own, others = test[judged[test]], train[judged[train]]
        crossed[own] = _fit(parts[others], answerable[others], weights[others]).predict_proba(parts[own])[
            :, 1
        ]
    fitted = _fit(parts[judged], answerable[judged], weights[judged])
    below, above = fitted.coef_[0]
    console.print(f"at zero {fitted.intercept_[0]:.3f}, below {below:.3f}, above {above:.3f}")
    for name in (NEWS, SQUAD):
        of = sets == name
        area = roc_auc_score(answerable[of], crossed[of])
        console.print(f"{name}: area {area:.3f}, calibration error {_error(crossed[of], answerable[of]):.3f}")
    console.print(f"all: calibration error {_error(crossed, answerable):.3f}")
    probabilities = np.where(judged, fitted.predict_proba(parts)[:, 1], 0.0)
    _thresholds(probabilities, answerable, np.array([row.holds for row in rows]), sets)


def _fit(parts: Floats, answerable: Booleans, weights: Floats) -> LogisticRegression:
    return LogisticRegression(C=10).fit(parts, answerable, sample_weight=weights)


def _error(probabilities: Floats, answerable: Booleans) -> float:
    """Expected calibration error, ten equal bins."""
    bins = np.minimum(9, (probabilities * 10).astype(int))
    off = [abs((probabilities[bins == b] - answerable[bins == b]).sum()) for b in range(10)]
    return float(sum(off) / len(probabilities))


def _thresholds(
    probabilities: Floats, answerable: Booleans, holds: Booleans, sets: npt.NDArray[np.str_]
) -> None:
    table = Table(
        "threshold", *(f"{s}: {w}" for s in (NEWS, SQUAD) for w in ("right", "wrong", "near misses")), "other"
    )
    for threshold in THRESHOLDS:
        answered = probabilities >= threshold
        cells = []
        for name in (NEWS, SQUAD):
            yes, no = (sets == name) & answerable, (sets == name) & ~answerable
            cells += [(answered & holds)[yes].mean(), (answered & ~holds)[yes].mean(), answered[no].mean()]
        cells.append(answered[sets == "other"].mean())
        table.add_row(f"{threshold:.2f}", *(f"{cell:.3f}" for cell in cells))
    console.print(table)


if __name__ == "__main__":
    typer.run(main)
