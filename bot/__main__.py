"""``python -m bot`` is ``rapporteur run``."""

import sys

from .cli import main

sys.argv[1:] = ["run", *sys.argv[1:]]
main()
