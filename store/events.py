"""Who did what to what, and when: rows are added and never changed, and hold no name or telephone number."""

from datetime import datetime

from sqlalchemy import Connection, insert

from store.tables import events


def record(
    conn: Connection,
    *,
    at: datetime,
    actor: str,
    entity: str,
    entity_id: object,
    what: str,
    before: str = "",
    after: str = "",
) -> None:
    """Adds what happened, in the transaction in which it happens."""
    conn.execute(
        insert(events).values(
            at=at,
            actor=actor,
            entity=entity,
            entity_id=str(entity_id),
            what=what,
            before=before,
            after=after,
        )
    )
