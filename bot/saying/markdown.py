"""Text of others in Discord's markdown: shown as it is, whatever is in it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

LONGEST_LINK = 1000
"""Code points of an address that is linked: with four words at both ends of a quote it has some 300."""

_SPECIAL = re.compile(
    r"[\\*_~|`<\[\]]"  # emphasis, spoilers, code, mentions and timestamps, links
    r"|@(?=everyone|here)"
    r"|:(?=//)"  # an address stays text, or its underscores would lose their backslashes
    r"|:(?=[\w+-]+:)"  # :smile:, :+1:
    r"|(?m:^)[ \t]*(?:[#>+-]|\d+(?=[.)]))"  # headings, quotes, lists, subtext
)


def escaped(text: str) -> str:
    """The text with a backslash before whatever Discord would take for markup; it reads as it did."""
    return _SPECIAL.sub(_escape, text)


def _escape(match: re.Match[str]) -> str:
    found = match.group()
    mark = found.lstrip()
    if mark.isdigit():  # "1." begins a list, "\1." is shown with its backslash, "1\." is neither
        return f"{found}\\"
    return f"{found[: len(found) - len(mark)]}\\{mark}"


def marked(text: str, mark: str) -> str:
    """The text escaped, between two marks that touch its words; white space alone gets none."""
    bare = text.strip()
    if not bare:
        return escaped(text)
    start = text.index(bare)
    return f"{text[:start]}{mark}{escaped(bare)}{mark}{text[start + len(bare) :]}"


def quoted(text: str) -> str:
    """Lines as a block quote."""
    return "\n".join(f"> {line}" for line in text.split("\n"))


def is_web_address(url: str) -> bool:
    """Whether Discord takes it for a link."""
    return re.fullmatch(r"https?://[^\s<>\\]+", url) is not None


def linked(words: str, url: str | None) -> str:
    """A masked link where there is a web address of at most ``LONGEST_LINK``, else the words alone."""
    if url is None or not is_web_address(url):
        return words
    encoded = url.replace("(", "%28").replace(")", "%29")
    return f"[{words}]({encoded})" if len(encoded) <= LONGEST_LINK else words


def mention(command: str, ids: Mapping[str, int]) -> str:
    """A slash command to be clicked, by its full name; plain where its id, or its group's, isn't known."""
    known = ids.get(command.split()[0])
    return f"/{command}" if known is None else f"</{command}:{known}>"


def shortened(text: str, limit: int) -> str:
    """At most ``limit`` code points: whole words, with an ellipsis where something was left out."""
    if len(text) <= limit:
        return text
    words = text[:limit].rpartition(" ")[0]
    return f"{(words or text[: limit - 1]).rstrip()}…"


def split(text: str, limit: int) -> list[str]:
    """The text in pieces of at most ``limit`` code points, ended where a sentence ends, else a word.

    Joined by a space they are the text, but for the white space between them.
    """
    pieces = []
    rest = text.strip()
    while len(rest) > limit:
        end = _last_end(rest, limit) or limit
        pieces.append(rest[:end].rstrip())
        rest = rest[end:].lstrip()
    return [*pieces, rest] if rest else pieces


def _last_end(text: str, limit: int) -> int:
    """Where the last sentence up to the limit ends, if in its second half, else the last word; or 0."""
    ends = [m.end() for m in re.finditer(r"[.!?…”\"](?=\s)", text[: limit + 1])]
    if ends and ends[-1] >= limit // 2:
        return ends[-1]
    return max(text.rfind(" ", 0, limit + 1), text.rfind("\n", 0, limit + 1), 0)
