"""Word lists as data."""

from pathlib import Path

import pytest

from index.attribution.given_names import GIVEN_NAMES
from index.text.word_lists import WordLists

ROOT = Path(__file__).parents[3] / "index"
LISTS = sorted([*ROOT.glob("text/*.toml"), *ROOT.glob("attribution/*.toml")])


def test_a_list_stands_beside_its_module(tmp_path: Path) -> None:
    """Words are split at white space in order, several lists join to a set, tables give words for a word."""
    path = tmp_path / "birds.toml"
    path.write_text("# source\nsea = '''\ngull tern\n'''\nland = 'wren'\n[also]\ngull = 'mew seabird'\n")
    lists = WordLists(str(path.with_suffix(".py")))
    assert lists.words("sea") == ("gull", "tern")
    assert lists.set("sea", "land") == {"gull", "tern", "wren"}
    assert lists.table("also") == {"gull": ("mew", "seabird")}


@pytest.mark.parametrize("path", LISTS, ids=lambda path: path.stem)
def test_every_list_names_its_source_and_its_module(path: Path) -> None:
    """A list opens with where it comes from, and a module of its name reads it."""
    assert path.read_text(encoding="utf-8").startswith("# ")
    assert "WordLists(__file__)" in path.with_suffix(".py").read_text(encoding="utf-8")


def test_given_names_tell_whose_they_are() -> None:
    """A man's, a woman's, and one that both bear."""
    assert [GIVEN_NAMES[name] for name in ("owen", "nora", "leslie")] == ["m", "f", ""]
