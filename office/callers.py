"""A caller is rung back on an ordinary Romanian number, or hears why the one given will not do."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

import phonenumbers
from phonenumbers import PhoneNumberType

Kind = Literal["mobile", "fixed", "other", "withheld"]
Reason = Literal["premium", "shared", "toll_free", "short", "own", "foreign", "invalid", "withheld"]


@dataclass(frozen=True)
class Caller:
    """Who rings, as far as the telephone tells.

    `e164` is "+40722000111", None when withheld. `kind` is "mobile" or "fixed" for Romanian numbers only (so
    "mobile" can get our SMS); foreign and special numbers are "other". `country` is the two-letter code, None
    when unknown.
    """

    e164: str | None
    kind: Kind
    country: str | None


class NotDialable(Exception):
    """This number cannot be rung back."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason: Reason = reason


WITHHELD = Caller(None, "withheld", None)

# Words spelled on the keys, which carriers send as if they were the caller's number; seen in public code.
_SPELLED = {
    "266696687",  # ANONYMOUS
    "7378742833",  # RESTRICTED
    "2562533",  # BLOCKED
    "8656696",  # UNKNOWN
    "86282452253",  # UNAVAILABLE
}


@lru_cache(maxsize=4096)
def caller(from_: str) -> Caller:
    """The caller named by the `From` of a call: a number, or WITHHELD for whatever is not one.

    "anonymous", "unknown", "", words spelled on the keys, "sip:..." and "client:..." are all WITHHELD.
    """
    digits = _digits(from_)
    if digits is None:
        return WITHHELD
    national = _national(digits)
    return _looked_up("+40" + national if national else "+" + digits.removeprefix("00"))


def callback_number(dialled: str, ours: Collection[str]) -> str:
    """The number to ring back, as "+40722000111", for one typed as 0722..., 40722... or 0040722...

    Only Romanian mobile and fixed numbers (the 037x ones too). `ours` are the line's own numbers, in any of
    these forms. Everything else raises NotDialable with the reason: a line that rings whatever is typed
    would be used for toll fraud.
    """
    digits = _digits(dialled)
    if digits is None:
        raise NotDialable("withheld")
    national = _national(digits)
    if national is None:
        raise NotDialable(_not_national(digits))
    if national in {_national(_digits(own) or "") for own in ours}:
        raise NotDialable("own")
    refusal = _refusal("+40" + national)
    if refusal:
        raise NotDialable(refusal)
    return "+40" + national


def institution_number(written: str) -> str:
    """The number of an institution as it is dialled: "+40264401001", "+40219590", or "116111" for a short one.

    Fixed, mobile, free (0800) and short numbers that the numbering plan knows, the ones behind a county prefix
    too. Everything else raises NotDialable with the reason: callers are sent to emergency numbers in other words
    and to paid numbers never.
    """
    digits = _digits(written)
    if digits is None:
        raise NotDialable("invalid")
    national = _national(digits)
    if national is None:
        return _short_number(digits)
    refusal = _refusal("+40" + national)
    if refusal and refusal != "toll_free":
        raise NotDialable(refusal)
    return "+40" + national


def may_be_rung(caller: Caller, ours: Collection[str]) -> bool:
    """Whether the number the caller rings from can be offered for ringing back."""
    try:
        return callback_number(caller.e164 or "", ours) == caller.e164
    except NotDialable:
        return False


def is_mobile(e164: str) -> bool:
    """Whether an SMS can go there: a Romanian mobile number, in E.164 form."""
    known = _looked_up(e164)
    return known.e164 == e164 and known.kind == "mobile"


def mask(e164: str) -> str:
    """The number for logs and screens: country, the first digit of a Romanian one, the last three digits.

    "+40722000111" gives "+40 7•• ••• 111", "+4915112345678" gives "+49 ••• 678"; "•••" if it is no number.
    """
    if re.fullmatch(r"\+40[0-9]{9}", e164):
        return f"+40 {e164[3]}•• ••• {e164[-3:]}"
    try:
        return f"+{phonenumbers.parse(e164).country_code} ••• {e164[-3:]}"
    except phonenumbers.NumberParseException:
        return "•••"


def hidden(recipient: str) -> str:
    """A number as `mask` shows it; an address keeps its first letter and its host; what was removed is empty."""
    name, at, host = recipient.partition("@")
    return f"{name[:1]}•••@{host}" if at else mask(recipient) if recipient else ""


def _digits(text: str) -> str | None:
    """The digits as typed or sent, "00" for the plus; None if that is no number, or a spelled word."""
    digits = re.sub("[^0-9]", "", text)
    if not re.fullmatch(r"\s*\+?[0-9 ().-]+", text) or digits in _SPELLED | {""}:
        return None
    return "00" + digits if text.lstrip().startswith("+") else digits


def _national(digits: str) -> str | None:
    """The nine digits after the 0 of a Romanian number; a 0 too many after the 40 is forgiven."""
    found = re.fullmatch("(?:(?:00)?400?|0)([1-9][0-9]{8})", digits)
    return found[1] if found else None


def _short_number(digits: str) -> str:
    """A short number, alone (116111) or behind the prefix of a county (0219590)."""
    found = re.fullmatch("(?P<prefixed>(?:0040|0)(?=[23]))?(?P<rest>[1-9][0-9]{4,7})", digits)
    if not found:
        raise NotDialable(_not_national(digits))
    number = phonenumbers.PhoneNumber(country_code=40, national_number=int(found["rest"]))
    if found["prefixed"] and phonenumbers.is_valid_number(number):
        return "+40" + found["rest"]
    if found["prefixed"] or not phonenumbers.is_valid_short_number_for_region(number, "RO"):
        raise NotDialable("short")
    if phonenumbers.expected_cost_for_region(number, "RO") == phonenumbers.ShortNumberCost.PREMIUM_RATE:
        raise NotDialable("premium")
    return digits


def _not_national(digits: str) -> Reason:
    if digits.startswith("00") and not digits.startswith("0040"):
        return "foreign"
    return "short" if len(re.sub("^(?:0040|0)", "", digits)) <= 6 else "invalid"


@lru_cache(maxsize=4096)
def _refusal(e164: str) -> Reason | None:
    if _looked_up(e164).kind in ("mobile", "fixed"):
        return None
    refusals: dict[int, Reason] = {
        PhoneNumberType.PREMIUM_RATE: "premium",
        PhoneNumberType.SHARED_COST: "shared",
        PhoneNumberType.UAN: "shared",  # 0805 televoting, 0807 and 0808 platforms
        PhoneNumberType.TOLL_FREE: "toll_free",
    }
    return refusals.get(phonenumbers.number_type(phonenumbers.parse(e164)), "invalid")


@lru_cache(maxsize=4096)
def _looked_up(e164: str) -> Caller:
    try:
        number = phonenumbers.parse(e164)
    except phonenumbers.NumberParseException:
        return WITHHELD
    if not phonenumbers.is_possible_number(number):
        return WITHHELD
    return Caller(e164, _kind(number), _country(number))


def _country(number: phonenumbers.PhoneNumber) -> str | None:
    """The country of the number, or of its prefix where the range is not known; None for satellites."""
    region = phonenumbers.region_code_for_number(number)
    region = region or phonenumbers.region_code_for_country_code(number.country_code or 0)
    return region if region.isalpha() and region != "ZZ" else None


def _kind(number: phonenumbers.PhoneNumber) -> Kind:
    """037x numbers belong to no county but ring an ordinary telephone."""
    if number.country_code != 40 or len(str(number.national_number)) != 9:
        return "other"
    match phonenumbers.number_type(number):
        case PhoneNumberType.MOBILE:
            return "mobile"
        case PhoneNumberType.FIXED_LINE:
            return "fixed"
        case PhoneNumberType.UAN if str(number.national_number).startswith("37"):
            return "fixed"
    return "other"
