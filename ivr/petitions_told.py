"""The petitions that a call told of, as `given` lines of a .call file write them."""

from collections.abc import Mapping, Sequence
from typing import Any

from ivr.script import Question, Reply
from ivr.stand_ins import StandIns
from office.petitions import State
from office.registration import RegistrationNumber
from routing.directory import Directory

STATES = frozenset(State)


def petitions_told(replies: Sequence[Reply], stand_ins: StandIns, directory: Directory) -> list[str]:
    """The petitions that were told of, as `given` writes them."""
    number, given = "", {}
    for reply in replies:
        question = reply.question or Question()
        for one in question.says:
            if one.key == "status.is_it":
                number = stand_ins.number(one.values["number"])
        told = {one.key.removeprefix("status."): one.values for one in question.news}
        if number and "filed" in told:
            known = RegistrationNumber.parse(number)
            written = "/".join((known.written, *known.segments)) if known else number
            given[written] = _petition(written, told, stand_ins, directory)
    return list(given.values())


def _petition(
    written: str, told: Mapping[str, Mapping[str, Any]], stand_ins: StandIns, directory: Directory
) -> str:
    state = next((key for key in told if key in STATES), "registered")
    values = told.get(state, {})
    filed = told["filed"]["day"][0]
    parts = {"filed": filed, "since": values["day"][0] if "day" in values else filed}
    if state == "answered":
        parts["answered"] = parts["since"]
    due = told.get("due", told.get("late", {}))
    if state == "extended" and "day" in due:
        parts["until"] = due["day"][0]
    at = _institution(values.get("at", {}), directory)
    if at:
        parts["redirected_to" if state == "redirected" else "at"] = at
    if state == "joined":
        parts["joined_to"] = stand_ins.number(str(values["number"]))
    return " ".join(("petition", written, state, *(f"{name} {value}" for name, value in parts.items())))


def _institution(spoken_name: Mapping[str, str], directory: Directory) -> str:
    known = directory.institutions.values()
    return next((one.id for one in known if dict(one.spoken) == dict(spoken_name)), "")
