"""The telephone company in your pocket: signs as a real one does, rings nobody."""

import hmac

from carrier import Carrier
from carrier.signature import Signature


def local_carrier(secret_key: str) -> Carrier:
    """For the browser phone, the terminal phone and the tests; its token is made of the installation's secret."""
    return Signature((hmac.digest(secret_key.encode(), b"local carrier", "sha256").hex(),))
