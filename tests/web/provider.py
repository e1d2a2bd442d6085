"""A small identity provider on loopback: real signatures, PKCE, one-time codes, and the ways in which one may lie."""

import base64
import hashlib
import json
import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import RSAKey
from werkzeug.serving import make_server
from werkzeug.wrappers import Request, Response

CLIENT, SECRET = "yizhan-client", "provider-and-client-know-this"


class Provider:
    """Signs everybody in as `sub`; `lie` overrides claims, `key` may be another than the published one."""

    def __init__(self) -> None:
        self.published = RSAKey.generate_key(2048, parameters={"kid": "one"})
        self.key = self.published
        self.sub, self.lie, self.issuer = "person-1", {}, ""
        self.codes: dict[str, dict[str, str]] = {}
        self.asked: dict[str, str] = {}

    def __call__(self, environ: dict[str, object], start: object) -> object:
        request = Request(environ)
        answer = {
            "/.well-known/openid-configuration": self.metadata,
            "/jwks": lambda _: {"keys": [self.published.as_dict(private=False)]},
            "/token": self.token,
        }[request.path](request)
        status = 400 if "error" in answer else 200
        return Response(json.dumps(answer), status, mimetype="application/json")(environ, start)

    def metadata(self, _: Request) -> dict[str, object]:
        at = {name: f"{self.issuer}/{path}" for name, path in (
            ("authorization_endpoint", "authorize"), ("token_endpoint", "token"), ("jwks_uri", "jwks"))}  # fmt: skip
        return {"issuer": self.issuer, **at, "id_token_signing_alg_values_supported": ["RS256"]}

    def authorize(self, location: str) -> str:
        """What the person's browser is sent back to, after they signed in at the provider's own page."""
        self.asked = dict(parse_qsl(urlsplit(location).query))
        code = secrets.token_urlsafe(16)
        self.codes[code] = self.asked
        back = urlsplit(self.asked["redirect_uri"])
        return f"{back.path}?{urlencode({'code': code, 'state': self.asked['state']})}"

    def token(self, request: Request) -> dict[str, object]:
        form = {name: values[0] for name, values in parse_qs(request.get_data(as_text=True)).items()}
        asked = self.codes.pop(form.get("code", ""), None)
        challenge = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        basic = base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode()
        proved = asked and base64.urlsafe_b64encode(challenge).rstrip(b"=").decode() == asked["code_challenge"]
        if asked is None or not proved or request.headers.get("Authorization") != f"Basic {basic}":
            return {"error": "invalid_grant"}
        now = int(time.time())  # noqa: TID251  # another machine, with a clock of its own
        claims = {"iss": self.issuer, "sub": self.sub, "aud": CLIENT, "iat": now, "exp": now + 300}
        signed = jwt.encode({"alg": "RS256", "kid": "one"}, {**claims, "nonce": asked["nonce"], **self.lie}, self.key)
        return {"access_token": "unused", "token_type": "Bearer", "expires_in": 300, "id_token": signed}


@contextmanager
def running() -> Iterator[Provider]:
    provider = Provider()
    server = make_server("127.0.0.1", 0, provider, threaded=True)
    provider.issuer = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield provider
    server.shutdown()
    thread.join()
    server.server_close()
