"""The corpus's TOML files: a list of entries, each knowing the line it begins on."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from ..errors import CorpusError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from .schema import Written

W = TypeVar("W", bound="Written")

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

    def read(self, schema: type[W]) -> W:
        """What the entry holds. Raises: CorpusError naming the key that is wrong, and the mend."""
        from pydantic import ValidationError

        from .schema import problem

        try:
            return schema.model_validate(self.values)
        except ValidationError as error:
            raise self.error(problem(error, schema)) from error


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
