"""An appointment goes into the citizen's own calendar: an .ics that moves or removes the entry it made before."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, vCalAddress, vText

Method = Literal["REQUEST", "CANCEL"]


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
    event = Event()
    event.add("uid", one.uid)
    event.add("sequence", one.sequence)
    event.add("dtstamp", made)
    event.add("dtstart", one.begins.astimezone(zone))
    event.add("dtend", one.ends.astimezone(zone))
    event.add("summary", one.summary)
    event.add("description", one.description)
    event.add("status", "CANCELLED" if method == "CANCEL" else "CONFIRMED")
    organiser = vCalAddress(f"mailto:{one.organiser}")
    organiser.params["CN"] = vText(one.office)
    event["organizer"] = organiser
    event.add("attendee", vCalAddress(f"mailto:{one.guest}"))
    return event
