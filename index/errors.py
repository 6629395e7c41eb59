"""Everything that can go wrong, as one tree.

    RapporteurError
    ├── CorpusError        a document, facts or questions file can't be used: which, where, how to mend it
    ├── IndexMissing       there is no index where one was expected
    ├── IndexUnavailable   there is one, but the disk or another process is in the way
    ├── IndexCorrupt       there is one, but it is damaged, foreign or of another version
    ├── ModelError         a model, the embedding one or the reader, can't be compiled or loaded
    ├── LanguageModelError the operator's language model gave nothing that can be used; answers go on without
    ├── UnknownDocument    no document has that id
    ├── UnknownPerson      no document names that person
    └── UsageError         a question or option that can't be acted on

Each message says what is wrong, where, and how to mend it, in one line.
An abstention is not an error: it is one of the two outcomes of a question.
"""

from pathlib import Path

from .text.controls import shown


class RapporteurError(Exception):
    """The root: catching it catches every failure that has a plain explanation."""

    def __str__(self) -> str:
        """The message as a terminal may show it, whatever file name or text of others it repeats."""
        return shown(super().__str__())


class CorpusError(RapporteurError):
    """A file of the corpus can't be used.

    ``path`` and ``line`` (1-based, or None) say where; the text begins with them.
    """

    def __init__(self, problem: str, path: Path | str | None = None, line: int | None = None) -> None:
        self.problem, self.path, self.line = problem, path, line
        where = "" if path is None else f"{path}: " if line is None else f"{path}:{line}: "
        super().__init__(f"{where}{problem}")


class IndexMissing(RapporteurError):
    """No index at the path."""


class IndexUnavailable(RapporteurError):
    """The index can't be read or written now: locked, read-only, or the disk is full. Nothing is lost."""


class IndexCorrupt(RapporteurError):
    """The index is damaged, of another schema version, or not an index at all."""


class ModelError(RapporteurError):
    """The embedding model or the reader can't be compiled, loaded or run."""


class LanguageModelError(RapporteurError):
    """The language model gave no reply in time, or none that can be used.

    ``kind`` is one word for what went wrong; ``rest`` the seconds for which the endpoint wants to be left
    alone, if it says so. The text holds nothing of a question, a reply or the key.
    """

    def __init__(self, kind: str, problem: str, rest: float | None = None) -> None:
        self.kind, self.rest = kind, rest
        super().__init__(problem)


class UnknownDocument(RapporteurError):
    """No document has the id that was given."""


class UnknownPerson(RapporteurError):
    """Nobody of the name that was given stands in the documents."""


class UsageError(RapporteurError):
    """A question or option that can't be acted on as given."""
