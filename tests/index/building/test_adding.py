"""What becomes of a file that is added, and of an id that is taken."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from index.building.adding import add_document
from index.document import CORPUS, Document
from index.engine import Engine
from index.errors import CorpusError
from index.storage.embedded import open_store
from index.storage.ingest import ingest

from ..fakes import WordEncoder
from ..files import add_file

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

ENCODER = WordEncoder("lima grain")
MEND = "give it another (`id:` in its front matter, or its file's name), or --replace that"


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    """An engine on an index with the folder's document "fees"."""
    with Engine(open_store(tmp_path / "index.sqlite3", create=True), ENCODER) as engine:
        engine.store.library.write(add=[ingest(Document("fees", "Port fees", "Fees stay."), ENCODER)])
        yield engine


@pytest.fixture
def nairobi(tmp_path: Path) -> Path:
    """A file, which is called as its document will be."""
    path = tmp_path / "nairobi.md"
    path.write_text("Grain is sold in Nairobi.")
    return path


def origin(engine: Engine, slug: str) -> str | None:
    return engine.store.library.document((CORPUS, slug)).origin


def test_a_new_file_is_added(engine: Engine, nairobi: Path) -> None:
    """And marked as added, with where it came from."""
    assert str(add_file(engine, nairobi)) == "added nairobi: “nairobi”, 1 passages"
    assert origin(engine, "nairobi") == str(nairobi.resolve())


def test_a_page_comes_from_its_address(engine: Engine) -> None:
    """The origin of a page is its address, so that it may be added again, and only from there."""
    url = "https://courier.example/bridge"
    for text, done in (("Open.", "added"), ("Shut.", "replaced")):
        assert add_document(engine, Document("bridge", "Bridge", text, url=url), url).done == done
    assert origin(engine, "bridge") == url
    with pytest.raises(CorpusError, match=f"is that of “Bridge” from {url}"):
        add_document(engine, Document("bridge", "Other", "Shut."), "https://other.example/bridge")


def test_a_file_that_was_added_may_be_added_again(engine: Engine, nairobi: Path) -> None:
    """Unchanged it embeds nothing; changed it replaces what it was, and says so."""
    add_file(engine, nairobi)
    assert str(add_file(engine, nairobi)) == "unchanged nairobi: “nairobi”, 0 passages"
    nairobi.write_text("Grain is dear in Nairobi.\n\nShips wait.")
    assert str(add_file(engine, nairobi)) == "replaced nairobi: “nairobi”, 2 passages"
    assert engine.store.library.document((CORPUS, "nairobi")).document.text.startswith("Grain is dear")


def test_another_file_of_the_same_id_is_refused(engine: Engine, nairobi: Path, tmp_path: Path) -> None:
    """The first stays, and is named; ``replace`` puts the other in its place."""
    add_file(engine, nairobi)
    other = tmp_path / "nairobi.txt"
    other.write_text("Quite another text.")
    with pytest.raises(CorpusError) as caught:
        add_file(engine, other)
    assert (
        str(caught.value)
        == f'{other}: its id "nairobi" is that of “nairobi” from {nairobi.resolve()}; {MEND}'
    )
    assert engine.store.library.document((CORPUS, "nairobi")).document.text == "Grain is sold in Nairobi."
    assert add_file(engine, other, replace=True).done == "replaced"
    assert origin(engine, "nairobi") == str(other.resolve())


def test_a_document_of_the_folder_is_not_replaced_unasked(engine: Engine, tmp_path: Path) -> None:
    """It came with a build, not from the file that would now take its place."""
    path = tmp_path / "fees.md"
    path.write_text("Fees double.")
    with pytest.raises(CorpusError) as caught:
        add_file(engine, path)
    assert str(caught.value) == f'{path}: its id "fees" is that of “Port fees”; {MEND}'
    assert origin(engine, "fees") is None


def test_two_files_of_one_id_in_one_command(engine: Engine, nairobi: Path, tmp_path: Path) -> None:
    """The second is refused, unless it is to replace the first."""
    other, given = tmp_path / "nairobi.txt", set[str]()
    other.write_text("Grain is sold in Nairobi.")
    add_file(engine, nairobi, given=given)
    with pytest.raises(CorpusError) as caught:
        add_file(engine, other, given=given)
    assert str(caught.value) == f'{other}: its id "nairobi" is that of a file before it; {MEND}'
    other.write_text("Grain is dear.")
    assert add_file(engine, other, replace=True, given=given).done == "replaced"
