"""What every caller must hear is on the line once, however often and by how many it is put on."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

from store import notices
from store.database import Store, work
from store.notices import EmergencyNotice

NOW = datetime(2026, 3, 2, 7, 15, tzinfo=UTC)
ENDS = NOW + timedelta(hours=3)


def put_on(store: Store, notice: EmergencyNotice, now: datetime = NOW) -> int | None:
    with work(store) as unit:
        return notices.put_on(unit.begin(), notice, now)


def test_of_eight_who_put_on_the_same_at_once_one_does(store: Store) -> None:
    notice = EmergencyNotice({"ro": "Atenție."}, NOW, ENDS)
    with ThreadPoolExecutor(8) as people:
        ids = list(people.map(lambda _: put_on(store, notice), range(8)))
    assert len([one for one in ids if one is not None]) == 1
    with work(store) as unit:
        assert len(notices.coming(unit.conn, NOW)) == 1


def test_other_words_another_end_or_another_beginning_is_another_notice(store: Store) -> None:
    """But one that is on already, sent again a minute later, is the same: callers hear no difference."""
    later = NOW + timedelta(minutes=1)
    assert put_on(store, EmergencyNotice({"ro": "Atenție."}, NOW, ENDS))
    assert put_on(store, EmergencyNotice({"ro": "Atenție."}, later, ENDS), later) is None
    assert put_on(store, EmergencyNotice({"ro": "Atenție!"}, later, ENDS), later)
    assert put_on(store, EmergencyNotice({"ro": "Atenție."}, later, ENDS + timedelta(hours=1)), later)
    assert put_on(store, EmergencyNotice({"ro": "Atenție."}, later + timedelta(hours=1), ENDS), later)
