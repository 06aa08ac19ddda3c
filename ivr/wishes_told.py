"""What a caller may have said to be offered these hours: the key of an hour, "other hours", or a wish in words."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo

from ivr.meeting import moment
from ivr.script import Question, Reply
from ivr.tickets_told import begins, offered, said
from office.slots import Wish, other_hours, soonest
from words.catalogue import Catalogue
from words.wishes import wish_said

Place = tuple[str, str, str]  # day, beginning and end


@dataclass(frozen=True)
class Wishes:
    """`places` are all hours that are free in the invented diary, soonest first; `today` is the day of the call."""

    places: Sequence[Place]
    today: date
    zone: tzinfo

    def taken(self, question: Question, later: Sequence[Reply]) -> str:
        """The key of the hour that was read back later; empty if none was."""
        told = (one for reply in later for one in said(reply) if one.key == "booking.is_it")
        chosen = next(((one.values["day"], *one.values["slot"]) for one in told), None)
        there = offered(Reply(question=question))
        return str(there.index(chosen) + 1) if chosen in there else ""

    def other_hours(self, question: Question, after: Reply) -> str:
        """The key for other hours, if these are those; otherwise empty."""
        for option in question.options:
            if option.to.step == "hours.offer" and (last := option.to.given.get("after")):
                found = other_hours(self._fitting(str(option.to.given.get("wish", ""))), moment(str(last)))
                if found and [*found] == self._of(after):
                    return option.key
        return ""

    def said(self, after: Reply, words: Catalogue) -> str:
        """Words that ask for just these hours; empty where none of ours do."""
        wanted = [] if _is_nothing(after) else self._of(after)
        meant = {text: wish_said(text, words, self.today) for text in self._phrases(after, words)}
        led = [text for text, wish in meant.items() if wish and [*soonest(self._fitting(wish))] == wanted]
        same = [text for text in led if meant[text] == _wish(after)]
        return next(iter((*same, *led)), "")

    def keyed(self, count: int, after: Reply) -> str:
        """A day, as the keys give it."""
        hours = offered(after)
        day = self.today - timedelta(days=1)  # keyed without its year it is next year's
        if count > 4:
            day = self.today + timedelta(days=360)
        if hours and not _is_nothing(after):
            day = date.fromisoformat(hours[0][0])
        return f"{day:%d%m%Y}"[: 4 if count <= 4 else 8]

    def _of(self, reply: Reply) -> list[datetime]:
        return [begins(one, self.zone).astimezone(UTC) for one in offered(reply)]

    def _fitting(self, wish: str) -> list[datetime]:
        found = Wish.parse(wish)
        free = [begins(one, self.zone).astimezone(UTC) for one in self.places]
        return [one for one in free if found is None or found.fits(one, self.zone)]

    def _phrases(self, after: Reply, words: Catalogue) -> Iterator[str]:
        """A day, a weekday, an hour or a part of a day, and these together."""
        meant = words.vocabulary.wishes
        phrases = {
            kind: [" ".join(key) for key, value in meant.items() if value[0] == kind] for kind in KINDS
        }
        days = [f"{words.speakers['day'](place[0])}" for place in offered(after)[:1]]
        days += [*phrases["weekday"], *phrases["ahead"]]
        hours = [f"{at} {hour}" for at in phrases["at"][:1] for hour in range(8, 21)]
        yield from days
        yield from (f"{day} {part}" for day in days for part in (*phrases["part"], *hours))
        yield from (*phrases["part"], *hours, *phrases["week"])


KINDS = ("weekday", "ahead", "week", "part", "at")


def _wish(reply: Reply) -> str:
    """The wish that other hours will have to fit as well; empty if none fitted it."""
    options = reply.question.options if reply.question else ()
    return next((str(one.to.given["wish"]) for one in options if one.to.given.get("wish")), "")


def _is_nothing(after: Reply) -> bool:
    return any(one.key == "booking.nothing_then" for one in said(after))
