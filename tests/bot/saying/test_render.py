"""What a reply says: exact markdown for plain cases, and limits that hold whatever the articles hold."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.saying.markdown import LONGEST_LINK, shortened
from bot.saying.render import (
    DISPLAYED,
    HEADING,
    LONGEST_NAME,
    LONGEST_TITLE,
    PAGE,
    heading_of,
    listing,
    render,
    source_lines,
)
from bot.saying.reply import Page, Reply, plain_reply
from index import Abstention, Answer, Citation, Document, Span
from index.answer import lead

from ..articles import (
    BRIDGE,
    FARE,
    HARBOR,
    OPENS,
    RECEIPT,
    WAITED,
    citations,
    cited,
    dense,
    hostile,
    length,
    markers,
    seen,
    titles,
    words,
)

if TYPE_CHECKING:
    from collections.abc import Sequence


PLACE = "Harbor opens · The Gazette, Rita Sole · 3 March 2024"


def answer(*quotes: Citation) -> Reply:
    return render(Answer("", quotes, RECEIPT))


# ---------------------------------------------------------------------- exact words


def test_an_answer_quotes_each_citation_over_its_source() -> None:
    """Each quote with its marker, led by a speaker it doesn't name; one source line a document below."""
    found = (cited(HARBOR, OPENS, 1, "Ana Lima"), cited(HARBOR, WAITED, 2, "Ana Lima"))
    assert render(Answer("", found, RECEIPT, suggestions=("Who?",)), heading="**What?**") == Reply(
        (
            Page(
                f"> {OPENS} **[1]**\n\n> **Ana Lima:** {WAITED} **[2]**",
                f"-# {PLACE} · **[1]**\u00a0¶1 · **[2]**\u00a0¶2",
            ),
        ),
        heading="**What?**",
        answered=True,
        citations=found,
        suggestions=("Who?",),
    )


def test_the_words_that_answer_are_bold_in_their_quote() -> None:
    """The quote stays whole and escaped; a document's own stars don't end the bold."""
    text = "The *old* port opened in *1998* with forty ships."
    document = Document("d", "D", text)
    year = Span(text.index("*1998*"), text.index(" with"))
    body = answer(Citation(1, text, document, 1, Span(0, len(text)), answer_span=year)).pages[0].body
    assert body == r"> The \*old\* port opened in **\*1998\*** with forty ships. **[1]**"


PORT = "The port opened in 1998 with a *."


def with_bold(text: str, span: Span) -> str:
    """What is shown of a quote in which the words at a span answer."""
    return (
        answer(Citation(1, text, Document("d", "D", text), 1, Span(0, len(text)), answer_span=span))
        .pages[0]
        .body
    )


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        (" 1998 ", r"The port opened in **1998** with a \*."),
        ("with a *", r"The port opened in 1998 **with a \***."),
        (PORT, r"**The port opened in 1998 with a \*.**"),
        (" ", r"The port opened in 1998 with a \*."),
    ],
)
def test_the_marks_of_bold_touch_their_words(words: str, shown: str) -> None:
    """White space at an end is left out, and alone it is not bold; no star is left over."""
    at = PORT.index(words)
    assert with_bold(PORT, Span(at, at + len(words))) == f"> {shown} **[1]**"


@pytest.mark.parametrize("span", [Span(-9, 4), Span(30, 40), Span(90, 99)])
def test_words_outside_a_quote_make_nothing_bold(span: Span) -> None:
    """Rather than others."""
    assert with_bold(PORT, span) == r"> The port opened in 1998 with a \*. **[1]**"


LIVE = re.compile(r"\\.|\*\*((?:\\.|[^\\])+?)\*\*(?!\*)", re.DOTALL)
"""What Discord takes for an escape, and for bold."""


@given(hostile.filter(str.strip), st.data())
def test_no_other_words_are_bold(text: str, data: st.DataObject) -> None:
    """In whatever an article holds: the words that answer, the marker, and no asterisk beside them."""
    start, end = sorted(data.draw(st.tuples(*[st.integers(0, len(text))] * 2)))
    body = with_bold(text, Span(start, end))
    words = [dense(part) for part in (text[start:end], "[1]") if part.strip()]
    bold = filter(None, LIVE.findall(body))
    assert [dense(seen(unquoted(f"> {part}"))) for part in bold] == words
    assert "*" not in LIVE.sub("", body)


def test_an_answer_from_the_record_is_its_text() -> None:
    """An answer that quotes nothing has neither marker nor source."""
    said = render(Answer("“A *star*” was written by Rita Sole.", (), RECEIPT))
    assert said == Reply((Page(r"“A \*star\*” was written by Rita Sole."),))


def test_an_abstention_shows_what_is_nearest() -> None:
    """Under the refusal's sentence, with its source; then what can be asked instead."""
    near, reason = (cited(HARBOR, FARE),), "The articles don't say it in so many words. The nearest:"
    said = render(Abstention(reason, RECEIPT, ("Who?", "When?"), near))
    assert said.pages == (Page(f"{reason}\n\n> {FARE} **[1]**", f"-# **[1]** {PLACE} · ¶3"),)
    assert (said.answered, said.citations, said.suggestions) == (False, near, ("Who?", "When?"))


def test_nothing_is_bold_in_what_is_nearest() -> None:
    """But the markers; two sentences stand one below the other, led by nobody whom they name."""
    near = (
        replace(cited(HARBOR, OPENS, 1, "Ana Lima"), answer_span=Span(0, 4)),
        replace(cited(HARBOR, FARE, 2), answer_span=cited(HARBOR, FARE).span),
    )
    body = render(Abstention("Nearly:", RECEIPT, (), near)).pages[0].body
    assert body == f"Nearly:\n\n> {OPENS} **[1]**\n\n> {FARE} **[2]**"


def test_an_abstention_without_anything_near_is_its_reason() -> None:
    """Nothing is announced that doesn't follow."""
    said = render(Abstention("The articles don't mention Zo_e.", RECEIPT))
    assert said == Reply((Page(r"The articles don't mention Zo\_e."),), answered=False)


def test_a_few_words_of_the_bots_own() -> None:
    """They are shown as they are, with the questions that go with them."""
    assert plain_reply("5*3", ["Who?"]) == Reply((Page(r"5\*3"),), answered=False, suggestions=("Who?",))


def test_a_listing_leads_each_quote_with_its_label() -> None:
    """The title first, then label and quote, one below another."""
    found = (cited(HARBOR, OPENS, 1), cited(BRIDGE, "It reopens in June.", 2))
    said = listing("**Timeline**", found, ["**5 March**", "**June**"])
    assert said.pages == (
        Page(
            f"**Timeline**\n\n**5 March**\n> {OPENS} **[1]**\n\n**June**\n> It reopens in June. **[2]**",
            f"-# **[1]** {PLACE} · ¶1\n-# **[2]** Bridge closes · ¶2",
        ),
    )
    assert (said.citations, said.answered, said.listed, said.heading) == (found, True, True, "")


def test_a_quote_of_several_lines_is_one_block() -> None:
    """Each line has the mark of a block quote; markup in it is shown, not obeyed."""
    document = replace(HARBOR, text="He sang:\n# La *la*\n\n1. la")
    said = answer(cited(document, document.text))
    assert said.pages[0].body == "> He sang:\n> \\# La \\*la\\*\n> \n> 1\\. la **[1]**"


@pytest.mark.parametrize(
    ("changes", "line"),
    [
        ({}, f"-# **[1]** {PLACE} · ¶1"),
        ({"author": None}, "-# **[1]** Harbor opens · The Gazette · 3 March 2024 · ¶1"),
        ({"source": None}, "-# **[1]** Harbor opens · Rita Sole · 3 March 2024 · ¶1"),
        ({"published": None}, "-# **[1]** Harbor opens · The Gazette, Rita Sole · ¶1"),
        ({"source": None, "author": None, "published": None}, "-# **[1]** Harbor opens · ¶1"),
        ({"title": "A *star*"}, f"-# **[1]** A \\*star\\* · {PLACE[15:]} · ¶1"),
        ({"title": "word " * 40}, f"-# **[1]** {('word ' * 32).strip()}… · {PLACE[15:]} · ¶1"),
        ({"source": "s" * 81}, f"-# **[1]** Harbor opens · {'s' * 79}…, Rita Sole · 3 March 2024 · ¶1"),
    ],
)
def test_a_source_line_tells_what_is_known(changes: dict[str, object], line: str) -> None:
    """Marker, title, outlet and author, date and paragraph; what isn't known is left out."""
    assert source_lines([cited(replace(HARBOR, **changes), OPENS)]) == line


@pytest.mark.parametrize(
    ("url", "place"),
    [
        ("https://a.example/b#:~:text=Mayor", "[¶1](https://a.example/b#:~:text=Mayor)"),
        ("https://a.example/" + "b" * 982, f"[¶1](https://a.example/{'b' * 982})"),
        ("https://a.example/" + "b" * 983, "¶1"),
        ("javascript:alert(1)", "¶1"),
    ],
)
def test_a_source_line_links_the_paragraph(url: str, place: str) -> None:
    """Where the citation has a web address of at most 1,000 code points."""
    assert source_lines([cited(HARBOR, OPENS, url=url)]) == f"-# **[1]** {PLACE} · {place}"


def test_a_source_line_lists_the_places_in_one_document() -> None:
    """Each marker beside its linked paragraph, and a line a document, in the order of their first quotes."""
    found = [
        cited(HARBOR, FARE, 1, url="https://a.example/1"),
        cited(BRIDGE, BRIDGE.text, 2),
        cited(HARBOR, OPENS, 3),
    ]
    assert source_lines(found) == (
        f"-# {PLACE} · **[1]**\u00a0[¶3](https://a.example/1) · **[3]**\u00a0¶1\n"
        "-# **[2]** Bridge closes · ¶1"
    )


# ---------------------------------------------------------------------- the heading


@pytest.mark.parametrize(
    ("searched_for", "shown", "heading"),
    [
        ("what *is* it?", True, r"**what \*is\* it?**"),
        ("what *is* it?", False, ""),
        ("What is soy?", True, "**what \\*is\\* it?**\n-# Searched for: What is soy?"),
        ("What is soy?", False, "-# Searched for: What is soy?"),
    ],
)
def test_the_heading_shows_what_discord_does_not(searched_for: str, shown: bool, heading: str) -> None:
    """The question of a command, and what was searched for where that differs from it."""
    assert heading_of("what *is* it?", searched_for, shown=shown) == heading


@given(words, words, st.booleans(), st.integers(1, 40))
def test_a_heading_has_its_room(question: str, searched_for: str, shown: bool, times: int) -> None:
    """However long the question, and however much of it has to be escaped."""
    assert len(heading_of(question * times, searched_for * times, shown=shown)) <= HEADING


# ---------------------------------------------------------------------- whatever the articles hold


def fits(said: Reply) -> None:
    """Every page holds something, keeps to its share of what Discord shows, and has the sources it needs."""
    assert said.pages
    for page in said.pages:
        assert page.body.strip()
        assert length(page) <= PAGE
        assert len(said.heading) + length(page) <= DISPLAYED
        assert set(markers(page.body)) == set(markers(page.sources))
        assert len(markers(page.sources)) == len(set(markers(page.sources)))


def holds(said: Reply, quotes: Sequence[Citation]) -> None:
    """Each quote stands under its marker, word for word and in order, led by its speaker if need be."""
    blocks = [block for page in said.pages for block in page.body.split("\n\n")]
    for quote in quotes:
        mine = [block for block in blocks if block.endswith(f" **[{quote.marker}]**")]
        text = "".join(unquoted(block.removesuffix(f" **[{quote.marker}]**")) for block in mine)
        name = lead(quote).removesuffix(": ")
        shown = f"**{shortened(name, LONGEST_NAME)}:**" if name else ""
        assert dense(seen(text)) == dense(shown + quote.quote)


def unquoted(block: str) -> str:
    """The words of a block quote, without the label above it."""
    return "\n".join(line.removeprefix("> ") for line in block.split("\n") if line.startswith("> "))


@settings(deadline=None)
@given(citations(), words)
def test_any_answer_fits_and_is_verbatim(quotes: tuple[Citation, ...], question: str) -> None:
    """Up to three quotes of any text, length, speaker, title and address, under any question."""
    said = render(Answer("", quotes, RECEIPT), heading=heading_of(question, question + "?", shown=True))
    fits(said)
    holds(said, quotes)


@settings(deadline=None)
@given(citations(most=2), words, words)
def test_any_abstention_fits_and_is_verbatim(near: tuple[Citation, ...], reason: str, question: str) -> None:
    """With whatever is nearest."""
    said = render(Abstention(f"No: {reason}", RECEIPT, (), near), heading_of(question, "", shown=True))
    fits(said)
    holds(said, near)


@settings(deadline=None, max_examples=40)
@given(citations(most=40), st.data())
def test_any_listing_fits_and_is_verbatim(quotes: tuple[Citation, ...], data: st.DataObject) -> None:
    """Up to forty quotes, each under a label."""
    label = st.text("abc ", min_size=1, max_size=80).map(lambda text: f"**a{text}**")
    labels = data.draw(st.just([]) | st.lists(label, min_size=len(quotes), max_size=len(quotes)))
    said = listing(data.draw(label), quotes, labels)
    fits(said)
    holds(said, quotes)
    shown = [line for page in said.pages for line in page.body.split("\n") if line.startswith("**")]
    assert [line.strip() for line in shown[1:]] == [line.strip() for line in labels]


@given(titles, words.filter(bool))
def test_any_record_fits(title: str, author: str) -> None:
    """An answer from the records of five documents with the longest titles."""
    line = f"“{title}” was written by {author}."
    said = render(Answer("\n".join([line] * 5), (), RECEIPT))
    fits(said)
    assert dense(seen("".join(page.body for page in said.pages))) == dense(line * 5)


def test_a_link_is_counted_as_it_is_posted() -> None:
    """Its brackets, encoded, take three times their room."""
    line = source_lines([cited(HARBOR, OPENS, url="https://a.example/" + "(" * 900)])
    link = re.search(r"\]\((.*)\)$", line)
    assert link is None or len(link[1]) <= LONGEST_LINK


def test_the_longest_of_everything_fits() -> None:
    """A quote of any length, under the longest label, speaker, title, names and link."""
    stars = {"title": "*" * LONGEST_TITLE, "source": "*" * LONGEST_NAME, "author": "*" * LONGEST_NAME}
    document = replace(HARBOR, **stars, text="ab " * 1200)
    link, speaker = "https://a.example/".ljust(LONGEST_LINK, "b"), "*" * (LONGEST_NAME - 1) + "A"
    for size in range(1200, 3500, 8):
        quote = cited(document, document.text[:size].strip(), 40, speaker, link)
        fits(listing("**Timeline**", [quote], ["x" * 80]))


def test_a_long_quote_is_split_at_sentences() -> None:
    """Each piece has the marker; the speaker leads the first alone."""
    sentence = "“It is *time*,” she said. "
    document = replace(HARBOR, text=(sentence * 200).strip())
    said = answer(cited(document, document.text, 1, "Ana Lima"))
    blocks = [block for page in said.pages for block in page.body.split("\n\n")]
    assert len(said.pages) > 1
    assert all(block.endswith("she said. **[1]**") for block in blocks)
    assert [block.startswith("> **Ana Lima:** “") for block in blocks] == [True] + [False] * (len(blocks) - 1)
    assert [page.sources for page in said.pages] == [f"-# **[1]** {PLACE} · ¶1"] * len(said.pages)
