"""Files become documents, verbatim; a file that can't says what is wrong, where and how to mend it."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from index.bounds import MAX_BYTES
from index.errors import CorpusError
from index.sources.folder import load_folder
from index.sources.formats import SUFFIXES

from ..files import problem

if TYPE_CHECKING:
    from pathlib import Path


def write(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


class TestUnusable:
    @pytest.mark.parametrize(
        ("name", "content", "said"),
        [
            ("a.md", b"one\r\ntwo \xff", "a.md:2: not UTF-8 (byte 0xff at offset 9); save it as UTF-8"),
            ("a.txt", b"one\ntwo\0", "a.txt:2: looks binary (it holds U+0000); save it as plain text"),
            ("a.md", b"", "a.md: the file is empty; save the article into it"),
            ("a.md", b" ", "a.md: the document has no text; write it below the front matter"),
            (
                "a.md",
                b"---\nid: a\n---\n \n",
                "a.md: the document has no text; write it below the front matter",
            ),
            (
                "a.xlsx",
                b"x",
                'a.xlsx: files ending in ".xlsx" can\'t be read; '
                "use .md, .markdown, .txt, .html, .htm, .pdf, .docx",
            ),
            (
                "会谈.md",
                b"x",
                "会谈.md: no id can be made of the file name; rename it with letters a-z or digits",
            ),
        ],
    )
    def test_bad_content(self, tmp_path: Path, name: str, content: bytes, said: str) -> None:
        """A file that can't become a document says why, and where the fault lies."""
        assert problem(write(tmp_path, name, content)) == said

    def test_over_the_limit(self, tmp_path: Path) -> None:
        """A file of a byte over 10 MB is refused unread, one of just 10 MB is looked into."""
        path = write(tmp_path, "a.txt", b"x" * (MAX_BYTES + 1))
        assert problem(path) == "a.txt: over the limit of 10 MB (it has 10,485,761 bytes); split it"
        (tmp_path / "b.pdf").write_bytes(b"x" * MAX_BYTES)
        assert problem(tmp_path / "b.pdf") == "b.pdf: the PDF is damaged; export it again"

    def test_missing_and_folder(self, tmp_path: Path) -> None:
        """A path to nothing, or to a folder, is told apart from a file that is bad."""
        assert problem(tmp_path / "a.md") == "a.md: no such file; check the name"
        (tmp_path / "b.md").mkdir()
        assert (
            problem(tmp_path / "b.md")
            == "b.md: not a file; name a document in it, or add the folder as a whole"
        )

    @pytest.mark.skipif(sys.platform != "linux", reason="the system's own words differ")
    def test_unreadable(self, tmp_path: Path) -> None:
        """What the system says of a file that it won't open is passed on."""
        loop = tmp_path / "a.md"
        loop.symlink_to(loop)
        said = "a.md: can't be read (Too many levels of symbolic links); check its permissions"
        assert problem(loop) == said


class TestFolder:
    def test_a_bad_file_spoils_no_other(self, tmp_path: Path) -> None:
        """Documents come in order of file name from every level, and each bad file has its own error."""
        for name in ("c.md", "sub/b.txt", "a.html.md", "README.md", "readme_first.txt", ".d.md", ".git/e.md"):
            write(tmp_path, name, "Body")
        write(tmp_path, "facts.toml", "x = 1")
        write(tmp_path, "picture.png", b"\0")
        bad = write(tmp_path, "bad.md", b"\xff")
        documents, errors = load_folder(tmp_path, collection="guild-7")
        assert [(d.id, d.collection) for d in documents] == [
            ("a-html", "guild-7"),
            ("b", "guild-7"),
            ("c", "guild-7"),
        ]
        assert [(e.path, e.line) for e in errors] == [(bad, 1)]

    def test_two_files_of_one_id(self, tmp_path: Path) -> None:
        """The first file keeps an id that two have; the error on the second names both."""
        first, second = write(tmp_path, "a.md", "First"), write(tmp_path, "b.md", "---\nid: a\n---\nSecond")
        documents, errors = load_folder(tmp_path)
        assert [d.text for d in documents] == ["First"]
        assert [str(e) for e in errors] == [f'{second}: its id "a" is that of {first}; give it another']

    def test_no_documents(self, tmp_path: Path) -> None:
        """A folder without documents says which kinds it could hold."""
        write(tmp_path, "README.md", "Body")
        said = "the folder holds no documents; add one (.md, .markdown, .txt, .html, .htm, .pdf, .docx)"
        documents, errors = load_folder(tmp_path)
        assert (documents, [str(e) for e in errors]) == ([], [f"{tmp_path}: {said}"])

    def test_no_folder(self, tmp_path: Path) -> None:
        """A folder that isn't there is an error of its own."""
        missing = tmp_path / "corpus"
        with pytest.raises(CorpusError) as caught:
            load_folder(missing)
        assert str(caught.value) == f"{missing}: no such folder; make it, or name another"


def test_slow_readers_wait_until_they_are_needed() -> None:
    """Importing the loaders imports no reader of HTML, PDF or Word files, so that the bot starts fast."""
    code = "import sys, index.sources.folder; print({'trafilatura', 'pypdfium2', 'docx'} & set(sys.modules))"
    assert (
        subprocess.run([sys.executable, "-c", code], capture_output=True, check=True).stdout.strip()
        == b"set()"
    )


def test_suffixes() -> None:
    """The supported suffixes are public, so that a caller can refuse a file before it fetches it."""
    assert {".md", ".markdown", ".txt", ".html", ".htm", ".pdf", ".docx"} == SUFFIXES
