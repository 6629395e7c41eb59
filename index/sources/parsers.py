"""Other people's parsers: what they raise, what they say, and how what they find becomes a text."""

from __future__ import annotations

import logging
import struct
import warnings
import zipfile
import zlib
from contextlib import contextmanager
from typing import TYPE_CHECKING

from ..text.controls import without_controls

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_NOISY = ("courlan", "htmldate", "trafilatura")

DAMAGE = (ArithmeticError, AssertionError, AttributeError, LookupError, OSError, RuntimeError, SyntaxError,
           TypeError, ValueError, struct.error, zlib.error, zipfile.BadZipFile)  # fmt: skip
"""What parsers raise on a damaged file besides their own errors; lxml promises no narrower set."""


def joined(texts: Iterable[str]) -> str:
    """The texts that hold anything, a blank line between."""
    return "\n\n".join(kept for text in texts if (kept := without_controls(text).strip()))


@contextmanager
def quiet() -> Iterator[None]:
    """Hold back what third-party readers log and warn of: what matters of it becomes a CorpusError."""
    for name in _NOISY:
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield
