"""Supervisors see which contacts nobody has looked at for longest, and say with one click that one is still right."""

from collections.abc import Sequence
from dataclasses import replace

from flask import abort, request
from flask.typing import ResponseReturnValue

from office.users import Role
from routing import edit
from routing.aged import Aged, at_place, by_age, place_of
from routing.directory import Directory, Faults
from routing.rows import sheet
from routing.signs import NotByForm
from store import drafts, routing
from store.database import work
from store.drafts import SavedElsewhere
from web.console.change import Ground, attempt, directory_of, ground, published, shown, today
from web.console.forms import written
from web.console.gate import page, the_user
from web.console.preview import LONGEST_NOTE
from web.console.show import go_to, screen, show, t
from web.hotline import the_hotline

PAGE = 50
ONLY = ("", "stale", "unverified")


@page("/contacts", Role.supervisor)
def contacts() -> ResponseReturnValue:
    """All of the file on the line, the longest unchecked first."""
    line, asked = the_hotline(), request.args
    now, only, owner = line.directory, asked.get("only", ""), asked.get("owner", "")
    everything = by_age(now, today())
    found = [one for one in everything if _is_asked(one, only, owner)]
    at = max(1, asked.get("part", 1, type=int))
    return show(
        "contacts.html",
        listed=found[(at - 1) * PAGE : at * PAGE],
        count=len(found),
        stale=sum(bool(one.why) for one in everything),
        total=len(everything),
        life=now.limits.contact_life_days,
        only=only if only in ONLY else "",
        owner=owner,
        filters=[(one, t(f"contacts.only.{one or 'all'}")) for one in ONLY],
        owners=[("", t("contacts.everybody")), *_owners(now, everything)],
        at=at,
        has_more=len(found) > at * PAGE,
        code=screen().code,
    )


@page("/contacts/checked", Role.supervisor, methods=("POST",))
def contact_checked() -> ResponseReturnValue:
    """It was seen at its source today: written into the file, and on the line at once."""
    form = request.form
    on, key = _live(ground()), form.get("at", "")
    directory = directory_of(on)
    one = at_place(directory, place_of(key), today()) if directory else None
    if one is None or one.contact.value != form.get("value", ""):
        abort(409)  # somebody has changed the file since the list was shown
    place = one.place
    fields = {(*place, name): name for name in ("value", "source", "checked_on", "verified")}
    tried = attempt(on, lambda text: edit.checked_today(text, place, today()), fields)
    note = t("contacts.note", value=one.contact.value)[:LONGEST_NOTE]
    if tried.is_right and (done := published(on, tried, note)):
        _take_along(on, one)
        back = {name: form.get(name, "") for name in ("only", "owner", "part") if form.get(name)}
        return go_to("contacts", done="checked" if done == "on_line" else done, **back)
    typed = written(one.contact) | {"checked_on": today().isoformat(), "verified": "da"}
    return shown(
        "change_contact.html", "contact_form", ground(), tried, back={"at": key}, at=key, one=one, typed=typed
    )


def _take_along(on: Ground, one: Aged) -> None:
    """A draft that began from what was on the line until now goes on from what is there now, with the same change."""
    with work(the_hotline().store) as unit:
        draft = drafts.draft_of(unit.conn, the_user().id)
        if draft is None or draft.base != on.newest:
            return
        try:
            if sheet(draft.text).value((*one.place, "value")) != one.contact.value:
                return  # in the draft another contact stands there
            text = edit.checked_today(draft.text, one.place, today())
            now = the_hotline().clock()
            base = routing.newest(unit.conn)
            drafts.save(unit, draft.user_id, text, base=base, version=draft.version, now=now)
        except (NotByForm, Faults, SavedElsewhere):
            return  # it is told when it is published that it began from an older text


def _live(on: Ground) -> Ground:
    """What callers hear, whatever the user is drafting."""
    return replace(on, text=on.on_line, draft=None)


def _is_asked(one: Aged, only: str, owner: str) -> bool:
    kinds = {"stale": bool(one.why), "unverified": not one.contact.verified}
    return kinds.get(only, True) and owner in ("", one.owner)


def _owners(directory: Directory, everything: Sequence[Aged]) -> list[tuple[str, str]]:
    code = screen().code
    found = {}
    for id_ in dict.fromkeys(one.owner for one in everything):
        ours = directory.institutions.get(id_)
        name = ours.spoken if ours else directory.external[id_].name
        found[id_] = name.get(code) or name["ro"]
    return sorted(found.items(), key=lambda one: one[1].lower())
