"""The carrier's requests as it sends them: 29 parameters, signed, on a connection that stays open."""

from urllib.parse import urlencode

from carrier.twilio import twilio_carrier
from phone.parameters import Numbers, gathered_keys, standard

ACCOUNT = "AC" + "0" * 32
TOKEN = "the token of the measurements"
NUMBER = "+40800000000"
HOST = "line.example"
ENVIRONMENT = {
    "PUBLIC_BASE_URL": f"http://{HOST}",
    "TWILIO_ACCOUNT_SID": ACCOUNT,
    "TWILIO_AUTH_TOKEN": TOKEN,
    "TWILIO_NUMBER": NUMBER,
    "SECRET_KEY": "the secret of the measurements",
}
_CARRIER = twilio_carrier(TOKEN)
# of each call its own, as the carrier's are: what is the same in all requests is remembered
_CALL_TOKEN = '{"parentCallInfoToken":"' + "eyJhbGciOiJFUzI1NiJ9" * 10 + '.%s"}'


def webhook(target: str, sid: str, phone: str, keys: str = "", ended_by: str = "") -> bytes:
    """One request, byte for byte: `phone` presses `keys` in the call `sid`."""
    numbers = Numbers(sid, ACCOUNT, phone, NUMBER)
    form = standard(numbers, "in-progress") | gathered_keys(keys, ended_by)
    form |= {"msg": "Gather End", "CallToken": _CALL_TOKEN % sid}
    body = urlencode(form).encode()
    head = (
        f"POST {target} HTTP/1.1\r\nHost: {HOST}\r\nUser-Agent: TwilioProxy/1.1\r\nAccept: */*\r\n"
        "Content-Type: application/x-www-form-urlencoded; charset=UTF-8\r\n"
        f"X-Twilio-Signature: {_CARRIER.sign(f'http://{HOST}{target}', form)}\r\n"
        f"I-Twilio-Idempotency-Token: {sid}\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body
