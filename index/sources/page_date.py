"""When a web page says that its article was published: never when it was changed, never another story's day.

Of what is declared, JSON-LD comes first, then ``meta`` tags, then a ``time`` element of the article itself.
The day is the one of the time zone in which the page tells it.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

from .metadata import day_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lxml.html import HtmlElement

    from .page_declarations import Declared

_METAS = (
    "article:published_time", "article:published", "og:published_time", "og:article:published_time",
    "datepublished", "parsely-pub-date", "sailthru.date", "article.published", "article_date_original",
    "originalpublicationdate", "publishdate", "publish-date", "publish_date", "published_date",
    "publication_date", "date_published", "pubdate", "published_at", "published-date", "publication-date",
    "cxenseparse:recs:publishtime", "rnews:datepublished", "bt:pubdate", "prism.publicationdate",
    "citation_publication_date", "citation_online_date", "dc.date.issued", "dcterms.issued", "dc.date",
    "dcterms.date", "dc.date.created", "dcterms.created", "citation_date", "displaydate", "ptime", "date",
)  # fmt: skip
"""Names of ``meta`` tags that hold a publication's day, the plainest first; htmldate knows them too, and more
that may hold another day."""

_ELSEWHERE = re.compile(
    r"\b(?:related|recommend\w*|sidebar|comments?|more|teasers?|latest|popular|promo\w*|widget|trending|"
    r"read-?next|most-?read|ticker|carousel|newsletter|archive)\b"
)
"""Words in the class or id of what belongs to other stories."""

_PUBLISHED = re.compile(r"publish|pubdate|entry-date|post(?:ed|-date|-?on)|article-?date|date-?line|datepub")
_CHANGED = re.compile(
    r"updat|modif|revis|edited|changed|last|aktualisiert|geändert|modifié|mis à jour|actualiz"
)
_BYLINE = re.compile(r"by-?line|dateline|date|author|meta|time")
_LEAD_FROM = 80
"""Characters from which a paragraph is the article's text: its day stands above that."""

_NEAR = 40
"""Characters before a day that may say what happened on it."""

_FURTHEST, _STEP = timedelta(hours=14), timedelta(minutes=15)
"""How far clocks are from UTC, and by steps of what."""

_MONTH = {m: n for n, m in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), 1)}
_MONTHS = "|".join(_MONTH)
_SPELT = (
    re.compile(rf"\b(?P<month>{_MONTHS})[a-z]*\.? (?P<day>\d{{1,2}})(?:st|nd|rd|th)?,? (?P<year>\d{{4}})\b"),
    re.compile(
        rf"\b(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\.? (?P<month>{_MONTHS})[a-z]*\.?,? (?P<year>\d{{4}})\b"
    ),
)
_NUMBER = re.compile(r"\d{8}|\d{10}|\d{13}|\d{14}", re.ASCII)
_YEAR_FIRST = re.compile(r"(\d{4})[/.](\d{1,2})[/.](\d{1,2})\b", re.ASCII)


def published(tree: HtmlElement, declared: Declared) -> date | None:
    """The day on which the article was published; None where the page doesn't declare it."""
    elements = _elements(tree)
    times = [time for text in _written(declared, elements) if (time := _read(text)) is not None]
    if not times:
        return None
    first = times[0]
    if not isinstance(first, datetime):
        return first
    if first.utcoffset() == timedelta(0):  # as machines tell it: the page may tell the same in its own zone
        return _own_day(first, times[1:], elements)
    return first.date()


def _own_day(instant: datetime, times: Sequence[date | datetime], elements: Sequence[HtmlElement]) -> date:
    """The day on which the instant fell where the page was written, else in UTC."""
    here = [t for t in times if isinstance(t, datetime) and _is_same(t, instant)]
    shown = filter(None, (_spelt(" ".join(element.text_content().split())) for element in elements))
    near = [day for day in shown if abs(day - instant.date()) <= timedelta(1)]
    return here[0].date() if here else near[0] if near else instant.date()


def _is_same(time: datetime, instant: datetime) -> bool:
    """Whether a time is the instant, told by another clock than UTC's."""
    if time.utcoffset() is not None:
        return time == instant and time.utcoffset() != timedelta(0)
    utc = instant.replace(tzinfo=None, microsecond=0, second=instant.second if time.second else 0)
    offset = time.replace(microsecond=0) - utc
    return bool(offset) and abs(offset) <= _FURTHEST and not offset % _STEP


def _written(declared: Declared, elements: Sequence[HtmlElement]) -> Iterator[str]:
    for thing in declared.objects:
        held = thing.get("datePublished")
        yield from (str(day) for day in (held if isinstance(held, list) else [held]) if day)
    yield from declared.meta(*_METAS)
    for element in elements:
        yield next(filter(None, map(element.get, ("datetime", "content", "title"))), element.text_content())


def _elements(tree: HtmlElement) -> list[HtmlElement]:
    """The elements that tell the article's day: those that say so, ``time`` in its head, then its byline."""
    heading = next(iter(tree.xpath("//article//h1 | //main//h1") or tree.xpath("//h1")), None)
    scope = _scope(tree, heading)
    marked = scope.xpath(".//*[self::time or @itemprop or @class or @pubdate]") if scope is not None else []
    found = [e for e in marked if _says_published(e)]
    if heading is not None:
        found += _in_head(heading)
    return [e for e in found if not _is_change(e) and not _is_elsewhere(e, heading)]


def _scope(tree: HtmlElement, heading: HtmlElement | None) -> HtmlElement | None:
    """What holds the article: of a page with several articles and no heading, nothing."""
    if heading is not None:
        return next(heading.iterancestors("article", "main", "body"), None)
    articles = tree.xpath("//article")
    return articles[0] if len(articles) == 1 else None


def _in_head(heading: HtmlElement) -> list[HtmlElement]:
    """The ``time`` elements between the heading and the text or in its header, and lines that hold a day."""
    lead = next((p for p in heading.xpath("following::p") if len(p.text_content()) >= _LEAD_FROM), None)
    times = heading.xpath("ancestor::header[1]//time | following::time")
    lines = heading.xpath("following::*[self::p or self::div or self::span][@class]")
    before = None if lead is None else set(lead.xpath("preceding::*"))
    head = [e for e in (*times, *lines) if before is None or e in before]
    return [e for e in head if e.tag == "time" or (_BYLINE.search(e.get("class", "").lower()) and _is_day(e))]


def _is_day(line: HtmlElement) -> bool:
    """Whether a short line tells a day."""
    text = " ".join(line.text_content().split())
    return len(text) < _LEAD_FROM and _spelt(text) is not None


def _says_published(element: HtmlElement) -> bool:
    marks = f"{element.get('itemprop', '')} {element.get('class', '')}".lower()
    tells = element.tag in ("time", "abbr", "meta", "relative-time") or "datepublished" in marks
    return tells and (element.get("pubdate") is not None or bool(_PUBLISHED.search(marks)))


def _is_change(element: HtmlElement) -> bool:
    """Whether its marks, or the words right before it, say that the article was changed then."""
    marks = f"{element.get('itemprop', '')} {element.get('class', '')}".lower()
    before = element.getprevious()
    if before is None:
        words = element.getparent().text or ""
    else:
        words = f"{'' if before.tag == 'time' else before.text_content()} {before.tail or ''}"
    return "publish" not in marks and bool(_CHANGED.search(marks) or _CHANGED.search(words[-_NEAR:].lower()))


def _is_elsewhere(element: HtmlElement, heading: HtmlElement | None) -> bool:
    """Whether it stands in what belongs to other stories: an aside, a link, an article of its own."""
    own = set() if heading is None else set(heading.iterancestors())
    for part in (element, *element.iterancestors()):
        if part in own:
            return False
        marks = f"{part.get('class', '')} {part.get('id', '')}".lower()
        link = part.tag == "a" and "bookmark" not in part.get("rel", "")
        if link or part.tag in ("aside", "nav") or (heading is not None and part.tag == "article"):
            return True
        if _ELSEWHERE.search(marks):
            return True
    return False


def _read(written: str) -> date | datetime | None:
    """A day or a time as machines and English pages write them; None for any other, ambiguous ones too."""
    text = " ".join(written.split())
    if _NUMBER.fullmatch(text):
        return _of_number(text)
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        pass
    if day := day_of(text[:10]) or _spelt(text):
        return day
    try:
        return parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError):
        return None


def _of_number(digits: str) -> date | None:
    """20240309, 20240309080000, or seconds or milliseconds since 1970."""
    try:
        if len(digits) in (8, 14):
            return date(int(digits[:4]), int(digits[4:6]), int(digits[6:8]))
        return datetime.fromtimestamp(int(digits[:10]), UTC).date()
    except (ValueError, OverflowError, OSError):
        return None


def _spelt(text: str) -> date | None:
    """March 9, 2024, 9 March 2024 or 2024/03/09; which of 9/3/2024 is the month can't be told."""
    found = next(filter(None, (form.search(text.lower()) for form in _SPELT)), None)
    try:
        if found:
            return date(int(found["year"]), _MONTH[found["month"]], int(found["day"]))
        slashed = _YEAR_FIRST.match(text)
        return date(*map(int, slashed.groups())) if slashed else None
    except ValueError:
        return None
