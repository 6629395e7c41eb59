"""A text's statements, as the tests ask for them."""

from index.attribution.statements import statements
from index.document import Statement
from index.text.segmentation import paragraphs, sentences


def read(text: str) -> list[Statement]:
    """The statements of a text, through the project's own segmentation."""
    return statements(text, [sentences(text, p) for p in paragraphs(text)])


def said(text: str) -> list[tuple[str, str]]:
    """Each statement's speaker and words, in order."""
    return [(s.speaker, s.span.of(text)) for s in read(text)]


def speaker_of(words: str, text: str) -> str | None:
    """Who surely says the sentence that holds ``words``; None where nobody does."""
    found = [s for s in read(text) if words in s.span.of(text)]
    return max(found, key=lambda s: s.certainty).speaker if found else None
