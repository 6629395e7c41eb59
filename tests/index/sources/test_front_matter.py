"""Text files keep every character of their body; the front matter above it fills the document's fields."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.document import Document
from index.errors import CorpusError
from index.sources.folder import load

if TYPE_CHECKING:
    from pathlib import Path

FRONT = """\
---
id: river-talks
title: "River talks: day one"
source: The Courier
author: Ada Byron
published: 2024-03-05
url: https://courier.example/river
language: en-GB
event_date: "2024-03-04"
places: [Basel, Kehl]
---
"""


C0_AND_C1 = (*range(9), 11, 12, *range(14, 32), *range(127, 160))
DIRECTIONS = (*range(0x202A, 0x202F), *range(0x2066, 0x206A), *range(0xFFF9, 0xFFFC))
CONTROLS = [chr(code) for code in (*C0_AND_C1, *DIRECTIONS)]


def write(folder: Path, name: str, content: str) -> Path:
    path = folder / name
    path.write_bytes(content.encode())
    return path


class TestTextFiles:
    def test_front_matter_fills_every_field(self, tmp_path: Path) -> None:
        """Each key of the front matter becomes the document's field of that name."""
        path = write(tmp_path, "a.md", FRONT + "\nThe body.\n")
        assert load(path, collection="guild-7") == Document(
            id="river-talks",
            title="River talks: day one",
            text="The body.",
            source="The Courier",
            author="Ada Byron",
            published=date(2024, 3, 5),
            url="https://courier.example/river",
            language="en-GB",
            collection="guild-7",
            event_date=date(2024, 3, 4),
            places=("Basel", "Kehl"),
        )

    def test_without_front_matter_the_name_and_heading_serve(self, tmp_path: Path) -> None:
        """The id comes from the file name, the title from the first heading, which stays in the text."""
        document = load(write(tmp_path, "Café_Talks  (Final).MD", "Intro\n\n# Talks in C# ##\n\n# Second\n"))
        assert (document.id, document.title) == ("cafe-talks-final", "Talks in C#")
        assert document.text == "Intro\n\n# Talks in C# ##\n\n# Second"
        assert (document.language, document.collection, document.places) == ("en", "corpus", ())

    def test_without_heading_the_file_name_is_the_title(self, tmp_path: Path) -> None:
        """Dashes and underscores of the file name become spaces in the title."""
        assert (
            load(write(tmp_path, "River-talks__day_one.txt", "Body #no heading")).title
            == "River talks day one"
        )

    @pytest.mark.parametrize("places", ["places: Basel", "places:\n  - Basel", "places: [Basel, '']"])
    def test_places_are_a_list_or_one_string(self, tmp_path: Path, places: str) -> None:
        """One place needs no brackets, and an empty one isn't a place."""
        assert load(write(tmp_path, "a.md", f"---\n{places}\n---\nBody")).places == ("Basel",)

    @pytest.mark.parametrize("written", ["2024-03-05", "'2024-03-05'", "2024-03-05T23:30:00-05:00"])
    def test_a_date_is_the_day_as_written(self, tmp_path: Path, written: str) -> None:
        """YAML dates, ISO strings and times all give the day that the file names."""
        document = load(write(tmp_path, "a.md", f"---\npublished: {written}\n---\nBody"))
        assert document.published == date(2024, 3, 5)

    def test_empty_values_are_absent(self, tmp_path: Path) -> None:
        """A key left blank, or front matter with no keys, counts as not given."""
        document = load(write(tmp_path, "a.md", '---\nauthor:\ntitle: ""\nplaces:\n---\nBody'))
        assert (document.author, document.title, document.places) == (None, "a", ())
        assert load(write(tmp_path, "b.md", "---\n---\nBody")).text == "Body"

    def test_line_endings_and_bom_go_but_nothing_else(self, tmp_path: Path) -> None:
        """Curly quotes, accents and inner spacing stay as they are; a BOM goes and line ends become \\n."""
        body = "\ufeff---\r\ntitle: T\r\n---\r\n\r\n “Né”  \tone\r\rtwo…\u2028x \r\n"
        assert load(write(tmp_path, "a.txt", body)).text == "“Né”  \tone\n\ntwo…\u2028x"

    def test_dashes_in_the_body_are_no_front_matter(self, tmp_path: Path) -> None:
        """Only a first line of --- opens front matter; a rule further down is body."""
        assert load(write(tmp_path, "a.md", "One\n---\ntitle: x\n---\n")).text == "One\n---\ntitle: x\n---"

    @given(st.text(st.characters(codec="utf-8", exclude_characters=CONTROLS)).filter(str.strip))
    def test_any_text_round_trips(self, tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
        """Whatever stands below front matter is the text, but for line ends and outer white space."""
        path = write(tmp_path_factory.mktemp("any"), "a.md", f"---\nid: a\n---\n{text}")
        assert load(path).text == text.replace("\r\n", "\n").replace("\r", "\n").strip()


class TestFrontMatterErrors:
    @pytest.mark.parametrize(
        ("front", "said"),
        [
            ("---\ntitle: x\n", "a.md:1: the front matter is never closed; end it with a line ---"),
            ("---\n- x\n---\n", "a.md:2: the front matter must be lines of key: value"),
            (
                "---\nid: x\ntitle: Talks: the end\n---\n",
                "a.md:3: the front matter is no YAML (mapping values are not allowed here); "
                'put a value that holds ":" or "#" in quotes',
            ),
            (
                "---\ntitle: \uffff\n---\n",
                "a.md:2: the front matter holds U+FFFF, which YAML forbids; take it out",
            ),
            (
                "---\nplaces: " + "[" * 1000 + "\n---\n",
                "a.md:1: the front matter is nested too deeply; write key: value lines",
            ),
            (
                "---\n" + "# note\n" * 10_000 + "---\n",
                "a.md:1: the front matter is longer than 16 KiB; close it with a line --- sooner",
            ),
            ("---\nid: x\ntitle: y\nid: z\n---\n", "a.md:4: id is given twice; keep one"),
            ("---\ntitle: 1984\n---\n", "a.md:2: title must be text; put a number, date or yes/no in quotes"),
            (
                "---\nid: x\nlanguage: no\n---\n",
                "a.md:3: language must be text; put a number, date or yes/no in quotes",
            ),
            (
                "---\nplaces:\n  - Basel\n  - 7\n---\n",
                "a.md:4: places must be text; put a number, date or yes/no in quotes",
            ),
            (
                "---\nauthor: {a: b}\n---\n",
                "a.md:2: author must be text; put a number, date or yes/no in quotes",
            ),
            ("---\ntitle: |\n  a\n  b\n---\n", "a.md:2: title must be one line without control characters"),
            ('---\ntitle: "a\\0b"\n---\n', "a.md:2: title must be one line without control characters"),
            ('---\nsource: "\\ud83d"\n---\n', "a.md:2: source must be one line without control characters"),
            (
                "---\npublished: 5 March\n---\n",
                "a.md:2: published must be a date, year first, such as 2025-10-30",
            ),
            (
                "---\nevent_date: 2024-13-05\n---\n",
                "a.md:2: event_date must be a date, year first, such as 2025-10-30",
            ),
            (
                "---\npublished: 2024\n---\n",
                "a.md:2: published must be a date, year first, such as 2025-10-30",
            ),
            (
                "---\nurl: ftp://x.example\n---\n",
                "a.md:2: url must be a web address that begins with https://",
            ),
            ("---\nurl: https://\n---\n", "a.md:2: url must be a web address that begins with https://"),
            (
                "---\nid: River Talks\n---\n",
                'a.md:2: id "River Talks" must be lower-case letters a-z, digits and single hyphens',
            ),
        ],
    )
    def test_bad_front_matter_names_the_line(self, tmp_path: Path, front: str, said: str) -> None:
        """Each mistake in the front matter is told with the line of the file that it stands on."""
        path = write(tmp_path, "a.md", front + "Body")
        with pytest.raises(CorpusError) as caught:
            load(path)
        assert str(caught.value) == f"{tmp_path}/{said}"

    def test_lines_are_the_file_s_own(self, tmp_path: Path) -> None:
        """A separator that only YAML takes for a line end doesn't shift the line that is named."""
        path = write(tmp_path, "a.md", "---\nlayout: a\u2028 b\nauthor: 7\n---\nBody")
        with pytest.raises(CorpusError, match=r"a\.md:3: author must be text"):
            load(path)


class TestOtherGenerators:
    @pytest.mark.parametrize(
        "front",
        [
            "---\nlayout: post\ntitle: Talks\ndate: 2024-03-05 08:00:00 +0100\nauthor: Ada\ntags: []\n---\n",
            "---\ntitle: Talks\ndate: 2024-03-05T23:00:00-05:00\nauthors: [Ada]\ndraft: false\n---\n",
            "---\ntitle: Talks\ndate: 2024-3-5\npublished: true\nauthor: {name: Ada, url: /ada}\n---\n",
            "---\ntitle: Talks\ndate: 2023-01-01\npublished: 2024-03-05\nauthor: Ada\nurl: /talks/\n---\n",
            '+++\ntitle = "Talks"\ndate = 2024-03-05T08:00:00+01:00\nauthors = ["Ada"]\n[x]\ny = 1\n+++\n',
            '+++\ntitle = "Talks"\ndate = "2024-03-05"\nauthor = "Ada"\n+++\n',
        ],
    )  # fmt: skip
    def test_jekyll_and_hugo(self, tmp_path: Path, front: str) -> None:
        """Their date is the publication's, whatever else they hold is passed over, a flag is no date."""
        document = load(write(tmp_path, "a.md", front + "Body"))
        assert (document.title, document.author, document.published, document.url, document.text) == (
            "Talks", "Ada", date(2024, 3, 5), None, "Body",
        )  # fmt: skip

    def test_what_is_passed_over_is_told(self, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
        """Unknown keys are a line in the log with their place, and with the keys they may be slips of."""
        many = "\r\n".join(f"k{n}: y" for n in range(9))
        for front, told in (
            (
                "autor: y\r\n\r\nlayout: {a: [b]}",
                "2: the front matter's 'autor' (did you mean 'author'?), 'layout' are",
            ),
            ('id: a\r\n"x\\u202e": y', r"3: the front matter's 'x\u202e' is"),
            (many, "2: the front matter's 'k0', 'k1', 'k2', 'k3', 'k4' and 4 more are"),
        ):
            path = write(tmp_path, "a.md", f"---\r\n{front}\r\n---\r\nBody")
            assert load(path).author is None
            assert caplog.messages.pop() == f"{path}:{told} passed over"
            caplog.clear()

    @pytest.mark.parametrize(
        ("front", "said"),
        [
            ("---\ndate: 5 March\n---\n", "2: date must be a date, year first, such as 2025-10-30"),
            ("---\nlayout: x\nlang: 7\n---\n", "3: lang must be text; put a number"),
            ("+++\nid = 1\n+++\n", "2: id must be text; put a number, date or yes/no in quotes"),
            ("+++\nid = \n+++\n", "2: the front matter is no TOML (Invalid value (at line 1"),
            ("+++\nid = 1\n---\n", "1: the front matter is never closed; end it with a line +++"),
            ("---\na: &a [" + "x, " * 2000 + "]\nplaces: [" + "*a, " * 2000 + "]\n---\n", "3: places are"),
        ],
    )  # fmt: skip
    def test_their_faults_have_their_lines(self, tmp_path: Path, front: str, said: str) -> None:
        """A foreign key that can't be used is told by its own name and line, in YAML and in TOML."""
        path = write(tmp_path, "a.md", front + "Body")
        with pytest.raises(CorpusError) as caught:
            load(path)
        assert str(caught.value).startswith(f"{path}:{said}")
