"""``rapporteur restore``: what a backup holds, looked through first, in the place of what is there."""

from __future__ import annotations

import os
import shutil
import tempfile
from contextlib import closing
from pathlib import Path

from bot.errors import BackupError
from bot.memory.memory import Memory
from index import RapporteurError, check_index, is_index, put_index

from . import archive
from .saving import INDEX, MEMORY


def restore(file: Path, index: Path, memory: Path, *, force: bool = False) -> None:
    """Put the index and the memory of a backup in their places.

    Nothing is touched before the whole backup was found sound. Each file is put whole or not at all; killed
    between two, the same command with ``force`` finishes the work.

    Raises:
        BackupError: it is damaged or no backup, what it holds can't be used by this program, or there is an
            index or a memory already and ``force`` is false.
        RapporteurError: the bot runs on what is there, or the place can't be written.
    """
    _refuse_to_replace(index, memory, force=force)
    try:
        index.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".restoring-", dir=index) as room:
            archive.unpack(file, Path(room))
            saved = Path(room) / MEMORY
            _check(file, Path(room))
            if saved.exists():
                Memory.make_way(memory)
            put_index(Path(room) / INDEX, index)
            if saved.exists():
                _put_memory(saved, memory)
    except OSError as error:
        raise BackupError(f"{error.filename or file}: {error.strerror or error}") from error


def _refuse_to_replace(index: Path, memory: Path, *, force: bool) -> None:
    there = [str(index)] if is_index(index) else []
    there += [str(memory)] if memory.exists() else []
    if there and not force:
        raise BackupError(f"{' and '.join(there)}: there already; --force puts the backup in its place")


def _check(file: Path, room: Path) -> None:
    try:
        check_index(room / INDEX)
        if (room / MEMORY).exists():
            with closing(Memory.open(room / MEMORY)):  # brings an older one up to date
                pass
    except RapporteurError as error:
        raise BackupError(f"{file}: holds what this program can't use: {error}") from error


def _put_memory(saved: Path, memory: Path) -> None:
    """It may lie on another disk than the index."""
    memory.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    partial = memory.with_name(f"{memory.name}.restoring")
    with os.fdopen(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as target:
        with saved.open("rb") as source:
            shutil.copyfileobj(source, target)
        target.flush()
        os.fsync(target.fileno())
    partial.replace(memory)
