"""The routing file of a house, as its store has it: what was published last, and what a supervisor is writing."""

from house import SAVED, House

from store import drafts, routing, users
from store.database import work
from store.drafts import Draft


def speaks(house: House, text: str) -> House:
    """The house, whose line speaks this text, on the day the shipped file was written."""
    house.clock.now = SAVED
    publish(house, text)
    house.hotline.routing.look(SAVED)
    return house


def publish(house: House, text: str) -> int:
    """Somebody publishes a text at once; the number of its revision."""
    with work(house.store) as unit:
        return routing.publish(unit, text, author="cineva", note="probă", now=house.clock())


def newest(house: House) -> tuple[int, str]:
    """The revision published last: its number and its text."""
    with work(house.store) as unit:
        number = routing.newest(unit.conn)
        return number, routing.text_of(unit.conn, number) or ""


def draft(house: House, login: str = "supervisor") -> Draft | None:
    with work(house.store) as unit:
        user = users.user_of(unit.conn, login)
        assert user
        return drafts.draft_of(unit.conn, user.id)


def write(house: House, text: str, login: str = "supervisor", base: int = 1) -> None:
    """A supervisor who has no draft begins one, upon that revision."""
    with work(house.store) as unit:
        user = users.user_of(unit.conn, login)
        assert user
        drafts.save(unit, user.id, text, base=base, version=0, now=house.clock())
