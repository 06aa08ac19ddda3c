"""An appointment goes into the citizen's own calendar: an .ics that moves or removes the entry it made before; and an
inspector's own calendar reads the agenda.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, vCalAddress, vText

Method = Literal["REQUEST", "CANCEL"]
READ_EVERY = timedelta(minutes=15)


@dataclass(frozen=True)
class Appointment:
    """`uid` stays for as long as the appointment lives; `sequence` rises with every change. Moments are aware.

    `organiser` and `guest` are e-mail addresses: calendars take a cancellation from the same organiser only.
    """

    uid: str
    sequence: int
    begins: datetime
    ends: datetime
    summary: str
    description: str
    organiser: str
    office: str
    guest: str


def invitation(one: Appointment, method: Method, zone: ZoneInfo, made: datetime) -> bytes:
    """The text/calendar document (RFC 5545, RFC 5546), hours in `zone`."""
    calendar = Calendar()
    calendar.add("prodid", "-//telverde//linia verde//RO")
    calendar.add("version", "2.0")
    calendar.add("method", method)
    calendar.add_component(_event(one, method, zone, made))
    calendar.add_missing_timezones()
    return bytes(calendar.to_ical())


def _event(one: Appointment, method: Method, zone: ZoneInfo, made: datetime) -> Event:
    event = _plain(one, method == "CANCEL", zone, made)
    event.add("description", one.description)
    organiser = vCalAddress(f"mailto:{one.organiser}")
    organiser.params["CN"] = vText(one.office)
    event["organizer"] = organiser
    event.add("attendee", vCalAddress(f"mailto:{one.guest}"))
    return event


@dataclass(frozen=True)
class Entry:
    """A line of an agenda that a calendar reads again and again: no names, no numbers, nobody invited."""

    uid: str
    sequence: int
    begins: datetime
    ends: datetime
    summary: str
    is_off: bool


def feed(entries: Iterable[Entry], name: str, zone: ZoneInfo, made: datetime) -> bytes:
    """The text/calendar document that a calendar subscribes to (RFC 5545; RFC 7986 for its name and how often)."""
    calendar = Calendar()
    calendar.add("prodid", "-//telverde//agenda//RO")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("name", name)
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", READ_EVERY, {"value": "DURATION"})
    for one in entries:
        calendar.add_component(_plain(one, one.is_off, zone, made))
    calendar.add_missing_timezones()
    return bytes(calendar.to_ical())


def _plain(one: Appointment | Entry, is_off: bool, zone: ZoneInfo, made: datetime) -> Event:
    event = Event()
    event.add("uid", one.uid)
    event.add("sequence", one.sequence)
    event.add("dtstamp", made)
    event.add("dtstart", one.begins.astimezone(zone))
    event.add("dtend", one.ends.astimezone(zone))
    event.add("summary", one.summary)
    event.add("status", "CANCELLED" if is_off else "CONFIRMED")
    return event
