"""Links that land on the quoted words, followed as a browser does."""

from __future__ import annotations

import re
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.document import Span
from index.text.fragments import MOST_CONTEXT, WHOLE_WORDS, fragment_url

PAGE = "https://gazette.example/harbor"
WORDS = ["the", "The", "deal", "deal,", "port-side", "R&D", "é", "100%", "“no”", "+1", "a", "#x"]


def follow(url: str, text: str) -> Span:
    """Where a browser that takes the first match lands: case and the kind of white space don't count."""
    parts = url.split("#:~:text=")[1].split(",")
    prefix = unquote(parts.pop(0)[:-1]) if parts[0].endswith("-") else ""
    start, *end = map(unquote, parts)
    found = re.search(rf"{_words(prefix)}\s*({_words(start)})", text, re.IGNORECASE)
    assert found is not None
    if not end:
        return Span(*found.span(1))
    last = re.compile(_words(end[0]), re.IGNORECASE).search(text, found.end())
    assert last is not None
    return Span(found.start(1), last.end())


def _words(words: str) -> str:
    return r"\s+".join(map(re.escape, words.split()))


def link(text: str, quote: str, *, nth: int = 0) -> str:
    start = [m.start() for m in re.finditer(re.escape(quote), text)][nth]
    return fragment_url(PAGE, text, Span(start, start + len(quote)))


def test_a_short_quote_is_named_whole() -> None:
    """Up to eight words stand whole in the link."""
    text = "On Monday the new harbor of Osio opened at last. Crowds came."
    assert link(text, "the new harbor of Osio opened at last.") == (
        f"{PAGE}#:~:text=the%20new%20harbor%20of%20Osio%20opened%20at%20last."
    )


def test_a_long_quote_is_named_by_its_ends() -> None:
    """Of more than eight words the first four and the last four stand in the link."""
    text = "So it was: one two three four five six seven eight nine. Then nothing."
    url = link(text, "one two three four five six seven eight nine.")
    assert url == f"{PAGE}#:~:text=one%20two%20three%20four,six%20seven%20eight%20nine."
    assert follow(url, text).of(text) == "one two three four five six seven eight nine."


def test_a_twin_before_is_told_apart() -> None:
    """Words that stand earlier too get as many words before them as it takes."""
    text = "The deal failed. In May the deal held. By June the deal held."
    assert link(text, "the deal held.", nth=0) == f"{PAGE}#:~:text=the%20deal%20held."
    assert link(text, "the deal held.", nth=1) == f"{PAGE}#:~:text=June-,the%20deal%20held."


@pytest.mark.parametrize("twin", ["THE DEAL held.", "the\ndeal\u00a0held."])
def test_a_twin_in_other_letters_or_spacing(twin: str) -> None:
    """A browser takes capitals and white space for the same, so such a twin is told apart too."""
    text = f"First {twin} Then the deal held."
    assert link(text, "the deal held.", nth=0) == f"{PAGE}#:~:text=Then-,the%20deal%20held."


def test_the_directives_own_signs_are_escaped() -> None:
    """Commas, hyphens and ampersands, which divide a directive, and non-ASCII letters are encoded."""
    text = "A U.S.-China détente, R&D."
    assert link(text, "U.S.-China détente, R&D.") == (
        f"{PAGE}#:~:text=U.S.%2DChina%20d%C3%A9tente%2C%20R%26D."
    )


def test_a_fragment_of_the_address_is_replaced() -> None:
    """An address that already points into its page points to the quote instead; its query stays."""
    assert fragment_url(f"{PAGE}?a=1#top", "Words.", Span(0, 6)) == f"{PAGE}?a=1#:~:text=Words."


@pytest.mark.parametrize(
    ("before", "quote", "fragment"),
    [
        ("One.\n\n", "- A ferry leaves often", "A ferry leaves often"),
        ("1. First of all\n", "2. A ferry leaves", "A ferry leaves"),
        ("", "> ## So **Mayor Marsh** told [us](https://a.example/b_c) all.", "So Mayor Marsh told us all."),
        ("", "The *old* `bridge` of ~~two~~, _he_ said[^1].", "The old bridge of two, he said."),
        ("", "It is 2 * 3 in snake_case \\*.", "It is 2 * 3 in snake_case *."),
        ("", "Delegates | forty", "Delegates,forty"),
        ("", "He called it “a patient on the table” today.", "He called it,today."),
        ("", "“We lost,” said Ann.", "We lost,,said Ann."),
        ("", "It was ‘a rout’, and the workers’ idea.", "It was,idea."),
        ("A deal held. ", "“The deal held well,” he said.", "The deal held well,,he said."),
        ("“A deal,” I said.\n\n", "“A deal,” she told all.", "A deal,” she,she told all."),
        ("Cars stop.\n\n- A deal held.\n", "- A deal held.", "held.-,A deal held."),
        ("", "First <b>Ann</b> <https://a.example/b>", "First Ann https://a.example/b"),
    ],
)
def test_what_no_page_shows_is_in_no_link(before: str, quote: str, fragment: str) -> None:
    """List marks, Markdown and quotation marks are left out, and no part goes from one block to another."""
    url = fragment_url(PAGE, before + quote, Span(len(before), len(before + quote)))
    assert unquote(url.split("text=")[1]) == fragment


def test_white_space_has_no_link() -> None:
    """A span without words gives the plain address."""
    assert fragment_url(f"{PAGE}#top", "a  b", Span(1, 3)) == PAGE


@st.composite
def quoted(draw: st.DrawFn) -> tuple[str, Span]:
    """A text of few different words, so that twins abound, and a run of its words."""
    words = draw(st.lists(st.sampled_from(WORDS), min_size=1, max_size=MOST_CONTEXT + WHOLE_WORDS + 6))
    first = draw(st.integers(0, min(len(words) - 1, MOST_CONTEXT)))
    last = draw(st.integers(first, len(words) - 1))
    gaps = draw(st.lists(st.sampled_from([" ", "\n", "  "]), min_size=len(words), max_size=len(words)))
    text, starts = "", []
    for word, gap in zip(words, gaps, strict=True):
        starts.append(len(text))
        text += word + gap
    return text, Span(starts[first], starts[last] + len(words[last]))


@given(quoted())
def test_the_link_lands_on_the_quote(case: tuple[str, Span]) -> None:
    """Followed as a browser does, the link begins at the quote, to the letter, and ends within it."""
    text, span = case
    landed = follow(fragment_url(PAGE, text, span), text)
    quote = span.of(text)
    assert landed.start == span.start + quote.startswith("“")
    assert landed.end <= span.end
    if len(quote.split()) <= WHOLE_WORDS and "“" not in quote:
        assert landed == span
