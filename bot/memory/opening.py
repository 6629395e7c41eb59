"""The memory at a place: a file, or a database that several processes share."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING

import structlog

from bot.errors import MemoryUnavailable
from index import is_database

from .memory import Memory

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .records import Records

log = structlog.get_logger()

WAITS = (0.5, 1.0, 2.0, 4.0, 8.0)
"""Seconds between tries to reach a database at the start, which may be started along with the bot."""

NEEDS = "a memory in PostgreSQL needs what the extra brings: pip install 'summit-rapporteur[postgres]'"


def open_memory(place: str | Path, *, create: bool = False) -> Records:
    """Open the memory at ``place``, a path or ``postgresql://…``; with ``create``, make an empty one where
    there is none.

    Raises:
        MemoryCorrupt: there is none (and ``create`` is false), or it can't be read by this program.
        MemoryUnavailable: the disk or another process is in the way, the server is away, or the extra isn't
            installed.
        UsageError: that is no address.
    """
    if not is_database(str(place)):
        return Memory.open(Path(place), create=create)
    try:
        from .postgres.memory import PostgresMemory
    except ModuleNotFoundError as error:
        raise MemoryUnavailable(NEEDS) from error
    return PostgresMemory.open(str(place), create=create)


def open_or_do_without(place: str | Path, waits: Sequence[float] = WAITS) -> Records:
    """Open or make the memory at ``place``; where the disk is in the way, one that takes nothing, for answers
    to be given. A database, which other processes share, is waited for, so many seconds between tries.

    Raises:
        MemoryCorrupt: it can't be read by this program.
        MemoryUnavailable: the database is away, and stays so.
        UsageError: that is no address.
    """
    if not is_database(str(place)):
        try:
            return open_memory(place, create=True)
        except MemoryUnavailable as error:
            log.error("nothing is remembered and answers have no buttons, until a restart", reason=str(error))
            return Memory.unsaved()
    for wait in waits:
        try:
            return open_memory(place, create=True)
        except MemoryUnavailable as error:
            log.warning("the memory can't be reached; trying again", seconds=wait, reason=str(error))
            time.sleep(wait)
    return open_memory(place, create=True)
