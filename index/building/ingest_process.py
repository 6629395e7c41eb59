"""Documents ingested in a process of its own, which yields to whoever answers questions.

In a thread the same work holds Python's lock for a fifth of a second an article, 5 ms at a time, whenever an
answer comes back from the models or the store: at 20 questions a second half of them took 140 ms longer.
"""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from threading import Timer
from time import monotonic
from typing import TYPE_CHECKING, Any

from ..bounds import MOST_UPLOADED_PASSAGES
from ..errors import CorpusError
from ..models.encoder import OnnxEncoder
from ..models.installed import model_folder

if TYPE_CHECKING:
    from ..document import Document
    from ..models.encoder import Encoder
    from ..storage.ingest import Record

NICENESS = 10
"""How far the process steps back: where all processors are taken it gets a tenth of what an answer gets."""

INGEST_SECONDS = 300.0
"""The longest that one document may take: one of two million characters takes a minute on two processors."""

ENDED = "can't be embedded now: the process that does it has ended; try again"
TOO_LONG = "The article has more sentences than can be embedded in time; split it."

_CHILD = (
    "import sys; sys.path[0] = sys.argv[1]; "
    "from index.building.ingest_process import serve; serve(sys.argv[2])"
)


class IngestProcess:
    """Ingests one document after the other for the index in the folder ``index``; from one thread at a time.

    The process starts with the first document, or before with ``start``, which takes it half a second and
    doesn't wait for it. It has 170 MB, until ``close``.
    """

    def __init__(self, index: Path, *, seconds: float = INGEST_SECONDS) -> None:
        self._index, self._key, self._seconds = index, "", seconds
        self._child: subprocess.Popen[bytes] | None = None

    def start(self, encoder: Encoder) -> None:
        """Have a process with this encoder, unless there is one, or it isn't one of the index's own."""
        folder = model_folder(self._index, "encoder", encoder.model_hash)
        if (self.running and self._key == encoder.model_hash) or not folder.is_dir():
            return
        self.close()
        command = [sys.executable, "-c", _CHILD, str(Path(__file__).parents[2]), str(folder)]
        with suppress(OSError):
            self._child = subprocess.Popen(  # noqa: S603
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                start_new_session=True,
            )  # fmt: skip
            self._key = encoder.model_hash

    @property
    def running(self) -> bool:
        """Whether there is a process."""
        return self._child is not None and self._child.poll() is None

    def close(self) -> None:
        """End the process, if there is one."""
        if self._child is not None:
            self._child.kill()
            self._child.communicate()
            self._child = None

    def ingest(self, document: Document, encoder: Encoder) -> Record:
        """All that a library keeps of a document; an encoder that isn't the index's works in this process.

        Raises:
            CorpusError: it has more than ``MOST_UPLOADED_PASSAGES``, or the process ended, or had to be ended
                for the time it took.
        """
        if not model_folder(self._index, "encoder", encoder.model_hash).is_dir():
            return _ingest(document, encoder)
        self.start(encoder)
        ends = monotonic() + self._seconds
        record: Record | CorpusError | None = self._answer(document) if self._child else None
        if isinstance(record, CorpusError):
            raise record
        if record is None:
            self.close()
            raise CorpusError(TOO_LONG if monotonic() >= ends else ENDED)
        return record

    def _answer(self, document: Document) -> Any:
        """What the process answers; None if it ended before."""
        child = self._child
        if child is None or child.stdin is None or child.stdout is None:
            return None
        timer = Timer(self._seconds, child.kill)
        timer.start()
        try:
            pickle.dump(document, child.stdin)
            child.stdin.flush()
            return pickle.load(child.stdout)  # noqa: S301  # of a process of ours
        except (BrokenPipeError, EOFError, pickle.UnpicklingError):
            return None
        finally:
            timer.cancel()


def serve(folder: str) -> None:
    """In the process: ingest what comes, with the encoder in a folder, until nothing does."""
    with suppress(AttributeError, OSError):  # what not every system has
        os.nice(NICENESS)
    encoder = OnnxEncoder.from_path(Path(folder))
    while True:
        try:
            document = pickle.load(sys.stdin.buffer)  # noqa: S301  # of the process that started this one
        except EOFError:
            return
        try:
            answer: Record | CorpusError = _ingest(document, encoder)
        except CorpusError as error:
            answer = error
        pickle.dump(answer, sys.stdout.buffer)
        sys.stdout.buffer.flush()


def _ingest(document: Document, encoder: Encoder) -> Record:
    from ..storage.ingest import ingest  # what reads documents is not loaded to answer questions

    return ingest(document, encoder, most=MOST_UPLOADED_PASSAGES)
