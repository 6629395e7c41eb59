"""How well the sentences chosen for an overview carry an article, by method.

    python tests/benchmarks/bench_overview.py news.jsonl texts.jsonl squad.json…

A sentence carries an article as far as people ask about it: the figure is the share of the questions on an
article whose answer stands in the chosen sentences, at most five. News are articles with questions as people
type them (``article``, ``q``, ``gold`` a line; ``id`` and ``text`` a line), the rest is SQuAD's format, five
paragraphs an article. By every other article the method and its constants were chosen; the others report:

                              news     Wikipedia
    the first five            .222     .264
    centroid                  .236     .239
    TextRank                  .222     .232
    MMR .0, lead .4           .264     .254
    MMR .4, lead .4           .236     .257
    MMR .4, lead 1.2          .278     .273
    MMR .4, lead 2            .264     .278     as shipped

On the half to choose by the last has .250 and .227, the first five .250 and .227 too; no other has more.
"""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from index.answering.overview import MOST_SENTENCES, chosen
from index.models.compiling.encoder import compile_encoder
from index.models.encoder import OnnxEncoder
from index.storage.content_tokens import content_tokens
from index.text.segmentation import paragraphs, sentences

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from index.document import Span
    from index.models.encoder import Vectors

PARAGRAPHS = 5
DAMPING, ROUNDS = 0.85, 50
"""TextRank's (Mihalcea and Tarau 2004)."""


class Article(NamedTuple):
    """Its sentences, and where each answer to a question begins; -1 where it isn't found."""

    vectors: Vectors
    sentences: list[Span]
    answers: list[int]


def lead(vectors: Vectors) -> list[int]:
    """The first sentences."""
    return list(range(min(MOST_SENTENCES, len(vectors))))


def centroid(vectors: Vectors) -> list[int]:
    """Those nearest the mean (Radev et al. 2004)."""
    return _best(vectors @ vectors.mean(axis=0))


def text_rank(vectors: Vectors) -> list[int]:
    """Those that random walks over the similarities visit most."""
    weights = np.maximum(vectors @ vectors.T, 0)
    np.fill_diagonal(weights, 0)
    weights /= np.maximum(weights.sum(axis=0), 1e-9)
    rank = np.ones(len(vectors)) / len(vectors)
    for _ in range(ROUNDS):
        rank = (1 - DAMPING) / len(vectors) + DAMPING * weights @ rank
    return _best(rank)


def marginal(diversity: float, lead_weight: float) -> Callable[[Vectors], list[int]]:
    """Those nearest the mean, early and unlike those chosen already (Carbonell and Goldstein 1998)."""
    return lambda vectors: chosen(vectors, diversity=diversity, lead_weight=lead_weight)


METHODS = {
    "the first five": lead,
    "centroid": centroid,
    "TextRank": text_rank,
    **{f"MMR {d} lead {w}": marginal(d, w) for d in (0.0, 0.2, 0.4) for w in (0.0, 0.4, 0.8, 1.2, 2.0)},
}


def _best(scores: Vectors) -> list[int]:
    return sorted(np.argsort(-scores, kind="stable")[:MOST_SENTENCES].tolist())


def share(article: Article, kept: list[int]) -> float:
    """The share of the answers that stand in the sentences kept."""
    spans = [article.sentences[n] for n in kept]
    return float(np.mean([any(s.start <= a < s.end for s in spans) for a in article.answers]))


def news(questions: Path, texts: Path, encoder: OnnxEncoder) -> Iterator[Article]:
    """Articles with typed questions."""
    bodies = {(row := json.loads(line))["id"]: row["text"] for line in texts.open(encoding="utf-8")}
    asked = defaultdict(list)
    for line in questions.open(encoding="utf-8"):
        row = json.loads(line)
        if row.get("gold"):
            asked[row["article"]].append(row["gold"][0])
    for name, gold in asked.items():
        yield article(bodies[name], [bodies[name].find(words) for words in gold], encoder)


def squad(path: Path, encoder: OnnxEncoder) -> Iterator[Article]:
    """The beginning of each article, its first five paragraphs, with the questions on them."""
    for entry in json.loads(path.read_text(encoding="utf-8"))["data"]:
        text, answers = "", []
        for paragraph in entry["paragraphs"][:PARAGRAPHS]:
            for asked in paragraph["qas"]:
                answers += [len(text) + a["answer_start"] for a in asked.get("answers", [])[:1]]
            text += paragraph["context"] + "\n\n"
        if answers:
            yield article(text, answers, encoder)


def article(text: str, answers: list[int], encoder: OnnxEncoder) -> Article:
    """A text with its sentences encoded."""
    found = [s for block in paragraphs(text) for s in sentences(text, block)]
    rows = [
        content_tokens(s.of(text), e)[1]
        for s, e in zip(found, encoder.encode_passages([s.of(text) for s in found]), strict=True)
    ]
    vectors = np.array([r.mean(axis=0) if len(r) else np.zeros(encoder.dimension) for r in rows], np.float32)
    return Article(vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9), found, answers)


def main(questions: str, texts: str, *wikipedia: str) -> None:
    """Print the table."""
    encoder = OnnxEncoder.from_path(compile_encoder(), threads=2)
    sets = {
        "news": list(news(Path(questions), Path(texts), encoder)),
        "wiki": [a for path in wikipedia for a in squad(Path(path), encoder)],
    }
    print(f"{'':24}" + "".join(f"{name:>10} {half:>8}" for name in sets for half in ("chosen", "reported")))
    for method, choose in METHODS.items():
        figures = [[share(a, choose(a.vectors)) for a in found] for found in sets.values()]
        halves = [float(np.mean(f[start::2])) for f in figures for start in (0, 1)]
        print(f"{method:24}" + "".join(f"{value:10.3f}" for value in halves))


if __name__ == "__main__":
    main(*sys.argv[1:])
