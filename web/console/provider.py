"""The institution's own way of signing in (OpenID Connect): whom its provider says has come, and as what.

The code flow with PKCE (RFC 7636) and a nonce; what the provider signs is checked as OpenID Connect Core 1.0 says in
3.1.3.7. Nobody waits long for a provider: each question has PATIENCE, and what it tells of itself is kept for a while.
"""

import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from authlib.integrations.requests_client import OAuth2Session

PATIENCE = (2, 4)  # seconds to connect, and between two pieces of an answer
KEPT, NOT_AGAIN = 600, 10  # seconds: an answer is good for; a provider that gave none is left alone
LEEWAY = 60  # seconds by which two clocks may differ
SIGNED_WITH = ("RS256", "PS256", "ES256", "RS384", "PS384", "ES384", "RS512", "PS512", "ES512", "EdDSA")
Claims = Mapping[str, Any]


class Unreachable(Exception):
    """The provider does not answer, or not as it should."""


class Untrusted(Exception):
    """What came back is not what the provider would have signed for us now."""


class Refused(Exception):
    """The provider did not let them in."""


@dataclass(frozen=True)
class Provider:
    """A provider and what we are to it; `secret` is ours alone. Claims are names, or paths with dots."""

    issuer: str
    client_id: str
    secret: str = field(repr=False)
    roles_claim: str = "roles"
    inspector_claim: str = ""  # whose agenda an inspector sees; empty: they are found by their e-mail address
    _told: dict[str, tuple[float, Claims]] = field(default_factory=dict, repr=False, compare=False)
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False, compare=False)

    def way_in(self, back: str, *, state: str, nonce: str, verifier: str) -> str:
        """The address at the provider that the browser is sent to; it comes back to `back`. Raises Unreachable."""
        address, _ = self._session(back).create_authorization_url(
            self._endpoint("authorization_endpoint"), state=state, nonce=nonce, code_verifier=verifier
        )
        return str(address)

    def who_came(self, code: str, back: str, *, nonce: str, verifier: str, now: datetime) -> Claims:
        """What the provider has signed of whoever brought this code. Raises Unreachable, Untrusted or Refused."""
        from authlib.integrations.base_client import OAuthError
        from requests.exceptions import RequestException

        try:
            token = self._session(back).fetch_token(
                self._endpoint("token_endpoint"),
                grant_type="authorization_code",
                code=code,
                code_verifier=verifier,
                allow_redirects=False,
            )
        except OAuthError as error:
            raise Refused(str(error.error)[:40]) from None
        except (RequestException, ValueError, LookupError, TypeError):
            raise Unreachable("token") from None
        return self._checked(str(token.get("id_token", "")), token, nonce, now)

    def _checked(self, id_token: str, token: Claims, nonce: str, now: datetime) -> Claims:
        from authlib.oidc.core import CodeIDToken
        from joserfc.errors import InvalidKeyIdError, JoseError

        must = {"iss": self.issuer, "aud": self.client_id}
        options = {name: {"essential": True, "value": value} for name, value in must.items()}
        given = {"nonce": nonce, "client_id": self.client_id, "access_token": token.get("access_token")}
        try:
            try:
                signed = self._opened(id_token, fresh=False)
            except InvalidKeyIdError:  # they change their keys now and then
                signed = self._opened(id_token, fresh=True)
            claims = CodeIDToken(signed.claims, signed.header, options, given)
            claims.validate(now=int(now.timestamp()), leeway=LEEWAY)
        except (JoseError, ValueError, TypeError, LookupError) as error:
            raise Untrusted(type(error).__name__) from None
        if not claims["sub"]:
            raise Untrusted("nobody")
        return dict(claims)

    def _opened(self, id_token: str, *, fresh: bool) -> Any:
        from joserfc import jwt
        from joserfc.jwk import KeySet

        keys = KeySet.import_key_set(self._read(self._endpoint("jwks_uri"), fresh=fresh))  # type: ignore[arg-type]
        return jwt.decode(id_token, keys, algorithms=SIGNED_WITH)

    def _endpoint(self, name: str) -> str:
        told = self._read(f"{self.issuer.rstrip('/')}/.well-known/openid-configuration")
        address = told.get(name)
        if told.get("issuer") != self.issuer or not isinstance(address, str):
            raise Unreachable(f"{name} is not told")
        if not is_safe(address):
            raise Unreachable(f"{name} is not https")
        return address

    def _read(self, address: str, *, fresh: bool = False) -> Claims:
        """What the provider says there, asked again after a while, by one at a time."""
        with self._lock:
            at, told = self._told.get(address, (-float(KEPT), {}))
            if time.monotonic() - at > (KEPT if told and not fresh else NOT_AGAIN):
                told = self._asked(address)
                self._told[address] = time.monotonic(), told
        if not told:  # those who waited for the answer do not wait once more, each after the other
            raise Unreachable(urlsplit(address).path)
        return told

    def _asked(self, address: str) -> Claims:
        import requests

        try:
            answer = requests.get(address, timeout=PATIENCE, allow_redirects=False)
            told = answer.json() if answer.status_code == 200 else None
        except (requests.RequestException, ValueError):
            told = None
        return told if isinstance(told, dict) else {}

    def _session(self, back: str) -> "OAuth2Session":
        from authlib.integrations.requests_client import OAuth2Session  # half a second, spent by the first

        return OAuth2Session(
            self.client_id,
            self.secret,
            token_endpoint_auth_method=self._way_to_tell_the_secret(),
            scope="openid profile email",
            redirect_uri=back,
            code_challenge_method="S256",
            default_timeout=PATIENCE,
        )

    def _way_to_tell_the_secret(self) -> str:
        told = self._read(f"{self.issuer.rstrip('/')}/.well-known/openid-configuration")
        known = told.get("token_endpoint_auth_methods_supported") or ["client_secret_basic"]
        return "client_secret_basic" if "client_secret_basic" in known else "client_secret_post"


def is_safe(address: str) -> bool:
    """Whether what is said there stays between us: https, or this machine."""
    parts = urlsplit(address)
    return parts.scheme == "https" or (
        parts.scheme == "http" and parts.hostname in ("127.0.0.1", "localhost", "::1")
    )


def claim(claims: Claims, path: str) -> object:
    """The value of a claim, by its name or its path: "realm_access.roles". None if it is not there."""
    if path in claims:
        return claims[path]
    value: object = claims
    for name in path.split("."):
        value = value.get(name) if isinstance(value, Mapping) else None
    return value
