"""PDFs become plain paragraphs, whatever program made them."""

from __future__ import annotations

import logging
import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.document import Document
from index.errors import CorpusError
from index.sources.article import read_article as load
from index.sources.lines import Line, unwrapped
from index.sources.running_lines import without_running

from ..files import pdf_bytes, write

if TYPE_CHECKING:
    from pathlib import Path


class TestPdf:
    def test_lines_become_paragraphs(self, tmp_path: Path) -> None:
        """Wrapped lines join, over a page break too; a short line ends its paragraph; page numbers go."""
        first = ["River talks", "The ministers met by the river on Monday and spoke until", "the evening."]
        first += ["The host of the meeting said that a second round was being", "1"]
        second = ["planned for the autumn of the same year in the city of Kehl", "and “not before”."]
        content = pdf_bytes([first, second], "/Title (River \\(talks\\)) /Author (Ada  Byron)")
        document = load(write(tmp_path, "river.pdf", content))
        assert document.text == (
            "River talks\n\n"
            "The ministers met by the river on Monday and spoke until the evening.\n\n"
            "The host of the meeting said that a second round was being planned for the autumn of the same"
            " year in the city of Kehl and “not before”."
        )
        assert (document.title, document.author) == ("River (talks)", "Ada Byron")

    def test_hyphens_at_line_ends(self, tmp_path: Path) -> None:
        """A hyphen at a line's end goes if the document has the word in one piece; a soft one always."""
        lines = ["The cooperation of both is well known, and this coop-", "eration is to last for long-"]
        lines += ["term reasons that the minis\xad", "ters gave on Monday."]
        assert load(write(tmp_path, "a.pdf", pdf_bytes([lines]))).text == (
            "The cooperation of both is well known, and this cooperation is to last for long-term reasons"
            " that the ministers gave on Monday."
        )

    def test_words_that_are_nowhere_whole(self, tmp_path: Path) -> None:
        """What is one common word, or has a part that is none, is put together; a pair of words isn't."""
        lines = [
            "The insur-",
            "ance of the baff-",
            "ling house pays for Hane-",
            "gawa, and the short-",
            "lived",
        ]
        lines += ["plan of the well-", "known Al-", "Jazeera is a co-", "operation."]
        assert load(write(tmp_path, "a.pdf", pdf_bytes([lines]))).text == (
            "The insurance of the baffling house pays for Hanegawa, and the short-lived plan of the"
            " well-known Al-Jazeera is a cooperation."
        )

    def test_bullets_stand_alone(self, tmp_path: Path) -> None:
        """Each bullet point is a paragraph, however long its line."""
        lines = [
            "The ministers agreed on three",
            "• points of order for talks",
            "• and one of good conduct",
        ]
        assert load(write(tmp_path, "my_talks.pdf", pdf_bytes([lines]))) == Document(
            id="my-talks",
            title="my talks",
            text="The ministers agreed on three\n\n• points of order for talks\n\n• and one of good conduct",
        )

    def test_what_a_pdf_reader_complains_of_is_kept_quiet(
        self, tmp_path: Path, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
    ) -> None:
        """A PDF with a wrong offset in it is read, and nothing is printed or logged."""
        content = pdf_bytes([["The ministers met."]]).replace(b"startxref\n", b"startxref\n1")
        with caplog.at_level(logging.DEBUG):
            assert load(write(tmp_path, "a.pdf", content)).text == "The ministers met."
        assert (capfd.readouterr().err, caplog.messages) == ("", [])

    @given(at=st.integers(0, 1200), junk=st.binary(min_size=1, max_size=4))
    def test_a_damaged_pdf_never_crashes(
        self, tmp_path_factory: pytest.TempPathFactory, at: int, junk: bytes
    ) -> None:
        """Whatever bytes of a PDF are spoilt, it is a document still or a CorpusError."""
        content = pdf_bytes([["The ministers met."], ["They parted."]])
        path = write(tmp_path_factory.mktemp("pdf"), "a.pdf", content[:at] + junk + content[at + len(junk) :])
        said = ""
        try:
            load(path)
        except CorpusError as error:
            said = error.problem
        assert re.match(r"$|the PDF (is damaged|is encrypted|holds no text)", said)


def line(text: str, middle: float, *, left: float = 72, right: float = 500, size: float = 12) -> Line:
    """A line on a page of 800 points."""
    return Line(text, left, right, middle, size, 800)


class TestLines:
    def test_running_lines_go(self) -> None:
        """What recurs at the top or foot of pages is no text, in whatever order it is written; else it is."""
        pages = [
            [
                line("The Courier", 780),
                line(f"Page {n} of 3", 30),
                line(f"Text {word}.", 740),
                line("Same", 400),
            ]
            for n, word in enumerate("abc", 1)
        ]
        kept = [[kept.text for kept in page] for page in without_running(pages)]
        assert kept == [["Text a.", "Same"], ["Text b.", "Same"], ["Text c.", "Same"]]

    def test_a_line_on_one_page_stays(self) -> None:
        """A headline that stands at the top of one page of three is kept, and a lone number goes."""
        pages = [
            [line(f"{word} it is", 780), line("Text", 400), line("7", 30)] for word in ("So", "How", "Why")
        ]
        assert [len(page) for page in without_running(pages)] == [2, 2, 2]

    @pytest.mark.parametrize(
        ("lines", "text"),
        [
            ([line("Office fire", 700, size=18), line("A fire broke", 680)], "Office fire\n\nA fire broke"),
            ([line("One two", 700), line("three.", 686), line("Four", 672), line("five.", 658)],
             "One two three. Four five."),
            ([line("One.", 700, right=100), line("Two three", 686), line("four.", 672, right=120)],
             "One.\n\nTwo three four."),
            ([line("One", 700, right=100), line("two", 686), line("three.", 672)], "One two three."),
            ([line("One.", 700), line("Two.", 686), line("Three.", 660), line("Four.", 646),
              line("Five.", 620), line("Six.", 606, right=90), line("Seven.", 592)],
             "One. Two.\n\nThree. Four.\n\nFive. Six. Seven."),
            ([line("One", 80), line("two", 700, left=330, right=560)], "One two"),
            ([line("The oﬃce has ﬁve ﬂoors.", 80)], "The office has five floors."),
        ],
    )  # fmt: skip
    def test_paragraphs(self, lines: list[Line], text: str) -> None:
        """Larger letters, more space or room for the next word part paragraphs; a column's end doesn't."""
        assert unwrapped([lines]) == text
