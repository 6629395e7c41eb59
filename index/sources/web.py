"""A web address → the document that stands there.

Each host is looked up once, its addresses are checked, and the connection goes to the address that was
checked, whatever the name means a moment later; so again after each redirect.
"""

from __future__ import annotations

import ssl
from contextlib import closing, suppress
from dataclasses import dataclass
from threading import Timer
from time import monotonic
from typing import TYPE_CHECKING
from urllib.parse import SplitResult, urljoin, urlsplit

from ..bounds import FETCH_SECONDS, LONGEST_ADDRESS, MAX_BYTES
from ..document import CORPUS
from ..errors import CorpusError
from .addresses import is_public, resolve
from .article import slug
from .formats import BY_CONTENT_TYPE, CONTENT_TYPES
from .html_page import PAGE_ENCODINGS
from .received import Received, load_received

if TYPE_CHECKING:
    from collections.abc import Callable

    from urllib3.connection import HTTPConnection
    from urllib3.response import BaseHTTPResponse

    from ..document import Document
    from .addresses import Resolve
    from .folder import Loader

MOST_REDIRECTS = 5
LONGEST_ID = 100
_OK = 200
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_PORTS = {"http": 80, "https": 443}
_CHUNK = 64 * 1024
_HEADERS = {"User-Agent": "Mozilla/5.0 (compatible; rapporteur)", "Accept-Encoding": "identity"}


@dataclass(frozen=True, slots=True)
class Page:
    """What stands at ``url``, to which redirects may have led; ``suffix`` is that of such a file."""

    url: str
    data: bytes
    suffix: str


def is_web_address(name: str) -> bool:
    """Whether a name is one of a page, not of a file."""
    return name.lower().startswith(("http://", "https://"))


def load_page(
    url: str, loader: Loader, *, collection: str = CORPUS, allowed: Callable[[str], bool] = is_public
) -> Document:
    """The document at a web address, its final one the document's own; the id is made of that.

    Raises:
        CorpusError: as ``fetch`` and ``load_received``.
    """
    return load_received(fetch_page(url, allowed=allowed), loader, collection=collection)


def fetch_page(url: str, *, allowed: Callable[[str], bool] = is_public) -> Received:
    """The page at a web address, under a name that its final address gives.

    Raises:
        CorpusError: as ``fetch``.
    """
    page = fetch(url, allowed=allowed)
    parts = urlsplit(page.url)
    name = slug(f"{(parts.hostname or '').removeprefix('www.')} {parts.path}")[:LONGEST_ID].strip("-")
    return Received(f"{name}{page.suffix}", page.data, page.url)


def fetch(
    url: str,
    *,
    allowed: Callable[[str], bool] = is_public,
    resolve: Resolve = resolve,
    seconds: float = FETCH_SECONDS,
) -> Page:
    """What stands at a web address, in at most so many seconds, redirects included.

    ``allowed`` says of each address that a host has, in figures, whether it may be connected to.

    Raises:
        CorpusError: it isn't an address of the public web, doesn't answer in time, or answers with an error,
            more than 10 MB, or what no format reads.
    """
    ends = monotonic() + seconds
    for _ in range(MOST_REDIRECTS + 1):
        parts = _parts(url)
        with closing(_connection(url, parts, allowed, resolve, ends)) as connection:
            timer = Timer(max(0.0, ends - monotonic()), _cut, [connection])
            timer.start()
            try:
                found = _answer(url, parts, connection, ends)
            except _failures() as error:
                raise CorpusError(
                    _late(url, seconds) if monotonic() >= ends else _failed(url, error)
                ) from error
            finally:
                timer.cancel()
        if isinstance(found, Page):
            return found
        url = found
    raise CorpusError(f"{url}: leads from one address to the next; give the last one")


def _failures() -> tuple[type[Exception], ...]:
    from http.client import HTTPException

    from urllib3.exceptions import HTTPError

    return (HTTPError, HTTPException, OSError, ValueError)


def _failed(url: str, error: Exception) -> str:
    return f"{url}: can't be fetched ({' '.join(str(error).split())[:200]}); save the page and add the file"


def _late(url: str, seconds: float) -> str:
    return f"{url}: takes more than {seconds:g} seconds; save the page and add the file"


def _parts(url: str) -> SplitResult:
    try:
        parts = urlsplit(url)
        usable = parts.scheme in _PORTS and parts.hostname and parts.port != 0
    except ValueError:
        usable = False
    if not usable or len(url) > LONGEST_ADDRESS or not url.isprintable() or " " in url:
        raise CorpusError(
            f"{url[:LONGEST_ADDRESS]}: no web address; it begins with https:// and names a host"
        )
    if parts.username is not None:
        raise CorpusError(f"{parts.hostname}: the address holds a user's name; take it out")
    return parts


def _connection(
    url: str, parts: SplitResult, allowed: Callable[[str], bool], resolve: Resolve, ends: float
) -> HTTPConnection:
    """A connection to one of the host's addresses, made."""
    from urllib3.connection import HTTPConnection, HTTPSConnection

    host, port = parts.hostname or "", parts.port or _PORTS[parts.scheme]
    try:
        addresses = resolve(host, port)
    except (OSError, UnicodeError) as error:
        raise CorpusError(f"{url}: there is no host {host}; check the address") from error
    if not addresses or not all(map(allowed, addresses)):
        raise CorpusError(
            f"{url}: {host} is no machine of the public internet; save the page and add the file"
        )
    failure: Exception | None = None
    for address in addresses:
        left = max(0.01, ends - monotonic())
        if parts.scheme == "https":
            context = ssl.create_default_context()
            connection: HTTPConnection = HTTPSConnection(
                address, port, timeout=left, ssl_context=context, server_hostname=host, assert_hostname=host
            )
        else:
            connection = HTTPConnection(address, port, timeout=left)
        try:
            connection.connect()
        except _failures() as error:
            failure = error
            connection.close()
        else:
            return connection
    raise CorpusError(_failed(url, failure or OSError("no address"))) from failure


def _cut(connection: HTTPConnection) -> None:
    """End whatever is being waited for."""
    with suppress(OSError, AttributeError):
        connection.sock.shutdown(2)


def _answer(url: str, parts: SplitResult, connection: HTTPConnection, ends: float) -> Page | str:
    """The page, or the address to which it was moved."""
    target = f"{parts.path or '/'}{'?' + parts.query if parts.query else ''}"
    connection.request("GET", target, headers={**_HEADERS, "Host": parts.netloc}, preload_content=False)
    with closing(connection.getresponse()) as response:
        moved = response.headers.get("Location")
        if response.status in _REDIRECTS and moved:
            return urljoin(url, moved)
        kind, encoding = _kind(url, response)
        data = _body(url, response, ends)
    text = _utf_8(data, encoding) if kind.startswith("text/") else data
    return Page(url.partition("#")[0], text, BY_CONTENT_TYPE[kind].suffixes[0])


def _kind(url: str, response: BaseHTTPResponse) -> tuple[str, str]:
    """The type of what was sent, one that can be read, and the encoding that goes with it."""
    if response.status != _OK:
        raise CorpusError(f"{url}: answers with {response.status} {response.reason or ''}; check the address")
    if response.headers.get("Content-Encoding", "identity").lower() != "identity":
        raise CorpusError(f"{url}: is sent packed though asked not to be; save the page and add the file")
    kind, _, rest = response.headers.get("Content-Type", "").partition(";")
    kind = kind.strip().lower()
    if kind not in BY_CONTENT_TYPE:
        raise CorpusError(f"{url}: is {kind or 'of no type'}, which can't be read; {CONTENT_TYPES} can")
    return kind, rest.lower().partition("charset=")[2].partition(";")[0].strip(" \"'")


def _body(url: str, response: BaseHTTPResponse, ends: float) -> bytes:
    """The bytes, as far as time and the limit allow."""
    found = bytearray()
    while chunk := response.read1(_CHUNK):
        found += chunk
        if len(found) > MAX_BYTES:
            raise CorpusError(f"{url}: over the limit of 10 MB; save its text as .txt")
        if monotonic() >= ends:
            raise TimeoutError
    return bytes(found)


def _utf_8(data: bytes, encoding: str) -> bytes:
    """The text in UTF-8, where it is sent in another encoding that Python knows; else as it is."""
    try:
        data.decode()
    except UnicodeDecodeError:
        if PAGE_ENCODINGS.match(encoding):
            with suppress(LookupError, UnicodeError):
                return data.decode(encoding).encode()
    return data
