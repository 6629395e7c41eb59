"""How surely a cosine tells that two questions ask the same: on QAMR's questions about one sentence each.

``python tests/benchmarks/bench_grouping.py qamr_wiki.jsonl``. The same is asked by two questions whose
answers are the same words of a sentence, as two annotators wrote them; another thing by two whose answers
don't overlap. Every other sentence is for choosing, the rest for reporting.
"""

from __future__ import annotations

import argparse
import json
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np

from index.answering.grouping import conflict
from index.models.compiling.encoder import compile_encoder
from index.models.encoder import OnnxEncoder

SENTENCES = 80
"""Of each half: some 1,500 questions, a minute."""

Judged = list[tuple[float, bool]]

THRESHOLDS = (0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9)


def asked(row: dict[str, Any]) -> list[tuple[str, tuple[int, int]]]:
    """The questions of a sentence that two annotators answered alike, each with its answer's place."""
    return [(qa["question"], (qa["start"], qa["end"])) for qa in row["qas"] if qa["agree"] > 1]


def judged(rows: list[dict[str, Any]], encoder: OnnxEncoder) -> tuple[Judged, Judged]:
    """Of questions that ask the same, and of others on the same sentence: cosine, and if wordings fit."""
    same, other = [], []
    for row in rows:
        vectors = [(text, encoder.encode_query(text).vector, span) for text, span in asked(row)]
        for (one, a, (start, end)), (two, b, (begin, stop)) in combinations(vectors, 2):
            found = float(a @ b), not conflict(one, two)
            if (start, end) == (begin, stop):
                same.append(found)
            elif end <= begin or stop <= start:
                other.append(found)
    return same, other


def _shares(found: Any, least: float) -> tuple[float, float]:
    """Of pairs, float ``(n, 2)``: how many would be grouped by the cosine alone, and with the wording."""
    near = found[:, 0] >= least
    return near.mean(), (near & (found[:, 1] > 0)).mean()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("qamr", type=Path, help="qamr_wiki.jsonl")
    rows = [json.loads(line) for line in parser.parse_args().qamr.read_text().splitlines() if line]
    encoder = OnnxEncoder.from_path(compile_encoder(precision="int8"))
    for name, part in (("choosing", rows[::2]), ("reporting", rows[1::2])):
        same, other = (np.array(found) for found in judged(part[:SENTENCES], encoder))
        print(f"{name}: {len(same)} pairs that ask the same, {len(other)} that don't: cosine; and wording")
        for least in THRESHOLDS:
            shares = [s for found in (same, other) for s in _shares(found, least)]
            print(f"  {least:.2f}: " + "  ".join(f"{share:.4f}" for share in shares))
