"""An index and its models copied while it is in use, looked through, and put in the place of another."""

from __future__ import annotations

import shutil
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING

from ..errors import IndexCorrupt, IndexUnavailable
from ..models.installed import KINDS, model_folder, open_models, place, sweep
from ..storage.sqlite.library import SQLiteLibrary
from ..storage.sqlite.schema import INDEX_FILE
from .lock import alone
from .progress import Progress

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path


@contextmanager
def index_copier(index: Path) -> Iterator[Callable[[Path], None]]:
    """What copies an index to an empty folder, as it is now, whatever is added until then.

    Raises:
        IndexMissing: there is none.
        IndexCorrupt: it can't be read.
    """
    with closing(SQLiteLibrary.open(index / INDEX_FILE)) as library, library.copier() as copy_file:

        def copy(folder: Path) -> None:
            copy_file(folder / INDEX_FILE)
            for kind in KINDS:
                if key := library.setting(kind):
                    shutil.copytree(model_folder(index, kind, key), model_folder(folder, kind, key))

        yield copy


def is_index(index: Path) -> bool:
    """Whether a folder has an index, sound or not."""
    return (index / INDEX_FILE).exists()


def check_index(index: Path) -> None:
    """Read all of an index, and load its models.

    Raises:
        IndexMissing: there is none, or it was never built.
        IndexCorrupt: it isn't sound, or of another version.
        ModelError: a model is damaged or of another version.
    """
    with closing(SQLiteLibrary.open(index / INDEX_FILE)) as library:
        if problems := library.problems():
            raise IndexCorrupt(f"{index}: {'; '.join(problems)}")
        open_models(index, library, threads=1)


def put_index(saved: Path, index: Path) -> None:
    """Put an index that nobody uses in the place of the one of a folder, or where there is none.

    Raises:
        IndexUnavailable: another process has that one open, or the folder can't be written.
    """
    with alone(index, Progress()):
        SQLiteLibrary.make_way(index / INDEX_FILE)
        with closing(SQLiteLibrary.open(saved / INDEX_FILE)) as library:
            models = open_models(saved, library, threads=1)
            for kind in KINDS:
                if key := library.setting(kind):
                    place(model_folder(saved, kind, key), model_folder(index, kind, key))
        try:
            (saved / INDEX_FILE).replace(index / INDEX_FILE)
        except OSError as error:
            raise IndexUnavailable(f"{index}: {error.strerror}; free it and try again") from error
        sweep(index, models)
