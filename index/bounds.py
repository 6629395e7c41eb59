"""How much of what enters is taken. Whatever is longer is refused in plain words where it enters.

All behind these bounds takes time and memory in proportion to what it is given, so they bound those too.
"""

LONGEST_QUESTION = 2000
"""Code points; the encoder reads about half of it, and nobody asks more in one breath."""

LONGEST_TITLE = 300
"""Code points of a title: the longest headlines have about 200."""

LONGEST_NAME = 200
"""Code points of an author, outlet, language, place or id: room for half a dozen authors."""

LONGEST_ADDRESS = 2000
"""Code points of a web address: what every browser and proxy takes (RFC 9110, 4.1, asks for 8,000)."""

MOST_PLACES = 50
"""Places of one article."""

MAX_FRONT_MATTER = 16 * 1024
"""Code points: over thirty times what the keys need, and few enough for the YAML parser (100 kB/s)."""

LONGEST_TEXT = 2_000_000
"""Code points of a document's text: two long novels."""

LONGEST_LINE = 50_000
"""Code points of one line: a whole magazine story set without a break."""

LONGEST_PARAGRAPH = 200_000
"""Code points between two blank lines: an article of 40 pages that has none."""

MAX_BYTES = 10 * 1024 * 1024
"""The largest file that is read: a thousand times an article, and no danger to a small host's memory."""

MAX_UNPACKED = 3 * MAX_BYTES
"""Bytes a Word file may unpack to, pictures and all, which don't pack."""

MAX_MARKUP = 4 * 1024 * 1024
"""Bytes of XML in it. Parsed they take some 20 times that; a report of 100 pages has one or two million."""

LOAD_MEMORY = 300 * 1024 * 1024
"""Bytes of address space of the process that reads files: it has 80 MB, a report of 100 pages takes 60."""

LOAD_SECONDS = 10.0
"""Processor time for one file of one's own: PDF takes 10 ms a page, a page of HTML 0.1 s, a long one 1 s."""

UPLOAD_SECONDS = 0.8
"""The same for what strangers send, which may be made to take as long as it can: 80 pages of PDF."""

MOST_UPLOADED_PASSAGES = 2000
"""Passages of what strangers send: 120,000 words, a book, or a transcript of 2,000 short turns. Of 60 words
each they take a processor 16 s to embed, at worst, of 256 tokens each, 67 s (8 and 33 ms a passage)."""

FETCH_SECONDS = 10.0
"""How long a page may take to arrive, redirects included: most take one."""

PATIENCE = 6.0
"""So many times its processor time a file may take on a busy machine."""

LOADER_SECONDS = 60.0
"""How long that process may take to start: half a second, a hundredfold on a busy machine."""
