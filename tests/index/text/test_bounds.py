"""What is too long, or steers a screen, is refused where it enters."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from index.answering.intent import tidy, visible
from index.curated.facts import load_facts
from index.errors import CorpusError, RapporteurError, UsageError
from index.sources.folder import load
from index.text.terms import MOST_MARKS, words

from ..files import problem

if TYPE_CHECKING:
    from pathlib import Path

    from ..shell import Run


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("x" * 50_000 + "\n", None),
        ("x" * 50_001, f"the line that begins “{'x' * 30}” has more than 50,000 characters"),
        ("a line\n" * 30_000, "line\\na” has more than 200,000 characters; break it up with blank lines"),
        ("x\n\n" * 700_000, "has 2,099,998 characters, at most 2,000,000 are read; split it"),
        (f"---\ntitle: {'x' * 301}\n---\nx", "2: title has 301 characters, at most 300 are read; shorten it"),
        (f"---\nid: a\nauthor: {'x' * 201}\n---\nx", "3: author has 201 characters, at most 200 are read"),
        (f"---\nurl: https://{'x' * 2000}\n---\nx", "2: url has 2,008 characters, at most 2,000 are read"),
        (f"---\nplaces: [{'a, ' * 51}]\n---\nx", "2: places are more than 50; drop some"),
        ('---\nid: a\ntitle: "\\UFFFFFFFF"\n---\nx', "3: the front matter is no YAML"),
        ('---\ntitle: "a\\x1b[2J"\n---\nx', "2: title must be one line without control characters"),
        ('---\nsource: "a\\x9b"\n---\nx', "2: source must be one line without control characters"),
        ('---\nauthor: "a\\u202eb"\n---\nx', "2: author must be one line without control characters"),
        ("---\nid: a\n---\nOne\n\x1b[2J", "5: looks binary (it holds U+001B); save it as plain text"),
        ("One\nt\u2066wo", "2: reorders or hides text (it holds U+2066); save it as plain text"),
    ],
)  # fmt: skip
def test_files(tmp_path: Path, content: str, said: str | None) -> None:
    """What is beyond its bound, or holds a control character, is told with its place."""
    path = tmp_path / "a.md"
    path.write_bytes(content.encode())
    if said is None:
        assert load(path).text == content.strip()
    else:
        assert said in problem(path)


def test_longest_texts_pass(tmp_path: Path) -> None:
    """What is just as long as it may be is read."""
    path = tmp_path / "a.md"
    path.write_text(
        f"---\ntitle: {'t' * 300}\nurl: https://{'u' * 1992}\n---\n{'x' * 50_000}\n{'y' * 50_000}\n"
    )
    document = load(path)
    assert (len(document.title), len(document.url or ""), len(document.text)) == (300, 2000, 100_001)


def test_questions() -> None:
    """A question loses its control characters and the marks in excess, and is refused beyond its bound."""
    assert visible("a\x1b[2J\x9b\u202e\u2066b\x85c\x1cd\u2028e") == "a[2Jb c d e"
    assert len(visible("e" + "\u0301\u0327" * 5000)) <= MOST_MARKS + 1
    assert words("re\u0301sume\u0301" + "\u0301\u0327" * 50_000) == ["resume"]
    with pytest.raises(UsageError, match="has 2001 characters, at most 2000 are read"):
        tidy("x" * 2001)


def test_messages_are_one_printable_line() -> None:
    """No error shows a character that steers a terminal, whatever it repeats."""
    assert str(RapporteurError("a\x1b[2J\u202e\nb é “c”")) == r"a\x1b[2J\u202e\nb é “c”"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ('[[fact]]\nid = "a"\nlabel = "a\\u202eb"\nanswer = "x"\nquote = "x"\ndocument = "x"\n',
         "1: label holds a control character: take it out"),
        (f"a = {'[' * 5000}", " holds more than it may (maximum recursion depth exceeded"),
        (f"a = {'9' * 5000}", " holds more than it may (Exceeds the limit"),
    ],
)  # fmt: skip
def test_toml_files(tmp_path: Path, content: str, said: str) -> None:
    """Facts with control characters, endless numbers and lists in lists end in an error with their place."""
    path = tmp_path / "facts.toml"
    path.write_text(content)
    with pytest.raises(CorpusError) as caught:
        load_facts(path)
    assert said in str(caught.value)


def test_batches(run: Run, shipped: Path, tmp_path: Path) -> None:
    """A batch line that nests JSON without end is told with its number."""
    batch = tmp_path / "batch"
    batch.write_text(json.dumps({"q": "who wrote this?"}) + "\n" + '{"q": ' + "[" * 100_000)
    done = run("ask", "--batch", batch, "--index", shipped)
    assert done.status == 1
    assert done.err.startswith(f"rapporteur: --batch {batch}, line 2: not JSON (maximum recursion depth")
