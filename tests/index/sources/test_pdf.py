"""PDFs become plain paragraphs, whatever program made them."""

from __future__ import annotations

import logging
import re
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from index.document import Document
from index.errors import CorpusError
from index.sources.article import read_article as load

from ..files import pdf_bytes, write

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


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
