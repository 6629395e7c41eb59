"""Quick facts: what loads, what is refused and why, and what is found for a topic."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.curated.facts import Fact, check_facts, find_facts, load_facts, locate
from index.document import Document, Span
from index.errors import CorpusError

CORPUS = Path(__file__).parents[3] / "corpus"
ARTICLE_ID = "trump-xi-busan-2025"

HARBOR = Document("harbor", "Harbor", "The harbor in Osío opened on Monday.\nIt cost “nine million” crowns.")

ENTRY = """
[[fact]]
id = "{id}"
label = "{label}"
aliases = {aliases}
answer = "The harbor opened."
quote = "The harbor"
document = "harbor"
"""


def entry(id: str = "opening", label: str = "Opening", aliases: str = "[]") -> str:  # noqa: A002
    return ENTRY.format(id=id, label=label, aliases=aliases)


def fact(quote: str, document: str = "harbor", **more: object) -> Fact:
    return Fact("cost", "Cost", "It cost nine million.", quote, document, **more)  # type: ignore[arg-type]


def error_of(tmp_path: Path, content: str) -> str:
    path = tmp_path / "facts.toml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(CorpusError) as caught:
        load_facts(path)
    assert "\n" not in str(caught.value)
    return str(caught.value).removeprefix(str(path))


@pytest.fixture(scope="module")
def article() -> Document:
    body = (CORPUS / f"{ARTICLE_ID}.md").read_text(encoding="utf-8").split("---\n", 2)[2].strip()
    return Document(ARTICLE_ID, "Trump and Xi meet in Busan", body)


@pytest.fixture(scope="module")
def shipped() -> list[Fact]:
    return load_facts(CORPUS / "facts.toml")


def ids(facts: list[Fact]) -> list[str]:
    return [one.id for one in facts]


def test_shipped_facts_all_hold(shipped: list[Fact], article: Document) -> None:
    """Every shipped fact's quote stands in the shipped article, character for character."""
    assert len(shipped) >= 24
    assert check_facts(shipped, {article.id: article}) == []
    assert all(locate(one, article).of(article.text) == one.quote for one in shipped)


def test_fields_and_line(tmp_path: Path) -> None:
    """A loaded fact holds what the file says and remembers the line it begins on."""
    path = tmp_path / "facts.toml"
    path.write_text(entry() + entry("cost", "Cost", '["price"]'), encoding="utf-8")
    first, second = load_facts(path)
    assert first == Fact("opening", "Opening", "The harbor opened.", "The harbor", "harbor")
    assert (second.aliases, second.path, first.line, second.line) == (("price",), path, 2, 10)


def test_empty_file_has_no_facts(tmp_path: Path) -> None:
    """A file without entries holds no facts, which is no error."""
    path = tmp_path / "facts.toml"
    path.touch()
    assert load_facts(path) == []


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ('[[fact]]\nid = "a"\nlabel = "A"\n', ":1: missing answer, document, quote: add it to this entry"),
        (
            entry() + 'alias = ["x"]',
            ":2: unknown key alias: the keys are aliases, answer, document, id, label, quote",
        ),
        (
            entry("Big Opening"),
            ':2: id "Big Opening" must be lower-case words joined by hyphens, such as "rare-earths"',
        ),
        (entry(label=" "), ':2: label must be text between quotation marks, such as label = "…"'),
        (entry(aliases='"start"'), ':2: aliases must be a list of texts, such as aliases = ["…"]'),
        (entry() + entry(label="B"), ':10: id "opening" is already taken at line 2: choose another'),
        (entry() + entry("b"), ':10: label "Opening" is already taken at line 2: choose another'),
        (
            entry(aliases='["Détente"]') + entry("b", "B", '["detente"]'),
            ':10: alias "detente" is already taken at line 2: choose another',
        ),
        ("[fact]\n", ": fact must be written as [[fact]] entries"),
        ("[[facts]]\n", ": unknown table facts: the tables are fact"),
    ],
)
def test_each_error_says_where_and_how_to_mend(tmp_path: Path, content: str, message: str) -> None:
    """An entry that can't be used is refused with its line, what is wrong and the mend."""
    assert error_of(tmp_path, content) == message


def test_broken_toml_names_the_line(tmp_path: Path) -> None:
    """A file that isn't TOML is refused at the line where reading stopped."""
    assert error_of(tmp_path, "[[fact]]\nid = \n").startswith(":2: isn't valid TOML (Invalid value")


def test_other_encoding_is_refused(tmp_path: Path) -> None:
    """A file in another encoding is refused with the mend, not half read."""
    path = tmp_path / "facts.toml"
    path.write_bytes("# détente".encode("latin-1"))
    with pytest.raises(CorpusError, match="isn't UTF-8: save it in that encoding"):
        load_facts(path)


def test_missing_file_is_a_corpus_error(tmp_path: Path) -> None:
    """A file that isn't there is a plain error with its path."""
    with pytest.raises(
        CorpusError, match=r"none\.toml: can't be read \(No such file or directory\): check the"
    ):
        load_facts(tmp_path / "none.toml")


def test_inline_entries_load_without_lines(tmp_path: Path) -> None:
    """Entries written as an inline array load too; their lines just aren't known."""
    path = tmp_path / "facts.toml"
    keys = 'id = "a", label = "A", answer = "B.", quote = "C", document = "d"'
    path.write_text(f"fact = [{{ {keys} }}]", encoding="utf-8")
    assert [(one.id, one.line) for one in load_facts(path)] == [("a", None)]


def test_locate_counts_code_points() -> None:
    """A quote behind accents and curly quotation marks is located in code points."""
    assert locate(fact("cost “nine"), HARBOR) == Span(40, 50)


def test_unknown_document_is_reported() -> None:
    """A fact on a document that isn't stored is reported with the ones that are."""
    (error,) = check_facts([fact("It cost", "port", path=Path("facts.toml"), line=7)], {"harbor": HARBOR})
    assert str(error) == 'facts.toml:7: fact cost: no document "port": name one of those stored (harbor)'


@pytest.mark.parametrize(
    ("quote", "nearest"),
    [
        ('cost "nine million" crowns', "cost “nine million” crowns."),
        ("cost “nine millions” crowns", "It cost “nine million” crowns."),
    ],
)
def test_altered_quote_is_reported_with_the_nearest_text(quote: str, nearest: str) -> None:
    """A quote that differs by a character is reported beside the text it was meant to be."""
    (error,) = check_facts([fact(quote)], {"harbor": HARBOR})
    assert str(error) == (
        "fact cost: the quote is not in harbor character for character: copy it from there; "
        f"nearest is “{nearest}”"
    )


def test_quote_longer_than_the_document_is_reported_on_one_line() -> None:
    """A quote longer than its document is reported with the whole of that document, on one line."""
    with pytest.raises(
        CorpusError, match=r"nearest is “The harbor in Osío .* Monday\. It cost .* crowns\.”$"
    ):
        locate(fact("The harbor " * 20), HARBOR)


@pytest.mark.parametrize(
    ("topic", "first"),
    [
        ("TikTok", "tiktok"),
        ("  rare EARTHS ", "rare-earths"),
        ("treasury secretary", "bessent"),
        ("detente", "analysts"),
        ("who is rubio?", "rubio"),
        ("soyabeans", "soybeans"),
        ("fentanil", "fentanyl"),
        ("Besent", "bessent"),
        ("soyb", "soybeans"),
        ("port fee", "port-fees"),
        ("opioid overdose", "overdose-deaths"),
    ],
)
def test_finds_by_label_alias_answer_and_typo(shipped: list[Fact], topic: str, first: str) -> None:
    """A topic finds its fact by label, alias or answer, whatever the case, accents or a slip of the pen."""
    assert ids(find_facts(shipped, topic))[0] == first


@pytest.mark.parametrize("topic", ["", "?!", "the", "what is it", "xyzzy", "price of bananas", "bake bread"])
def test_nothing_near_finds_nothing(shipped: list[Fact], topic: str) -> None:
    """A topic that no fact is about finds nothing rather than something."""
    assert find_facts(shipped, topic) == []


def test_label_before_name_before_answer(shipped: list[Fact]) -> None:
    """The fact named so comes first, then those with the word in a name, then in the answer."""
    assert ids(find_facts(shipped, "taiwan")) == ["taiwan", "commitment", "rubio-on-taiwan", "drills"]
    assert ids(find_facts(shipped, "taiwan", limit=2)) == ["taiwan", "commitment"]


@pytest.mark.parametrize(
    ("label", "answer", "quote", "adds"),
    [
        ("Yuan", "China's yuan rose.", "China’s yuan ROSE sharply", False),
        ("Curbs", "They are curbs on exports.", "curbed exporting", False),
        ("Taiwan", "Taiwan is an island.", "a self-governing island", False),
        ("Fees", "Beijing wants a rollback.", "Beijing is pushing for a rollback", True),
    ],
)
def test_whether_an_answer_says_more_than_its_quote(label: str, answer: str, quote: str, adds: bool) -> None:
    """Function words, other forms of a word and the label are nothing more."""
    assert Fact("f", label, answer, quote, "d").adds_words is adds
