"""The answer engine: documents in, cited answers out. It knows nothing of Discord.

Whatever others may use of it is listed in ``__init__.pyi``, and loaded when it is first asked for.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
