"""Where compiled models are kept, and how one gets there whole or not at all."""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from ...errors import ModelError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from ..compiled import Compiled

STALE_SECONDS = 24 * 3600
"""An unfinished folder this old was left by a killed process."""


def cache_folder() -> Path:
    """$RAPPORTEUR_CACHE, else $XDG_CACHE_HOME/rapporteur, else ~/.cache/rapporteur."""
    if own := os.environ.get("RAPPORTEUR_CACHE"):
        return Path(own)
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "rapporteur"


def cached(
    kind: type[Compiled], key: str, cache: Path | None, make: Callable[[Path], None], room: int = 0
) -> Path:
    """The folder of that key, made now by ``make`` in an empty folder unless the cache has it whole.

    It appears under its name only when it is complete, so that a kill leaves nothing to mistake for one and
    two processes may compile at once. ``room`` is how many bytes ``make`` writes at most.

    Raises:
        ModelError: the cache can't be written or its disk has not the room, or ``make`` raised it.
    """
    root = cache or cache_folder()
    folder = root / key
    if _is_whole(kind, folder):
        return folder
    try:
        root.mkdir(parents=True, exist_ok=True)
        _sweep(root)
        _check_room(root, room)
        with tempfile.TemporaryDirectory(prefix=".partial-", dir=root, ignore_cleanup_errors=True) as partial:
            made = Path(partial) / "model"
            made.mkdir()
            make(made)
            _publish(kind, made, folder)
    except OSError as error:
        raise ModelError(
            f"{root}: can't be written ({error}); set RAPPORTEUR_CACHE to a folder that can"
        ) from error
    return folder


def compiled_before(kind: type[Compiled], weights: str, precision: str, among: Iterable[Path]) -> Path | None:
    """The folder, among some, of a whole model of those weights (their sha256) and that precision."""
    for folder in among:
        with suppress(ModelError):
            found = kind.verify(folder)
            if (found.weights_sha256, found.precision) == (weights, precision):
                return folder
    return None


def _is_whole(kind: type[Compiled], folder: Path) -> bool:
    try:
        kind.verify(folder)
    except ModelError:
        return False
    return True


def _check_room(root: Path, room: int) -> None:
    """Exporters write what fits and say nothing of the rest."""
    if (free := shutil.disk_usage(root).free) < room:
        raise ModelError(
            f"{root}: compiling needs {room // 1_000_000} MB, of which {free // 1_000_000} are free; "
            "make room, or set RAPPORTEUR_CACHE to a folder that has it"
        )


def _sweep(root: Path) -> None:
    for partial in root.glob(".partial-*"):
        if time.time() - partial.stat().st_mtime > STALE_SECONDS:
            shutil.rmtree(partial, ignore_errors=True)


def _publish(kind: type[Compiled], made: Path, folder: Path) -> None:
    """Move ``made`` to its name; where another process was first, the folder it made stands."""
    if folder.exists() and not _is_whole(kind, folder):
        with suppress(FileNotFoundError):
            folder.rename(made.with_name("damaged"))
    try:
        made.rename(folder)
    except OSError:
        if not _is_whole(kind, folder):
            raise
