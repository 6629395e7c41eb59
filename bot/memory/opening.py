"""The memory at a place: a file, or a database that several processes share."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from bot.errors import MemoryUnavailable

from .memory import Memory

if TYPE_CHECKING:
    from .records import Records

ADDRESS = ("postgresql://", "postgres://")
"""How the address of a database begins."""

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
    if not str(place).startswith(ADDRESS):
        return Memory.open(Path(place), create=create)
    try:
        from .postgres.memory import PostgresMemory
    except ModuleNotFoundError as error:
        raise MemoryUnavailable(NEEDS) from error
    return PostgresMemory.open(str(place), create=create)
