"""What stands between two ``---`` (YAML) or ``+++`` (TOML) lines at a text file's top.

The keys are those of ``Metadata``; those of Jekyll and Hugo that mean the same are taken for them, and what
else a file has there is passed over with a line in the log.
"""

from __future__ import annotations

import logging
import re
import tomllib
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

import yaml
from rapidfuzz import fuzz, process

from ..bounds import MAX_FRONT_MATTER, MOST_PLACES
from ..errors import CorpusError
from ..text.controls import shown
from .metadata import Metadata, day_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

_log = logging.getLogger(__name__)

_FIRST_LINE = 2
"""The file line on which the block begins: the opening ``---`` is line 1."""

DEEPEST = 8
"""Lists and mappings in one another: the keys need two."""

KEYS = tuple(field.name for field in fields(Metadata))

FOREIGN = {"date": "published", "authors": "author", "lang": "language"}
"""Keys of Jekyll and Hugo → ours that mean the same (jekyllrb.com/docs/front-matter, gohugo.io)."""

MISSPELT = 75.0
"""Similarity (0-100) from which an unknown key is one of ours with a slip: "autor" has 91."""

MOST_TOLD = 5
"""Keys that a line in the log names."""

_STRING, _NULL, _TIMESTAMP, _BOOL = (
    f"tag:yaml.org,2002:{tag}" for tag in ("str", "null", "timestamp", "bool")
)


@dataclass(frozen=True, slots=True)
class _Value:
    """What a key holds, the file line on which that stands, and those of a list's items."""

    held: Any
    line: int
    lines: tuple[int, ...] = ()


def read_front_matter(block: str, path: Path, *, toml: bool = False) -> Metadata:
    """What the block says of the article.

    Raises:
        CorpusError: it isn't YAML (or TOML), or one of our keys holds what it can't.
    """
    if len(block) > MAX_FRONT_MATTER:
        raise CorpusError("the front matter is longer than 16 KiB; close it with a line --- sooner", path, 1)
    written = _toml_values(block, path) if toml else _yaml_values(block, path)
    return _checked(_ours(written, path), path)


def _ours(written: dict[str, _Value], path: Path) -> dict[str, tuple[str, _Value]]:
    """Our keys, each with the one that was written; what is passed over is logged."""
    found = {key: (key, value) for key, value in written.items() if key in KEYS and not _is_flag(key, value)}
    for foreign, key in FOREIGN.items():
        if foreign in written:
            found.setdefault(key, (foreign, written[foreign]))
    used = {name for name, _ in found.values()} | FOREIGN.keys()
    if unknown := [key for key in written if key not in used]:
        where = f"{path}:{written[unknown[0]].line}"
        _log.warning("%s", shown(f"{where}: the front matter's {_listed(unknown)} passed over"))
    return found


def _listed(unknown: Sequence[str]) -> str:
    """The first of the keys, with those of ours that they may be slips of."""
    named = []
    for key in unknown[:MOST_TOLD]:
        nearest, score, _ = process.extractOne(key, KEYS, scorer=fuzz.ratio)
        named.append(f"{key!r} (did you mean {nearest!r}?)" if MISSPELT <= score < 100 else repr(key))
    more = len(unknown) - len(named)
    ends = f" and {more} more are" if more else " is" if len(named) == 1 else " are"
    return ", ".join(named) + ends


def _is_flag(key: str, value: _Value) -> bool:
    """Whether it is Jekyll's ``published: false`` or Hugo's ``url: /river/``, which mean something else."""
    path = isinstance(value.held, str) and value.held.startswith("/")
    return (key == "published" and isinstance(value.held, bool)) or (key == "url" and path)


def _checked(found: dict[str, tuple[str, _Value]], path: Path) -> Metadata:
    from pydantic import ValidationError

    from .keys import Keys

    try:
        return Metadata(**dict(Keys(**{key: value.held for key, (_, value) in found.items()})))
    except ValidationError as error:
        wrong = error.errors(include_url=False)[0]
        key, value = found[str(wrong["loc"][0])]
        item = wrong["loc"][1] if len(wrong["loc"]) > 1 else None
        line = value.lines[item] if isinstance(item, int) and value.lines else value.line
        raise CorpusError(wrong["msg"].replace("{key}", key), path, line) from error


def _toml_values(block: str, path: Path) -> dict[str, _Value]:
    try:
        table = tomllib.loads(block)
    except tomllib.TOMLDecodeError as error:
        place = re.search(r"at line (\d+)", str(error))
        line = int(place[1]) + _FIRST_LINE - 1 if place else 1
        raise CorpusError(f"the front matter is no TOML ({error}); mend that line", path, line) from error
    except (ValueError, RecursionError) as error:
        raise CorpusError(f"the front matter holds more than it may ({error}); cut it", path, 1) from error
    return {key: _Value(held, _line_of_key(block, key)) for key, held in table.items()}


def _line_of_key(block: str, key: str) -> int:
    """The file line on which a key, or the table of that name, begins."""
    names = (line.split("=")[0].strip(" \t[]\"'") for line in block.split("\n"))
    return next((n for n, name in enumerate(names, _FIRST_LINE) if name == key), 1)


def _yaml_values(block: str, path: Path) -> dict[str, _Value]:
    """Each key with its value; composing builds no objects, so no tag can do harm."""
    values: dict[str, _Value] = {}
    for key, node in _mapping(block, path):
        name = str(key.value) if isinstance(key, yaml.ScalarNode) else ""
        if name in values and name in KEYS:
            raise CorpusError(f"{name} is given twice; keep one", path, _line(block, key.start_mark.index))
        if node.tag != _NULL:
            items = node.value[: MOST_PLACES + 1] if isinstance(node, yaml.SequenceNode) else ()
            lines = tuple(_line(block, item.start_mark.index) for item in items)
            values[name] = _Value(_held(node), _line(block, node.start_mark.index), lines)
    return values


def _held(node: yaml.Node, deep: int = 2) -> Any:
    """What a node holds, as deep as a key needs it, and of a mapping only the name.

    Aliases can make a list of lists far longer than the file, so no more is read of one than may be used.
    """
    match node:
        case yaml.ScalarNode(tag=tag) if tag == _BOOL:
            return node.value.lower() in ("true", "yes", "on")
        case yaml.ScalarNode(tag=tag) if tag in (_STRING, _NULL):
            return node.value
        case yaml.ScalarNode(tag=tag) if tag == _TIMESTAMP:
            return day_of(node.value) or node.value
        case yaml.SequenceNode() if deep:
            return [_held(item, deep - 1) for item in node.value[: MOST_PLACES + 1]]
        case yaml.MappingNode() if deep:
            return {key.value: _held(value, 0) for key, value in node.value if key.value == "name"}
        case _:
            return None if node.tag == _NULL else object()


def _mapping(block: str, path: Path) -> list[tuple[yaml.Node, yaml.Node]]:
    node = _composed(block, path)
    if node is None:
        return []
    if not isinstance(node, yaml.MappingNode):
        line = _line(block, node.start_mark.index)
        raise CorpusError("the front matter must be lines of key: value", path, line)
    return list(node.value)


class _Shallow(yaml.SafeLoader):
    """Goes no deeper than ``DEEPEST``: Python's own limit takes it half a second to reach."""

    _depth = 0

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        self._depth += 1
        if self._depth > DEEPEST:
            raise RecursionError
        node = super().compose_node(parent, index)
        self._depth -= 1
        return node


def _composed(block: str, path: Path) -> yaml.Node | None:
    try:
        return yaml.compose(block, Loader=_Shallow)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        problem = (
            f'the front matter is no YAML ({error.problem}); put a value that holds ":" or "#" in quotes'
        )
        raise CorpusError(problem, path, _line(block, mark.index) if mark else 1) from error
    except yaml.reader.ReaderError as error:
        problem = f"the front matter holds U+{error.character:04X}, which YAML forbids; take it out"
        raise CorpusError(problem, path, _line(block, error.position)) from error
    except (ValueError, OverflowError) as error:  # \\UFFFFFFFF, which is no character
        problem = f"the front matter is no YAML ({error}); take out backslashes, or double them"
        raise CorpusError(problem, path, _line_of_escape(block)) from error
    except RecursionError as error:
        raise CorpusError("the front matter is nested too deeply; write key: value lines", path, 1) from error


def _line_of_escape(block: str) -> int:
    """The file line of the first character that is written by its number and is none."""
    beyond = re.search(r"\\U(?!0010|000)[0-9A-Fa-f]{8}", block)
    return _line(block, beyond.start()) if beyond else 1


def _line(block: str, index: int) -> int:
    """The file line of a code point of the block (YAML's own count takes other characters for line ends)."""
    return _FIRST_LINE + block.count("\n", 0, index)
