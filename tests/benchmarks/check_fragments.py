"""Whether links to quoted words land on them in Chromium, on six kinds of page; run it as a program.

    apt-get install chromium
    python tests/benchmarks/check_fragments.py

Each page is read as an article, and each of its sentences is followed by its link from loopback. A page tells
which of its blocks, which lie screens apart, it shows then.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

from markdown_it import MarkdownIt

sys.path[:0] = [str(Path(__file__).parents[2])]

from index.sources.article import read_article
from index.text.fragments import fragment_url
from index.text.segmentation import paragraphs, sentences

CHROMIUM = (
    "chromium --headless --no-sandbox --disable-gpu --disable-background-networking "
    "--disable-component-update --disable-sync --no-first-run --virtual-time-budget=3000 --dump-dom"
).split()
LEAD = (
    "The town council of Port Ellis voted on Friday to close the old swing bridge to cars, after engineers "
    "found cracks in two of its four piers, and in the deck."
)
TAIL = "All of that was told to the shopkeepers on the north bank, who feared for their trade, on Monday."
MARKDOWN = (
    "**Mayor Ellen Marsh said the swing bridge will close on 6 May**, after [engineers](https://a.example/b) "
    "found cracks in *two* of its four piers.\n\n- No cars may cross from the `sixth` of May\n- A **ferry** "
    "leaves every thirty minutes, also on Sundays\n\n> 1. “We lost the vote,” said Owen Larkin\\* on Monday."
)
BODIES = {
    "quotations": "<p>“We lost the vote, and we know why,” said Ellen Marsh. ‘We were lazy,’ she said.</p>"
    "<p>“We lost the vote,” said Owen Larkin too.</p>",
    "list": "<ul><li>No cars may cross from the sixth of May</li><li>A ferry leaves every thirty minutes, "
    "also on Sundays</li></ul><ol><li>A ferry leaves every thirty minutes for the islands</li></ol>",
    "q": "<p>The harbour master called it <q>a patient on the table</q> and asked for calm.</p>"
    "<p><q>The bridge was never needed at all</q>, Owen Larkin told the council of the town.</p>",
    "table": "<table><tr><td>Delegates from Port Ellis</td><td>forty of them</td></tr></table>",
    "inline": "<p>The <b>mayor</b>, <a href='/x'>Ellen&nbsp;Marsh</a>, read&shy;ily gave <i>R&amp;D</i> 5% "
    "more, non-stop.</p><h2>What changes for all</h2>",
    "markdown": MarkdownIt().render(MARKDOWN),
}
REPORT = """<style>.gap{height:3000px}</style><script>addEventListener('load',()=>setTimeout(()=>{
document.body.dataset.seen=[...document.querySelectorAll('[data-block]')].filter(e=>{
let b=e.getBoundingClientRect();return b.top>=0&&b.bottom<=innerHeight}).map(e=>e.dataset.block).join()},400))
</script>"""


def plain(text: str) -> str:
    return "".join(re.findall(r"\w", text))


def page(body: str) -> tuple[str, list[str]]:
    """The page with its innermost blocks screens apart, and the letters of each."""
    blocks: list[str] = []

    def spaced(m: re.Match[str]) -> str:
        blocks.append(plain(re.sub("<[^>]*>|&shy;|&amp;", "", m[3].replace("&nbsp;", " "))))
        block = f"<{m[1]} data-block={len(blocks) - 1}{m[2]}>{m[3]}</{m[1]}>"
        return block if m[1] == "tr" else f"{block}<div class=gap></div>"

    body = re.sub(
        r"(?s)<(p|li|tr|h2)([^>]*)>((?:(?!<p\b).)*?)</\1>", spaced, f"<p>{LEAD}</p>{body}<p>{TAIL}</p>"
    )
    head = f"<meta charset=utf-8><title>Port Ellis</title>{REPORT}"
    return f"<!doctype html><html><head>{head}</head><body><article><div class=gap></div>{body}", blocks


def seen(url: str) -> list[int]:
    """The blocks that Chromium shows."""
    done = subprocess.run([*CHROMIUM, url], capture_output=True, text=True, check=True, timeout=60)
    found = re.search(r'data-seen="([\d,]*)"', done.stdout)
    return [int(n) for n in found[1].split(",") if n] if found else []


def landed(folder: Path, name: str, base: str) -> tuple[int, int]:
    """How many links of a page land, of how many."""
    content, blocks = page(BODIES[name])
    path = folder / f"{name}.html"
    path.write_text(content, encoding="utf-8")
    text = MARKDOWN if name == "markdown" else read_article(path).text
    good = tried = 0
    for span in (s for p in paragraphs(text) for s in sentences(text, p)):
        letters = plain(span.of(text).replace("https://a.example/b", ""))
        at = next((n for n, block in enumerate(blocks) if letters in block), None)
        if at is not None:
            url = fragment_url(f"{base}/{name}.html", text, span)
            hit = at in seen(url)
            tried, good = tried + 1, good + hit
            if not hit:
                print(f"  missed {url}")
    return good, tried


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        quiet = type("Quiet", (SimpleHTTPRequestHandler,), {"log_message": lambda *_: None})
        server = ThreadingHTTPServer(("127.0.0.1", 0), partial(quiet, directory=folder))
        Thread(target=server.serve_forever, daemon=True).start()
        results = {n: landed(Path(folder), n, f"http://127.0.0.1:{server.server_port}") for n in BODIES}
        server.shutdown()
    for name, (good, tried) in results.items():
        print(f"{name:12} {good:3} of {tried}")
    return int(any(good < tried or tried < 2 for good, tried in results.values()))


if __name__ == "__main__":
    sys.exit(main())
