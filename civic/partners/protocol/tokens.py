"""Signed statements of a provider: ID tokens, signed userinfo, logout tokens.

Each check stands here by itself, as libraries accept more than we do: another audience with our
name as ``azp``, ``alg: none`` where the provider lists it, an empty subject, tokens of yesterday.
The library for signatures is imported where it is used: a house without partners never needs it.
"""

import json
import warnings
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256, sha512
from hmac import compare_digest
from typing import Any

from civic.partners.protocol.refusals import Reason, Refused

LARGEST_TOKEN = 32 * 1024
LARGEST_HEADER = 1024
SKEW = 30
"""Seconds by which clocks may differ."""
OLDEST = 600
"""Seconds since a token was issued: it comes straight from the provider."""
KINDS = {"RS256": "RSA", "PS256": "RSA", "ES256": "EC", "EdDSA": "OKP"}
EMBEDDED = ("crit", "jwk", "jku", "x5u", "x5c", "b64")
"""A token that brings its own key, or wants to be read in another way."""
LOGOUT = "http://schemas.openid.net/event/backchannel-logout"


@dataclass(frozen=True)
class Key:
    kid: str | None
    kind: str
    use: str | None
    algorithm: str | None
    key: Any


def keys_of(found: dict[str, Any]) -> tuple[Key, ...]:
    """The public keys of a key set that can be used here; the others are passed over. Raises
    Refused."""
    listed = found.get("keys")
    if not isinstance(listed, list) or len(listed) > 100:
        raise Refused(Reason.BAD_ANSWER, "jwks_uri")
    return tuple(key for one in listed if isinstance(one, dict) and (key := _key(one)))


def _key(one: dict[str, Any]) -> Key | None:
    from joserfc.errors import JoseError
    from joserfc.jwk import JWKRegistry

    kind = one.get("kty")
    if kind not in KINDS.values() or one.get("use", "sig") != "sig" or "d" in one:
        return None
    if kind == "RSA" and not 342 <= len(str(one.get("n", ""))) <= 1400:
        return None  # 2048 to 8192 bits
    known = {name: str(value) for name, value in one.items() if isinstance(value, str)}
    try:
        key = JWKRegistry.import_key(known)  # type: ignore[arg-type]
    except (JoseError, ValueError, TypeError, KeyError):
        return None
    return Key(known.get("kid"), str(kind), known.get("use"), known.get("alg"), key)


def header_of(token: object) -> dict[str, Any]:
    """Raises Refused."""
    if not isinstance(token, str) or token.count(".") != 2 or not token.isascii():
        raise Refused(Reason.BAD_TOKEN)
    first = token.partition(".")[0]
    if len(token) > LARGEST_TOKEN or len(first) > LARGEST_HEADER:
        raise Refused(Reason.TOO_LARGE)
    try:
        found = json.loads(urlsafe_b64decode(first + "=" * (-len(first) % 4)))
    except (ValueError, RecursionError) as broken:
        raise Refused(Reason.BAD_TOKEN) from broken
    if not isinstance(found, dict):
        raise Refused(Reason.BAD_TOKEN)
    if any(name in found for name in EMBEDDED):
        raise Refused(Reason.BAD_HEADER)
    return found


def signer(token: object, keys: Sequence[Key], algorithms: Sequence[str]) -> Key:
    """The key that must have signed it. Raises Refused; UNKNOWN_KEY may mean that the provider has
    new ones."""
    header = header_of(token)
    algorithm = header.get("alg")
    if algorithm not in algorithms or algorithm not in KINDS:
        raise Refused(Reason.BAD_ALGORITHM)
    kid = header.get("kid")
    fitting = [
        key
        for key in keys
        if key.kind == KINDS[algorithm]
        and key.algorithm in (None, algorithm)
        and (kid is None or key.kid == kid)
    ]
    if len(fitting) != 1:
        raise Refused(Reason.UNKNOWN_KEY)
    return fitting[0]


def statement(token: str, key: Key) -> dict[str, Any]:
    """What was signed. Raises Refused."""
    from joserfc import jwt
    from joserfc.errors import JoseError, SecurityWarning

    algorithm = header_of(token)["alg"]
    try:
        with warnings.catch_warnings():
            warnings.simplefilter(
                "ignore", SecurityWarning
            )  # EdDSA is called Ed25519 since RFC 9864
            return dict(jwt.decode(token, key.key, algorithms=[algorithm]).claims)
    except (JoseError, ValueError, TypeError, KeyError, RecursionError) as broken:
        raise Refused(Reason.BAD_SIGNATURE) from broken


def check_identity(
    claims: dict[str, Any],
    *,
    issuer: str,
    client_id: str,
    nonce: str,
    now: datetime,
    token: str,
    access_token: str,
) -> str:
    """The subject of an ID token that is for us, of now, and answers our question. Raises
    Refused."""
    check_addressed(claims, issuer=issuer, client_id=client_id)
    check_times(claims, now)
    said = claims.get("nonce")
    if not isinstance(said, str) or not compare_digest(said.encode(), nonce.encode()):
        raise Refused(Reason.WRONG_NONCE)
    if "at_hash" in claims and claims["at_hash"] != _half_hash(token, access_token):
        raise Refused(Reason.WRONG_HASH)
    return subject(claims.get("sub"))


def check_addressed(claims: dict[str, Any], *, issuer: str, client_id: str) -> None:
    if claims.get("iss") != issuer:
        raise Refused(Reason.WRONG_ISSUER)
    if claims.get("aud") not in (client_id, [client_id]):
        raise Refused(Reason.WRONG_AUDIENCE)
    if claims.get("azp", client_id) != client_id:
        raise Refused(Reason.WRONG_AUDIENCE)


def check_times(claims: dict[str, Any], now: datetime) -> None:
    present = now.timestamp()
    expires, issued = _seconds(claims.get("exp")), _seconds(claims.get("iat"))
    begins = _seconds(claims["nbf"]) if "nbf" in claims else issued
    if expires < present - SKEW or not present - OLDEST <= issued <= present + SKEW:
        raise Refused(Reason.WRONG_TIME)
    if begins > present + SKEW:
        raise Refused(Reason.WRONG_TIME)


def subject(found: object) -> str:
    """OpenID Connect Core 2: at most 255 ASCII signs. Raises Refused."""
    good = isinstance(found, str) and 0 < len(found) <= 255 and found.isascii()
    if not good or not str(found).isprintable() or not str(found).strip():
        raise Refused(Reason.WRONG_SUBJECT)
    return str(found)


def proved_at(claims: dict[str, Any]) -> float | None:
    """When the person proved who they are. None: the provider does not say. Raises Refused."""
    return _seconds(claims["auth_time"]) if "auth_time" in claims else None


def check_fresh(claims: dict[str, Any], now: datetime, *, seconds: int = 300) -> None:
    """That the person proved who they are just now, not that a session was open there."""
    at = proved_at(claims)
    if at is None or not now.timestamp() - seconds <= at <= now.timestamp() + SKEW:
        raise Refused(Reason.NOT_FRESH)


@dataclass(frozen=True, kw_only=True)
class SignedOut:
    """Who was signed out at the provider: one session (``sid``), or all of a subject's."""

    subject: str | None
    sid: str | None
    issued_at: float


def check_signed_out(
    token: str, claims: dict[str, Any], *, issuer: str, client_id: str, now: datetime
) -> SignedOut:
    """OpenID Connect Back-Channel Logout 1.0, section 2.6. Raises Refused."""
    kind = str(header_of(token).get("typ", "logout+jwt")).casefold()
    if kind not in ("logout+jwt", "application/logout+jwt", "jwt"):
        raise Refused(Reason.BAD_TOKEN)
    if "nonce" in claims or not isinstance(claims.get("jti"), str):
        raise Refused(Reason.BAD_TOKEN)  # with a nonce it is somebody's ID token
    check_addressed(claims, issuer=issuer, client_id=client_id)
    check_times({"exp": claims.get("iat"), **claims}, now)
    events = claims.get("events")
    if not isinstance(events, dict) or not isinstance(events.get(LOGOUT), dict):
        raise Refused(Reason.BAD_TOKEN)
    who, sid = claims.get("sub"), claims.get("sid")
    if who is None and sid is None:
        raise Refused(Reason.WRONG_SUBJECT)
    return SignedOut(
        subject=None if who is None else subject(who),
        sid=None if sid is None else subject(sid),
        issued_at=float(claims["iat"]),
    )


def _seconds(found: Any) -> float:
    """A moment as tokens write it. Raises Refused."""
    is_number = isinstance(found, int | float) and not isinstance(found, bool)
    if not is_number or not 0 < found < 1e11:
        raise Refused(Reason.WRONG_TIME)
    return float(found)


def _half_hash(token: str, access_token: str) -> str:
    long = header_of(token)["alg"] == "EdDSA"
    digest = (sha512 if long else sha256)(access_token.encode()).digest()
    return urlsafe_b64encode(digest[: len(digest) // 2]).rstrip(b"=").decode()
