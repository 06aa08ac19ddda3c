"""What a supervisor types into the routing file is kept to the letter, until they publish or discard it."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from store.database import Work
from store.tables import routing_drafts as drafts

ANY = 2**30  # a new draft begins with any version below: none of a draft before it


class SavedElsewhere(Exception):
    """Another window has saved this draft since: what it saved is kept."""


@dataclass(frozen=True)
class Draft:
    """The text that a user is writing upon revision `base`; `version` rises with every save.

    `fit` tells of which text it was found that it may be published; empty if of none.
    """

    user_id: int
    base: int
    text: str
    version: int
    saved_at: datetime
    fit: str = ""


_PARTS = [drafts.c[name] for name in Draft.__dataclass_fields__]


def draft_of(conn: Connection, user_id: int) -> Draft | None:
    """The draft of a user; None for somebody who is writing nothing."""
    row = conn.execute(select(*_PARTS).where(drafts.c.user_id == user_id)).first()
    return Draft(*row) if row else None


def save(unit: Work, user_id: int, text: str, *, base: int, version: int, now: datetime) -> int:
    """Keeps the text as it is, upon revision `base`; its new version.

    `version` is that of the text it was written over; 0 begins a draft. Raises SavedElsewhere when the draft has
    another version by now.
    """
    conn = unit.begin()
    if version:
        row = {"base": base, "text": text, "version": version + 1, "saved_at": now, "fit": ""}
        if not _changed(conn, user_id, version, row):
            raise SavedElsewhere
        return version + 1
    draft = Draft(user_id, base, text, secrets.randbelow(ANY) + 1, now)
    try:
        conn.execute(insert(drafts).values(**vars(draft)))
    except IntegrityError as error:
        raise SavedElsewhere from error
    return draft.version


def rebase(unit: Work, user_id: int, version: int, base: int) -> bool:
    """The draft is written upon another revision from now on; False if it has another version by now."""
    return _changed(unit.begin(), user_id, version, {"base": base, "fit": ""})


def found_fit(unit: Work, user_id: int, version: int, fit: str) -> bool:
    """Remembers that the text of this version may be published; False if it was changed meanwhile."""
    return _changed(unit.begin(), user_id, version, {"fit": fit})


def discard(unit: Work, user_id: int, version: int | None = None) -> bool:
    """The draft is gone, if it still has this version (any if none is given); whether it is."""
    gone = delete(drafts).where(drafts.c.user_id == user_id)
    gone = gone if version is None else gone.where(drafts.c.version == version)
    return unit.begin().execute(gone).rowcount == 1


def put_on_trial(unit: Work, user_id: int) -> int | None:
    """A copy of the draft as it is now, for its author to listen to; its number, None if there is no draft.

    A copy, so that a call does not change its words while its author goes on writing. The one before is gone.
    """
    number = secrets.randbelow(2**31 - 1) + 1
    copied = update(drafts).where(drafts.c.user_id == user_id).values(trial=number, trial_text=drafts.c.text)
    return number if unit.begin().execute(copied).rowcount == 1 else None


def on_trial(conn: Connection, number: int) -> str | None:
    """The text that is listened to under this number."""
    return conn.execute(select(drafts.c.trial_text).where(drafts.c.trial == number)).scalar()


def _changed(conn: Connection, user_id: int, version: int, row: Mapping[str, object]) -> bool:
    this = (drafts.c.user_id == user_id) & (drafts.c.version == version)
    return conn.execute(update(drafts).where(this).values(dict(row))).rowcount == 1
