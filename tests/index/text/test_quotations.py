"""Where quotations open and close."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.document import Span
from index.text.quotations import quotations


def quoted(text: str) -> list[str]:
    return [span.of(text) for span in quotations(text, Span(0, len(text)))]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("“Go,” he said. “Now.”", ["“Go,”", "“Now.”"]),
        ('"Go," he said. "Now."', ['"Go,"', '"Now."']),
        ("``Go,'' he said.", ["``Go,''"]),
        ("«Oui», dit-il.", ["«Oui»"]),
        ("»Ja«, sagte er.", ["»Ja«"]),
        ("„Wir gehen“, sagte er. „We go,” he said.", ["„Wir gehen“", "„We go,”"]),
        ("‘We lost, and we know it,’ she said.", ["‘We lost, and we know it,’"]),
        ("'We lost,' she said. 'It's late.'", ["'We lost,'", "'It's late.'"]),
        ("‚Komm‘, sagte er.", ["‚Komm‘"]),
        ("“He said ‘no’ to me,” she said.", ["“He said ‘no’ to me,”"]),
        ("‘He said “no” to me,’ she said.", ["‘He said “no” to me,’"]),
        ("‘The drivers’ union won’t move,’ she said.", ["‘The drivers’ union won’t move,’"]),
    ],
)
def test_every_kind_of_mark_quotes(text: str, found: list[str]) -> None:
    """English, typewriter, TeX, French, German and British marks hold the outermost quotation."""
    assert quoted(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "The drivers' cars and the nurses' homes.",
        "The ’90s weren’t all rock ’n’ roll.",
        "'Tis late, and she isn't in.",
        "It ended in the '90s, he said, and nobody's sorry.",
        "He called ‘nobody.",
    ],
)
def test_an_apostrophe_quotes_nothing(text: str) -> None:
    """Possessives, elisions and a single mark that never closes are no quotation."""
    assert quoted(text) == []


def test_a_single_mark_never_holds_half_of_another_quotation() -> None:
    """Where single marks enclose one double mark alone, they are apostrophes."""
    assert quoted("In ’tis ‘old “bad’ days” he said.") == ["“bad’ days”"]


def test_a_quotation_left_open_runs_to_the_end() -> None:
    """A speech of several paragraphs closes only its last; asked otherwise, an open one is none."""
    text = "He said: “Go on."
    assert quoted(text) == ["“Go on."]
    assert quotations(text, Span(0, len(text)), left_open=False) == []


@given(st.text(alphabet="a s.,“”\"‘’'«»„-"))
def test_quotations_never_overlap(text: str) -> None:
    """Whatever the marks, quotations come in order, apart from each other, inside the paragraph."""
    ends = [0, *(end for span in quotations(text, Span(0, len(text))) for end in (span.start, span.end))]
    assert ends == sorted(ends)
    assert ends[-1] <= len(text)
