"""What a web page declares of its article: in JSON-LD objects and in ``meta`` tags."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from lxml.html import HtmlElement

_ARTICLE = re.compile(r"(?:Article|Posting|Report|Review|Column|Story)\Z")
_PAGES = frozenset({"WebPage", "ItemPage", "CreativeWork", "AboutPage"})
"""schema.org's types of what a page is, beside those of its articles."""

_TITLES = ("og:title", "twitter:title", "dc.title", "citation_title", "title")


@dataclass(frozen=True, slots=True)
class Declared:
    """``metas`` are the contents of the ``meta`` tags by name, lower case; ``objects`` the JSON-LD objects
    that are the article or the page, the likeliest first; ``named`` all JSON-LD objects that have an @id."""

    metas: Mapping[str, list[str]]
    objects: list[dict[str, Any]]
    named: Mapping[str, dict[str, Any]]

    def meta(self, *names: str) -> Iterator[str]:
        """The contents of the tags of these names, in the order of the names."""
        for name in names:
            yield from self.metas.get(name, ())


def declared(tree: HtmlElement) -> Declared:
    """What the page declares."""
    metas = _metas(tree)
    found = list(_objects(tree))
    titles = {_plain(title) for name in _TITLES for title in metas.get(name, ())}
    titles |= {_plain(h1.text_content()) for h1 in tree.iter("h1", "title")}
    places = {_place(url) for name in ("og:url", "twitter:url") for url in metas.get(name, ())}
    places |= {_place(link.get("href")) for link in tree.iter("link") if link.get("rel") == "canonical"}
    ranks = ((_rank(thing, titles - {""}, places - {""}), thing) for thing in found)
    ranked = sorted(((rank, thing) for rank, thing in ranks if rank is not None), key=lambda pair: -pair[0])
    named = {str(thing["@id"]): thing for thing in found if "@id" in thing}
    return Declared(metas, [thing for _, thing in ranked], named)


def _metas(tree: HtmlElement) -> dict[str, list[str]]:
    metas: dict[str, list[str]] = defaultdict(list)
    for tag in tree.iter("meta"):
        content = (tag.get("content") or "").strip()
        for key in ("property", "name", "itemprop"):
            if content and (name := tag.get(key)):
                metas[name.strip().lower()].append(content)
    return metas


def _objects(tree: HtmlElement) -> Iterator[dict[str, Any]]:
    """The JSON-LD objects at the top of each script, those of a graph, and a page's main one."""
    for script in tree.iter("script"):
        if (script.get("type") or "").strip().lower() == "application/ld+json":
            yield from _top(_parsed(script.text or ""))


def _parsed(text: str) -> Any:
    try:
        return json.loads(text.strip().removeprefix("<!--").removesuffix("-->").strip(), strict=False)
    except (ValueError, RecursionError):
        return None


def _top(held: Any) -> Iterator[dict[str, Any]]:
    for thing in held if isinstance(held, list) else [held]:
        if isinstance(thing, dict):
            yield thing
            graph, main = thing.get("@graph"), thing.get("mainEntity")
            members = graph if isinstance(graph, list) else []
            yield from (part for part in [*members, main] if isinstance(part, dict))


def _rank(thing: Mapping[str, Any], titles: set[str], places: set[str]) -> int | None:
    """How sure it is that the object is this page's article; None for anything else: another story."""
    kinds = thing.get("@type")
    names = [str(kind).rpartition("/")[2] for kind in (kinds if isinstance(kinds, list) else [kinds])]
    is_article = any(_ARTICLE.search(name) for name in names)
    if not is_article and not _PAGES.intersection(names):
        return None
    headline = _plain(str(thing.get("headline") or thing.get("name") or ""))
    own = {_place(url) for url in _addresses(thing)} - {""}
    here = bool(own & places)
    named = any(headline and (headline in title or title in headline) for title in titles)
    if not (here or named) and (own or headline) and (places or titles):
        return None
    return 4 * is_article + 2 * here + named


def _addresses(thing: Mapping[str, Any]) -> Iterator[str]:
    page = thing.get("mainEntityOfPage")
    for held in (thing, page if isinstance(page, dict) else {"url": page}):
        yield from (url for key in ("url", "@id") if isinstance(url := held.get(key), str))


def _place(url: str | None) -> str:
    """An address without what may differ between two of one page; "" for none."""
    try:
        parts = urlsplit((url or "").strip())
    except ValueError:
        return ""
    path = parts.path.rstrip("/")
    return f"{(parts.hostname or '').removeprefix('www.')}{path}" if path else ""


def _plain(title: str) -> str:
    return "".join(re.findall(r"\w+", title.casefold()))
