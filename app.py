"""The hotline, wired together: `create_app()` is what gunicorn serves."""

from collections.abc import Callable
from datetime import datetime

from flask import Flask

import ivr.dialogues  # noqa: F401  every dialogue makes its steps known
from carrier.local import local_carrier
from carrier.twilio import twilio_carrier
from logs import to_stderr
from routing.directory import Directory, Faults, read
from settings import SAMPLE_NUMBER, Settings, WrongSettings
from store.database import open_store
from web.health import health
from web.hotline import Hotline
from web.phone import phone
from web.voice import voice
from words.catalogue import open_words


def open_hotline(settings: Settings, clock: Callable[[], datetime] | None = None) -> Hotline:
    """The line with its store, words, routing file and carrier; `clock` tells UTC."""
    real = settings.has_real_carrier
    return Hotline(
        store=open_store(settings.database_url),
        words=open_words(),
        directory=open_directory(settings),
        carrier=twilio_carrier(settings.twilio_auth_token, settings.twilio_auth_token_secondary)
        if real
        else local_carrier(settings.secret_key),
        clock=clock or settings.clock(),
        zone=settings.timezone,
        base_url=settings.base_url,
        own_address=f"http://127.0.0.1:{settings.port}",
        number=settings.twilio_number or SAMPLE_NUMBER,
        has_real_carrier=real,
        secret=settings.secret_key,
    )


def open_directory(settings: Settings) -> Directory:
    """The routing file; WrongSettings tells what is wrong in it, with line and column."""
    try:
        return read(settings.routing_file.read_text("utf-8"))
    except OSError as error:
        raise WrongSettings(f"ROUTING_FILE cannot be read: {error.strerror}.") from None
    except Faults as faults:
        raise WrongSettings(f"ROUTING_FILE has mistakes:\n{faults}") from None


def create_app(hotline: Hotline | None = None) -> Flask:
    """The web application over an open line, or over the one the environment describes."""
    if hotline is None:
        to_stderr()
        hotline = open_hotline(Settings.from_env())
    app = Flask(__name__, static_folder="web/static", template_folder="web/templates")
    app.url_map.strict_slashes = False  # a redirect would lose the caller's digits
    app.config["MAX_CONTENT_LENGTH"] = 64 * 1024
    app.extensions["hotline"] = hotline
    for part in (voice, phone, health):
        app.register_blueprint(part)
    return app
