"""The office as a dialogue sees it, over one unit of work."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from ivr.codec import decode
from ivr.desk import LastCall, TooManyGuesses, TooManyRequests
from office.callers import Caller
from office.petitions import Petition
from office.registration import RegistrationNumber
from routing.directory import Limits
from store import calls, guesses, petitions, requests
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
    """Answers a dialogue's questions from SQL. `hide` makes a keyed hash of a number; `now` is UTC."""

    work: Work
    call: str
    language: str
    now: datetime
    limits: Limits
    hide: Callable[[str], str]

    def petitions(self, number: RegistrationNumber, caller: Caller) -> Sequence[Petition]:
        who = self.hide(caller.e164) if caller.e164 else WITHHELD
        tried, missed = f"tried:{who}", f"missed:{who}"
        self._refuse_guessing(tried, missed, share=1 if caller.e164 else WITHHELD_SHARE)
        found = petitions.matching(self.work.conn, number)
        for who in (tried,) if found else (tried, missed, LINE):
            guesses.spend(self.work, who, self.now)
        return found

    def _refuse_guessing(self, tried: str, missed: str, share: int) -> None:
        limits = {
            tried: self.limits.lookups_per_caller_hour * share,
            missed: self.limits.guesses_per_caller_hour * share,
            LINE: self.limits.guesses_per_hour,
        }
        spent = guesses.spent(self.work.conn, (tried, missed, LINE), self.now)
        if any(spent.get(who, 0) >= limit for who, limit in limits.items()):
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
        at = question.at if question and is_over else ""
        return LastCall(began, turn.at, at, turn.language)

    def request_callback(self, phone: str, about: str) -> None:
        if requests.left_in(self.work.conn, self.call) >= REQUESTS_OF_A_CALL:
            raise TooManyRequests
        requests.leave(
            self.work.begin(), call=self.call, phone=phone, about=about, language=self.language, now=self.now
        )
