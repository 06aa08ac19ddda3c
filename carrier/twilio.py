"""Twilio: the real telephone company."""

from carrier import Carrier
from carrier.signature import Signature


def twilio_carrier(token: str, secondary: str = "") -> Carrier:
    """Believes the auth token and, while tokens are being changed, the secondary one; signs with the first."""
    return Signature(tuple(each for each in (token, secondary) if each))
