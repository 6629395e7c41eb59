"""Files that are made to cost time, memory or more."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import pytest

from index.document import CORPUS
from index.errors import CorpusError
from index.sources.folder import Loader, load, load_folder
from tests.attacks.hostile_files import pdf_of, wide_table, word_file

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SOUND = word_file("<w:p><w:r><w:t>The ministers met.</w:t></w:r></w:p>")
TOO_MUCH = "takes more time or memory than an article may; save its text as .txt"
LIMITED = pytest.mark.skipif(sys.platform != "linux", reason="only Linux bounds the memory of a process")


@pytest.fixture
def loader() -> Iterator[Loader]:
    """One that gives each file little time."""
    with Loader(seconds=0.3) as loader:
        yield loader


def put(folder: Path, name: str, content: bytes) -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def test_a_cell_may_claim_a_billion_columns(tmp_path: Path) -> None:
    """A Word table is read by its cells, whatever number of columns one says that it spans."""
    assert load(put(tmp_path, "a.docx", wide_table(10**9))).text == "x"


def test_one_process_reads_all(tmp_path: Path, loader: Loader) -> None:
    """Files of all kinds come as their documents, in the collection asked for, from one child process."""
    front = "---\ntitle: Met\npublished: 2025-10-30\nplaces: [Busan]\n---\nThey met."
    text = loader.load(put(tmp_path, "a.md", front.encode()), collection="7")
    word = loader.load(put(tmp_path, "b.docx", SOUND), collection="7")
    child = loader._child  # noqa: SLF001
    again = loader.load(put(tmp_path, "c.docx", SOUND))
    assert (text.title, word.id, word.text, word.collection) == ("Met", "b", "The ministers met.", "7")
    assert (again.collection, again.places, loader._child) == (CORPUS, (), child)  # noqa: SLF001


def test_a_file_that_takes_too_long_costs_itself(tmp_path: Path, loader: Loader) -> None:
    """A file that would be parsed for minutes ends in one error; the next one is read as if nothing was."""
    slow = put(tmp_path, "slow.pdf", pdf_of(b"BT /F 9 Tf (x) Tj ET\n", pages=90_000))
    with pytest.raises(CorpusError) as caught:
        loader.load(slow)
    assert str(caught.value) == f"{slow}: {TOO_MUCH}"
    assert loader.load(put(tmp_path, "b.docx", SOUND)).text == "The ministers met."


@LIMITED
def test_a_file_that_takes_too_much_memory_costs_itself(tmp_path: Path) -> None:
    """A file that takes more memory than the process may have ends in one error, as damaged or too big."""
    bomb = put(tmp_path, "bomb.docx", word_file("<w:p/>" * 500_000))
    with Loader(memory=80 * 1024 * 1024) as loader:
        with pytest.raises(CorpusError, match=r"memory than an article may|a damaged one"):
            loader.load(bomb)
        assert loader.load(put(tmp_path, "b.docx", SOUND)).text == "The ministers met."


def test_errors_keep_their_words(tmp_path: Path, loader: Loader) -> None:
    """What the child finds wrong with a file is told as if it had been found here."""
    path = put(tmp_path, "a.pdf", b"no pdf")
    with pytest.raises(CorpusError) as caught:
        loader.load(path)
    assert str(caught.value) == f"{path}: the PDF is damaged; export it again"
    with pytest.raises(CorpusError, match="no such file"):
        loader.load(tmp_path / "b.pdf")


def test_a_child_that_died_is_replaced(tmp_path: Path, loader: Loader) -> None:
    """A process that the system ended between two files is started again."""
    path = put(tmp_path, "b.docx", SOUND)
    loader.load(path)
    child = loader._child  # noqa: SLF001
    assert child is not None
    child.kill()
    child.wait()
    assert loader.load(path).text == "The ministers met."


def test_links_out_of_the_folder_are_no_articles(tmp_path: Path) -> None:
    """A link to a file elsewhere is refused, and so is one to itself; a link to another article is one."""
    folder = tmp_path / "corpus"
    folder.mkdir()
    put(folder, "a.md", b"One.")
    (folder / "b.md").symlink_to("a.md")
    (folder / "c.txt").symlink_to(put(tmp_path, "secret.txt", b"Secret."))
    (folder / "d.md").symlink_to("d.md")
    found, errors = load_folder(folder)
    assert [d.text for d in found] == ["One.", "One."]
    said = "a link that leads out of the folder; put a copy in its place"
    nowhere = "a link that leads nowhere; put a file in its place"
    assert [str(error) for error in errors] == [
        f"{folder / 'c.txt'}: {said}",
        f"{folder / 'd.md'}: {nowhere}",
    ]


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such file names")
def test_names_of_files_can_not_steer_a_terminal(tmp_path: Path) -> None:
    """A file's name is shown with its control characters escaped, and gives a title without them."""
    bad = put(tmp_path, "a\x1b[2J\u202e\n.docx", b"x")
    with pytest.raises(CorpusError) as caught:
        load(bad)
    said = "not a Word file, or a damaged one; save it again as .docx"
    assert str(caught.value) == rf"{tmp_path}/a\x1b[2J\u202e\n.docx: {said}"
    assert load(put(tmp_path, "b\x1b[2J\u202e\x9b.md", b"Text.")).title == "b[2J"
