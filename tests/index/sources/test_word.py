"""Word files become the paragraphs that Word shows."""

from __future__ import annotations

import io
import re
import zipfile
from typing import TYPE_CHECKING

import docx
import pytest
from docx.opc.packuri import PackURI
from docx.opc.part import Part

from index.document import Document
from index.sources.article import read_article as load
from tests.attacks.hostile_files import WORD, word_file

from ..files import saved, write

if TYPE_CHECKING:
    from pathlib import Path


RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


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


def run(text: str, more: str = "") -> str:
    """A run of text, as Word writes it."""
    return f'<w:r>{more}<w:t xml:space="preserve">{text}</w:t></w:r>'


def p(*inner: str, style: str = "", end: str = "") -> str:
    """A paragraph of runs and what wraps them."""
    style = style and f'<w:pStyle w:val="{style}"/>'
    return f"<w:p><w:pPr>{style}<w:rPr>{end}</w:rPr></w:pPr>{''.join(inner)}</w:p>"


BOX = "<w:r><w:pict><w:txbxContent>{}</w:txbxContent></w:pict></w:r>"
WHO = 'w:id="1" w:author="E"'
CHOICE = (
    '<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><mc:Choice>{}'
    "</mc:Choice><mc:Fallback>{}</mc:Fallback></mc:AlternateContent>"
)


class TestWordMarkup:
    @pytest.mark.parametrize(
        ("body", "text"),
        [
            (p(run("She would "), f"<w:ins {WHO}>{run('not ')}</w:ins>", run("go.")), "She would not go."),
            (p(run("It cost "), f"<w:del {WHO}><w:r><w:delText>two</w:delText></w:r></w:del>",
               f"<w:ins {WHO}>{run('nine')}</w:ins>", run(" crowns.")), "It cost nine crowns."),
            (p(f"<w:moveTo {WHO}>{run('B')}</w:moveTo>", f"<w:moveFrom {WHO}>{run('C')}</w:moveFrom>"), "B"),
            (p(run("One"), end=f"<w:del {WHO}/>") + p(run(" sentence.")) + p(run("Next.")),
             "One sentence.\n\nNext."),
            (p(run("At "), f"<w:sdt><w:sdtPr/><w:sdtContent>{run('Port Ellis')}</w:sdtContent></w:sdt>"),
             "At Port Ellis"),
            (f"<w:sdt><w:sdtContent>{p(run('All of it.'))}</w:sdtContent></w:sdt>", "All of it."),
            (p('<w:smartTag w:element="City"><w:smartTagPr/>', run("Kehl"), "</w:smartTag>"), "Kehl"),
            (p('<w:customXml w:uri="u" w:element="e">', run("Kehl"), "</w:customXml>"), "Kehl"),
            (p(run("See "), '<w:hyperlink w:anchor="a">', run("the plan"), "</w:hyperlink>"), "See the plan"),
            (p('<w:fldSimple w:instr="DATE">', run("5 May"), "</w:fldSimple>"), "5 May"),
            (p('<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>PAGE</w:instrText></w:r>',
               run("7")), "7"),
            (p(run("Seen."), run("Hidden.", "<w:rPr><w:vanish/></w:rPr>")), "Seen."),
            (p(run("Seen.", '<w:rPr><w:vanish w:val="0"/></w:rPr>')), "Seen."),
            (p(run("a"), "<w:r><w:noBreakHyphen/></w:r>", run("b"), "<w:r><w:softHyphen/><w:tab/></w:r>",
               run("c")), "a-b\tc"),
            (p(run("a"), '<w:r><w:br w:type="page"/></w:r>', run("b"), "<w:r><w:br/></w:r>"), "ab"),
            (p(CHOICE.format(run("new"), run("old"))), "new"),
            (p(run("Before."), BOX.format(p(run("In a box.")))),
             "Before.\n\nIn a box."),
            (f"<w:tbl><w:tr><w:tc>{p(run('a'))}<w:tbl><w:tr><w:tc>{p(run('b'))}</w:tc></w:tr></w:tbl></w:tc>"
             f"<w:sdt><w:sdtContent><w:tc>{p(run('c'))}</w:tc></w:sdtContent></w:sdt></w:tr>"
             f"<w:tr><w:trPr><w:del {WHO}/></w:trPr><w:tc>{p(run('d'))}</w:tc></w:tr></w:tbl>", "a b | c"),
        ],
    )  # fmt: skip
    def test_the_text_is_what_word_shows(self, tmp_path: Path, body: str, text: str) -> None:
        """Insertions and all that is wrapped stand in the text, deletions and what is hidden don't."""
        assert load(write(tmp_path, "a.docx", word_file(body))).text == text

    def test_notes_follow_the_text(self, tmp_path: Path) -> None:
        """A footnote that the text refers to is a paragraph at its end, a stray one is not."""
        word = docx.Document()
        word.add_paragraph("The bridge closed in May.")
        mark = f'<w:r xmlns:w="{WORD}"><w:footnoteReference w:id="2"/></w:r>'
        word.paragraphs[0]._p.append(docx.oxml.parse_xml(mark))  # noqa: SLF001
        notes = f'<w:footnotes xmlns:w="{WORD}">' + "".join(
            f'<w:footnote w:id="{n}">{p(run(text))}</w:footnote>'
            for n, text in enumerate(["-", "Stray.", "By vote."])
        )
        part = Part(PackURI("/word/footnotes.xml"), "application/xml", f"{notes}</w:footnotes>".encode())
        word.part.relate_to(part, f"{RELATIONS}/footnotes")
        text = load(write(tmp_path, "a.docx", saved(word))).text
        assert text == "The bridge closed in May.\n\nBy vote."

    @pytest.mark.parametrize(
        ("styles", "named", "title"),
        [
            (["Normal", "Title"], "Draft 3", "Text 1"),
            (["Heading 1", "Normal"], "Draft 3", "Text 0"),
            (["Normal", "Heading 1"], "Draft 3", "Draft 3"),
            (["Normal", "Heading 1"], "", "Text 1"),
            (["Normal", "Normal"], "", "a"),
        ],
    )
    def test_the_heading_is_the_title(
        self, tmp_path: Path, styles: list[str], named: str, title: str
    ) -> None:
        """What stands as title or opening heading comes before the properties, which may be a template's."""
        word = docx.Document()
        word.core_properties.title = named
        for n, style in enumerate(styles):
            word.add_paragraph(f"Text {n}", style=style)
        document = load(write(tmp_path, "a.docx", saved(word)))
        assert (document.title, document.author) == (title, None)
