"""Who tries the line before there is a real list finds petitions to ask for: invented people, every state.

All of them are "EXEMPLU", and marked as samples in the register. Their days are counted back from today, so
that some are in time and some are late whenever one looks.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import delete, select

from office.register import petition_row
from office.staff import StaffRow, staff_row
from store import inspectors, petitions, sample_calls, sample_tickets, users
from store.database import Store, work
from store.tables import attempts, conclusions, outcome_drafts, tickets
from store.tables import petitions as register

FIRST_CALL = "119368/305"  # the petition of the first call in the README; no other sample has its number

# (month, day): that day of last year, for those that must lie in one year whatever today is
Filed = int | tuple[int, int]


@dataclass(frozen=True)
class _Sample:
    """`filed`, `since` (into the state) and `until` (extended) are days from today; the past is below zero.

    `number` is written as on the citizen's paper: {day} 28.02.2020, {short} 3.07.20, {year} 2020.
    """

    number: str
    filed: Filed
    state: str
    since: Filed
    institution: str
    subject: str
    until: int | None = None
    to: str = ""  # the institution it was sent on to, or the number it was joined to


_SAMPLES = (
    _Sample("119368/305", -12, "in_progress", -9, "spclep", "carte de identitate întârziată"),
    # every way a number is written (tests/office/test_office_registration.py names the papers)
    _Sample("119.401/305/{day}", -25, "assigned", -22, "spclep", "program cu publicul"),
    _Sample("277.855/305/{day}", -41, "in_progress", -38, "spclep", "adeverință de domiciliu"),
    _Sample("351.061/305/{short}", -70, "answered", -45, "spclep", "schimbarea domiciliului"),
    _Sample("210013/305/{day}", -18, "assigned", -15, "spclep", "programare online"),
    _Sample("46.444/305/{day}", -310, "answered", -285, "spclep", "viză de reședință"),
    _Sample("34394 din {day}", -8, "registered", -8, "prefecturi", "apostilă"),
    _Sample("480 din {day}", -29, "in_progress", -20, "prefecturi", "titlu de proprietate"),
    _Sample("3220473/{day}", -5, "registered", -5, "dgep", "certificat de naștere transcris"),
    _Sample("647251/{year}", -16, "in_progress", -10, "mai_dsg", "răspuns neprimit"),
    _Sample("2134/G/SC/{day}", -33, "extended", -4, "prefecturi", "legalitatea unei dispoziții", until=12),
    _Sample("10752/47162/{short}", -27, "assigned", -24, "mai_dsg", "proiect de lege"),
    _Sample("3577/831/{year}", -60, "answered", -31, "mai_dsg", "ordin comun"),
    _Sample("1244/{year}", -14, "needs_completion", -7, "arhive", "dosar de pensie"),
    _Sample("00123/{year}", -21, "in_progress", -19, "arhive", "copie de pe un act"),
    _Sample("123 456", -3, "registered", -3, "igpr", "zgomot noaptea"),
    # one number in two years: the caller is asked for the year
    _Sample("10234", -20, "in_progress", -11, "igpr", "furt de bicicletă"),
    _Sample("10234", -420, "answered", -395, "igpr", "mașină abandonată"),
    # one number on two days of one year: the caller is asked for the date
    _Sample("20417", (3, 3), "answered", (3, 24), "igpr", "câine fără stăpân"),
    _Sample("20417", (9, 8), "answered", (10, 5), "igpr", "parcare pe trotuar"),
    # one number on one day in two departments: the caller speaks to a person
    _Sample("5120/301", -10, "assigned", -9, "dgpci", "permis pierdut"),
    _Sample("5120/305", -10, "in_progress", -6, "dgpci", "înmatriculare respinsă"),
    # in time, due about now, late
    _Sample("61001", 0, "registered", 0, "dgp", "pașaport pentru minor"),
    _Sample("61002", -1, "assigned", 0, "dgp", "pașaport urgent"),
    _Sample("61003", -30, "in_progress", -28, "dgp", "pașaport nelivrat"),
    _Sample("61004", -36, "assigned", -35, "dgp", "taxă plătită de două ori"),
    _Sample("61005", -90, "in_progress", -80, "dgp", "programare anulată"),
    _Sample("61006", -46, "extended", -17, "igi", "permis de ședere", until=-2),
    _Sample("61007", -28, "extended", -2, "igi", "reîntregirea familiei", until=17),
    _Sample("61008", -50, "needs_completion", -40, "igi", "acte traduse"),
    # sent on to another institution, whose term runs anew
    _Sample("72001", -15, "redirected", -11, "mai_dsg", "amendă contestată", to="igpr"),
    _Sample("72002", -9, "redirected", -5, "prefecturi", "buletin expirat", to="spclep"),
    _Sample("72003", -60, "redirected", -55, "igpr", "protecția unei victime", to="anitp"),
    # joined to another petition about the same
    _Sample("72104", -10, "joined", -8, "spclep", "aceeași întârziere", to="119368/305"),
    _Sample("72105/{day}", -7, "joined", -6, "igpr", "același furt", to="123456"),
    # closed without an answer; answered on the last day, and late
    _Sample("72206", -40, "closed", -33, "jandarmerie", "a doua petiție cu același conținut"),
    _Sample("72207/G", -13, "closed", -12, "dga", "fără date de contact"),
    _Sample("72308", -31, "answered", -1, "igsu", "autorizație de securitate la incendiu"),
    _Sample("72309", -100, "answered", -52, "igsu", "coș de fum neverificat"),
    _Sample("72310", -22, "answered", -2, "igpf", "coadă la frontieră"),
    _Sample("987654321", -17, "in_progress", -13, "igav", "survol la joasă înălțime"),
)

# They work so that whoever tries the Blue Ticket finds places in the morning and in the afternoon.
_STAFF = (
    ("exemplu-1", "Exemplu Dana", "inspector, evidența persoanelor", "spclep", "luni-vineri 08:30-12:30"),
    ("exemplu-2", "Exemplu Mihai", "consilier, evidența persoanelor", "spclep", "luni-joi 12:00-18:00"),
    ("exemplu-3", "Exemplu Ilona", "ofițer, relații cu publicul", "igpr", "luni-vineri 09:00-16:00"),
    ("exemplu-4", "Exemplu Vlad", "inspector, pașapoarte", "dgp", "luni-joi 09:00-15:00; vineri 09:00-13:00"),
)

_PEOPLE = ("Ana", "Ion", "Maria", "Ștefan", "Ilona", "Țucă", "Elena", "Radu")


def fill_with_samples(store: Store, today: date) -> int:
    """Puts the samples into a register that is empty; how many, 0 if anything was there already.

    `today` is the day in Romania that the days of the samples are counted from.
    """
    with work(store) as unit:
        conn = unit.begin()
        if petitions.count(conn):
            return 0
        inspectors.upsert(conn, [_inspector(*row) for row in _STAFF], sample=True)
        added = petitions.upsert(conn, list(_rows(today)))
        sample_tickets.add(conn, today)
        return added


def forget_samples(store: Store) -> int:
    """Takes the samples out again, for the day when the real list comes in; how many there were."""
    with work(store) as unit:
        conn = unit.begin()
        samples = select(register.c.id).where(register.c.sample)
        theirs = select(tickets.c.id).where(tickets.c.petition_id.in_(samples))
        for table in (attempts, conclusions, outcome_drafts):
            conn.execute(delete(table).where(table.c.ticket_id.in_(theirs)))
        conn.execute(delete(tickets).where(tickets.c.petition_id.in_(samples)))
        inspectors.forget_samples(conn)
        users.forget_samples(conn)
        sample_calls.forget(conn)
        return conn.execute(delete(register).where(register.c.sample)).rowcount


def _inspector(inspector_id: str, name: str, function: str, unit_id: str, hours: str) -> StaffRow:
    phone = f"+4021000000{inspector_id[-1]}"  # as in the sample routing file: nobody has it
    cells = {"id": inspector_id, "name": name, "function": function, "unit_id": unit_id, "phone": phone}
    return staff_row(cells | {"hours": hours}, {unit_id})


def _inspector_of(institution: str, at: int) -> str:
    """One of the inspectors of the institution, in turn; none where it has no sample inspector."""
    theirs = [inspector_id for inspector_id, _, _, unit_id, _ in _STAFF if unit_id == institution]
    return theirs[at % len(theirs)] if theirs else ""


def _rows(today: date) -> Iterator[dict[str, Any]]:
    institutions = {sample.institution for sample in _SAMPLES} | {sample.to for sample in _SAMPLES}
    for at, sample in enumerate(_SAMPLES, start=1):
        yield petition_row(_cells(sample, at, today), institutions) | {"sample": True}


def _cells(sample: _Sample, at: int, today: date) -> dict[str, str]:
    filed_on, since = _day(sample.filed, today), _day(sample.since, today)
    goes_to = {"redirected": "redirected_to", "joined": "joined_to"}
    return {
        "registration_number": _written(sample.number, filed_on),
        "filed_on": f"{filed_on}",
        "surname": "Exemplu",
        "first_name": _PEOPLE[at % len(_PEOPLE)],
        "email": f"exemplu{at}@exemplu.invalid",  # RFC 2606: never delivered; and no telephone number at all
        "subject": f"EXEMPLU: {sample.subject}",
        "institution_id": sample.institution,
        "inspector_id": _inspector_of(sample.institution, at),
        "state": sample.state,
        "state_on": f"{since}",
        "answered_on": f"{since}" if sample.state == "answered" else "",
        "extended_until": "" if sample.until is None else f"{_day(sample.until, today)}",
        goes_to.get(sample.state, ""): sample.to,
    }


def _written(number: str, filed_on: date) -> str:
    short = f"{filed_on.day}.{filed_on:%m.%y}"
    return number.format(day=f"{filed_on:%d.%m.%Y}", short=short, year=filed_on.year)


def _day(when: Filed, today: date) -> date:
    return today + timedelta(days=when) if isinstance(when, int) else date(today.year - 1, *when)
