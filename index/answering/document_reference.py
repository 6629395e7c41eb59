"""Which document a question means: "the article about the telescope", "the Reuters story"."""

from __future__ import annotations

from typing import NamedTuple

from ..text.word_lists import WordLists

_LISTS = WordLists(__file__)
_NOUNS = _LISTS.set("nouns")
_DETERMINERS = _LISTS.set("determiners")
_LINKS = _LISTS.set("links")
_GOES_ON = _LISTS.set("goes_on")
_TELLS_NOTHING = _LISTS.set("tells_nothing")

MOST_BEFORE = 5
"""Words between "the" and "article": more are a clause, not a name for an article."""


class DocumentReference(NamedTuple):
    """``question`` with "this article" for what names a document; ``document``, the words that name it."""

    question: str
    document: str


def document_reference(question: str) -> DocumentReference:
    """The first document that a question names by a word of its own; else the question as it is."""
    words = question.split()
    for at, word in enumerate(words):
        if _bare(word) not in _NOUNS:
            continue
        opens = _opening(words, at)
        if opens is None:
            continue
        closes = _closing(words, at)
        before = [w for w in words[opens + 1 : at] if _bare(w) not in _TELLS_NOTHING]
        named = [*before, *words[at + 2 : closes]]
        if named:
            short = " ".join([*words[:opens], "this article", *words[closes:]])
            return DocumentReference(short, " ".join(named).strip(" ?!.,;:"))
    return DocumentReference(question, "")


def _opening(words: list[str], noun: int) -> int | None:
    """Where the determiner of a noun stands."""
    for at in range(noun - 1, max(noun - MOST_BEFORE - 2, -1), -1):
        if _bare(words[at]) in _DETERMINERS:
            return at
        if words[at][-1] in ",;:?!":
            return None
    return None


def _closing(words: list[str], noun: int) -> int:
    """Where the words end that tell what the document is about, behind its noun."""
    if words[noun][-1] in ",;:?!" or noun + 2 >= len(words) or _bare(words[noun + 1]) not in _LINKS:
        return noun + 1
    ends = range(noun + 2, len(words))
    return next((at for at in ends if _bare(words[at]) in _GOES_ON), len(words))


def _bare(word: str) -> str:
    return word.lower().strip("\"'“”‘’(),;:?!.")
