"""What is said of an outcome: pages in markdown, each within Discord's limits and with its own source lines.

Tried as an embed, as plain text and as a Components V2 container, and looked at side by side: the embed
narrows the quotes and sets them small, plain text runs the sources into the quote and leaves the buttons
outside; the container sets the quotes at reading size, the sources small under a rule, and holds the buttons.
Its 4,000 characters hold an answer of three sentences whole.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, assert_never

from index import WRITTEN_NOTE, Abstention, Answer, day, lead

from .markdown import escaped, linked, marked, quoted, shortened, split
from .reply import Block, Page, Reply

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from index import Citation, Document, Outcome

DISPLAYED = 4000
"""Code points that the text of one Components V2 message may have in all (Discord's limit)."""

HEADING = 800
"""Of these, what the heading may take; a page's text and sources have the rest."""

PAGE = DISPLAYED - HEADING

LONGEST_NAME, LONGEST_TITLE = 80, 160
"""Code points of a name and a title in a source line; longer ones are shortened."""

TRIMMINGS = 2 * LONGEST_NAME + 40
"""What stands around a quote at most: the speaker, escaped, in bold, and the marker."""


def render(outcome: Outcome, heading: str = "") -> Reply:
    """The reply to a question; an abstention shows the sentences that come nearest, if any do."""
    match outcome:
        case Answer(text, citations, _, _, remarks, related, written):
            blocks = [*_by_model(written), *_plain("\n".join(remarks)), *quote_blocks(citations)]
            blocks = blocks or _plain(text)
            return Reply(pages(blocks), heading, citations=citations, suggestions=related)
        case Abstention(reason, _, suggestions, nearest):
            unmarked = [replace(citation, answer_span=None) for citation in nearest]
            blocks = [*_plain(reason), *quote_blocks(unmarked)]
            return Reply(pages(blocks), heading, False, nearest, suggestions)
        case _:
            assert_never(outcome)


def _by_model(sentences: Sequence[str]) -> list[Block]:
    """What a language model wrote, and that it did."""
    return [*_plain("\n".join(sentences)), Block(f"-# {WRITTEN_NOTE}")] if sentences else []


def listing(title: str, citations: Sequence[Citation], labels: Sequence[str] = ()) -> Reply:
    """A list of quotes under a title, each led by its label if there are any; both in markdown."""
    blocks = [Block(f"{title}\n")] if title else []
    for number, citation in enumerate(citations):
        label = f"{labels[number]}\n" if labels else ""
        first, *rest = quote_blocks([citation], spare=len(label))
        blocks += [Block(label + first.text, citation), *rest]
    return Reply(pages(blocks), citations=tuple(citations), listed=True)


CLAIM, ARTICLES = "**Claim**", "**What the articles say**"
"""The headings of a claim that is checked: the quotes below may agree with it or not."""


def claim_heading(claim: str) -> str:
    """The heading over what the articles say on a claim: the claim, as what it is."""
    return f"{CLAIM}\n{quoted(escaped(shortened(claim, 250)))}\n{ARTICLES}"


def heading_of(question: str, searched_for: str, *, shown: bool) -> str:
    """The heading: the question where Discord doesn't show it, what was searched for where that differs."""
    lines = [f"**{escaped(shortened(question, 250))}**"] if shown else []
    if searched_for != question:
        lines.append(f"-# Searched for: {escaped(shortened(searched_for, 60 if shown else 250))}")
    return "\n".join(lines)


# ---------------------------------------------------------------------- blocks and pages


def _plain(text: str) -> list[Block]:
    return [Block(piece) for piece in in_pieces(text, PAGE)] if text else []


def quote_blocks(citations: Iterable[Citation], spare: int = 0) -> list[Block]:
    """Each quote as a block quote with its marker; one too long for a page in several, split at sentences.

    ``spare`` code points of the page are left for something else.
    """
    return [Block(text, c) for c in citations for text in _pieces(c, room_beside(c) - TRIMMINGS - spare)]


def room_beside(citation: Citation) -> int:
    """What a page holds beside the source line of a citation."""
    return PAGE - len(source_lines([citation]))


def _pieces(citation: Citation, room: int) -> list[str]:
    speaker = escaped(shortened(lead(citation).removesuffix(": "), LONGEST_NAME))
    name, marker = f"**{speaker}:** " if speaker else "", f" {_marker(citation)}"
    pieces = _marked(citation, room) or in_pieces(citation.quote, room)
    texts = [f"{name if n == 0 else ''}{piece}{marker}" for n, piece in enumerate(pieces)]
    return [quoted(text) for text in texts]


def _marked(citation: Citation, room: int) -> list[str]:
    """The quote with the words that answer in bold, in one piece; [] when none do or it needs more."""
    exact, quote, shift = citation.answer_span, citation.quote, citation.span.start
    if exact is None or not citation.span.contains(exact):
        return []
    start, end = exact.start - shift, exact.end - shift
    text = f"{escaped(quote[:start])}{marked(quote[start:end], '**')}{escaped(quote[end:])}"
    return [text] if len(quoted(text)) <= room else []


def in_pieces(text: str, room: int) -> list[str]:
    """The text escaped, in pieces that have at most ``room`` code points as a block quote."""
    for part in (1, 2, 4):  # at worst a line feed, escaped with what follows and marked, becomes four
        pieces = [escaped(piece) for piece in split(text, room // part)]
        if all(len(quoted(piece)) <= room for piece in pieces):
            break
    return pieces


def pages(blocks: Sequence[Block]) -> tuple[Page, ...]:
    """The blocks in order on as few pages as hold them."""
    found: list[list[Block]] = [[]]
    for block in blocks:
        if found[-1] and _length([*found[-1], block]) > PAGE:
            found.append([])
        found[-1].append(block)
    return tuple(_page(group) for group in found)


def _length(blocks: Sequence[Block]) -> int:
    page = _page(blocks)
    return len(page.body) + len(page.sources)


def _page(blocks: Sequence[Block]) -> Page:
    citations = dict.fromkeys(block.citation for block in blocks if block.citation)
    return Page("\n\n".join(block.text.strip() for block in blocks), source_lines(list(citations)))


def source_lines(citations: Sequence[Citation]) -> str:
    """A line a document in small print: marker, title, outlet, author, date, and ¶, linked if it can be."""
    lines = []
    for document in dict.fromkeys(c.document for c in citations):
        here = [c for c in citations if c.document == document]
        title = escaped(shortened(document.title, LONGEST_TITLE))
        if len(here) == 1:
            lines.append(_line(f"{_marker(here[0])} {title}", document, [_place(here[0])]))
        else:
            lines.append(_line(title, document, [f"{_marker(c)}\u00a0{_place(c)}" for c in here]))
    return "\n".join(lines)


def _line(title: str, document: Document, places: Sequence[str]) -> str:
    by = ", ".join(escaped(shortened(n, LONGEST_NAME)) for n in (document.source, document.author) if n)
    published = day(document.published) if document.published else ""
    return "-# " + " · ".join(part for part in (title, by, published, *places) if part)


def _marker(citation: Citation) -> str:
    return f"**[{citation.marker}]**"


def _place(citation: Citation) -> str:
    return linked(f"¶{citation.paragraph}", citation.url)
