"""A bot whose index can be changed."""

from ..cogs.conftest import library

__all__ = ["library"]
