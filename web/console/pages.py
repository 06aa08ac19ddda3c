"""All pages of the console; what is imported here is on the line."""

from web.console import sign_in  # noqa: F401
from web.console.gate import console

__all__ = ["console"]
