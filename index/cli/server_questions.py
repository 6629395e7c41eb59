"""The golden questions of a Discord server, which the bot keeps and lets these commands read."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ..errors import UsageError
from .options import database

if TYPE_CHECKING:
    from collections.abc import Callable

    from ..curated.golden import Question

    Reader = Callable[[Path | str, int], list[Question]]

ServerOption = Annotated[
    int | None,
    typer.Option(
        "--server", metavar="ID", min=1, show_default=False,
        help="Ask the golden questions that this Discord server keeps, of the articles that it sees.",
    ),
]  # fmt: skip
MemoryOption = Annotated[
    Path,
    typer.Option(
        "--memory", metavar="FILE", envvar="RAPPORTEUR_MEMORY", help="The bot's memory, where they are kept."
    ),
]

DEFAULT_MEMORY = Path(".rapporteur/memory.sqlite3")

_readers: list[Reader] = []


def read_server_questions_with(reader: Reader) -> None:
    """Have the questions of a server read so, out of the bot's memory: its file, or the database."""
    _readers[:] = [reader]


def server_questions(memory: Path, server: int) -> list[Question]:
    """The golden questions of a server.

    Raises:
        UsageError: it has none, or there is no bot that could read them.
        RapporteurError: the memory can't be read.
    """
    shared = database()
    found = _readers[0](shared or memory, server) if _readers else []
    if not found:
        place = "the database" if shared else memory
        raise UsageError(f"server {server} has no golden questions in {place}; /desk makes them")
    return found
