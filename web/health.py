"""Whether this process lives (/healthz), and whether it can serve a caller (/readyz)."""

import logging

from flask import Blueprint, Response, jsonify

from store import migrate
from web.hotline import the_hotline

health = Blueprint("health", __name__)
log = logging.getLogger(__name__)


@health.get("/healthz")
def healthz() -> Response:
    """The process answers."""
    return jsonify(ok=True)


@health.get("/readyz")
def readyz() -> tuple[Response, int]:
    """The store is there and migrated, and the routing file is read (it was, or we would not have started)."""
    store = _store()
    ok = store == "ok"
    return jsonify(ok=ok, store=store, routing="ok"), 200 if ok else 503


def _store() -> str:
    try:
        return "ok" if migrate.current(the_hotline().store) == migrate.newest() else "not migrated"
    except Exception:
        log.exception("The store cannot be reached")
        return "not reached"
