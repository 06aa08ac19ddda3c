"""The office as a dialogue sees it, over one unit of work."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, tzinfo

from ivr.codec import decode
from ivr.desk import LastCall, TooManyGuesses, TooManyMessages, TooManyRequests
from office.callers import Caller, is_mobile
from office.petitions import Petition
from office.registration import RegistrationNumber
from routing.directory import Limits
from store import calls, guesses, outbox, petitions, requests, unmatched
from store.database import Work

LINE = "line"
WITHHELD = "withheld"
STILL_ON = timedelta(
    seconds=60
)  # without a word from the carrier: somebody else on the same number may still talk
REQUESTS_OF_A_CALL = 3
WITHHELD_SHARE = 10  # all withheld callers count as one, so that one has more tries


@dataclass(frozen=True)
class StoreDesk:
    """Answers a dialogue's questions from SQL. `now` is UTC; `hide` makes a keyed hash of a number, `unnamed` takes
    numbers and names out of a sentence (without it no sentence is kept)."""

    work: Work
    call: str
    language: str
    now: datetime
    limits: Limits
    hide: Callable[[str], str]
    unnamed: Callable[[str], str] = lambda sentence: ""
    zone: tzinfo = UTC
    looked_up: list[RegistrationNumber] = field(default_factory=list)  # in this turn: counted with it

    def petitions(self, number: RegistrationNumber, caller: Caller) -> Sequence[Petition]:
        hidden = self.hide(caller.e164) if caller.e164 else ""
        missed = f"missed:{hidden or WITHHELD}"
        found, spent = petitions.looked_up(self.work.conn, number, hidden, missed, LINE, self.now)
        if spent[0] >= self.limits.lookups_per_caller_hour * _share(caller):
            raise TooManyGuesses
        self.refuse_guessing((spent[1], 0, spent[2]), caller)
        self.looked_up.append(number)
        for who in () if found else (missed, LINE):
            guesses.spend(self.work, who, self.now)
        return found

    def refuse_guessing(self, spent: tuple[int, ...], caller: Caller) -> None:
        """Raises TooManyGuesses where enough was missed in this hour: by the caller, at one petition, on the line."""
        limits = self.limits
        each = limits.guesses_per_caller_hour
        most = (each * _share(caller), each, limits.guesses_per_hour)
        if any(missed >= limit for missed, limit in zip(spent, most, strict=True)):
            raise TooManyGuesses

    def last_call(self, caller: Caller) -> LastCall | None:
        if caller.e164 is None:
            return None
        found = calls.last_from(self.work.conn, self.hide(caller.e164), self.now - timedelta(days=1))
        if found is None:
            return None
        began, ended, turn = found
        question = decode(turn.reply).question
        is_over = ended is not None or self.now - turn.at > STILL_ON
        at = question.at if question and is_over and not question.is_an_end else ""
        return LastCall(began, turn.at, at, turn.language)

    def request_callback(self, phone: str, about: str) -> None:
        if requests.left_in(self.work.conn, self.call) >= REQUESTS_OF_A_CALL:
            raise TooManyRequests
        requests.leave(
            self.work.begin(), call=self.call, phone=phone, about=about, language=self.language, now=self.now
        )

    def not_understood(self, sentence: str) -> None:
        if told := self.unnamed(sentence):
            unmatched.heard(self.work, told, self.language, self.now.astimezone(self.zone).date())

    def text(self, phone: str, key: str, /, **values: object) -> None:
        if not is_mobile(phone):
            raise ValueError("only a Romanian mobile number gets an SMS")
        conn = self.work.begin()  # counted and written in one transaction
        if outbox.sent_to(conn, phone, self.now - timedelta(days=1)) >= self.limits.messages_per_number_day:
            raise TooManyMessages
        outbox.put(
            conn,
            kind=key,
            channel="sms",
            recipient=phone,
            language=self.language,
            values=values,
            now=self.now,
        )


def _share(caller: Caller) -> int:
    return 1 if caller.e164 else WITHHELD_SHARE
