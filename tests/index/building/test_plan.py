"""What an index is to hold, by its folder and by what was added to it and removed from it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from index.building.plan import plan
from index.document import CORPUS, Document
from index.storage.library import StoredDocument

if TYPE_CHECKING:
    from pathlib import Path

TEA, RAIN, SERVERS = (
    Document("tea", "Tea", "Tea is dear."),
    Document("rain", "Rain", "It rained."),
    Document("tea", "Tea", "Ours.", collection="server"),
)


def stored(document: Document, origin: str | None = None) -> StoredDocument:
    return StoredDocument(document, origin)


@pytest.mark.parametrize("prune", [False, True])
def test_the_folder_and_the_servers(tmp_path: Path, prune: bool) -> None:
    """The index holds what the folder holds now, and every server's own."""
    planned = plan(tmp_path, [TEA], [stored(RAIN), stored(SERVERS, "")], [], prune=prune)
    assert planned.documents == ((TEA, None), (SERVERS, ""))
    assert planned.gone == ((CORPUS, "rain"),)
    assert (planned.spared, planned.left_out, planned.problems) == ((), (), ())


def test_an_added_document_stays(tmp_path: Path) -> None:
    """Whether a file's or none's, and though the folder has it not; pruned, it goes."""
    for origin in ("/elsewhere/tea.md", ""):
        planned = plan(tmp_path, [RAIN], [stored(TEA, origin)], [])
        assert planned.documents == ((RAIN, None), (TEA, origin))
        assert (planned.gone, planned.spared) == ((), ("tea",))
        pruned = plan(tmp_path, [RAIN], [stored(TEA, origin)], [], prune=True)
        assert (pruned.documents, pruned.gone, pruned.spared) == (((RAIN, None),), ((CORPUS, "tea"),), ())


def test_a_removed_document_stays_away(tmp_path: Path) -> None:
    """Though the folder has it; pruned, it is back."""
    planned = plan(tmp_path, [RAIN, TEA], [], {"tea", "long ago"})
    assert (planned.documents, planned.left_out) == (((RAIN, None),), ("tea",))
    pruned = plan(tmp_path, [RAIN, TEA], [], {"tea"}, prune=True)
    assert (pruned.documents, pruned.left_out) == (((RAIN, None), (TEA, None)), ())


def test_what_was_added_from_the_folder_is_the_folders(tmp_path: Path) -> None:
    """Added by the name of its file there, it changes and goes with that file."""
    added = stored(TEA, str(tmp_path.resolve() / "below" / "tea.md"))
    edited = replace(TEA, text="Tea is cheap.")
    assert plan(tmp_path, [edited], [added], []).documents == ((edited, None),)
    assert plan(tmp_path, [RAIN], [added], []).gone == ((CORPUS, "tea"),)


def test_an_added_document_is_not_overwritten_by_the_folders(tmp_path: Path) -> None:
    """The folder's other one of that id is passed over, and that is a problem; the very same one is none."""
    edited = replace(TEA, text="Tea is cheap.")
    planned = plan(tmp_path, [edited], [stored(TEA, "/elsewhere/tea.md")], [])
    assert planned.documents == ((TEA, "/elsewhere/tea.md"),)
    assert [str(problem) for problem in planned.problems] == [
        f'{tmp_path}: its document "tea" is passed over for another of that id that was added from '
        "/elsewhere/tea.md; give one another id, or have the folder's with --prune"
    ]
    assert plan(tmp_path, [TEA], [stored(TEA, "")], []).problems == ()
    pruned = plan(tmp_path, [edited], [stored(TEA, "/elsewhere/tea.md")], [], prune=True)
    assert (pruned.documents, pruned.problems) == (((edited, None),), ())


def test_a_folder_without_documents_takes_none_away(tmp_path: Path) -> None:
    """What it had stays as it was, wherever in it that came from; pruned, it goes."""
    held = [stored(TEA, None), stored(RAIN, str(tmp_path.resolve() / "rain.md"))]
    planned = plan(tmp_path, [], held, ["rain"])
    assert planned.documents == tuple((s.document, s.origin) for s in held)
    assert (planned.gone, planned.unread, planned.spared) == ((), ("tea", "rain"), ())
    planned = plan(tmp_path, [], held, ["rain"], prune=True)
    assert (planned.documents, planned.unread) == ((), ())
    assert planned.gone == ((CORPUS, "rain"), (CORPUS, "tea"))
