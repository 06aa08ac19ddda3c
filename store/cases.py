"""A petition as its own citizen may use it: read only by number and filing date together, or by its ticket."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import Connection, select

from office.petitions import Petition, State, narrow
from office.registration import RegistrationNumber
from office.tickets import Case
from store.tables import petitions

_PETITION = (
    petitions.c.registration_number,
    petitions.c.filed_on,
    petitions.c.state,
    petitions.c.state_on,
    petitions.c.institution_id,
    petitions.c.answered_on,
    petitions.c.extended_until,
    petitions.c.redirected_to,
    petitions.c.joined_to,
)
_CASE = (
    petitions.c.id,
    petitions.c.inspector_id,
    petitions.c.subject,
    petitions.c.surname,
    petitions.c.first_name,
    petitions.c.email,
)


def cases(conn: Connection, number: RegistrationNumber, filed_on: date) -> list[Case]:
    """The petitions with this number filed on this day; none for a wrong number and a wrong day alike.

    More than one where departments count apart: the name tells them apart.
    """
    given = replace(number, filed_on=filed_on)
    rows = conn.execute(
        select(*_CASE, *_PETITION).where(
            petitions.c.number == number.number, petitions.c.filed_on == filed_on
        )
    )
    found = [_case(row) for row in rows]
    meant = narrow((case.petition for case in found), given)
    return [case for case in found if case.petition in meant]


def case_of(conn: Connection, petition_id: int) -> Case | None:
    """The petition a ticket is about, as it is now."""
    row = conn.execute(select(*_CASE, *_PETITION).where(petitions.c.id == petition_id)).first()
    return _case(row) if row else None


def cases_of(conn: Connection, petition_ids: Collection[int]) -> dict[int, Case]:
    """The petitions that some tickets are about, by id."""
    rows = conn.execute(select(*_CASE, *_PETITION).where(petitions.c.id.in_(petition_ids)))
    return {case.petition_id: case for case in map(_case, rows)}


def _case(row: Sequence[Any]) -> Case:
    petition_id, *of_case = row[: len(_CASE)]
    written, filed_on, state, *others = row[len(_CASE) :]
    return Case(petition_id, Petition(written, filed_on, State(state), *others), *of_case)
