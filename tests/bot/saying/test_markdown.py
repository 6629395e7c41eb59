"""Text of others: shown as it is, never taken for markup; shortened and split at words."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.saying.markdown import escaped, linked, marked, mention, quoted, shortened, split

from ..articles import dense, hostile, long_texts, seen, words

LIVE = re.compile(
    r"[\\*_~|`<\[\]]"
    r"|(?m:^)[ \t]*(?:[#>+-]|\d+[.)])"
    r"|@(?:everyone|here)"
    r"|:[\w+-]+:"
    r"|://"
)
"""What Discord would take for markup once each escaped sign is put out of sight."""


def live(markdown: str) -> list[str]:
    """The markup in a text."""
    return LIVE.findall(re.sub(r"\\[^0-9A-Za-z\s]", "\ue000", markdown))


@given(hostile)
@example("\\")
@example("\\*")
@example("1.\n22)\n  3. x")
def test_a_reader_sees_exactly_the_text(text: str) -> None:
    """Whatever text goes in, it is the text once Discord has taken the backslashes of the escapes away."""
    assert seen(escaped(text)) == text


@given(hostile)
@example(":+1: :e-mail: :a:b:")
@example("https://a.example/__b__")
@example("https://https://a")
@example("\t - a\n \t# b\n1. c")
def test_no_markup_stays_live(text: str) -> None:
    """No emphasis, code, link, mention, emoji or address, and no line that opens a heading, list or quote."""
    assert live(escaped(text)) == []


@pytest.mark.parametrize(
    ("text", "markdown"),
    [
        ("It cost 5*3 = 15_000 crowns.", r"It cost 5\*3 = 15\_000 crowns."),
        ("**bold** ~~struck~~ ||hidden|| `code`", r"\*\*bold\*\* \~\~struck\~\~ \|\|hidden\|\| \`code\`"),
        ("<@17> <#18> <t:1> </ask:19>", r"\<@17> \<#18> \<t:1> \</ask:19>"),
        ("[here](https://a.example)", r"\[here\](https\://a.example)"),
        ("@everyone, @here, @ana", r"\@everyone, \@here, @ana"),
        (":smile: at 12:30", r"\:smile: at 12:30"),
        ("# one\n- two\n  > three\n-# four\n+ five", "\\# one\n\\- two\n  \\> three\n\\-# four\n\\+ five"),
        ("1. one\n12) two\n3 three", "1\\. one\n12\\) two\n3 three"),
        ("well-known # > + 1. inside", "well-known # > + 1. inside"),
        (r"C:\new\*", r"C:\\new\\\*"),
        ("Xi said “no”, 日本 😀.", "Xi said “no”, 日本 😀."),
        ("", ""),
    ],
)
def test_only_what_is_markup_is_escaped(text: str, markdown: str) -> None:
    """A sign gets a backslash where Discord would read it as markup, and nowhere else."""
    assert escaped(text) == markdown


def test_a_block_quote_has_its_mark_on_every_line() -> None:
    """An empty line is part of the quote."""
    assert quoted("one\n\ntwo") == "> one\n> \n> two"
    assert quoted("") == "> "


# ---------------------------------------------------------------------- links


@pytest.mark.parametrize(
    ("url", "markdown"),
    [
        ("https://a.example/b", "[¶3](https://a.example/b)"),
        ("http://a.example/b#:~:text=c,d", "[¶3](http://a.example/b#:~:text=c,d)"),
        ("https://a.example/B_(c)", "[¶3](https://a.example/B_%28c%29)"),
        ("javascript:alert(1)", "¶3"),
        ("discord://a", "¶3"),
        ("a.example/b", "¶3"),
        ("https://", "¶3"),
        ("https://a.example/b c", "¶3"),
        ("https://a.example/<b>", "¶3"),
        ("https://a.example/b\n", "¶3"),
        (" https://a.example/b", "¶3"),
        ("", "¶3"),
        (None, "¶3"),
    ],
)
def test_only_a_web_address_is_linked(url: str | None, markdown: str) -> None:
    """Round brackets, which would end a link, are encoded; anything but http and https is left as words."""
    assert linked("¶3", url) == markdown


@given(st.text(max_size=40).map(lambda text: f"https://a.example/{text}"))
@example("https://a.example/\\")
def test_no_address_breaks_out_of_its_link(url: str) -> None:
    """A link is either whole, with nothing in its address that could end it, or no link at all."""
    assert re.fullmatch(r"words|\[words\]\(https://[^\s()<>\\]+\)", linked("words", url))


# ---------------------------------------------------------------------- lengths


@given(words, st.integers(1, 80))
def test_a_text_is_shortened_to_whole_words(text: str, limit: int) -> None:
    """What is kept begins the text, fits, and ends with a word unless even the first is too long."""
    short = shortened(text, limit)
    assert len(short) <= limit
    if short != text:
        kept = short.removesuffix("…")
        assert len(text) > limit
        assert text.startswith(kept)
        assert text[len(kept)] == " " or " " not in text[: limit - 1]


@pytest.mark.parametrize(
    ("limit", "short"), [(14, "The ferry sank"), (13, "The ferry…"), (9, "The…"), (3, "Th…"), (1, "…")]
)
def test_an_ellipsis_shows_that_words_were_left_out(limit: int, short: str) -> None:
    """The ellipsis counts, and stands right behind the last word."""
    assert shortened("The ferry sank", limit) == short


@given(long_texts, st.integers(1, 700))
def test_pieces_are_the_text_but_for_white_space(text: str, limit: int) -> None:
    """Each piece fits, is trimmed, and together they are the text."""
    pieces = split(text, limit)
    assert all(0 < len(piece) <= limit and piece == piece.strip() for piece in pieces)
    assert dense("".join(pieces)) == dense(text)


@given(st.lists(st.text("abc.”", min_size=1, max_size=9), max_size=60), st.integers(9, 50))
def test_no_word_is_split(some: list[str], limit: int) -> None:
    """Where every word fits into a piece, the pieces hold whole words."""
    pieces = split(" ".join(some), limit)
    assert [word for piece in pieces for word in piece.split()] == some


@pytest.mark.parametrize(
    ("limit", "pieces"),
    [
        (40, ["The ferry sank. Nobody was hurt."]),
        (31, ["The ferry sank.", "Nobody was hurt."]),
        (14, ["The ferry", "sank. Nobody", "was hurt."]),
        (5, ["The", "ferry", "sank.", "Nobod", "y was", "hurt."]),
    ],
)
def test_pieces_end_with_a_sentence_or_a_word(limit: int, pieces: list[str]) -> None:
    """At a sentence's end where that leaves half a piece at least, else at a word, else anywhere."""
    assert split("The ferry sank. Nobody was hurt.", limit) == pieces


@pytest.mark.parametrize("text", ["", " \n "])
def test_nothing_has_no_pieces(text: str) -> None:
    """A blank text gives no piece, not an empty one."""
    assert split(text, 10) == []


# ---------------------------------------------------------------------- marks and commands


@pytest.mark.parametrize(
    ("text", "markdown"),
    [
        ("a b", "**a b**"),
        (" a*\n", " **a\\***\n"),
        (" \n ", " \n "),
        ("", ""),
        ("a a a", "**a a a**"),
    ],
)
def test_marks_touch_the_words(text: str, markdown: str) -> None:
    """White space stays outside of them, and gets none when it is alone."""
    assert marked(text, "**") == markdown


@pytest.mark.parametrize(
    ("command", "shown"),
    [("ask", "</ask:17>"), ("settings show", "</settings show:18>"), ("who", "/who")],
)
def test_a_command_can_be_clicked(command: str, shown: str) -> None:
    """By its id, or its group's; one whose id isn't known is named."""
    assert mention(command, {"ask": 17, "settings": 18}) == shown
