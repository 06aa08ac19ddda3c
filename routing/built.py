"""The parts of the routing file, once judged, become what the line works with."""

from __future__ import annotations

from office.calendar import WorkingCalendar
from routing import line_schema, schema
from routing.contacts import Contact, dialled
from routing.hours import Hours, Opening
from routing.institutions import Body, Competence, Domain, Institution, NotFor, Phrases, Topic
from routing.places import County, Unit


def domain(key: str, id_: str, part: schema.Domain, file: schema.RoutingFile) -> Domain:
    topics = (_topic(str(at), ref, file) for at, ref in enumerate(part.topics, 1))
    return Domain(key, id_, part.name, tuple(topics))


def _topic(key: str, ref: str, file: schema.RoutingFile) -> Topic:
    owner, _, competence = ref.partition(".")
    if competence:
        return Topic(key, owner, competence, file.institutions[owner].competences[competence].topic)
    return Topic(key, owner, None, file.external[owner].topic)


def institution(id_: str, part: schema.Institution) -> Institution:
    return Institution(
        id=id_,
        name=part.name,
        spoken=part.spoken,
        parent=part.parent,
        short=part.short,
        unit=part.territory.unit if part.territory else {},
        competences={name: _competence(name, one) for name, one in part.competences.items()},
        not_for=tuple(NotFor(one.topic, phrases(one.phrases), tuple(one.who)) for one in part.not_for),
        contacts=tuple(map(_contact, part.contacts)),
    )


def _competence(id_: str, part: schema.Competence) -> Competence:
    return Competence(id_, part.domain, part.topic, part.says, phrases(part.phrases), part.urgent)


def body(id_: str, part: schema.Body) -> Body:
    contacts = tuple(map(_contact, part.contacts))
    return Body(id_, part.name, part.topic, part.says, phrases(part.phrases), contacts)


def county(code: str, part: schema.County) -> County:
    units = {id_: Unit(unit.name, tuple(map(_contact, unit.contacts))) for id_, unit in part.units.items()}
    return County(code, part.name, part.seat, tuple(part.prefixes), units)


def _contact(part: schema.Contact) -> Contact:
    return Contact(
        kind=part.kind,
        value=part.value,
        source=part.source,
        checked_on=part.checked_on,
        verified=part.verified,
        number=dialled(part.kind, part.value),
        extension=part.extension,
        about=part.about,
        hours=_office_hours(part.hours) if part.hours else None,
        for_callers=part.for_callers,
    )


def _office_hours(openings: list[line_schema.Opening]) -> Hours:
    """Those of an institution: closed on public holidays, unless somebody is there day and night."""
    day_and_night = any((span.opens, span.closes, len(span.days)) == (0, 24 * 60, 7) for span in openings)
    hours = hours_of(openings, WorkingCalendar({}))
    return Hours(hours.openings) if day_and_night else hours


def phrases(phrases: dict[str, list[str]]) -> Phrases:
    return {language: tuple(those) for language, those in phrases.items()}


def hours_of(openings: list[line_schema.Opening], calendar: WorkingCalendar) -> Hours:
    # not is_working_day: a line that answers on Saturdays is open on Saturdays that are no holiday
    return Hours(
        tuple(Opening(span.days, span.opens, span.closes) for span in openings),
        is_closed_on=lambda day: calendar.holiday_name(day) is not None,
    )
