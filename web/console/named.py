"""Questions, services and languages of the line, as whoever reads the page calls them."""

from flask import current_app

from web.console.gate import console
from web.console.show import screen, t
from web.hotline import the_hotline


def place(name: str) -> str:
    """A question, or another place of a call (ivr/counting.py); its own name if nobody has put it in words yet."""
    return t(f"place.{name}") if screen().has(f"place.{name}") else name


def service(name: str) -> str:
    return t(f"service.{name}") if screen().has(f"service.{name}") else name


def language(code: str) -> str:
    words = the_hotline().words.get(code)
    return words.name if words else code


def trouble(error: str) -> str:
    """What the carrier, or the server of mail, said was wrong: in words with its code, or as it said it."""
    key, is_code = f"now.codes.{error.replace(' ', '_')}", error.isdecimal()
    if not screen().has(key):
        return t("now.code", code=error) if is_code else error
    return t("now.coded", text=t(key), code=error) if is_code else t(key)


def is_there(view: str) -> bool:
    """Whether the console has such a page."""
    return f"{console.name}.{view}" in current_app.view_functions
