"""``rapporteur backup``: the index and the memory as they are at one moment, while the bot goes on."""

from __future__ import annotations

import tempfile
from contextlib import ExitStack, closing
from pathlib import Path

from bot.errors import BackupError
from bot.memory.memory import Memory
from index import index_copier

from . import archive

INDEX, MEMORY = "index", "memory.sqlite3"
"""The folder and the file within the archive."""


def save(index: Path, memory: Path, file: Path, *, force: bool = False) -> None:
    """Write the index of a folder, with its models, and the bot's memory, if there is one, into ``file``.

    Raises:
        BackupError: there is such a file already, and ``force`` is false; or it can't be written.
        RapporteurError: the index or the memory can't be read.
    """
    if file.exists() and not force:
        raise BackupError(f"{file}: is there already; choose another name, or --force to replace it")
    try:
        with tempfile.TemporaryDirectory(prefix=".rapporteur-backup-", dir=file.parent) as room:
            folder = Path(room) / "backup"
            folder.mkdir()
            _copy(index, memory, folder)
            archive.write(folder, file)
    except OSError as error:
        raise BackupError(f"{file}: can't be written ({error.strerror or error})") from error


def _copy(index: Path, memory: Path, folder: Path) -> None:
    """Both as they are while nobody can change the memory: what refers from one to the other holds."""
    (folder / INDEX).mkdir()
    with ExitStack() as opened:
        if not memory.exists():
            opened.enter_context(index_copier(index))(folder / INDEX)
            return
        held, source = (opened.enter_context(closing(Memory.open(memory))) for _ in range(2))
        with held.transaction():
            copy_memory = opened.enter_context(source.copier())
            copy_index = opened.enter_context(index_copier(index))
        copy_memory(folder / MEMORY)
        copy_index(folder / INDEX)
