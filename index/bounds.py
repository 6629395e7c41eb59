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

LONGEST_LINE = 50_000
"""Code points of one line: a whole magazine story set without a break."""

LONGEST_PARAGRAPH = 100_000
"""Code points of one paragraph, which may have many lines: twice that."""

MAX_BYTES = 10 * 1024 * 1024
"""The largest file that is read: a thousand times an article, and no danger to a small host's memory."""

MAX_UNPACKED = 3 * MAX_BYTES
"""Bytes a Word file may unpack to, pictures and all, which don't pack."""

MAX_MARKUP = 4 * 1024 * 1024
"""Bytes of XML in it. Parsed they take some 20 times that; a report of 100 pages has one or two million."""

LOAD_MEMORY = 300 * 1024 * 1024
"""Bytes of address space of the process that reads files: it has 80 MB, a report of 100 pages takes 60."""

LOAD_SECONDS = 10.0
"""How long one file may be read: a report of 100 pages takes 3."""

LOADER_SECONDS = 60.0
"""How long that process may take to start: half a second, a hundredfold on a busy machine."""
