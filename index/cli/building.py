"""``rapporteur build``, and the index that other commands open, which is built when it is missing."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ..errors import UsageError
from .llm import model_of
from .options import DEFAULT_INDEX, CorpusOption, IndexOption, database
from .terminal import err

if TYPE_CHECKING:
    from ..engine import Engine
    from .llm import Mode


def build(
    corpus: CorpusOption,
    index: IndexOption = DEFAULT_INDEX,
    model: Annotated[
        str | None,
        typer.Option(
            help="The embedding model: a folder or hub name that sentence-transformers can load.",
            show_default="all-MiniLM-L6-v2",
        ),
    ] = None,
    precision: Annotated[str, typer.Option(help="int8 (23 MB, faster) or fp32 (91 MB, exact).")] = "int8",
    reader: Annotated[
        str | None,
        typer.Option(
            help="What judges in the place of the shipped verifier: a folder or hub name of an extractive "
            "question-answering model, or none.",
            show_default="the verifier judges",
        ),
    ] = None,
    force: Annotated[
        bool, typer.Option("--force", help="Make it anew, also in the place of a damaged one.")
    ] = False,
    prune: Annotated[
        bool,
        typer.Option(
            "--prune", help="Hold what the folder holds: drop what was added, bring back what was removed."
        ),
    ] = False,
) -> None:
    """Make the index of a folder of articles, or bring it up to date.

    Articles that didn't change are not embedded again. What `add` and `remove` did stays as it is.
    """
    options = {"model": model, "precision": precision, "reader": reader, "force": force, "prune": prune}
    if not _built(corpus, index, database(), **options):
        raise typer.Exit(1)


def _built(corpus: Path, index: Path, database: str | None, **options: Any) -> bool:
    """Build with progress on stderr; whether every file was good."""
    from ..building.build import build as make
    from . import show
    from .progress import reported

    if options.get("precision") not in (None, "int8", "fp32"):
        raise UsageError(f"--precision {options['precision']}: it is int8 or fp32")
    with reported(err) as progress:
        built = make(corpus, index, database, progress=progress, **options)
    show.built(err, index, built)
    return not built.problems


def opened(index: Path, corpus: Path | None = None, llm: Mode | None = None) -> Engine:
    """The engine of an index, with the language model that is wanted; with a corpus, one that is missing is
    built first."""
    from ..engine import Engine

    model = model_of(llm)
    if corpus is not None:
        build_if_missing(index, corpus, database())
    with ExitStack() as failed:
        if model is not None:
            failed.callback(model.close)
        engine = Engine.open(index, database(), language_model=model)
        failed.pop_all()
    return engine


def build_if_missing(index: Path, corpus: Path, database: str | None = None) -> None:
    """Build the index of a corpus, with progress, where there is none that was built whole."""
    from ..building.built import is_built

    if not is_built(index, database):
        _built(corpus, index, database)
