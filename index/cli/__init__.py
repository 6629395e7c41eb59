"""The commands, and what others need to add theirs: the group, its options, and where to print."""

from .app import DEFAULT_INDEX, CorpusOption, IndexOption, build_if_missing, default_corpus, main, out
from .app import app as commands

__all__ = [
    "DEFAULT_INDEX",
    "CorpusOption",
    "IndexOption",
    "build_if_missing",
    "commands",
    "default_corpus",
    "main",
    "out",
]
