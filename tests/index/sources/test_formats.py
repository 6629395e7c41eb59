"""A file of any format that is damaged, locked or empty says so."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

import docx
import pypdf
import pytest

from index.bounds import MAX_BYTES

from ..files import pdf_bytes, problem, saved, write

if TYPE_CHECKING:
    from pathlib import Path


AES_256_STRINGS = {"U": 48, "O": 48, "UE": 32, "OE": 32, "Perms": 16}
"""The keys of an encryption dictionary that hold strings, and their bytes (PDF 2.0, table 21)."""


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
            ("a.html", b"<!-- nothing -->", "a.html: the page is damaged; save its text as .md or .txt"),
            ("a.pdf", b"%PDF-1.4\nnot really", "a.pdf: the PDF is damaged; export it again"),
            ("a.pdf", b"", "a.pdf: the file is empty; save the article into it"),
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
        """A PDF that wants a password, by an old cipher or a new one, is told apart from a damaged one."""
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
