"""``rapporteur move``: the index, and what the bot remembers, into a PostgreSQL database or back."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ..errors import UsageError
from .options import DEFAULT_INDEX, IndexOption, database
from .server_questions import DEFAULT_MEMORY, MemoryOption
from .terminal import err, out

if TYPE_CHECKING:
    from collections.abc import Callable

    from ..building.moving import Moved

    Mover = Callable[[Path, str | None, str], str | None]

ADDRESS = "postgresql://user:password@host:5432/name"

_movers: list[Mover] = []


def move_memory_with(mover: Mover) -> None:
    """Have the bot's memory moved so: from its file, or the database if one is named, to where ``--to`` says;
    it gives a line that tells what was moved, or None when there was nothing to move."""
    _movers[:] = [mover]


def move(
    to: Annotated[
        str,
        typer.Option(
            metavar="WHERE",
            help="postgresql://user:password@host/name, or the folder of an embedded index.",
            show_default=False,
        ),
    ],
    index: IndexOption = DEFAULT_INDEX,
    memory: MemoryOption = DEFAULT_MEMORY,
) -> None:
    """Copy the index and the bot's memory into a PostgreSQL database, or back, and compare the copies.

    What is copied is what RAPPORTEUR_DATABASE names, or the index folder. It stays; the copy takes its place
    once RAPPORTEUR_DATABASE, or --index, says so.
    """
    from ..storage.opening import is_database

    if "://" in to and not is_database(to):
        raise UsageError(f"--to must be like {ADDRESS}, or a folder")
    moved = _move_index(index, to)
    where = "the database" if is_database(to) else to
    told = f"{where}: {moved.documents} documents, {moved.passages} passages, version {moved.version}"
    out.print(told, markup=False, soft_wrap=True)
    for mover in _movers:
        if line := mover(memory, database(), to):
            out.print(line, markup=False, soft_wrap=True)


def _move_index(index: Path, to: str) -> Moved:
    from ..building.moving import copy_index, copy_models
    from ..storage.opening import is_database, open_library
    from .progress import reported

    folder, address = (index, to) if is_database(to) else (Path(to), None)
    with closing(open_library(index, database())) as source, reported(err) as progress:
        with closing(open_library(folder, address, create=True)) as target:
            moved = copy_index(source, target, progress)
        if folder.resolve() != index.resolve():
            copy_models(source, index, folder)
    return moved
