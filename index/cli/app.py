"""The commands: ``rapporteur build | ask | eval | documents | add | remove | facts | doctor``."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from dotenv import dotenv_values
from rich.console import Console

from ..errors import RapporteurError, UsageError
from ..text.controls import STEERING, shown
from ..version import __version__

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ..engine import Engine

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="Answers questions from the articles it was given, word for word and with their source.",
)
out, err = Console(highlight=False), Console(stderr=True, highlight=False)

SHIPPED_CORPUS = Path(__file__).parents[2] / "corpus"


def default_corpus() -> Path:
    """./corpus where there is one, else the corpus that ships with the program."""
    return here if (here := Path("corpus")).is_dir() else SHIPPED_CORPUS


CorpusOption = Annotated[
    Path, typer.Option("--corpus", envvar="RAPPORTEUR_CORPUS", help="The folder of articles and facts.",
                       default_factory=default_corpus, show_default="corpus")
]  # fmt: skip
IndexOption = Annotated[
    Path, typer.Option("--index", envvar="RAPPORTEUR_INDEX", help="The folder of the index.")
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON, for programs.")]
DEFAULT_INDEX = Path(".rapporteur")


def main() -> None:
    """Run the command line; a known error is one line on stderr. What .env sets holds for every command."""
    for name, value in dotenv_values(".env").items():
        if value:
            os.environ.setdefault(name, value)
    try:
        app()
    except RapporteurError as error:
        err.print(f"rapporteur: {error}", style="red", markup=False, soft_wrap=True)
        sys.exit(2 if isinstance(error, UsageError) else 1)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)


def _version(wanted: bool) -> None:
    if wanted:
        out.print(f"rapporteur {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    pass


@app.command()
def build(
    corpus: CorpusOption,
    index: IndexOption = DEFAULT_INDEX,
    model: Annotated[
        str | None,
        typer.Option(
            help="A folder or hub name that sentence-transformers can load; all-MiniLM-L6-v2 if not given."
        ),
    ] = None,
    precision: Annotated[str, typer.Option(help="int8 (23 MB, faster) or fp32 (91 MB, exact).")] = "int8",
    reader: Annotated[
        str | None,
        typer.Option(
            help="A folder or hub name of an extractive question-answering model that reads and judges in "
            "the place of the shipped verifier, or none."
        ),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Make it anew, whatever stands there.")] = False,
    prune: Annotated[
        bool,
        typer.Option("--prune", help="Hold what the folder holds: not what was added, but what was removed."),
    ] = False,
) -> None:
    """Make the index of a folder of articles, or bring it up to date."""
    options = {"model": model, "precision": precision, "reader": reader, "force": force, "prune": prune}
    if not _build(corpus, index, **options):
        raise typer.Exit(1)


def _json(value: Any) -> str:
    """The value as JSON in one line, what would steer a terminal escaped."""
    return STEERING.sub(lambda m: f"\\u{ord(m.group()):04x}", json.dumps(value, ensure_ascii=False))


def _build(corpus: Path, index: Path, **options: Any) -> bool:
    """Build with progress on stderr; whether every file was good."""
    from ..building.build import build as make
    from . import show
    from .progress import reported

    if options.get("precision") not in (None, "int8", "fp32"):
        raise UsageError(f"--precision {options['precision']}: it is int8 or fp32")
    with reported(err) as progress:
        built = make(corpus, index, progress=progress, **options)
    show.built(err, index, built)
    return not built.problems


def _open(index: Path, corpus: Path | None = None) -> Engine:
    """The engine of an index; with a corpus, one that is missing is built first."""
    from ..engine import Engine

    if corpus is not None:
        build_if_missing(index, corpus)
    return Engine.open(index)


def build_if_missing(index: Path, corpus: Path) -> None:
    """Build the index of a corpus, with progress, where there is none that was built whole."""
    from ..building.build import is_built

    if not is_built(index):
        _build(corpus, index)


@app.command()
def ask(
    corpus: CorpusOption,
    question: Annotated[list[str] | None, typer.Argument(help="The question.")] = None,
    index: IndexOption = DEFAULT_INDEX,
    context: Annotated[
        str | None, typer.Option(help="The question before, which a follow-up leans on.")
    ] = None,
    batch: Annotated[
        str | None, typer.Option(metavar="FILE", help="Questions, one a line or as JSON lines; - for stdin.")
    ] = None,
    passages: Annotated[
        int, typer.Option(min=0, max=10, help="How many of the nearest passages to report.")
    ] = 5,
    as_json: JsonOption = False,
) -> None:
    """Answer a question, or many, from the index; without one, it is built first."""
    from ..answer import as_json as to_json
    from . import show

    asked = " ".join(question or [])
    if bool(asked) == bool(batch):
        raise UsageError("give one question, or --batch FILE")
    questions = _batch(batch) if batch else [("", asked, context)]
    with _open(index, corpus) as engine:
        for where, text, before in questions:
            try:
                outcome = engine.ask(text, context=before)
            except UsageError as error:
                raise UsageError(f"{where}{error}") from error
            if as_json or batch:
                print(_json(to_json(outcome, passages)), flush=True)  # noqa: T201
            else:
                show.outcome(out, outcome)


def _batch(name: str) -> Iterator[tuple[str, str, str | None]]:
    """Each question of a batch, led by where it stands and followed by its context."""
    try:
        lines: Iterable[str] = (
            sys.stdin if name == "-" else Path(name).read_text(encoding="utf-8").splitlines()
        )
        for number, line in enumerate(lines, 1):
            if line.strip():
                where = f"--batch {name}, line {number}: "
                yield where, *_question(line, where)
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"--batch {name}: can't be read ({error})") from error


def _question(line: str, where: str) -> tuple[str, str | None]:
    if not line.lstrip().startswith("{"):
        return line, None
    try:
        row = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise UsageError(f"{where}not JSON ({error})") from error
    text, context = row.get("question", row.get("q")), row.get("context")
    if not isinstance(text, str) or not isinstance(context, str | None):
        raise UsageError(f'{where}needs a "question" that is text')
    return text, context


@app.command("eval")
def evaluate(
    corpus: CorpusOption,
    index: IndexOption = DEFAULT_INDEX,
    verbose: Annotated[
        bool, typer.Option("--verbose", "-v", help="List each question that went wrong.")
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Ask the golden set and count; exit status 1 below the floor that it states."""
    from ..building.build import QUESTIONS_FILE
    from ..curated.evaluation import evaluate as run
    from ..curated.golden import load_questions
    from . import show

    floor, questions = load_questions(corpus / QUESTIONS_FILE)
    with _open(index, corpus) as engine:
        result = run(engine, questions)
    if as_json:
        print(json.dumps(result.as_json(floor)))  # noqa: T201
    else:
        show.evaluation(out, result, floor, verbose=verbose)
    if not result.reaches(floor):
        raise typer.Exit(1)


@app.command()
def documents(index: IndexOption = DEFAULT_INDEX, as_json: JsonOption = False) -> None:
    """List the documents of the index."""
    from . import show

    with _open(index) as engine:
        found = engine.documents()
    if as_json:
        print(_json([show.document_json(d) for d in found]))  # noqa: T201
    else:
        show.documents(out, found)


@app.command()
def add(
    files: Annotated[
        list[str], typer.Argument(help="Articles: .md, .txt, .html, .pdf or .docx, or addresses of pages.")
    ],
    index: IndexOption = DEFAULT_INDEX,
    replace: Annotated[
        bool, typer.Option("--replace", help="Also in the place of other documents with the same ids.")
    ] = False,
) -> None:
    """Add articles to the index without rebuilding the rest; what was added before is read again."""
    from ..building.adding import add_document
    from ..sources.folder import Loader
    from ..sources.web import is_web_address, load_page

    failed, given = False, set[str]()
    with _open(index) as engine, Loader() as loader:
        for name in files:
            try:
                with err.status(f"reading and embedding {shown(Path(name).name)}"):
                    is_page = is_web_address(name)
                    document = load_page(name, loader) if is_page else loader.load(Path(name))
                    origin = document.url or name if is_page else Path(name)
                    added = add_document(engine, document, origin, replace=replace, given=given)
            except RapporteurError as error:
                failed = True
                err.print(f"rapporteur: {error}", style="red", markup=False, soft_wrap=True)
                continue
            out.print(str(added), markup=False, soft_wrap=True)
    if failed:
        raise typer.Exit(1)


@app.command()
def remove(
    ids: Annotated[list[str], typer.Argument(help="Ids of documents, as `rapporteur documents` lists them.")],
    index: IndexOption = DEFAULT_INDEX,
) -> None:
    """Remove documents from the index (not from the disk)."""
    from ..building.adding import remove_document

    with _open(index) as engine:
        for slug in ids:
            told = f"removed {slug}: “{remove_document(engine, slug).title}”"
            out.print(told, markup=False, soft_wrap=True)


@app.command()
def facts(
    corpus: CorpusOption,
    topic: Annotated[list[str] | None, typer.Argument(help="What about; every fact if not given.")] = None,
    as_json: JsonOption = False,
) -> None:
    """Print quick facts, each with the words that prove it."""
    from ..building.build import FACTS_FILE
    from ..curated.facts import find_facts, load_facts
    from . import show

    known = load_facts(corpus / FACTS_FILE)
    about = " ".join(topic or [])
    found = find_facts(known, about) if about else known
    if as_json:
        print(_json([show.fact_json(f) for f in found]))  # noqa: T201
        return
    if not found:
        raise UsageError(f"no fact about {about!r}; `rapporteur facts` lists all {len(known)}")
    show.facts(out, found)


@app.command()
def doctor(corpus: CorpusOption, index: IndexOption = DEFAULT_INDEX) -> None:
    """Check everything: the index, the encoder, the facts, the versions."""
    from ..building.doctor import examine
    from . import show

    checks = list(examine(corpus, index))
    show.checks(out, checks)
    if not all(check.sound for check in checks):
        raise typer.Exit(1)
