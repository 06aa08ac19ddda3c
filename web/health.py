"""Whether this process lives (/healthz), whether it can serve a caller (/readyz), and figures to watch (/metrics)."""

import logging
from datetime import timedelta

from flask import Blueprint, Response, jsonify

from store import migrate, routing
from store.database import work
from store.figures import figures
from web.hotline import the_hotline

health = Blueprint("health", __name__)
log = logging.getLogger(__name__)
METRICS = {  # field of store.figures.Figures -> name, kind and meaning, as Prometheus writes them
    "revision": ("telverde_routing_revision", "gauge", "The published revision of the routing file."),
    "refused_saves": ("telverde_routing_refused_saves_total", "counter", "Saves that were not published."),
    "last_save_refused": (
        "telverde_routing_last_save_refused",
        "gauge",
        "1 if the last save was not published.",
    ),
    "calls_in_progress": ("telverde_calls_in_progress", "gauge", "Calls that have begun and not ended."),
    "turns_in_a_minute": ("telverde_turns_last_minute", "gauge", "Turns answered within the last minute."),
    "callbacks_waiting": ("telverde_callbacks_waiting", "gauge", "Callers who wait to be rung back."),
}


@health.get("/healthz")
def healthz() -> Response:
    """The process answers."""
    return jsonify(ok=True)


@health.get("/readyz")
def readyz() -> tuple[Response, int]:
    """The store is there and migrated. A file that was saved wrong is told of; callers hear the last good one."""
    store = _store()
    ok = store == "ok"
    return jsonify(ok=ok, store=store, routing=_routing() if ok else "ok"), 200 if ok else 503


@health.get("/metrics")
def metrics() -> Response:
    """Figures in the text format of Prometheus; nothing of any caller."""
    line = the_hotline()
    with work(line.store) as unit:
        found = figures(unit.conn, timedelta(minutes=line.directory.limits.minutes), line.clock())
    told = (
        f"# HELP {name} {meaning}\n# TYPE {name} {kind}\n{name} {int(getattr(found, field))}\n"
        for field, (name, kind, meaning) in METRICS.items()
    )
    return Response("".join(told), content_type="text/plain; version=0.0.4; charset=utf-8")


def _routing() -> str:
    with work(the_hotline().store) as unit:
        return "last save refused" if routing.standing(unit.conn).refused else "ok"


def _store() -> str:
    try:
        return "ok" if migrate.current(the_hotline().store) == migrate.newest() else "not migrated"
    except Exception:
        log.exception("The store cannot be reached")
        return "not reached"
