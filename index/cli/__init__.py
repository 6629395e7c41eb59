"""The commands, and what others need to add theirs: the group, its options, and where to print."""

from .app import app as commands
from .app import main
from .building import build_if_missing
from .moving import move_memory_with
from .options import DEFAULT_INDEX, CorpusOption, IndexOption, default_corpus
from .server_questions import DEFAULT_MEMORY, MemoryOption, read_server_questions_with
from .terminal import out

__all__ = [
    "DEFAULT_INDEX",
    "DEFAULT_MEMORY",
    "CorpusOption",
    "IndexOption",
    "MemoryOption",
    "build_if_missing",
    "commands",
    "default_corpus",
    "main",
    "move_memory_with",
    "out",
    "read_server_questions_with",
]
