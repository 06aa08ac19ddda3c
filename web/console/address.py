"""The address of a page of the console, also where the line stands behind another site's path."""

from flask import url_for

from web.hotline import the_hotline


def link(page: str, **values: object) -> str:
    """Where the view of this name is: link("ticket", ticket_id=3)."""
    return the_hotline().path + url_for(f"console.{page}", **values)  # type: ignore[arg-type]


def asset(filename: str) -> str:
    """Where a file of web/static is."""
    return the_hotline().path + url_for("static", filename=filename)
