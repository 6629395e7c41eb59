"""Word lists, kept as data: the TOML file beside a module, ``nouns.toml`` for ``nouns.py``.

Its strings hold words between white space; its tables give words for a word. ``#`` lines name the source.
"""

from __future__ import annotations

import tomllib
from pathlib import Path


class WordLists:
    """The lists of one file, in the order and case in which they stand there."""

    def __init__(self, module: str) -> None:
        """Reads the file beside ``module``, the ``__file__`` of who asks.

        Raises:
            FileNotFoundError: there is none; the package is damaged.
        """
        self._lists = tomllib.loads(Path(module).with_suffix(".toml").read_text(encoding="utf-8"))

    def words(self, key: str) -> tuple[str, ...]:
        """The words of one list, in order."""
        return tuple(self._lists[key].split())

    def set(self, *keys: str) -> frozenset[str]:
        """The words of several lists together."""
        return frozenset(word for key in keys for word in self.words(key))

    def table(self, key: str) -> dict[str, tuple[str, ...]]:
        """The words that a table gives for each of its words."""
        return {word: tuple(others.split()) for word, others in self._lists[key].items()}
