"""What callers say is taught to the line: a sentence nobody was found for becomes an alias of whoever deals with it.

Into the draft only: a new phrase changes what the finder makes of others, so it is judged in the editor before it is
published, which takes seconds.
"""

from collections.abc import Iterator
from functools import partial
from typing import Any

from flask import abort, request
from flask.typing import ResponseReturnValue

from office.users import Role
from routing import edit
from routing.competence import competent
from routing.directory import Directory
from store import unmatched
from store.database import work
from web.console.change import Attempt, Ground, attempt, directory_of, ground, shown
from web.console.gate import actor, page
from web.console.show import screen, t
from web.hotline import the_hotline

BOTH = ("GET", "POST")
Choice = tuple[str, str]  # "dgp.passport" or "casa_pensii", and how a person reads it


@page("/change/alias", Role.supervisor, methods=BOTH)
def alias_form() -> ResponseReturnValue:
    """One more thing that callers say."""
    on = ground()
    asked = {name: request.values.get(name, "").strip() for name in ("phrase", "language", "whom")}
    asked["language"] = asked["language"] or "ro"
    tried = _tried(on, asked) if request.method == "POST" else Attempt()
    return _form(on, tried, asked)


@page("/unmatched/<int:unmatched_id>/alias", Role.supervisor, methods=BOTH)
def alias_from_unmatched(unmatched_id: int) -> ResponseReturnValue:
    """The same from a sentence that was heard; with it in the draft, the sentence is dealt with."""
    line, on = the_hotline(), ground()
    with work(line.store) as unit:
        heard = unmatched.sentence_of(unit.conn, unmatched_id) or abort(404)
    asked = {"phrase": heard.sentence, "language": heard.language, "whom": ""}
    tried = Attempt()
    if request.method == "POST":
        asked = {name: request.form.get(name, "").strip() for name in asked}
        tried = _tried(on, asked)
    answer = _form(on, tried, asked, heard=heard, unmatched_id=unmatched_id)
    if not isinstance(answer, tuple):  # it is in the draft, or on the line
        with work(line.store) as unit:
            unmatched.settle(
                unit.begin(),
                unmatched_id,
                "used",
                actor=actor(),
                now=line.clock(),
                whom=asked["whom"],
            )
    return answer


def _form(on: Ground, tried: Attempt, asked: dict[str, str], **heard: Any) -> ResponseReturnValue:
    whom = _lists(on, asked["phrase"])
    return shown(
        "change_alias.html", "alias_form", on, tried, only_draft=True, typed=asked, whom=whom, **heard
    )


def _tried(on: Ground, asked: dict[str, str]) -> Attempt:
    directory = directory_of(on)
    owner, _, competence = asked["whom"].partition(".")
    errors = {}
    if not asked["phrase"]:
        errors["phrase"] = t("change.alias.no_phrase")
    if directory is None or asked["whom"] not in dict(_choices(directory)):
        errors["whom"] = t("change.alias.no_whom")
    if errors or asked["language"] not in the_hotline().words:
        return Attempt(errors=errors or {"language": t("change.alias.no_language")})
    above = edit.phrases_place(owner, competence)
    known = _known(directory, owner, competence, asked["language"]) if directory else 0
    fields = {(*above, asked["language"], known): "phrase", (*above, "ro"): "language"}
    change = partial(
        edit.with_alias,
        owner=owner,
        competence=competence,
        language=asked["language"],
        phrase=asked["phrase"],
    )
    tried = attempt(on, change, fields)
    if tried.is_right and directory:
        tried.heard = list(_answers(directory, owner, competence))
    return tried


def _answers(directory: Directory, owner: str, competence: str) -> Iterator[tuple[str, str, str]]:
    """What whoever says it will be told, in each language."""
    for code, words in the_hotline().words.items():
        institution, body = directory.institutions.get(owner), directory.external.get(owner)
        who = institution.spoken if institution else body.name if body else {}
        says = institution.competences[competence].says if institution else body.says if body else {}
        at, does = who.get(code) or who.get("ro", ""), says.get(code) or says.get("ro", "")
        key = "answer.ours" if institution else "answer.elsewhere" if does else "answer.elsewhere.named"
        yield words.name, "", words.text(key, {"at": at[:1].upper() + at[1:], "does": does})


def _lists(on: Ground, phrase: str) -> dict[str, list[Choice]]:
    """Whom it can mean, those the finder takes for likely first, and the languages."""
    directory = directory_of(on)
    choices = dict(_choices(directory)) if directory else {}
    found = competent(the_hotline().book, phrase).candidates if phrase else ()
    likely = [f"{one.id}.{one.topic}" if one.topic else one.id for one in found]
    first = [(one, choices[one]) for one in likely if one in choices]
    languages = [(code, words.name) for code, words in the_hotline().words.items()]
    rest = [one for one in choices.items() if one not in first]
    return {"likely": first, "choices": [*first, *rest], "languages": languages}


def _choices(directory: Directory) -> Iterator[Choice]:
    code = screen().code
    for id_, institution in directory.institutions.items():
        name = institution.spoken.get(code) or institution.spoken["ro"]
        for competence in institution.competences.values():
            yield f"{id_}.{competence.id}", f"{name}: {competence.topic.get(code) or competence.topic['ro']}"
    for id_, body in directory.external.items():
        yield id_, f"{body.name.get(code) or body.name['ro']}: {body.topic.get(code) or body.topic['ro']}"


def _known(directory: Directory, owner: str, competence: str, language: str) -> int:
    """How many phrases there are already."""
    institution = directory.institutions.get(owner)
    part = institution.competences[competence] if institution else directory.external[owner]
    return len(part.phrases.get(language, ()))
