"""Where the bot serves what an operator looks at, as a setting names it."""

from __future__ import annotations

import pytest

from bot.watching.address import FORMS, Address


@pytest.mark.parametrize(
    ("text", "address", "shown"),
    [
        ("9464", ("127.0.0.1", 9464), "127.0.0.1:9464"),
        ("0.0.0.0:80", ("0.0.0.0", 80), "0.0.0.0:80"),  # noqa: S104
        ("localhost:0", ("localhost", 0), "localhost:0"),
        ("[::1]:65535", ("::1", 65535), "[::1]:65535"),
    ],
)
def test_an_address(text: str, address: tuple[str, int], shown: str) -> None:
    """A port alone is of this machine; anything else is said in full."""
    read = Address.read(text)
    assert (read, str(read)) == (address, shown)


@pytest.mark.parametrize("text", ["on", "example.org", "host:", ":9464", "65536", "-1", "٣٤", "9" * 5000])
def test_no_address(text: str) -> None:
    """What names none is refused with the forms that there are."""
    with pytest.raises(ValueError, match=FORMS):
        Address.read(text)
