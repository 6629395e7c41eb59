"""The YAML between two ``---`` lines at a text file's top → what the file says of itself."""

from __future__ import annotations

import re
from dataclasses import fields
from datetime import date, datetime
from typing import TYPE_CHECKING

import yaml
from rapidfuzz import fuzz, process

from ..bounds import LONGEST_ADDRESS, LONGEST_NAME, LONGEST_TITLE, MAX_FRONT_MATTER, MOST_PLACES
from ..errors import CorpusError
from ..text.controls import STEERING
from .metadata import WEB_ADDRESS, Metadata

if TYPE_CHECKING:
    from pathlib import Path

_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")

_FIRST_LINE = 2
"""The file line on which the YAML begins: the opening ``---`` is line 1."""

DEEPEST = 8
"""Lists and mappings in one another: the keys need two."""

_LONGEST = {"title": LONGEST_TITLE, "url": LONGEST_ADDRESS}

_STRING, _NULL, _TIMESTAMP = (f"tag:yaml.org,2002:{tag}" for tag in ("str", "null", "timestamp"))

KEYS = tuple(field.name for field in fields(Metadata))


def read_front_matter(block: str, path: Path) -> Metadata:
    entries = _Entries(block, path)
    return Metadata(
        id=entries.slug("id"),
        title=entries.text("title"),
        source=entries.text("source"),
        author=entries.text("author"),
        published=entries.day("published"),
        url=entries.address("url"),
        language=entries.text("language"),
        event_date=entries.day("event_date"),
        places=entries.texts("places"),
    )


class _Entries:
    """The pairs of one front matter, each value still a YAML node, so that errors know their line."""

    def __init__(self, block: str, path: Path) -> None:
        self._block, self._path = block, path
        self._nodes: dict[str, yaml.Node] = {}
        for key, value in _mapping(block, path):
            name = self._key(key)
            if value.tag != _NULL:
                self._nodes[name] = value

    def text(self, key: str) -> str | None:
        """The value as one line of text; None when there is none or it is empty."""
        node = self._nodes.get(key)
        return None if node is None else self._line_of_text(key, node) or None

    def texts(self, key: str) -> tuple[str, ...]:
        """The value as lines of text, whether it is a list or one string."""
        node = self._nodes.get(key)
        if node is None:
            return ()
        items = node.value if isinstance(node, yaml.SequenceNode) else [node]
        if len(items) > MOST_PLACES:
            raise self._error(f"{key} are {len(items):,}, at most {MOST_PLACES} are read; drop some", node)
        lines = [self._line_of_text(key, item) for item in items]
        return tuple(line for line in lines if line)

    def day(self, key: str) -> date | None:
        """The value as a day; of a time, its day as written."""
        node = self._nodes.get(key)
        if node is None:
            return None
        if isinstance(node, yaml.ScalarNode) and node.tag in (_TIMESTAMP, _STRING):
            try:
                return datetime.fromisoformat(node.value.strip()).date()
            except ValueError:
                pass
        raise self._error(f"{key} must be a date, year first, such as 2025-10-30", node)

    def slug(self, key: str) -> str | None:
        """The value as an id."""
        value = self.text(key)
        if value is not None and not _SLUG.fullmatch(value):
            problem = f'{key} "{value}" must be lower-case letters a-z, digits and single hyphens'
            raise self._error(problem, self._nodes[key])
        return value

    def address(self, key: str) -> str | None:
        """The value as a web address."""
        value = self.text(key)
        if value is not None and not WEB_ADDRESS.fullmatch(value):
            raise self._error(f"{key} must be a web address that begins with https://", self._nodes[key])
        return value

    def _key(self, node: yaml.Node) -> str:
        name = node.value if isinstance(node, yaml.ScalarNode) else ""
        if name not in KEYS:
            nearest, _, _ = process.extractOne(name, KEYS, scorer=fuzz.ratio)
            raise self._error(f"unknown key {name!r} in the front matter; did you mean {nearest!r}?", node)
        if name in self._nodes:
            raise self._error(f"{name} is given twice; keep one", node)
        return str(name)

    def _line_of_text(self, key: str, node: yaml.Node) -> str:
        if not isinstance(node, yaml.ScalarNode) or node.tag != _STRING:
            raise self._error(f"{key} must be text; put a number, date or yes/no in quotes", node)
        value = str(node.value).strip()
        if len(value.splitlines()) > 1 or STEERING.search(value):
            raise self._error(f"{key} must be one line without control characters", node)
        longest = _LONGEST.get(key, LONGEST_NAME)
        if len(value) > longest:
            problem = f"{key} has {len(value):,} characters, at most {longest:,} are read; shorten it"
            raise self._error(problem, node)
        return value

    def _error(self, problem: str, node: yaml.Node) -> CorpusError:
        return CorpusError(problem, self._path, _line(self._block, node.start_mark.index))


def _mapping(block: str, path: Path) -> list[tuple[yaml.Node, yaml.Node]]:
    """The pairs of key and value nodes; composing builds no objects, so no tag can do harm."""
    if len(block) > MAX_FRONT_MATTER:
        raise CorpusError("the front matter is longer than 16 KiB; close it with a line --- sooner", path, 1)
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
