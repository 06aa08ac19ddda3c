"""A supervisor changes hours, closed days or a contact by form, in the same file that others edit as text."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import partial

from flask import abort, request
from flask.typing import ResponseReturnValue

from office.users import Role
from routing import edit
from routing.aged import Aged, at_place, place_of
from routing.contacts import Contact, spoken_address
from routing.directory import Directory
from routing.faults import Place
from routing.hours import Hours, Opening, clock
from routing.values import UNKNOWN
from web.console.change import Attempt, Ground, attempt, directory_of, ground, shown, today
from web.console.gate import page
from web.console.show import go_to, t
from web.hotline import the_hotline
from words.catalogue import Catalogue

SPANS = 8  # rows of the form for hours
SPARE = 2  # of them free for what is added
BOTH = ("GET", "POST")


@dataclass(frozen=True)
class Span:
    """A row of the form for hours, as typed: days from 0 to 6, and two times of the clock."""

    days: Sequence[int]
    opens: str
    closes: str

    @property
    def is_empty(self) -> bool:
        return not (self.days or self.opens or self.closes)


@page("/change/hours", Role.supervisor, methods=BOTH)
def hours_form() -> ResponseReturnValue:
    """When the people of the line answer, or when a contact does."""
    on, key = ground(), request.values.get("at", "")
    directory = directory_of(on)
    one = _contact(directory, key) if key and directory else None
    place = one.place if one else edit.LINE
    hours = (one.contact.hours if one else directory.hours) if directory else None
    spans, tried = _present(hours), Attempt()
    if request.method == "POST":
        spans = _typed_spans()
        tried = _hours_attempt(on, place, spans) if directory else tried
    return shown(
        "change_hours.html",
        "hours_form",
        on,
        tried,
        back={"at": key},
        at=key,
        one=one,
        spans=[*spans, *[Span((), "", "")] * SPARE][:SPANS],
        weekdays=_weekdays(),
    )


def _hours_attempt(on: Ground, place: Place, spans: Sequence[Span]) -> Attempt:
    errors = {f"span{at}": t("change.hours.wrong") for at, one in enumerate(spans) if _opening(one) is None}
    if not spans and place == edit.LINE:
        errors["span0"] = t("change.hours.none")
    if errors:
        return Attempt(errors=errors)
    openings = [opening for one in spans if (opening := _opening(one))]
    fields: dict[Place, str] = {}
    for at in range(len(spans)):
        below = (*place, "hours", at)
        fields |= {below: f"span{at}"} | {(*below, name): f"span{at}" for name in ("days", "from", "to")}
    return attempt(
        on, lambda text: edit.with_hours(text, place, openings), fields, partial(_hours_heard, place)
    )


def _hours_heard(place: Place, directory: Directory, language: str) -> str:
    words = the_hotline().words[language]
    if place == edit.LINE:
        return words.text("person.hours", {"hours": directory.hours.schedule()})
    one = at_place(directory, place, today())
    return _said_of(one.contact, directory, words) if one else ""


@page("/change/closed-days", Role.supervisor, methods=BOTH)
def closed_days_form() -> ResponseReturnValue:
    """One more day off, or one less."""
    on = ground()
    directory, tried = directory_of(on), Attempt()
    typed = {name: request.form.get(name, "").strip() for name in ("day", "reason", "remove")}
    closed = dict(sorted(directory.closed_days.items())) if directory else {}
    if request.method == "POST" and directory:
        tried = _closed_attempt(on, typed, len(closed))
    return shown("change_closed_days.html", "closed_days_form", on, tried, closed=closed, typed=typed)


def _closed_attempt(on: Ground, typed: Mapping[str, str], count: int) -> Attempt:
    if typed["remove"]:
        gone = _day(typed["remove"]) or abort(400)
        return attempt(on, lambda text: edit.without_closed_day(text, gone), {}, partial(_closed_heard, gone))
    day = _day(typed["day"])
    errors = {} if day else {"day": t("change.closed.no_day")}
    if not typed["reason"]:
        errors["reason"] = t("change.closed.no_reason")
    if errors or day is None:
        return Attempt(errors=errors)
    if day < today():
        return Attempt(errors={"day": t("change.closed.past")})
    place = (*edit.LINE, "closed_days", count)
    fields = {(*place, "day"): "day", (*place, "reason"): "reason"}
    change = partial(edit.with_closed_day, day=day, reason=typed["reason"])
    return attempt(on, change, fields, partial(_closed_heard, day))


def _closed_heard(day: date, directory: Directory, language: str) -> str:
    """What is heard on that day at ten, when somebody wants a person."""
    line = the_hotline()
    at, words = datetime.combine(day, time(10), line.zone), line.words[language]
    if directory.hours.is_open(at):
        return words.text("person.connecting")
    opens = directory.hours.next_opening(at)
    told = [words.text("person.closed"), words.text("person.opens", {"when": opens}) if opens else ""]
    return " ".join(filter(None, told))


@page("/change/contact", Role.supervisor, methods=BOTH)
def contact_form() -> ResponseReturnValue:
    """A number, an address or a page: what it is, where it was seen, and when."""
    key = request.values.get("at", "")
    if not key:
        return go_to("contacts")
    on = ground()
    directory = directory_of(on)
    one = _contact(directory, key) if directory else None
    typed, tried = dict(request.form.items()), Attempt()
    if request.method == "POST" and one:
        tried = _contact_attempt(on, one, typed)
    elif one:
        typed = written(one.contact)
    return shown(
        "change_contact.html", "contact_form", on, tried, back={"at": key}, at=key, one=one, typed=typed
    )


def written(contact: Contact) -> dict[str, str]:
    """What the form shows of a contact."""
    return {
        "value": contact.value,
        "source": contact.source,
        "checked_on": contact.checked_on.isoformat() if contact.checked_on else "",
        "verified": "da" if contact.verified else "nu",
    }


def _contact_attempt(on: Ground, one: Aged, typed: Mapping[str, str]) -> Attempt:
    values = {name: typed.get(name, "").strip() for name in ("value", "source", "checked_on", "verified")}
    if values["verified"] not in ("da", "nu"):
        abort(400)
    values["checked_on"] = values["checked_on"] or UNKNOWN
    fields = {(*one.place, name): name for name in values}
    change = partial(edit.with_contact, place=one.place, **values)
    return attempt(on, change, fields, partial(_contact_heard, one.place))


def _contact_heard(place: Place, directory: Directory, language: str) -> str:
    one = at_place(directory, place, today())
    return _said_of(one.contact, directory, the_hotline().words[language]) if one else ""


def _said_of(contact: Contact, directory: Directory, words: Catalogue) -> str:
    """What a caller is told of a contact, as the answer says it."""
    if not contact.is_speakable(today(), directory.limits.contact_life_days):
        return t("change.contact.silent")
    hours = words.text("contact.hours", {"hours": contact.hours.schedule()}) if contact.hours else ""
    return " ".join(filter(None, [_piece(contact, words), hours]))


def _piece(contact: Contact, words: Catalogue) -> str:
    match contact.kind:
        case "telverde":
            return words.text("contact.free", {"phone": contact.number})
        case "phone" if contact.extension:
            given = {"phone": contact.number, "extension": contact.extension}
            return words.text("contact.extension", given)
        case "phone":
            return words.text("contact.phone", {"phone": contact.number})
        case "address":
            return words.text("contact.address", {"address": spoken_address(contact.value)})
        case "web":
            return words.text("contact.page", {"page": contact.page})
    return t("change.contact.texted")


def _contact(directory: Directory, key: str) -> Aged:
    return at_place(directory, place_of(key), today()) or abort(404)


def _present(hours: Hours | None) -> list[Span]:
    return [Span(one.days, clock(one.opens), clock(one.closes)) for one in hours.openings] if hours else []


def _typed_spans() -> list[Span]:
    """The rows of the form in which something is written."""
    rows = (
        Span(
            tuple(day for day in range(7) if request.form.get(f"day{at}-{day}")),
            request.form.get(f"opens{at}", "").strip(),
            request.form.get(f"closes{at}", "").strip(),
        )
        for at in range(SPANS)
    )
    return [row for row in rows if not row.is_empty]


def _opening(span: Span) -> Opening | None:
    opens, closes = _minute(span.opens), _minute(span.closes)
    if not span.days or opens is None or closes is None:
        return None
    return Opening(tuple(span.days), opens, closes or 24 * 60)  # until 00:00 is until midnight


def _minute(text: str) -> int | None:
    hours, _, minutes = text.partition(":")
    if not (hours.isdecimal() and minutes.isdecimal() and len(hours) == len(minutes) == 2):
        return None
    minute = int(hours) * 60 + int(minutes)
    return minute if minute <= 24 * 60 and int(minutes) < 60 else None


def _day(text: str) -> date | None:
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return None
    return found if found.year < 2200 else None


def _weekdays() -> list[str]:
    return [t(f"change.weekday.{day}") for day in range(7)]
