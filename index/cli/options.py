"""The options that several commands share, and what they are when they aren't given."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

SHIPPED_CORPUS = Path(__file__).parents[2] / "corpus"


def default_corpus() -> Path:
    """./corpus where there is one, else the corpus that ships with the program."""
    return here if (here := Path("corpus")).is_dir() else SHIPPED_CORPUS


CorpusOption = Annotated[
    Path,
    typer.Option(
        "--corpus", metavar="DIR", envvar="RAPPORTEUR_CORPUS", help="The folder of articles and facts.",
        default_factory=default_corpus, show_default="./corpus, else the shipped one",
    ),
]  # fmt: skip
IndexOption = Annotated[
    Path, typer.Option("--index", metavar="DIR", envvar="RAPPORTEUR_INDEX", help="The folder of the index.")
]


def database() -> str | None:
    """The address of the PostgreSQL database that keeps the index, from RAPPORTEUR_DATABASE; None for none.

    It is no option: it may hold a password, which others would see in the list of processes.
    """
    return os.environ.get("RAPPORTEUR_DATABASE") or None


JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON, for programs.")]

DEFAULT_INDEX = Path(".rapporteur")
