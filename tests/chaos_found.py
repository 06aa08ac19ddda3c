"""What must be true after a day on which processes died (chaos.py); each fault is a sentence."""

from collections import Counter, defaultdict
from collections.abc import Iterator

from chaos import ZONE, Day
from chaos_people import Spoken
from conftest_gunicorn import rows

from carrier.local import texts
from store.database import work
from store.tables import tickets
from store.tickets import matching

LIVE = "('held', 'booked', 'calling')"


def faults_of_booking(day: Day) -> list[str]:
    """After the calls: what was said is so, and is in writing."""
    return [*_spoken(day), *_answered_again(day), *_places(day), *_written(day)]


def faults_of_sending(day: Day) -> list[str]:
    """After the outbox was emptied: everything that was due went out, once."""
    sent = Counter(one.key for one in texts(day.folder))
    keys = {
        key
        for (key,) in rows(day.store, "SELECT key FROM messages WHERE channel = 'sms' AND status = 'sent'")
    }
    odd = rows(day.store, "SELECT kind, status FROM messages WHERE status NOT IN ('created', 'sent')")
    return [
        *(f"an SMS went out {times} times" for times in sent.values() if times != 1),
        *(f"a message is {status}: {kind}" for kind, status in odd),
        *(["an SMS is called sent, and was not"] if keys - sent.keys() else []),
        *(["an SMS was sent that nobody asked for"] if sent.keys() - keys else []),
    ]


def faults_of_ringing(day: Day) -> list[str]:
    """After the hour: each telephone rang once an attempt, every ticket is over, and the citizen knows."""
    rung = Counter(one.key for one in day.board.rings())
    asked = {f"{t}/{n}/{leg}" for t, n, leg in rows(day.store, "SELECT ticket_id, n, leg FROM attempts")}
    unrung = rows(day.store, "SELECT ticket_id, n, leg, state FROM attempts WHERE state <> 'not_rung'")
    return [
        *(f"{key} was rung {times} times" for key, times in rung.items() if times != 1),
        *(f"{key} was rung and is not written down" for key in rung.keys() - asked),
        *(
            f"{t}/{n}/{leg} is {state} and was never rung"
            for t, n, leg, state in unrung
            if not rung[f"{t}/{n}/{leg}"]
        ),
        *_untold(day),
        *(["a job failed"] if "A job failed" in day.log else []),
    ]


def _spoken(day: Day) -> Iterator[str]:
    """Every confirmation has its row, and the last one of each citizen is how things stand."""
    by_petition: dict[int, list[Spoken]] = defaultdict(list)
    for one in day.spoken:
        by_petition[one.petition].append(one)
        if one.what != "cancelled" and not _is_kept(day, one):
            yield f"{one.what} was said and is not in the store: {one.words}"
    live = dict(rows(day.store, f"SELECT p.number, t.number {_LIVE}"))
    for number in day.numbers:
        last = by_petition[number][-1] if by_petition[number] else None
        then = last.ticket if last and last.what != "cancelled" else None
        if live.get(number) != then:
            yield f"petition {number} heard {last and last.what} and has {live.get(number)}"


def _is_kept(day: Day, one: Spoken) -> bool:
    """The ticket booked in this call has the number, the day and the hour that were said."""
    words = day.served.hotline.words["ro"]
    with work(day.store) as unit:
        found = matching(unit.conn, tickets.c.booked_in_call == one.call, tickets.c.status != "expired")
    for ticket in found:
        begins, ends = (moment.astimezone(ZONE) for moment in (ticket.starts_at, ticket.ends_at))
        slot = [f"{begins:%H:%M}", f"{ends:%H:%M}"]
        said = words.text("booking.done", {"day": begins.date().isoformat(), "slot": slot})
        return len(found) == 1 and " ".join(said.split()) in one.words and ticket.number.digits == one.ticket
    return False


def _answered_again(day: Day) -> Iterator[str]:
    """The carrier repeats a request minutes later: the same words, and nothing happens again."""
    count = "SELECT (SELECT count(*) FROM tickets), (SELECT count(*) FROM messages), (SELECT count(*) FROM events)"
    before = rows(day.store, count)
    for one in day.spoken:
        if one.request.send_until_answered().body != one.answer.body:
            yield f"a repeated request was answered differently: {one.words}"
    if rows(day.store, count) != before:
        yield "a repeated request did something"


def _places(day: Day) -> Iterator[str]:
    for what in ("inspector_id, starts_at", "petition_id"):
        twice = f"SELECT {what} FROM tickets WHERE status IN {LIVE} GROUP BY {what} HAVING count(*) > 1"
        yield from (f"given twice: {row}" for row in rows(day.store, twice))


def _written(day: Day) -> Iterator[str]:
    """Each citizen has for each confirmation an SMS and an e-mail, and one reminder of each for what is booked."""
    said: Counter[tuple[int, str]] = Counter((one.petition, one.what) for one in day.spoken)
    live = {number for (number,) in rows(day.store, f"SELECT p.number {_LIVE}")}
    said.update((number, "reminder") for number in live)
    kinds = "SELECT recipient, kind FROM messages WHERE kind LIKE '%.ticket.%'"
    put = Counter((to, kind) for to, kind in rows(day.store, kinds))
    wanted: Counter[tuple[str, str]] = Counter()
    for (number, what), times in said.items():
        wanted[f"+4074{number:07}", f"sms.ticket.{what}"] = times
        wanted[f"a{number}@exemplu.invalid", f"mail.ticket.{what}"] = times
    for to, kind in put.keys() | wanted.keys():
        if put[to, kind] != wanted[to, kind]:
            yield f"{kind} to {to}: {put[to, kind]} and not {wanted[to, kind]}"


def _untold(day: Day) -> Iterator[str]:
    """A talk that did not come about is told once by SMS."""
    failed = "SELECT phone, status FROM tickets WHERE status IN ('no_answer', 'postponed')"
    told = Counter(
        to for (to,) in rows(day.store, "SELECT recipient FROM messages WHERE kind LIKE 'sms.ring.%'")
    )
    for phone, status in rows(day.store, failed):
        if told.pop(phone, 0) != 1:
            yield f"{phone} was not told once that it is {status}"
    yield from (f"{phone} was told of a talk that took place" for phone in told)


_LIVE = f"FROM tickets AS t JOIN petitions AS p ON p.id = t.petition_id WHERE t.status IN {LIVE}"
