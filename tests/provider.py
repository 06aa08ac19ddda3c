"""A provider of single sign-on on loopback: it tells of itself, lets one person in, checks the code and signs."""

import base64
import hashlib
import secrets
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from flask import Flask, jsonify, redirect, request
from flask.typing import ResponseReturnValue
from joserfc import jwt
from joserfc.jwk import RSAKey
from werkzeug.serving import BaseWSGIServer, make_server

CLIENT, CLIENT_SECRET = "telverde", "a secret between the two"


@dataclass
class SignOnServer:
    """`person` is who sits at the browser; `claims` and `key` spoil what is signed; `fails` are paths that break."""

    now: Callable[[], float]
    person: dict[str, Any] = field(default_factory=dict)
    claims: dict[str, Any] = field(default_factory=dict)
    fails: dict[str, int] = field(default_factory=dict)
    key: RSAKey = field(default_factory=lambda: RSAKey.generate_key(2048, {"kid": "first"}))
    signing_key: RSAKey | None = None
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    server: BaseWSGIServer | None = None

    def start(self) -> None:
        self.server = make_server("127.0.0.1", 0, self._app(), threaded=True)
        threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True).start()

    def stop(self) -> None:
        assert self.server
        self.server.shutdown()
        self.server.server_close()

    @property
    def issuer(self) -> str:
        assert self.server
        return f"http://127.0.0.1:{self.server.port}/realms/town"

    def _app(self) -> Flask:
        app = Flask("provider")
        app.before_request(self._maybe_fail)
        for path, view in (
            ("/.well-known/openid-configuration", self.discovery),
            ("/authorize", self.authorize),
            ("/keys", self.keys),
            ("/token", self.token),
        ):
            methods = ["POST"] if path == "/token" else ["GET"]
            app.add_url_rule(f"/realms/town{path}", view_func=view, methods=methods, endpoint=path)
        return app

    def _maybe_fail(self) -> ResponseReturnValue | None:
        path = request.path.rpartition("/")[2]
        self.asked.append(path)
        return ("broken", self.fails[path]) if path in self.fails else None

    def discovery(self) -> ResponseReturnValue:
        ends = {"authorization_endpoint": "authorize", "token_endpoint": "token", "jwks_uri": "keys"}
        told = {name: f"{self.issuer}/{end}" for name, end in ends.items()}
        return jsonify({"issuer": self.issuer, **told})

    def authorize(self) -> ResponseReturnValue:
        """The person says yes at once."""
        asked = request.args
        assert (asked["response_type"], asked["client_id"]) == ("code", CLIENT)
        assert asked["code_challenge_method"] == "S256"
        assert "openid" in asked["scope"].split()
        code = secrets.token_urlsafe(16)
        self.codes[code] = {name: asked[name] for name in ("code_challenge", "nonce", "redirect_uri")}
        return redirect(f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state']})}")

    def keys(self) -> ResponseReturnValue:
        return jsonify({"keys": [{**self.key.as_dict(private=False), "use": "sig", "alg": "RS256"}]})

    def token(self) -> ResponseReturnValue:
        """A code is good once, for who has its verifier and our secret, and for the address it was given for."""
        who = request.authorization
        assert who
        given = self.codes.pop(request.form["code"], None)
        challenge = hashlib.sha256(request.form.get("code_verifier", "").encode()).digest()
        is_right = (
            (who.username, who.password) == (CLIENT, CLIENT_SECRET.replace(" ", "%20"))
            or (who.username, who.password) == (CLIENT, CLIENT_SECRET)
        ) and given is not None and (
            given["code_challenge"] == base64.urlsafe_b64encode(challenge).rstrip(b"=").decode()
            and given["redirect_uri"] == request.form["redirect_uri"]
        )  # fmt: skip
        if not is_right or given is None:
            return jsonify({"error": "invalid_grant"}), 400
        now = int(self.now())
        claims = {"iss": self.issuer, "aud": CLIENT, "iat": now, "exp": now + 300, "nonce": given["nonce"]}
        signing_key = self.signing_key or self.key
        header = {"alg": "RS256", "kid": signing_key.kid}
        id_token = jwt.encode(header, claims | self.person | self.claims, signing_key)
        return jsonify({"access_token": "none", "token_type": "Bearer", "id_token": id_token})
