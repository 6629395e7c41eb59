"""Who wrote a web page's article: the names it declares, else those of its byline alone."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lxml.html import HtmlElement

    from .page_declarations import Declared

_METAS = (
    "author", "parsely-author", "sailthru.author", "citation_author", "dc.creator", "dcterms.creator", "byl",
    "byline", "article:author_name", "cxenseparse:author", "article:author",
)  # fmt: skip
"""Names of ``meta`` tags that hold an author's name, the plainest first."""

_BYLINES = (
    "//*[contains(concat(' ', @itemprop, ' '), ' author ')]",
    "//a[contains(concat(' ', @rel, ' '), ' author ')]",
    "//*[contains(concat(' ', normalize-space(@class), ' '), ' byline ')]",
    "//*[contains(concat(' ', normalize-space(@class), ' '), ' author ')]",
)
"""Where pages without declarations name their author, the surest first."""

_PLAIN = (
    "//h1/following::p[starts-with(normalize-space(.), 'By ') and string-length(normalize-space(.)) < 120]"
)
_SIGNED = re.compile(
    r"By (?:[^\W\d_a-z][\w.’'-]*(?: (?:and |de |van |von |der |al |bin |la |le )?|, | ?& ?|$)){2,8}"
    r"(?:[|/•·–—(\[-]|\d|(?:on|updated|published|posted|last)\b|$)"
)
"""A paragraph that is nothing but "By Ann Moe and Bo Lind", with at most a day behind it."""

_LED = re.compile(
    r"(?:(?:written|reported|posted|published|text) )?(?:by|von|par|por|di|author):?\s", re.IGNORECASE
)
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_ENDS = re.compile(
    rf"[|/•·–—(\[]| - |\bon \d|\b(?:{_MONTH} \d|(?:published|updated|posted|last)\b)|"
    r"\b(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\b\.?,? |\d",
    re.IGNORECASE,
)
"""What can't be part of a name: a separator, a day, a number."""

_APART = re.compile(r";|,(?!\s*(?:jr|sr|phd|md)\b)", re.IGNORECASE)
_ADDRESS = re.compile(r"https?:|www\.|@|\.com\b", re.IGNORECASE)
_LONGEST_LINE = 300
"""Characters of a byline that are looked at."""

_LONGEST = 60
"""Characters of one name; more are a sentence."""


def author(tree: HtmlElement, declared: Declared) -> str | None:
    """The names, joined by commas; that of an organisation only where no person is named."""
    site = {name.casefold() for name in declared.meta("og:site_name")}
    persons, organisations = _of_objects(declared)
    for found in (persons, declared.meta(*_METAS), _of_byline(tree), organisations):
        names = list(dict.fromkeys(name for text in found for name in _names(text)))
        if people := [name for name in names if name.casefold() not in site]:
            return ", ".join(people)
    return next((name for text in organisations for name in _names(text)), None)


def _of_objects(declared: Declared) -> tuple[list[str], list[str]]:
    """The persons that the first object with an author names, and the organisations."""
    for thing in declared.objects:
        held = thing.get("author")
        found = [_referred(one, declared) for one in (held if isinstance(held, list) else [held]) if one]
        if found:
            whole = [
                one for one in found if isinstance(one, dict) and "Organization" in str(one.get("@type"))
            ]
            return _called(one for one in found if one not in whole), _called(whole)
    return [], []


def _referred(one: Any, declared: Declared) -> Any:
    """The object that a mere @id stands for."""
    return declared.named.get(str(one["@id"]), one) if isinstance(one, dict) and "@id" in one else one


def _called(found: Iterable[Any]) -> list[str]:
    names = [one.get("name") if isinstance(one, dict) else one for one in found]
    flat = [n for name in names for n in (name if isinstance(name, list) else [name])]
    return [unescape(name) for name in flat if isinstance(name, str)]


def _of_byline(tree: HtmlElement) -> list[str]:
    """The texts of the first byline's links to people, else its own."""
    for path in _BYLINES:
        for element in tree.xpath(path):
            if any(part.tag in ("aside", "nav", "footer") for part in element.iterancestors()):
                continue
            inner = element.xpath(".//*[@itemprop='name'] | .//a")
            texts = [" ".join(part.text_content().split()) for part in inner or [element]]
            if any(map(_is_named, texts)):
                return texts
    plain = (" ".join(p.text_content().split()) for p in tree.xpath(f"({_PLAIN})[1]"))
    return [line for line in plain if _SIGNED.match(line)]


def _is_named(text: str) -> bool:
    return any(True for _ in _names(text))


def _names(text: str) -> Iterable[str]:
    """The names in a byline, each alone."""
    line = " ".join(text[:_LONGEST_LINE].split())
    led = _LED.match(line)
    for part in _APART.split(line[led.end() :] if led else line):
        end = _ENDS.search(part)
        name = " ".join((part[: end.start()] if end else part).split()).strip(" .,:")
        if name and len(name) <= _LONGEST and not _ADDRESS.search(part):
            yield name
