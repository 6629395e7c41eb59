"""``rapporteur documents``, ``add`` and ``remove``: the articles of an index, one by one."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ..errors import RapporteurError
from ..text.controls import shown
from .building import opened
from .options import DEFAULT_INDEX, IndexOption, JsonOption
from .terminal import complain, err, out, print_json


def documents(
    index: IndexOption = DEFAULT_INDEX,
    text: Annotated[bool, typer.Option("--text", help="With the stored text of each.")] = False,
    as_json: JsonOption = False,
) -> None:
    """List the articles of the index: id, title, source, author, date, length."""
    from . import show

    with opened(index) as engine:
        found = engine.documents()
    if as_json:
        print_json([show.document_json(d, text=text) for d in found])
    elif text:
        show.texts(out, found)
    else:
        show.documents(out, found)


def add(
    files: Annotated[
        list[str],
        typer.Argument(
            help="Articles: .md, .txt, .html, .pdf or .docx, or addresses of pages.", metavar="FILE"
        ),
    ],
    index: IndexOption = DEFAULT_INDEX,
    replace: Annotated[
        bool, typer.Option("--replace", help="Also in the place of other articles with the same ids.")
    ] = False,
) -> None:
    """Add articles to the index, without building the rest anew.

    What was added before is read again. A page is fetched from the public internet alone.
    """
    from ..building.adding import add_document
    from ..sources.folder import Loader
    from ..sources.web import is_web_address, load_page

    failed, given = False, set[str]()
    with opened(index) as engine, Loader() as loader:
        for name in files:
            try:
                with err.status(f"reading and embedding {shown(Path(name).name)}"):
                    is_page = is_web_address(name)
                    document = load_page(name, loader) if is_page else loader.load(Path(name))
                    origin = document.url or name if is_page else Path(name)
                    added = add_document(engine, document, origin, replace=replace, given=given)
            except RapporteurError as error:
                failed = True
                complain(error)
                continue
            out.print(str(added), markup=False, soft_wrap=True)
    if failed:
        raise typer.Exit(1)


def remove(
    ids: Annotated[
        list[str],
        typer.Argument(help="Ids of articles, as `rapporteur documents` lists them.", metavar="ID"),
    ],
    index: IndexOption = DEFAULT_INDEX,
) -> None:
    """Remove articles from the index (not from the disk)."""
    from ..building.adding import remove_document

    with opened(index) as engine:
        for slug in ids:
            told = f"removed {slug}: “{remove_document(engine, slug).title}”"
            out.print(told, markup=False, soft_wrap=True)
