"""One build at a time."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from filelock import FileLock, Timeout

from ..errors import IndexUnavailable

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from .progress import Progress

LOCK_FILE = "build.lock"


@contextmanager
def alone(index: Path, tell: Progress) -> Iterator[None]:
    """No other build of the index goes on; it waits for one that does, and then finds that one's work done.

    Raises:
        IndexUnavailable: the folder of the index can't be written.
    """
    lock = FileLock(index / LOCK_FILE)
    try:
        index.mkdir(parents=True, exist_ok=True)
        try:
            lock.acquire(blocking=False)
        except Timeout:
            tell.step("waiting for another build")
            lock.acquire()
    except OSError as error:
        raise IndexUnavailable(f"{index}: {error.strerror or error}; free it and try again") from error
    try:
        yield
    finally:
        lock.release()
