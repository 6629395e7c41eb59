"""Files → documents: what a hostile file could abuse is parsed in a process with little memory and time."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import date
from pathlib import Path
from threading import Timer
from typing import TYPE_CHECKING, Any, Self

from ..bounds import LOAD_MEMORY, LOAD_SECONDS, LOADER_SECONDS, PATIENCE
from ..document import CORPUS, Document
from ..errors import CorpusError
from .article import read_article
from .formats import PLAIN, SUFFIX_LIST, SUFFIXES

if TYPE_CHECKING:
    from types import TracebackType

_CHILD = (
    "import sys, types; package = types.ModuleType('index'); package.__path__ = [sys.argv[1]]; "
    "sys.modules['index'] = package; from index.sources.parsing_process import serve; serve(int(sys.argv[2]))"
)
"""The package without what its ``__init__`` loads, which would take the child 0.4 s and 100 MB more."""


_NO_PROCESS = "can't be read now: the process that parses it won't start; try again"


class Loader:
    """Loads one file after the other; use it in a ``with`` block, and from one thread at a time.

    Text and Markdown are read here. All else is parsed in a child process, which starts with the first such
    file, serves all that follow, and is started again after a file that ended it. It has ``memory`` bytes of
    address space and ``seconds`` of processor time for each file, where the system can limit those; Windows
    only has the clock, which allows ``PATIENCE`` times the seconds everywhere.

    Measured: the first such file takes 0.2 s, each further one 1 ms more than in this process.
    """

    def __init__(self, *, memory: int = LOAD_MEMORY, seconds: float = LOAD_SECONDS) -> None:
        self._memory, self._seconds = memory, seconds
        self._child: subprocess.Popen[str] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the child process, if there is one."""
        if self._child is not None:
            self._child.kill()
            self._child.communicate()
            self._child = None

    def load(self, path: Path, *, collection: str = CORPUS) -> Document:
        """The document that one file holds.

        Raises:
            CorpusError: as ``read_article`` does, or reading it takes more memory or time than it may.
        """
        if path.suffix.lower() in PLAIN or not path.is_file():
            return read_article(path, collection=collection)
        child = self._ready(path)
        asked: dict[str, str | float]
        asked = {"path": str(path), "collection": collection, "seconds": self._seconds}
        answer = self._answer(child, PATIENCE * self._seconds, asked)
        if answer is None:
            self.close()
            raise CorpusError("takes more time or memory than an article may; save its text as .txt", path)
        if "problem" in answer:
            raise CorpusError(answer["problem"], path, answer["line"])
        return _document(answer)

    def _ready(self, path: Path) -> subprocess.Popen[str]:
        """A child that has what it needs to parse the file."""
        if self._child is not None and self._child.poll() is not None:
            self.close()
        if self._child is None:
            command = [sys.executable, "-c", _CHILD, str(Path(__file__).parents[1]), str(self._memory)]
            try:
                self._child = subprocess.Popen(  # noqa: S603
                    command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                    encoding="ascii",
                )  # fmt: skip
            except OSError as error:
                raise CorpusError(_NO_PROCESS, path) from error
        if self._answer(self._child, LOADER_SECONDS, {"suffix": path.suffix.lower()}) is None:
            self.close()
            raise CorpusError(_NO_PROCESS, path)
        return self._child

    @staticmethod
    def _answer(
        child: subprocess.Popen[str], seconds: float, asked: dict[str, str | float]
    ) -> dict[str, Any] | None:
        """What the child answers; None if it ended, or had to be ended, before."""
        if child.stdin is None or child.stdout is None:
            return None
        timer = Timer(seconds, child.kill)
        timer.start()
        try:
            child.stdin.write(json.dumps(asked) + "\n")
            child.stdin.flush()
            line = child.stdout.readline()
        except BrokenPipeError:
            return None
        finally:
            timer.cancel()
        return json.loads(line) if line.endswith("\n") else None


def _document(row: dict[str, Any]) -> Document:
    for key in ("published", "event_date"):
        row[key] = row[key] and date.fromisoformat(row[key])
    return Document(**row | {"places": tuple(row["places"])})


def load(path: Path, *, collection: str = CORPUS) -> Document:
    """The document that one file holds; of several files, ``Loader`` is faster.

    Raises:
        CorpusError: as ``Loader.load``.
    """
    with Loader() as loader:
        return loader.load(path, collection=collection)


def load_folder(folder: Path, *, collection: str = CORPUS) -> tuple[list[Document], list[CorpusError]]:
    """The documents of a folder and all below it, in order of file name, and why other files are none.

    Hidden files, READMEs and files of other suffixes are passed over.

    Raises:
        CorpusError: there is no such folder.
    """
    if not folder.is_dir():
        raise CorpusError("no such folder; make it, or name another", folder)
    paths = sorted((p for p in folder.rglob("*") if _wanted(p, folder)), key=lambda p: (p.name, p))
    if not paths:
        return [], [CorpusError(f"the folder holds no documents; add one ({SUFFIX_LIST})", folder)]
    errors: list[CorpusError] = []
    loaded: dict[str, tuple[Document, Path]] = {}
    with Loader() as loader:
        for path in paths:
            try:
                _check_inside(path, folder)
                document = loader.load(path, collection=collection)
            except CorpusError as error:
                errors.append(error)
                continue
            if document.id in loaded:
                first = loaded[document.id][1]
                errors.append(
                    CorpusError(f'its id "{document.id}" is that of {first}; give it another', path)
                )
            else:
                loaded[document.id] = document, path
    return [document for document, _ in loaded.values()], errors


def _wanted(path: Path, folder: Path) -> bool:
    hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
    readme = path.name.lower().startswith("readme")
    return path.suffix.lower() in SUFFIXES and not hidden and not readme


def _check_inside(path: Path, folder: Path) -> None:
    """A link may lead to another article of the folder, but not to what else the machine has."""
    try:
        inside = path.resolve().is_relative_to(folder.resolve())
    except (OSError, RuntimeError) as error:  # a link that leads to itself
        raise CorpusError("a link that leads nowhere; put a file in its place", path) from error
    if not inside:
        raise CorpusError("a link that leads out of the folder; put a copy in its place", path)
