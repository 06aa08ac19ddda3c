"""Twilio: the real telephone company."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from logging import WARNING, getLogger
from typing import TYPE_CHECKING, Any

from carrier import Fate
from carrier.signature import Signature
from office.messages import NotTaken, Unclear

if TYPE_CHECKING:
    from twilio.http import HttpClient
    from twilio.rest import Client

PATIENCE = 10.0  # seconds for one request, to connect and again to be answered; far below the worker's lease
LOOKED_AT = 50  # of the latest messages to a number
CLOCKS_DIFFER = timedelta(minutes=5)
LONGEST_QUEUE = 36_000  # seconds, of ValidityPeriod
FAILED = ("failed", "undelivered", "canceled")
# Not this number, now or ever: not a number, not a mobile, unknown, may not be texted, asked to be left alone; may not
# be rung, rung from here, or from this country.
PERMANENT = {
    *(13224, 13225, 21210, 21211, 21214, 21215, 21216, 21217),
    *(21265, 21408, 21601, 21602, 21604, 21610, 21612, 21614, 21617),
}


@dataclass(frozen=True)
class Twilio:
    """Its webhooks by their signatures, its messages and calls by the REST client of its own library.

    `callback` is the address that delivery reports come to; `http` is what the requests go out by.
    """

    signature: Signature
    account: str
    token: str
    number: str
    callback: str
    http: "HttpClient | None"

    def sign(self, url: str, form: Mapping[str, str]) -> str:
        return self.signature.sign(url, form)

    def verify(self, url: str, form: Mapping[str, str], signature: str, settings: str = "") -> bool:
        return self.signature.verify(url, form, signature, settings)

    def text(self, number: str, words: str, key: str, seconds: int) -> str:
        taken = self._asked(
            self._client.messages.create,
            to=number,
            from_=self.number,
            body=words,
            status_callback=f"{self.callback}?m={key}",
            validity_period=max(1, min(seconds, LONGEST_QUEUE)),
        )
        if not taken.sid:
            raise Unclear("unreadable")
        return str(taken.sid)

    # The list tells neither our key nor, for one that waits, when it was sent: the words and the day decide.
    def texted(self, number: str, words: str, key: str, since: datetime) -> Sequence[str]:
        found = self._asked(self._client.messages.list, to=number, limit=LOOKED_AT, page_size=LOOKED_AT)
        return [
            str(one.sid)
            for one in found
            if one.body == words
            and one.status not in FAILED
            and one.date_created
            and one.date_created >= since - CLOCKS_DIFFER
        ]

    # No machine detection: it keeps a person waiting in silence and errs once in ten calls; pressing 1 does not err.
    def ring(self, number: str, url: str, key: str, seconds: int) -> str:
        taken = self._asked(
            self._client.calls.create,
            to=number,
            from_=self.number,
            url=url,
            method="POST",
            timeout=seconds,
            status_callback=f"{url}/status",
            status_callback_method="POST",
            status_callback_event=["initiated", "ringing", "answered", "completed"],
        )
        if not taken.sid:
            raise Unclear("unreadable")
        return str(taken.sid)

    # The list does not tell our addresses; whom, when and who rang decide, and the hotline knows its other calls. It is
    # not asked by StartTime: a call that still waits in the company's queue has none.
    def rung(self, number: str, key: str, since: datetime) -> Sequence[str]:
        found = self._asked(
            self._client.calls.list, to=number, from_=self.number, limit=LOOKED_AT, page_size=LOOKED_AT
        )
        return [
            str(one.sid)
            for one in found
            if one.direction == "outbound-api"
            and one.date_created
            and one.date_created >= since - CLOCKS_DIFFER
        ]

    def fate(self, call: str) -> Fate:
        found = self._asked(self._client.calls(call).fetch)
        length = str(found.duration or "")
        return Fate(str(found.status), int(length) if length.isdecimal() else None)

    def announce(self, room: str, url: str) -> bool:
        found = self._asked(
            self._client.conferences.list, friendly_name=room, status="in-progress", limit=1, page_size=1
        )
        for one in found:
            self._asked(one.update, announce_url=url, announce_method="POST")
        return bool(found)

    def _asked(self, what: Any, **given: Any) -> Any:
        from requests.exceptions import RequestException
        from twilio.base.exceptions import TwilioException, TwilioRestException

        try:
            return what(**given)
        except TwilioRestException as error:
            raise _refusal(error.status, error.code) from None
        except RequestException as error:
            raise NotTaken("unreachable") if _never_connected(error) else Unclear("no answer") from None
        except (
            TwilioException,
            ValueError,
            LookupError,
            AttributeError,
        ):  # half an answer, or not one of theirs
            raise Unclear("unreadable") from None

    @cached_property
    def _client(self) -> "Client":
        from twilio.http.http_client import TwilioHttpClient  # half a second, which only the worker spends
        from twilio.rest import Client

        getLogger("twilio").setLevel(WARNING)  # below that it tells whom we text
        return Client(self.account, self.token, http_client=self.http or TwilioHttpClient(timeout=PATIENCE))


def twilio_carrier(
    token: str,
    secondary: str = "",
    *,
    account: str = "",
    number: str = "",
    callback: str = "",
    http: "HttpClient | None" = None,
) -> Twilio:
    """Believes the auth token and, while tokens are being changed, the secondary one; signs with the first."""
    signature = Signature(tuple(each for each in (token, secondary) if each))
    return Twilio(signature, account, token, number, callback, http)


def _refusal(status: int, code: int | None) -> NotTaken | Unclear:
    """A refusal is clear, an error of the company is not: it may have come after the message was taken."""
    if status >= 500:
        return Unclear(str(status))
    return NotTaken(str(code or status), permanent=code in PERMANENT)


def _never_connected(error: Exception) -> bool:
    """Whether the request never left: no such host, nobody there, no connection in time."""
    from requests.exceptions import ConnectTimeout
    from urllib3.exceptions import NewConnectionError

    reason = getattr(error.args[0] if error.args else None, "reason", None)
    return isinstance(error, ConnectTimeout) or isinstance(reason, NewConnectionError)
