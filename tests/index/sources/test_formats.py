"""Pages, PDFs and Word files become plain paragraphs; one that is damaged, locked or empty says so."""

from __future__ import annotations

import io
import logging
import re
import zipfile
from datetime import date
from typing import TYPE_CHECKING

import docx
import pypdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.bounds import MAX_BYTES
from index.document import Document
from index.errors import CorpusError
from index.sources.article import read_article as load

from ..files import problem

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from docx.document import Document as WordDocument

PAGE = """\
<!DOCTYPE html><html><head><meta charset="{charset}"><title>River talks open | The Courier</title>
<meta name="author" content="Ada Byron"><meta property="og:site_name" content="The Courier">
<meta property="og:url" content="{url}">
<meta property="article:published_time" content="2024-03-05T21:00:00+01:00"></head>
<body><nav><a href="/">Home</a> <a href="/sport">Sport</a></nav><article><h1>River talks open</h1>
<p>The ministers met “by the river” in the café on Monday, and they spoke until the evening.</p>
<p>The second round of the talks is planned for the autumn, said the host of the meeting.</p>
<table><tr><td>Delegates</td><td>40</td></tr></table></article></body></html>
"""


AES_256_STRINGS = {"U": 48, "O": 48, "UE": 32, "OE": 32, "Perms": 16}
"""The keys of an encryption dictionary that hold strings, and their bytes (PDF 2.0, table 21)."""


def write(folder: Path, name: str, content: bytes) -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def pdf_bytes(pages: Sequence[Sequence[str]], info: str = "") -> bytes:
    """A minimal PDF (PDF 1.4, section 3.4): each page one text object, a line of text for each string."""
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Count %d /Kids [%s] >>"
        % (len(pages), b" ".join(b"%d 0 R" % (5 + 2 * i) for i in range(len(pages)))),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        b"<< %s >>" % info.encode("cp1252"),
    ]
    for i, lines in enumerate(pages):
        shown = "".join(f"({line}) Tj T* " for line in lines).encode("cp1252")
        stream = b"BT /F1 12 Tf 14 TL 72 720 Td %sET" % shown
        objects += [
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Resources << /Font << /F1 3 0 R >> >> "
            b"/Contents %d 0 R >>" % (6 + 2 * i),
            b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        ]
    out = bytearray(b"%PDF-1.4\n")
    offsets = []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    out += b"trailer << /Size %d /Root 1 0 R /Info 4 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (
        len(objects) + 1,
        start,
    )
    return bytes(out)


def saved(word: WordDocument) -> bytes:
    packed = io.BytesIO()
    word.save(packed)
    return packed.getvalue()


class TestUnusable:
    @pytest.mark.parametrize(
        ("name", "content", "said"),
        [
            ("a.html", b"<p>caf\xe9</p>", "a.html:1: not UTF-8 (byte 0xe9 at offset 6); save it as UTF-8"),
            ("a.html", b'<meta charset="x-no">\xe9', 'a.html: unknown encoding "x-no"; save it as UTF-8'),
            (
                "a.html",
                b"<html><body><script>x()</script></body></html>",
                "a.html: no article was found in the page; save its text as .md or .txt",
            ),
            ("a.pdf", b"%PDF-1.4\nnot really", "a.pdf: the PDF is damaged; export it again"),
            ("a.pdf", b"", "a.pdf: the PDF is damaged; export it again"),
            (
                "a.pdf",
                pdf_bytes([["Met."]]).replace(b"<< /Length", b"<< /Filter /Fl /Length"),
                "a.pdf: the PDF is damaged; export it again",
            ),
            ("a.pdf", pdf_bytes([[]]), "a.pdf: the PDF holds no text (a scan?); run OCR first"),
            ("a.docx", b"PK", "a.docx: not a Word file, or a damaged one; save it again as .docx"),
            (
                "a.docx",
                saved(docx.Document()),
                "a.docx: the Word file holds no text (a scan?); run OCR first",
            ),
        ],
    )
    def test_bad_content(self, tmp_path: Path, name: str, content: bytes, said: str) -> None:
        """A file that can't become a document says why, and where the fault lies."""
        assert problem(write(tmp_path, name, content)) == said

    def test_encrypted_pdf(self, tmp_path: Path) -> None:
        """A PDF that wants a password, or a cipher that isn't installed, is told apart from a damaged one."""
        plain = pdf_bytes([["Secret."]])
        writer, packed = pypdf.PdfWriter(clone_from=io.BytesIO(plain)), io.BytesIO()
        writer.encrypt("password", algorithm="RC4-128")
        writer.write(packed)
        strings = " ".join(f"/{name} <{'00' * size}>" for name, size in AES_256_STRINGS.items())
        aes = f"/Encrypt << /Filter /Standard /V 5 /R 6 /Length 256 /P -4 {strings} >> /Root"
        for content in (packed.getvalue(), plain.replace(b"/Root", aes.encode())):
            path = write(tmp_path, "a.pdf", content)
            assert problem(path) == "a.pdf: the PDF is encrypted; save a copy without a password"

    def test_word_bomb(self, tmp_path: Path) -> None:
        """A small Word file that would unpack to far more than an article is refused unread."""
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as word:
            for number in range(11):
                word.writestr(f"{number}.xml", bytes(MAX_BYTES))
        said = "a.docx: the Word file unpacks to far more than an article; save its text as .txt"
        assert problem(write(tmp_path, "a.docx", packed.getvalue())) == said

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


class TestHtml:
    def test_article_and_metadata(self, tmp_path: Path) -> None:
        """Of a page the article stays, a blank line between paragraphs, and what its head declares."""
        page = PAGE.format(charset="utf-8", url="https://courier.example/river")
        assert load(write(tmp_path, "a.html", page.encode())) == Document(
            id="a",
            title="River talks open",
            text="River talks open\n\n"
            "The ministers met “by the river” in the café on Monday, and they spoke until the evening.\n\n"
            "The second round of the talks is planned for the autumn, said the host of the meeting.\n\n"
            "| Delegates | 40 |",
            source="The Courier",
            author="Ada Byron",
            published=date(2024, 3, 5),
            url="https://courier.example/river",
        )

    def test_utf_8_whatever_is_declared(self, tmp_path: Path) -> None:
        """A page that is UTF-8, with a BOM or not, is read so even if it still declares what it once was."""
        page = PAGE.format(charset="ISO-8859-1", url="https://courier.example/river")
        document = load(write(tmp_path, "a.html", b"\xef\xbb\xbf" + page.encode()))
        assert document.text.startswith("River talks open\n\nThe ministers met “by the river” in the café on")

    def test_declared_encoding(self, tmp_path: Path) -> None:
        """A page in a declared older encoding keeps its curly quotes and accents, as in a browser."""
        page = PAGE.format(charset="ISO-8859-1", url="javascript:alert(1)")
        document = load(write(tmp_path, "a.htm", page.encode("cp1252")))
        assert "“by the river” in the café" in document.text
        assert document.url is None


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


class TestDocx:
    def test_paragraphs_tables_and_properties(self, tmp_path: Path) -> None:
        """Paragraphs and table rows stand in their order, a merged cell once, control characters gone."""
        word = docx.Document()
        word.core_properties.title, word.core_properties.author = "River talks", "Ada Byron"
        word.add_paragraph("“We met,” she said.\nBy the river.")
        word.add_paragraph("  ")
        table = word.add_table(2, 3)
        table.cell(0, 0).merge(table.cell(0, 1)).text = "Delegates"
        for column, text in ((0, "Basel"), (1, "20"), (2, "20")):
            table.cell(1, column).text = text
        word.add_paragraph("They parted.")
        assert load(write(tmp_path, "a.docx", saved(word))) == Document(
            id="a",
            title="River talks",
            text="“We met,” she said.\nBy the river.\n\nDelegates\n\nBasel | 20 | 20\n\nThey parted.",
            author="Ada Byron",
        )

    def test_a_file_without_properties(self, tmp_path: Path) -> None:
        """A Word file that names no title takes its file's name, not one that the reader makes up."""
        word = docx.Document()
        word.add_paragraph("They parted.")
        packed, bare = zipfile.ZipFile(io.BytesIO(saved(word))), io.BytesIO()
        with zipfile.ZipFile(bare, "w") as copy:
            for name in set(packed.namelist()) - {"docProps/core.xml"}:
                copy.writestr(
                    name, re.sub(rb'<Relationship [^>]*/core-properties"[^>]*/>', b"", packed.read(name))
                )
        document = load(write(tmp_path, "the_end.docx", bare.getvalue()))
        assert (document.title, document.author) == ("the end", None)
