"""Files made to cost whoever reads them more than they are worth, and files that are merely broken."""

from __future__ import annotations

import io
import random
import zipfile
from typing import TYPE_CHECKING

import docx

if TYPE_CHECKING:
    from collections.abc import Iterator

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
ONE_CELL = (
    "<w:tbl><w:tblPr/><w:tblGrid/><w:tr><w:tc><w:tcPr>{properties}</w:tcPr><w:p><w:r><w:t>x</w:t></w:r></w:p>"
    "</w:tc></w:tr></w:tbl>"
)


def word_file(body: str, head: str = "", **parts: bytes) -> bytes:
    """A Word file whose document holds ``body``, with further parts."""
    plain = io.BytesIO()
    docx.Document().save(plain)
    packed = io.BytesIO()
    with zipfile.ZipFile(plain) as old, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name != "word/document.xml":
                new.writestr(name, old.read(name))
        document = (
            f'<?xml version="1.0"?>{head}<w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>'
        )
        new.writestr("word/document.xml", document)
        for name, content in parts.items():
            new.writestr(name, content)
    return packed.getvalue()


def wide_table(columns: int) -> bytes:
    """A table of one cell that claims to span so many columns."""
    return word_file(ONE_CELL.format(properties=f'<w:gridSpan w:val="{columns}"/>'))


def pdf_file(*objects: bytes) -> bytes:
    """A PDF of these objects, of which the first is the catalogue."""
    body, places = b"%PDF-1.7\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    tail = b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, len(body))
    return body + head + table + tail


def stream(content: bytes, extra: bytes = b"") -> bytes:
    """A PDF stream object."""
    return b"<</Length %d%s>>stream\n%s\nendstream" % (len(content), extra, content)


def pdf_of(content: bytes, extra: bytes = b"", pages: int = 1) -> bytes:
    """A PDF with that content on each of its pages."""
    kids = b" ".join([b"3 0 R"] * pages)
    page = (
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R/Resources"
        b"<</Font<</F 5 0 R>>/XObject<</X 6 0 R>>>>>>"
    )
    return pdf_file(
        b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Count %d/Kids[%s]>>" % (pages, kids), page,
        stream(content, extra), b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        stream(b"/X Do", b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 6 0 R>>>>"),
    )  # fmt: skip


def packed(content: bytes, times: int = 1) -> tuple[bytes, bytes]:
    """Content deflated so many times over, and the filters that undo it."""
    import zlib

    for _ in range(times):
        content = zlib.compress(content, 9)
    return content, b"/Filter[%s]" % b" ".join([b"/FlateDecode"] * times)


def bombs() -> Iterator[tuple[str, bytes]]:
    """One of each kind: a name whose ending tells the format, and the content."""
    yield from _word_bombs()
    yield from _pdf_bombs()
    yield from _page_bombs()
    yield from _text_bombs()


def _word_bombs() -> Iterator[tuple[str, bytes]]:
    for columns in (400_000, 10**9, 10**30):
        yield f"wide-{columns}.docx", wide_table(columns)
    for name in ("gridBefore", "gridAfter"):
        rows = (
            f'<w:tbl><w:tr><w:trPr><w:{name} w:val="1000000000"/></w:trPr><w:tc><w:p/></w:tc></w:tr></w:tbl>'
        )
        yield f"{name.lower()}.docx", word_file(rows)
    yield (
        "merged.docx",
        word_file(
            "<w:tbl>" + "<w:tr><w:tc><w:tcPr><w:vMerge/></w:tcPr><w:p/></w:tc></w:tr>" * 20_000 + "</w:tbl>"
        ),
    )
    yield "paragraphs.docx", word_file("<w:p><w:r><w:t>a</w:t></w:r></w:p>" * 100_000)
    yield "runs.docx", word_file("<w:p>" + "<w:r><w:t>a</w:t></w:r>" * 150_000 + "</w:p>")
    yield "empty.docx", word_file("<w:p/>" * 600_000)
    yield "deep.docx", word_file("<w:tbl><w:tr><w:tc>" * 50_000)
    yield "deep-runs.docx", word_file("<w:ins>" * 200_000 + "</w:ins>" * 200_000)
    yield "bomb.docx", word_file("<w:p/>", **{f"word/{n}.xml": bytes(9_000_000) for n in range(9)})
    yield "media.docx", word_file("<w:p/>", **{f"word/media/{n}.png": bytes(9_000_000) for n in range(9)})
    yield "big.docx", word_file("<w:p>" + " " * 200_000_000 + "</w:p>")
    yield "parts.docx", word_file("<w:p/>", **{f"word/{n}.xml": b"<a/>" for n in range(20_000)})
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
    laughs = f'<!DOCTYPE d [<!ENTITY e0 "ha">{entities}]>'
    yield "laughs.docx", word_file("<w:p><w:r><w:t>&e11;</w:t></w:r></w:p>", laughs)
    outside = '<!DOCTYPE d [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
    yield "entity.docx", word_file("<w:p><w:r><w:t>&e;</w:t></w:r></w:p>", outside)
    yield "attributes.docx", word_file("<w:p " + " ".join(f'a{n}="1"' for n in range(100_000)) + "/>")
    yield "no-zip.docx", b"PK\x03\x04" + bytes(1000)


def _pdf_bombs() -> Iterator[tuple[str, bytes]]:
    text = b"BT /F 9 Tf (The ministers met.) Tj ET\n"
    for size in (1, 50, 400):
        yield f"zeros-{size}.pdf", pdf_of(*packed(bytes(size * 1_000_000)))
    yield "thrice.pdf", pdf_of(*packed(bytes(900_000_000), 3))
    yield "shows.pdf", pdf_of(*packed(text * 300_000))
    yield "states.pdf", pdf_of(*packed(b"q " * 5_000_000))
    yield "nested.pdf", pdf_of(b"[" * 500_000)
    yield "nested-packed.pdf", pdf_of(*packed(b"<<" * 5_000_000))
    yield "pages.pdf", pdf_of(text, pages=100_000)
    yield "form-loop.pdf", pdf_of(b"/X Do " * 1000)
    yield (
        "tree-loop.pdf",
        pdf_file(b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Count 9/Kids[2 0 R 2 0 R]>>"),
    )
    yield "count.pdf", pdf_file(b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Count 999999999/Kids[]>>")
    yield "prev-loop.pdf", pdf_of(text).replace(b"/Root 1 0 R", b"/Root 1 0 R/Prev 9")
    yield "length.pdf", pdf_of(text).replace(b"/Length 38", b"/Length 99999999999")
    yield "names.pdf", pdf_of(b"BT /" + b"#41" * 1_000_000 + b" 9 Tf ET")
    yield "string.pdf", pdf_of(b"BT /F 9 Tf (" + b"(" * 1_000_000 + b") Tj ET")
    yield "hex.pdf", pdf_of(b"BT /F 9 Tf <" + b"41" * 3_000_000 + b"> Tj ET")
    yield "no-end.pdf", b"%PDF-1.7\n" + b"1 0 obj\n" * 500_000
    yield (
        "xref.pdf",
        b"%PDF-1.7\nxref\n0 999999999\n" + b"0000000000 65535 f \n" * 100_000 + b"startxref\n9\n%%EOF",
    )


def _page_bombs() -> Iterator[tuple[str, bytes]]:
    for tag in ("div", "b", "table", "ul", "blockquote", "span"):
        for count in (3_000, 200_000):
            yield f"{tag}-{count}.html", (f"<{tag}>" * count + "<p>The ministers met.").encode()
    yield "open.html", b"<p>The ministers met.</p>" + b"<a " * 1_000_000
    yield "attributes.html", b"<p " + b"".join(b"a%d=1 " % n for n in range(300_000)) + b">The ministers met."
    yield "comments.html", b"<!--" * 1_000_000
    yield "paragraphs.html", b"<p>The ministers met in Busan today.</p>" * 100_000
    yield "breaks.html", b"<p>" + b"The ministers met.<br>" * 100_000
    yield "links.html", b"<p>The ministers met. " + b"<a href=x>more</a> " * 100_000
    yield "one.html", b"<p>" + b"The ministers met. " * 300_000
    yield "words.html", b"<p>" + b"a" * 5_000_000
    yield "entities.html", b"<p>" + b"&amp;&#0;&#x10FFFF;&#99999999;" * 100_000
    yield "metas.html", b'<meta name="author" content="A">' * 100_000 + b"<p>The ministers met."
    yield "title.html", b"<title>" + b"a " * 1_000_000 + b"</title><p>The ministers met.</p>"
    yield "dates.html", b"<time datetime='2025-10-30'>30 October 2025</time>" * 50_000
    yield (
        "json.html",
        b'<script type="application/ld+json">' + b"[" * 1_000_000 + b"</script><p>The ministers met.",
    )
    for name in (b"punycode", b"idna", b"hex", b"zip", b"unicode_escape", b"utf-7", b"undefined", b"x" * 900):
        yield f"charset-{name[:9].decode()}.html", b'<meta charset="%s">' % name + b"\xff\xfe-a" * 500_000


def _text_bombs() -> Iterator[tuple[str, bytes]]:
    top = "---\ntitle: {}\n---\nThe ministers met.\n"
    titles = ['"\\UFFFFFFFF"', '"\\ud800"', '"\\x1b[2J"', '"\\u202egnp.exe"', "a" * 5000, "[" * 9000,
              "{a: " * 3000, "- " * 3000, "&a [*a, *a]", "!!python/object/apply:os.system [id]",
              "|\n" + "  a\n" * 3000, "'", "\x85", "9" * 9000, "0x" + "F" * 9000, "2025-99-99", "? " * 2000,
              "*a", "%" * 100, "\u2028a"]  # fmt: skip
    for number, title in enumerate(titles):
        yield f"title-{number}.md", top.format(title).encode("utf-8")
    laughs = "\n".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 30))
    yield "laughs.md", f"---\na0: &a0 x\n{laughs}\n---\nx".encode()
    yield "address.md", f"---\nurl: https://{'a' * 15_000}\n---\nx".encode()
    parts = ["\n", ". ", "a", "a\n", "a\n\n", "\u0301", "“", "> \n", "# a\n", "---\n", "\x1b[2J", "😀",
             "\u202e", "\r", " \n", "(((", "\ufeff", "A. ", "- \n", "|\n"]  # fmt: skip
    for number, part in enumerate(parts):
        yield f"long-{number}.txt", (part * (9_000_000 // len(part.encode()))).encode()
        yield f"text-{number}.txt", (part * (1_900_000 // len(part))).encode()
    yield "binary.txt", bytes(range(256)) * 30_000
    yield "utf16.txt", "The ministers met.".encode("utf-16")


def broken(seed: int = 0) -> Iterator[tuple[str, bytes]]:
    """Sound files of which some bytes are spoilt, cut off or repeated, without end."""
    chance = random.Random(seed)  # noqa: S311
    page = b"<html><head><title>T</title></head><body><p>The ministers met in Busan.</p></body></html>"
    sound = {"pdf": pdf_of(b"BT /F 9 Tf (The ministers met.) Tj ET\n" * 20), "html": page * 20,
             "docx": word_file("<w:p><w:r><w:t>The ministers met.</w:t></w:r></w:p>" * 20)}  # fmt: skip
    number = 0
    while True:
        number += 1
        ending = chance.choice(list(sound))
        content = bytearray(sound[ending])
        for _ in range(chance.randint(1, 30)):
            at = chance.randrange(len(content))
            match chance.randrange(3):
                case 0:
                    content[at] = chance.randrange(256)
                case 1:
                    content[at : at + chance.randrange(50)] = b""
                case _:
                    content[at:at] = content[at : at + chance.randrange(200)] * chance.randrange(50)
        yield f"broken-{number}.{ending}", bytes(content)
