"""A message's content in plain words, without what only Discord understands."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from index import printable, visible

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

_MENTION = re.compile(r"<(?:@[!&]?|#)\d+>")
_MARKUP = re.compile(r"<a?:\w+:\d+>|<t:-?\d+(?::\w)?>|</[\w -]+:\d+>")
"""Emoji of a server, times, and commands."""
_EVERYBODY = re.compile(r"@(?:everyone|here)\b")
_LINK = re.compile(r"\[([^\[\]\n]+)\]\(<?https?://(?:[^()\s]|\([^()\s]*\))*(?:\s[^()\n]*)?\)")
_FORMAT = re.compile(r"[*~`|]+|(?<!\w)_+|(?<!_)_++(?!\w)|^[^\S\n]*(?:#{1,3}|-#|>{1,3}|[-+])\s+", re.MULTILINE)
"""Emphasis, spoilers, code, headings, quotes and lists; underscores inside a word belong to it."""


def plain(content: str, names: Mapping[str, str], own: Collection[str] = ()) -> str:
    """A message's content in plain words on one line.

    ``names`` gives what stands for a mention such as ``<@17>``; those in ``own``, the bot's, are left
    out, and so are emoji, calls to everyone, markdown and invisible characters.
    """
    text = _MENTION.sub(lambda m: "" if m.group() in own else names.get(m.group(), ""), content)
    text = _EVERYBODY.sub("", _MARKUP.sub("", text))
    words = _FORMAT.sub("", _LINK.sub(r"\1", text)).split()  # at controls too that break lines
    return visible(printable(" ".join(words)))
