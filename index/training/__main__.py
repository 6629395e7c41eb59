"""Train the reader: ``python -m index.training DATA --out FOLDER``."""

from __future__ import annotations

import json
import logging
import time
from dataclasses import asdict, replace
from pathlib import Path  # noqa: TC003  (typer reads the annotations)
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console
from rich.progress import track

from ..compile import compile_encoder
from ..compiled import sha256
from ..encoder import OnnxEncoder
from ..weights import find_weights
from .average import average
from .examples import Mine
from .mine import mine
from .squad import QuestionSet, read_set, split
from .thesaurus import WORDNET, Thesaurus
from .train import Recipe, Trainer

if TYPE_CHECKING:
    from collections.abc import Mapping

HELD_OUT = {
    "squad_v2_dev8.json": 0.25,
    "new_wiki_v1.0.json": 0.1,
    "amazon_reviews_v1.0.json": 0.04,
    "reddit_v1.0.json": 0.04,
}
"""File → the share of its articles that is kept for validation."""

SHARE = {"amazon_reviews_v1": 0.5, "reddit_v1": 0.5}
"""Set → the share of its questions that an epoch draws: reviews and forum posts are further from news."""

SPLIT_SEED = 7

console = Console(stderr=True, highlight=False)


def main(
    data: Annotated[Path, typer.Argument(help="A folder with the question sets, in SQuAD's JSON format.")],
    out: Annotated[Path, typer.Option(help="Where the model and its log are written.")],
    wordnet: Annotated[Path, typer.Option(help="A folder with WordNet's database files.")] = WORDNET,
    epochs: Annotated[int, typer.Option(help="How often the data is gone through.")] = Recipe().epochs,
    seed: Annotated[int, typer.Option(help="Of the examples and the new weights.")] = Recipe().seed,
    runs: Annotated[int, typer.Option(min=1, help="Trainings that are averaged, with as many seeds.")] = 3,
) -> None:
    """Train a reader from the default embedding model's weights, several times; the mean is OUT/average."""
    if missing := [name for name in HELD_OUT if not (data / name).is_file()]:
        raise typer.BadParameter(f"{data} lacks {', '.join(missing)}", param_hint="DATA")
    try:
        thesaurus = Thesaurus(wordnet)
    except FileNotFoundError as error:
        raise typer.BadParameter(str(error), param_hint="--wordnet") from error
    logging.getLogger("transformers").setLevel(logging.ERROR)  # that the head is new is no fault
    sets = {name: read_set(data / name) for name in HELD_OUT}
    training, held_out = _mined(sets)
    recipe = Recipe(epochs=epochs, seed=seed, share=SHARE)
    _record(out, list(sets.values()), wordnet, held_out, asdict(recipe) | {"runs": runs})
    folders = [out / f"run-{n + 1}" for n in range(runs)]
    for n, folder in enumerate(folders):
        own = replace(recipe, seed=seed + n)
        Trainer(find_weights(None).folder, own, thesaurus, _say).train(training, held_out, folder)
    average([folder / "best" for folder in folders], out / "average")
    Trainer(out / "average", recipe, thesaurus, _say).validate({"model": "average"}, held_out, out)
    _say(f"done: {out / 'average'}")


def _mined(sets: Mapping[str, QuestionSet]) -> tuple[list[Mine], dict[str, list[Mine]]]:
    """The articles to train on, and for each set those kept for validation."""
    encoder = OnnxEncoder.from_path(compile_encoder(precision="int8", progress=console.print))
    training: list[Mine] = []
    held_out: dict[str, list[Mine]] = {}
    for name, found in sets.items():
        mined = {
            a.document.id: Mine.of(a, mine(a, encoder)) for a in track(found.articles, name, console=console)
        }
        kept, left_out = split(found.articles, HELD_OUT[name], SPLIT_SEED)
        training += [mined[a.document.id] for a in kept]
        held_out[found.name] = [mined[a.document.id] for a in left_out]
    return training, held_out


def _record(
    out: Path, sets: list[QuestionSet], wordnet: Path, held_out: dict[str, list[Mine]], recipe: dict[str, Any]
) -> None:
    """Write down, before it starts, what decides this training."""
    out.mkdir(parents=True, exist_ok=True)
    record = {
        "recipe": recipe,
        "base": find_weights(None).sha256,
        "data": {s.name: s.sha256 for s in sets},
        "wordnet": {path.name: sha256(path) for path in sorted(wordnet.glob("data.*"))},
        "held_out": {name: [m.article.document.title for m in mines] for name, mines in held_out.items()},
    }
    (out / "training.json").write_text(json.dumps(record, indent=2) + "\n", encoding="utf-8")


def _say(text: str) -> None:
    console.print(f"{time.strftime('%H:%M:%S')} {text}", soft_wrap=True)


if __name__ == "__main__":
    typer.run(main)
