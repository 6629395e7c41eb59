"""The answer engine: documents in, cited answers out. It knows nothing of Discord.

Whatever others may use of it is listed in ``__init__.pyi``, and loaded when it is first asked for.
"""

import os

import lazy_loader

# Before numpy is loaded: its threads wait spinning, which takes a question 20 ms of the verifier's time.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
