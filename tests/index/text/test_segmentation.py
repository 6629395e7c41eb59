"""Where paragraphs, sentences and passages begin and end."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.document import Span
from index.text.segmentation import PASSAGE_WORDS, paragraphs, passages, sentences


def paragraphs_of(text: str) -> list[str]:
    return [p.of(text) for p in paragraphs(text)]


def sentences_of(text: str) -> list[str]:
    return [s.of(text) for p in paragraphs(text) for s in sentences(text, p)]


@pytest.mark.parametrize(
    "sentence",
    [
        "The U.S. President flew to Lima.",
        "The United States (U.S.) President flew to Lima.",
        "He met Sen. Maria Lopez and Gen. Holm.",
        "He met J. R. Holm and Maria T. Lopez.",
        "They meet on Nov. 10 in Lima.",
        "They meet at 9 a.m. Tuesday in Lima.",
        "Mr. Holm vs. Dr. Lopez drew a crowd.",
        "Pier No. 5 was closed to St. Olaf traffic.",
        "Grain Inc. Chairman Paul Holm resigned.",
        "The fee rose 3.5 percent to $1.25 a ton.",
        "He waited ... and then he signed.",
        "Minutes vary, e.g. Lima's run to 30 pages, i.e. far too many.",
    ],
)
def test_an_abbreviation_ends_no_sentence(sentence: str) -> None:
    """A stop that belongs to a word, an initial or a number leaves the sentence whole."""
    assert sentences_of(f"{sentence} The end.") == [sentence, "The end."]


@pytest.mark.parametrize(
    "first",
    [
        "He flew to the U.S.",
        "He works for Grain Inc.",
        "They left at 9 a.m.",
        "They met in Nov.",
        "He said no.",
        "It rained (hard).",
        "It rained.[2]",
        "It rained…",
        "It rained?!",
        "“We won.”",
        "_It rained._",
    ],
)
def test_a_stop_before_a_word_that_opens_a_sentence_ends_the_one_before(first: str) -> None:
    """Closing brackets, quotation marks and reference marks stay with the sentence that they close."""
    assert sentences_of(f"{first} The talks began.") == [first, "The talks began."]


@pytest.mark.parametrize(
    "quoted",
    [
        "“We agreed. We signed. It holds,” he said.",
        "“Will it hold?” Trump asked.",
        "“Will it hold?” she asked.",
        "“It holds!” Maria Lopez exclaimed.",
        '"We agreed. We signed," he said.',
        "Holm said: “We agreed. We signed.”",
        "“We agreed,” he said, “and signed. It holds.”",
    ],
)
def test_quoted_words_stay_with_who_said_them(quoted: str) -> None:
    """No sentence ends inside a quotation, nor between a quotation and the words that name its speaker."""
    assert sentences_of(f"{quoted} Nobody left.") == [quoted, "Nobody left."]


def test_a_transcript_between_quotation_marks_is_split() -> None:
    """A quotation of more than 600 code points is split into its sentences."""
    short = "“" + "Grain is sold. " * 39 + "So it is,” he said."
    assert len(sentences_of(short)) == 1
    long = "“" + "Grain is sold. " * 40 + "So it is,” he said."
    assert len(sentences_of(long)) == 41


def test_a_quotation_mark_that_never_closes_hides_no_stop() -> None:
    """A quotation that goes on in the next paragraph still has its sentences."""
    assert sentences_of("“We agreed. We signed.") == ["“We agreed.", "We signed."]


def test_full_width_stops_need_no_space_behind_them() -> None:
    """Chinese and Japanese sentences end at their own stops."""
    assert sentences_of("会议结束。双方同意！对吗？好。") == ["会议结束。", "双方同意！", "对吗？", "好。"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One ended.\n\nTwo\n \t\n\nThree", ["One ended.", "Two", "Three"]),
        ("One ended.\nTwo ended.\nThree ended.", ["One ended.", "Two ended.", "Three ended."]),
        ("A line that was\nwrapped by hand\nends here.", ["A line that was\nwrapped by hand\nends here."]),
        ("Agreed were:\n- grain\n- port fees", ["Agreed were:", "- grain", "- port fees"]),
        ("1. grain\n2) fees\nand tolls", ["1. grain", "2) fees\nand tolls"]),
        ("# Grain\nIt is sold\nby weight.\n## Fees", ["# Grain", "It is sold\nby weight.", "## Fees"]),
        ("> he came\n> he saw", ["> he came", "> he saw"]),
        ("| port | fee |\n| Lima | 3 |", ["| port | fee |", "| Lima | 3 |"]),
        ("  \n\n  indented \n", ["indented"]),
        ("", []),
    ],
)
def test_paragraphs_follow_the_layout_of_the_text(text: str, expected: list[str]) -> None:
    """Blank lines part paragraphs, and so do line ends where lines end as sentences; wrapped lines join."""
    assert paragraphs_of(text) == expected


def test_a_passage_closes_at_the_sentence_that_fills_it() -> None:
    """Passages are whole sentences of at least the asked-for words; a short rest joins the last one."""
    text = "One two three four. Five six. Seven eight nine. Ten."
    (block,) = paragraphs(text)
    group = sentences(text, block)
    assert [p.of(text) for p in passages(text, [group], words=4)] == [
        "One two three four.",
        "Five six. Seven eight nine. Ten.",
    ]
    assert [p.of(text) for p in passages(text, [group], words=2)] == [
        "One two three four.", "Five six.", "Seven eight nine.", "Ten.",
    ]  # fmt: skip


def test_no_passage_crosses_a_paragraph() -> None:
    """A short paragraph is a passage of its own."""
    text = "One.\n\nTwo."
    groups = [sentences(text, p) for p in paragraphs(text)]
    assert passages(text, groups, words=PASSAGE_WORDS) == [Span(0, 4), Span(6, 10)]


PIECES = st.sampled_from(
    ["Grain", "fees", "U.S.", "Sen.", "Nov.", "10", "3.5", "he said", "Holm asked", "The", "“", "”", '"',
     "(", ")", "[1]", ".", "?", "!", "…", "...", ",", "。", "」", "#", "-", "1.", ">", "|", "*", "_", " ",
     " ", "\n", "\n", "\n\n", "\t", "\xa0", "\u2028", "\x0b", "é", "e\u0301", "😀"]
)  # fmt: skip
TEXTS = st.lists(PIECES, max_size=60).map("".join) | st.text(max_size=80)


def assert_tidy(spans: list[Span], text: str) -> None:
    """In order, disjoint, inside the text, and neither empty nor ending in white space."""
    assert all(a.end <= b.start for a, b in pairwise(spans))
    assert all(0 <= s.start < s.end <= len(text) for s in spans)
    assert all(s.of(text) == s.of(text).strip() for s in spans)


def assert_whole(spans: list[Span], text: str) -> None:
    """Every character that isn't white space stands in a span."""
    kept = "".join(s.of(text) for s in spans)
    assert "".join(kept.split()) == "".join(text.split())


@given(TEXTS)
def test_nothing_of_a_text_is_lost_or_doubled(text: str) -> None:
    """Whatever the text, its paragraphs, sentences and passages are ordered slices that hold all of it."""
    blocks = paragraphs(text)
    groups = [sentences(text, block) for block in blocks]
    every = [s for group in groups for s in group]
    found = passages(text, groups, words=4)
    for spans in (blocks, every, found):
        assert_tidy(spans, text)
        assert_whole(spans, text)
    assert all(block.contains(s) for block, group in zip(blocks, groups, strict=True) for s in group)


@given(TEXTS, st.integers(1, 12))
def test_a_passage_is_a_run_of_whole_sentences_of_one_paragraph(text: str, words: int) -> None:
    """Every passage begins where a sentence begins and ends where one of the same paragraph ends."""
    for block in paragraphs(text):
        group = sentences(text, block)
        for passage in passages(text, [group], words=words):
            inside = [s for s in group if passage.contains(s)]
            assert Span(inside[0].start, inside[-1].end) == passage
