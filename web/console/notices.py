"""In an emergency every caller hears a supervisor's words at once, without publishing anything, until a stated end."""

from collections.abc import Mapping
from datetime import UTC, datetime
from functools import partial

from flask import request
from flask.typing import ResponseReturnValue
from pydantic import TypeAdapter, ValidationError

from office.users import Role
from routing.values import Sentence
from store import events, notices
from store.database import work
from store.notices import LONGEST, MOST, EmergencyNotice
from web.console.gate import actor, page
from web.console.show import go_to, screen, show, t
from web.hotline import the_hotline

_SENTENCE = TypeAdapter[str](Sentence)


@page("/change/notice", Role.supervisor)
def notice_form() -> ResponseReturnValue:
    """What is on and what will be, and a form for another."""
    return _form({}, {})


@page("/change/notice", Role.supervisor, methods=("POST",))
def notice_put_on() -> ResponseReturnValue:
    """Heard by every new call from its beginning on, within a second."""
    line, typed = the_hotline(), request.form
    now = line.clock()
    notice, errors = _typed(typed, now)
    if notice is None:
        return _form(typed, errors), 422
    with work(line.store) as unit:
        conn = unit.begin()
        notice_id = notices.put_on(conn, notice, now)
        if notice_id is not None:  # a form that was sent twice
            until = notice.ends.isoformat()
            record = partial(events.record, entity="notice", entity_id=notice_id, what="put on", after=until)
            record(conn, at=now, actor=actor())
    return go_to("notice_form", done="notice_on")


@page("/change/notice/<int:notice_id>/off", Role.supervisor, methods=("POST",))
def notice_off(notice_id: int) -> ResponseReturnValue:
    """No call hears it any more."""
    line = the_hotline()
    with work(line.store) as unit:
        conn, now = unit.begin(), line.clock()
        if notices.take_one_off(conn, notice_id, now):
            events.record(conn, at=now, actor=actor(), entity="notice", entity_id=notice_id, what="taken off")
    return go_to("notice_form", done="notice_off")


def _form(typed: Mapping[str, str], errors: Mapping[str, str]) -> str:
    line = the_hotline()
    now = line.clock()
    with work(line.store) as unit:
        listed = notices.coming(unit.conn, now)
    return show(
        "change_notice.html",
        listed=listed,
        now=now,
        typed=typed,
        errors=errors,
        names={code: _language(code, words.name) for code, words in line.words.items()},
        longest=LONGEST,
        days=MOST.days,
    )


def _language(code: str, own: str) -> str:
    """The language as the reader calls it; by its own name where that is not written."""
    key = f"ticket.languages.{code}"
    return t(key) if screen().has(key) else own


def _typed(typed: Mapping[str, str], now: datetime) -> tuple[EmergencyNotice | None, dict[str, str]]:
    texts = {
        code: " ".join(said.split())
        for code in the_hotline().words
        if (said := typed.get(f"text-{code}", "")).strip()
    }
    errors = {f"text-{code}": wrong for code, said in texts.items() if (wrong := _wrong(said))}
    if "ro" not in texts:
        errors["text-ro"] = t("change.notice.no_text")
    begins, ends = _moment(typed.get("begins", "")), _moment(typed.get("ends", ""))
    if typed.get("begins") and begins is None:
        errors["begins"] = t("change.notice.no_moment")
    begins = max(begins or now, now)
    if ends is None:
        errors["ends"] = t("change.notice.no_end")
    elif ends <= begins:
        errors["ends"] = t("change.notice.backwards")
    elif ends - begins > MOST:
        errors["ends"] = t("change.notice.long", n=MOST.days)
    return (None if errors or ends is None else EmergencyNotice(texts, begins, ends)), errors


def _wrong(said: str) -> str:
    """What a voice could not read, in the words of the schema; or that nobody would listen to the end."""
    if len(said) > LONGEST:
        return t("change.notice.wordy", n=LONGEST)
    try:
        _SENTENCE.validate_python(said)
    except ValidationError as refused:
        told = refused.errors()[0].get("ctx", {})
        return f"{told.get('what', '')}; {told.get('write', '')}"
    return ""


def _moment(text: str) -> datetime | None:
    """A time on the wall clock of the institution, in UTC."""
    try:
        return datetime.fromisoformat(text).replace(tzinfo=the_hotline().zone).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
