"""The hotline, wired together: `create_app()` is what gunicorn serves."""

import logging
from collections.abc import Callable
from datetime import datetime

from flask import Flask

import ivr.dialogues  # noqa: F401  every dialogue makes its steps known
from carrier import Carrier
from carrier.local import local_carrier
from carrier.twilio import twilio_carrier
from jobs.publish import Watch
from logs import to_stderr
from office.video import OneAddress
from post.email import NOBODY, Folder, smtp
from routing.directory import Directory, Faults, read
from routing.encoding import decoded
from routing.revision import Revision
from settings import SAMPLE_NUMBER, Settings, WrongSettings
from store.database import Store, open_store
from web.console.pages import console
from web.console.provider import Provider
from web.health import health
from web.hotline import Hotline
from web.phone import phone
from web.published import Published, newest_of
from web.ring import ring
from web.shelf import Shelf
from web.sms import sms
from web.voice import voice
from words.catalogue import open_words

log = logging.getLogger(__name__)


def open_hotline(settings: Settings, clock: Callable[[], datetime] | None = None) -> Hotline:
    """The line with its store, words, routing file and carrier; `clock` tells UTC."""
    real = settings.has_real_carrier
    store = open_store(settings.database_url)
    return Hotline(
        store=store,
        words=open_words(),
        routing=open_routing(settings, store),
        carrier=open_carrier(settings),
        mail=smtp(settings.smtp_url, settings.mail_from)
        if settings.smtp_url
        else Folder(settings.post_folder, settings.mail_from or NOBODY),
        post_folder=settings.post_folder,
        clock=clock or settings.clock(),
        zone=settings.timezone,
        base_url=settings.base_url,
        own_address=f"http://127.0.0.1:{settings.port}",
        number=settings.twilio_number or SAMPLE_NUMBER,
        has_real_carrier=real,
        secret=settings.secret_key,
        rooms=OneAddress(settings.video_link) if settings.video_link else None,
        routing_file=settings.routing_file,
        sign_on=open_sign_on(settings),
    )


def open_sign_on(settings: Settings) -> Provider | None:
    """The institution's single sign-on, where it is configured; it is asked when somebody comes."""
    if not settings.oidc_issuer:
        return None
    return Provider(
        settings.oidc_issuer,
        settings.oidc_client_id,
        settings.oidc_client_secret,
        settings.oidc_roles_claim,
        settings.oidc_inspector_claim,
    )


def open_carrier(settings: Settings) -> Carrier:
    """The telephone company: a real one where it is configured."""
    if not settings.has_real_carrier:
        return local_carrier(settings.secret_key, settings.post_folder)
    return twilio_carrier(
        settings.twilio_auth_token,
        settings.twilio_auth_token_secondary,
        account=settings.twilio_account_sid,
        number=settings.twilio_number,
        callback=f"{settings.base_url}/sms/status",
    )


def open_routing(settings: Settings, store: Store) -> Published:
    """What was published last; the routing file itself as long as nothing was, or the store does not tell."""
    newest = newest_of(store)
    revision = newest or Revision(0, open_directory(settings))
    return Published(store, revision, shelf=Shelf(settings.book_folder))


def open_directory(settings: Settings) -> Directory:
    """The routing file; WrongSettings tells what is wrong in it, with line and column."""
    try:
        return read(decoded(settings.routing_file.read_bytes()))
    except OSError as error:
        raise WrongSettings(f"ROUTING_FILE cannot be read: {error.strerror}.") from None
    except Faults as faults:
        raise WrongSettings(f"ROUTING_FILE has mistakes:\n{faults}") from None


def create_app(hotline: Hotline | None = None) -> Flask:
    """The web application over an open line, or over the one the environment describes."""
    hotline = hotline or _started(Settings.from_env())
    app = Flask(__name__, static_folder="web/static", template_folder="web/templates")
    app.url_map.strict_slashes = False  # a redirect would lose the caller's digits
    app.config["MAX_CONTENT_LENGTH"] = 64 * 1024
    app.extensions["hotline"] = hotline
    for part in (voice, sms, ring, phone, health, console):
        app.register_blueprint(part)
    return app


def _started(settings: Settings) -> Hotline:
    """The line as a process opens it that serves callers: a file that was saved meanwhile is published first."""
    to_stderr()
    hotline = open_hotline(settings)
    if publish_saved(settings, hotline):
        hotline.routing.look(hotline.clock())
    hotline.routing.make_ready()  # before gunicorn forks
    hotline.store.dispose()  # connections are not shared between processes
    return hotline


def publish_saved(settings: Settings, hotline: Hotline) -> bool:
    """Publishes the routing file if it is new and right; whether it did. A line without a store goes on without."""
    try:
        return watch_of(settings, hotline).take()
    except Exception:
        log.exception("What is published cannot be asked; the worker will ask again")
        return False


def watch_of(settings: Settings, hotline: Hotline) -> Watch:
    """The watch over the routing file of this line."""
    return Watch(hotline.store, hotline.words, settings.routing_file, hotline.clock, hotline.zone)
