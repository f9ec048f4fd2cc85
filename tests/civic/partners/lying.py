"""A provider in this process, on a real socket, that is honest until it is told to lie."""

import json
from base64 import b64decode, urlsafe_b64encode
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from time import time
from types import SimpleNamespace
from urllib.parse import parse_qs, unquote, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import ECKey

SECRET = "the client's secret"
CLIENT = "civic"


class Provider:
    """``metadata``, ``claims``, ``header`` and ``userinfo`` are laid over what an honest provider
    would say, None taking a line away; ``answers`` replaces whole answers by path."""

    def __init__(self):
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self.server.daemon_threads = True
        self.issuer = f"http://127.0.0.1:{self.server.server_port}"
        Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.02}).start()
        self.first_key = ECKey.generate_key("P-256", {"kid": "first", "use": "sig"})
        self.honest()

    def honest(self):
        self.metadata, self.claims, self.header, self.userinfo = {}, {}, {}, {}
        self.answers, self.codes, self.asked = {}, {}, []
        self.keys, self.signing = [self.first_key], self.first_key
        self.token = lambda claims: self.sign(claims)
        self.names_itself = False
        self.given = {}
        return self

    def stop(self):
        self.server.shutdown()
        self.server.server_close()

    def sign(self, claims, key=None, typ="JWT", **header):
        key = key or self.signing
        whole = {"alg": "ES256", "kid": key.kid, "typ": typ, **self.header, **header}
        return jwt.encode(_without_none(whole), claims, key, algorithms=["ES256"])

    def authorize(self, address, **person):
        """What a person's browser does there: the address that it is sent back to."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        self.last = SimpleNamespace(**asked)
        code = f"code-{len(self.codes)}"
        self.codes[code] = (asked, {"sub": "sub-1", "name": "Lou", **person})
        answer = {"code": code, "state": asked["state"]}
        if self.names_itself:
            answer["iss"] = self.issuer
        return asked["redirect_uri"] + "?" + urlencode(answer)

    def id_token(self, asked, person, **more):
        present = int(time())
        claims = {
            "iss": self.issuer,
            "aud": CLIENT,
            "iat": present,
            "exp": present + 300,
            "nonce": asked.get("nonce"),
            "auth_time": present,
            **person,
            **more,
            **self.claims,
        }
        return self.token(_without_none(claims))

    def answer(self, method, path, headers, body):
        """Status, headers and body."""
        self.asked.append(path)
        if path in self.answers:
            found = self.answers[path]
            return found() if callable(found) else found
        return {
            "/.well-known/openid-configuration": self._metadata,
            "/jwks": lambda *_: _json({"keys": [k.as_dict(private=False) for k in self.keys]}),
            "/token": self._token,
            "/userinfo": self._userinfo,
        }.get(path, lambda *_: (404, {}, b""))(headers, body)

    def _metadata(self, *_):
        return _json(
            _without_none(
                {
                    "issuer": self.issuer,
                    "authorization_endpoint": self.issuer + "/authorize",
                    "token_endpoint": self.issuer + "/token",
                    "jwks_uri": self.issuer + "/jwks",
                    "userinfo_endpoint": self.issuer + "/userinfo",
                    "end_session_endpoint": self.issuer + "/leave",
                    "response_types_supported": ["code"],
                    "id_token_signing_alg_values_supported": ["ES256", "RS256", "none", "HS256"],
                    "code_challenge_methods_supported": ["S256"],
                    "claims_supported": ["sub", "name", "groups"],
                    **self.metadata,
                }
            )
        )

    def _token(self, headers, body):
        form = {name: values[0] for name, values in parse_qs(body.decode()).items()}
        asked, person = self.codes.pop(form.get("code"), (None, None))
        proof = headers.get("Authorization", "").removeprefix("Basic ")
        is_us = unquote(b64decode(proof).decode().partition(":")[2]) == SECRET if proof else False
        is_us = is_us or form.get("client_secret") == SECRET
        challenge = urlsafe_b64encode(sha256(form.get("code_verifier", "").encode()).digest())
        if (
            asked is None
            or not is_us
            or asked.get("code_challenge") != challenge.rstrip(b"=").decode()
            or form.get("redirect_uri") != asked["redirect_uri"]
        ):
            return _json({"error": "invalid_grant"}, 400)
        self.person = person
        token = self.id_token(asked, person)
        given = {"access_token": "opens userinfo", "token_type": "Bearer", "id_token": token}
        return _json(_without_none(given | self.given))

    def _userinfo(self, headers, _body):
        if headers.get("Authorization") != "Bearer opens userinfo":
            return _json({}, 401)
        return _json(_without_none({"sub": self.person["sub"], **self.userinfo}))


def _handler(provider):
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            size = int(self.headers.get("Content-Length") or 0)
            path = urlsplit(self.path).path
            status, headers, body = provider.answer(
                self.command, path, self.headers, self.rfile.read(size)
            )
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            try:
                for piece in [body] if isinstance(body, bytes) else body:
                    self.wfile.write(piece)
                    self.wfile.flush()
            except OSError:
                return  # they hung up, as they should

        do_POST = do_GET

        def log_message(self, *_):
            return

    return Handler


def _json(found, status=200):
    return status, {"Content-Type": "application/json"}, json.dumps(found).encode()


def _without_none(found):
    return {name: value for name, value in found.items() if value is not None}
