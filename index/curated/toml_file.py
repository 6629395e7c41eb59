"""The corpus's TOML files: a list of entries, each knowing the line it begins on."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..errors import CorpusError
from ..text.controls import STEERING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


_HEADER = re.compile(r"^\s*\[\[\s*([\w-]+)\s*\]\]")


@dataclass(frozen=True)
class Entry:
    """One ``[[name]]`` of a file; ``line`` is that of its header, or None where it can't be told."""

    values: Mapping[str, object]
    path: Path
    line: int | None

    def error(self, problem: str) -> CorpusError:
        """The problem, with this entry's place in front of it."""
        return CorpusError(problem, self.path, self.line)

    def check_keys(self, required: frozenset[str], optional: frozenset[str] = frozenset()) -> None:
        """Raises: CorpusError naming the keys that are missing, or else those that mean nothing here."""
        allowed = ", ".join(sorted(required | optional))
        if missing := sorted(required - self.values.keys()):
            raise self.error(f"missing {', '.join(missing)}: add it to this entry")
        if unknown := sorted(self.values.keys() - required - optional):
            raise self.error(f"unknown key {', '.join(unknown)}: the keys are {allowed}")

    def text(self, key: str) -> str:
        """The text at ``key``. Raises: CorpusError where it is none, or blank."""
        value = self.values.get(key)
        if not isinstance(value, str) or not value.strip():
            raise self.error(f'{key} must be text between quotation marks, such as {key} = "…"')
        self._check_shown(key, value)
        return value

    def optional_text(self, key: str) -> str | None:
        """The text at ``key``, or None where the entry has no such key. Raises: as ``text``."""
        return self.text(key) if key in self.values else None

    def texts(self, key: str) -> tuple[str, ...]:
        """The list of texts at ``key``, empty where it is left out. Raises: CorpusError."""
        value = self.values.get(key, [])
        if not isinstance(value, list) or not all(isinstance(one, str) and one.strip() for one in value):
            raise self.error(f'{key} must be a list of texts, such as {key} = ["…"]')
        self._check_shown(key, *value)
        return tuple(value)

    def _check_shown(self, key: str, *texts: str) -> None:
        if any(map(STEERING.search, texts)):
            raise self.error(f"{key} holds a control character: take it out")

    def flag(self, key: str) -> bool:
        """The truth at ``key``, false where it is left out. Raises: CorpusError."""
        value = self.values.get(key, False)
        if not isinstance(value, bool):
            raise self.error(f"{key} must be true or false")
        return value


def at(line: int | None) -> str:
    """How a message tells where another entry stands."""
    return "elsewhere in the file" if line is None else f"at line {line}"


def read_toml(path: Path) -> dict[str, object]:
    """The file's tables. Raises: CorpusError where it can't be read or isn't TOML."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise CorpusError(f"can't be read ({error.strerror}): check the path", path) from error
    except UnicodeDecodeError as error:
        raise CorpusError("isn't UTF-8: save it in that encoding", path) from error
    except tomllib.TOMLDecodeError as error:
        place = re.search(r"at line (\d+)", str(error))
        line = int(place.group(1)) if place else None
        raise CorpusError(f"isn't valid TOML ({error}): mend that line", path, line) from error
    except (ValueError, RecursionError) as error:  # a number of 5,000 digits, a thousand lists in one another
        raise CorpusError(f"holds more than it may ({error}): take it out", path) from error


def entries(path: Path, tables: Mapping[str, object], name: str) -> list[Entry]:
    """The file's ``[[name]]`` entries, in order.

    ``tables`` is what ``read_toml`` gave for ``path``. Raises: CorpusError where ``name`` is something else.
    """
    found = tables.get(name, [])
    if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
        raise CorpusError(f"{name} must be written as [[{name}]] entries", path)
    return [Entry(one, path, line) for one, line in zip(found, _lines(path, name, len(found)), strict=True)]


def check_tables(path: Path, tables: Mapping[str, object], known: tuple[str, ...]) -> None:
    """Raises: CorpusError naming the top-level tables that mean nothing in this file."""
    if unknown := sorted(tables.keys() - set(known)):
        raise CorpusError(f"unknown table {', '.join(unknown)}: the tables are {', '.join(known)}", path)


def _lines(path: Path, name: str, count: int) -> list[int] | list[None]:
    """Where each header stands; nowhere when the file writes its entries in some other way."""
    lines = path.read_text(encoding="utf-8").splitlines()
    headers = ((number, _HEADER.match(line)) for number, line in enumerate(lines, 1))
    found = [number for number, header in headers if header and header[1] == name]
    return found if len(found) == count else [None] * count
