"""Pages are fetched from the public web alone, within limits, and become documents of their address."""

from __future__ import annotations

from collections import Counter
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import TYPE_CHECKING, ClassVar

import pytest

from index.bounds import MAX_BYTES
from index.errors import CorpusError
from index.sources.addresses import is_public
from index.sources.folder import Loader
from index.sources.web import fetch, load_page

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

PAGE = (
    "<html><head><title>Bridge closes</title><link rel='canonical' href='https://other.example/x'></head>"
    "<body><article><h1>Bridge closes</h1><p>The council of Port Ellis voted on Friday to close the bridge "
    "to cars, after engineers found cracks in its piers, which are é.</p></article></body></html>"
)
HTML = "text/html; charset=utf-8"


class Site(BaseHTTPRequestHandler):
    """Answers each path in its own way."""

    hosts: ClassVar[Counter[str]] = Counter()

    def do_GET(self) -> None:
        self.hosts[self.headers["Host"]] += 1
        match self.path.split("/")[1:]:
            case ["to", *rest]:
                self.answer(b"", status=302, Location="/".join(rest).replace("|", "/"))
            case ["circle"]:
                self.answer(b"", status=301, Location="/circle")
            case ["latin"]:
                self.answer(PAGE.encode("latin-1"), "text/html; charset=iso-8859-1")
            case ["text"]:
                self.answer(b"They met.", "text/plain")
            case ["picture"]:
                self.answer(b"x", "image/png")
            case ["packed"]:
                self.answer(b"x", HTML, **{"Content-Encoding": "gzip"})
            case ["big"]:
                self.answer(b"x" * (MAX_BYTES + 1), HTML)
            case ["gone"]:
                self.answer(b"", HTML, status=404)
            case ["slow"]:
                self.drip()
            case _:
                self.answer(PAGE.encode(), HTML)

    def answer(self, body: bytes, kind: str = HTML, *, status: int = 200, **headers: str) -> None:
        self.send_response(status)
        for name, value in {"Content-Type": kind, "Content-Length": str(len(body)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def drip(self) -> None:
        """A byte now and then, until the other side has had enough."""
        self.send_response(200)
        self.send_header("Content-Type", HTML)
        self.end_headers()
        try:
            while True:
                self.wfile.write(b"x")
                self.server.pause.wait(0.02)  # type: ignore[attr-defined]
        except OSError:
            pass

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    """The address of a site on loopback."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    server.daemon_threads = True
    server.pause = Event()  # type: ignore[attr-defined]
    Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def here(address: str) -> bool:
    """Lets tests reach loopback, and nothing else that isn't public."""
    return address == "127.0.0.1" or is_public(address)


def problem(url: str, **options: object) -> str:
    with pytest.raises(CorpusError) as caught:
        fetch(url, **{"allowed": here, **options})  # type: ignore[arg-type]
    return str(caught.value)


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.0.0.1", "172.16.9.9", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0",  # noqa: S104
        "224.0.0.1", "255.255.255.255", "::1", "::", "fe80::1", "fe80::1%eth0", "fc00::1", "ff02::1",
        "::ffff:127.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "2001:0:4136::80ff:fffe", "host",
        "64:ff9b:1::a00:1", "fec0::1", "::127.0.0.1",
    ],
)  # fmt: skip
def test_what_is_not_public(address: str) -> None:
    """Private, loopback, link-local, shared and multicast addresses are none, nor what leads to one."""
    assert not is_public(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808"])
def test_what_is_public(address: str) -> None:
    """Addresses of the public internet are, of either kind."""
    assert is_public(address)


def test_a_page_becomes_a_document(site: str) -> None:
    """Its address is the one to which redirects led, whatever it says itself, and its id is made of that."""
    with Loader() as loader:
        document = load_page(f"{site}/to/|to||news|bridge.html#part", loader, allowed=here)
    assert (document.id, document.title) == ("127-0-0-1-news-bridge-html", "Bridge closes")
    assert document.url == f"{site}/news/bridge.html"
    assert "which are é." in document.text


def test_types_and_encodings(site: str) -> None:
    """A page in the encoding that its header names is read so, and plain text is text."""
    assert "é" in fetch(f"{site}/latin", allowed=here).data.decode()
    assert (fetch(f"{site}/text", allowed=here).suffix, fetch(f"{site}/a", allowed=here).suffix) == (
        ".txt",
        ".html",
    )


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/picture", "is image/png, which can't be read; HTML, PDF, Word and plain text can"),
        ("/big", "over the limit of 10 MB; save its text as .txt"),
        ("/gone", "answers with 404 Not Found; check the address"),
        ("/packed", "is sent packed though asked not to be; save the page and add the file"),
    ],
)
def test_what_can_not_be_read(site: str, path: str, said: str) -> None:
    """An error, a type that isn't an article's and what is too long are told with the address."""
    assert problem(site + path) == f"{site}{path}: {said}"


def test_a_page_that_drips(site: str) -> None:
    """A page that sends a byte now and then is given up when its time is over, however it goes on."""
    assert problem(f"{site}/slow", seconds=0.2) == (
        f"{site}/slow: takes more than 0.2 seconds; save the page and add the file"
    )


def test_redirects(site: str) -> None:
    """A redirect to a machine that isn't public is refused there, one that goes in a circle after a few."""
    inside = "http:||10.0.0.1|x"
    assert problem(f"{site}/to/{inside}") == (
        "http://10.0.0.1/x: 10.0.0.1 is no machine of the public internet; save the page and add the file"
    )
    assert "no web address" in problem(f"{site}/to/file:|||etc|passwd")
    assert "leads from one address to the next" in problem(f"{site}/circle")


def resolver(*answers: list[str]) -> Callable[[str, int], list[str]]:
    """Gives one answer after the other, and fails when asked once more."""
    left = list(answers)
    return lambda _host, _port: left.pop(0)


def test_a_name_is_looked_up_once(site: str) -> None:
    """The connection goes to the address that was checked, and the host is told its name."""
    port = site.rpartition(":")[2]
    Site.hosts.clear()
    page = fetch(f"http://bridge.example:{port}/a", allowed=here, resolve=resolver(["127.0.0.1"]))
    assert page.url == f"http://bridge.example:{port}/a"
    assert Site.hosts == {f"bridge.example:{port}": 1}


@pytest.mark.parametrize("answer", [["10.0.0.1"], ["8.8.8.8", "127.0.0.2"], ["::ffff:10.0.0.1"], []])
def test_a_name_of_a_private_machine(answer: list[str]) -> None:
    """A host of which any address isn't public is refused before anything is sent."""
    said = problem("https://inside.example/", resolve=resolver(answer))
    assert said.startswith("https://inside.example/: inside.example is no machine of the public internet")


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("ftp://a.example/", "no web address"),
        ("https:///x", "no web address"),
        ("https://a.example:0/", "no web address"),
        ("https://a.example/a b", "no web address"),
        (f"https://a.example/{'x' * 2000}", "no web address"),
        ("https://me:secret@a.example/", "a.example: the address holds a user's name; take it out"),
        ("http://[::1]/", "is no machine of the public internet"),
        ("http://2130706433/", "is no machine of the public internet"),
    ],
)
def test_addresses_that_are_none(url: str, said: str) -> None:
    """What names no host, hides one in figures, or holds a password is refused."""
    with pytest.raises(CorpusError) as caught:
        fetch(url)
    assert said in str(caught.value)
