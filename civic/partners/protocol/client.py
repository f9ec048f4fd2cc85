"""The authorisation code flow: the address people are sent to, and what comes back with them.

State, nonce and verifier are made and kept by the caller, in a row: not in the cookie, where a
dozen unfinished attempts would fill it and where the verifier could be read.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from secrets import token_urlsafe
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from civic.partners.protocol import tokens
from civic.partners.protocol.discovery import Provider
from civic.partners.protocol.known import Providers
from civic.partners.protocol.profiles import Profile
from civic.partners.protocol.refusals import Reason, Refused

if TYPE_CHECKING:
    from civic.partners.protocol.network import Line

NOT_ABOUT_THE_PERSON = frozenset(
    (
        *("iss", "aud", "azp", "exp", "iat", "nbf", "nonce", "at_hash", "c_hash", "s_hash"),
        *("jti", "sid", "auth_time", "birthdate", "acr", "amr", "typ", "updated_at"),
    )
)


@dataclass(frozen=True, kw_only=True)
class Client:
    """Who we are for a provider."""

    issuer: str
    client_id: str
    secret: str
    redirect_uri: str
    profile: Profile
    expects_s256: bool = False
    """The provider named S256 when the connection was tested: it may not drop it."""
    least_age: int | None = None


@dataclass(frozen=True, kw_only=True)
class Identity:
    subject: str
    claims: dict[str, Any]
    """About the person, bounded in size; without the birth date."""
    id_token: str = ""
    sid: str | None = None
    proved_at: float | None = None
    """When the person proved there who they are (seconds since 1970), where the provider says so:
    a session that was open there since yesterday proves nothing of now."""


@dataclass(frozen=True, kw_only=True)
class Question:
    """What an attempt asked, and has to be answered."""

    state: str
    nonce: str
    verifier: str
    again: bool = False
    """The person has to prove again who they are, even if a session is open there."""


def way_out(providers: Providers, client: Client, question: Question) -> str:
    """The provider's address to send the browser to. Raises Refused."""
    with _talk(providers, client) as line:
        provider = _provider(providers, line, client)
        options: dict[str, str] = {}
        if client.profile.id_tokens:
            options["nonce"] = question.nonce
            if question.again:
                options |= {"prompt": "login", "max_age": "0"}
        if client.profile.levels:
            options["acr_values"] = client.profile.levels[0]
        address, _state = line.create_authorization_url(
            provider.authorization_endpoint,
            state=question.state,
            code_verifier=question.verifier,
            **options,
        )
        return str(address)


def identify(
    providers: Providers,
    client: Client,
    question: Question,
    *,
    answer: Mapping[str, str],
    now: datetime,
) -> Identity:
    """From the parameters with which the browser came back. Raises Refused."""
    with _talk(providers, client) as line:
        provider = _provider(providers, line, client)
        says = answer.get("iss")
        if (provider.says_issuer or says is not None) and says != client.issuer:
            raise Refused(Reason.MIX_UP)
        if "error" in answer:
            raise Refused(Reason.DECLINED, answer["error"][:80])
        code = answer.get("code", "")
        if not 0 < len(code) <= 4096:
            raise Refused(Reason.NO_CODE)
        line.token_endpoint_auth_method = provider.client_proof
        given = _exchange(line, provider, code, question.verifier)
        if client.profile.id_tokens:
            found = _identity(providers, line, provider, client, question, given, now)
        else:
            found = _bare_identity(line, provider, client, given)
    _check_age(found.claims.pop("birthdate", None), client, now)
    return Identity(
        subject=found.subject,
        claims=bounded(found.claims),
        id_token=found.id_token,
        sid=found.sid,
        proved_at=found.proved_at,
    )


def sign_out_address(provider: Provider, *, client_id: str, id_token: str, back: str) -> str | None:
    """RP-initiated logout 1.0. None where the provider does not offer it."""
    if not provider.end_session_endpoint:
        return None
    said = {
        "id_token_hint": id_token,
        "client_id": client_id,
        "post_logout_redirect_uri": back,
        "state": token_urlsafe(16),
    }
    sign = "&" if "?" in provider.end_session_endpoint else "?"
    return provider.end_session_endpoint + sign + urlencode(said)


def _talk(providers: Providers, client: Client) -> Any:
    return providers.talk(
        client.issuer,
        client_id=client.client_id,
        client_secret=client.secret,
        redirect_uri=client.redirect_uri,
        scope=" ".join(client.profile.scopes),
        code_challenge_method="S256",
    )


def _provider(providers: Providers, line: "Line", client: Client) -> Provider:
    if client.profile.paths:
        return client.profile.provider(client.issuer)
    provider = providers.provider(line, client.issuer)
    if client.expects_s256 and not provider.names_s256:
        raise Refused(Reason.NO_S256)
    return provider


def _exchange(line: "Line", provider: Provider, code: str, verifier: str) -> dict[str, Any]:
    from authlib.common.errors import AuthlibBaseError

    try:
        given = line.fetch_token(
            provider.token_endpoint,
            grant_type="authorization_code",
            code=code,
            code_verifier=verifier,
        )
    except AuthlibBaseError as refused:
        is_about_us = refused.error in ("invalid_client", "unauthorized_client")
        reason = Reason.CLIENT_REFUSED if is_about_us else Reason.CODE_REFUSED
        raise Refused(reason, str(refused.error)[:80]) from refused
    except (ValueError, TypeError, AttributeError, RecursionError) as broken:
        raise Refused(Reason.BAD_ANSWER) from broken
    token = given.get("access_token") if isinstance(given, dict) else None
    if not isinstance(token, str) or not 0 < len(token) <= 8192 or not token.isprintable():
        raise Refused(Reason.BAD_ANSWER)
    return dict(given)


def _identity(
    providers: Providers,
    line: "Line",
    provider: Provider,
    client: Client,
    question: Question,
    given: dict[str, Any],
    now: datetime,
) -> Identity:
    token = given.get("id_token")
    if not token:
        raise Refused(Reason.NO_ID_TOKEN)
    claims = providers.statement(line, provider, token)
    subject = tokens.check_identity(
        claims,
        issuer=client.issuer,
        client_id=client.client_id,
        nonce=question.nonce,
        now=now,
        token=token,
        access_token=given["access_token"],
    )
    if client.profile.levels and claims.get("acr") not in client.profile.levels:
        raise Refused(Reason.TOO_WEAK)
    if question.again:
        tokens.check_fresh(claims, now)
    sid = claims.get("sid")
    more = _userinfo(providers, line, provider, client, given["access_token"], subject)
    return Identity(
        subject=subject,
        claims=claims | more,
        id_token=token,
        sid=sid if isinstance(sid, str) and len(sid) <= 255 else None,
        proved_at=tokens.proved_at(claims),
    )


def _userinfo(
    providers: Providers,
    line: "Line",
    provider: Provider,
    client: Client,
    access_token: str,
    subject: str,
) -> dict[str, Any]:
    if not provider.userinfo_endpoint:
        if client.profile.signed_userinfo:
            raise Refused(Reason.INCOMPLETE, "userinfo_endpoint")
        return {}
    answer = _ask(line, provider.userinfo_endpoint, access_token)
    if "jwt" in answer.headers.get("Content-Type", ""):
        if answer.status_code >= 400:
            raise Refused(Reason.BAD_ANSWER, f"HTTP {answer.status_code}")
        more = providers.statement(line, provider, answer.text.strip())
        tokens.check_addressed(more, issuer=client.issuer, client_id=client.client_id)
    elif client.profile.signed_userinfo:
        raise Refused(Reason.BAD_TOKEN)
    else:
        more = line.in_json(answer)
    if more.get("sub") != subject:
        raise Refused(Reason.WRONG_SUBJECT)
    return more


def _bare_identity(
    line: "Line", provider: Provider, client: Client, given: dict[str, Any]
) -> Identity:
    claims = line.in_json(_ask(line, provider.userinfo_endpoint, given["access_token"]))
    found = claims.get(client.profile.subject)
    if isinstance(found, int) and not isinstance(found, bool) and found > 0:
        found = str(found)
    return Identity(subject=tokens.subject(found), claims=claims)


def _ask(line: "Line", url: str, access_token: str) -> Any:
    proof = {"Authorization": f"Bearer {access_token}", "Accept": "application/json"}
    return line.request("GET", url, withhold_token=True, headers=proof)


def _check_age(said: object, client: Client, now: datetime) -> None:
    """The birth date is looked at here, and goes no further."""
    if said is None and not client.profile.birth_date and client.least_age is None:
        return
    try:
        born = date.fromisoformat(said if isinstance(said, str) else "")
    except ValueError as wrong:
        raise Refused(Reason.BAD_BIRTH_DATE) from wrong
    today = now.date()
    age = today.year - born.year - ((today.month, today.day) < (born.month, born.day))
    if not 0 <= age <= 130:
        raise Refused(Reason.BAD_BIRTH_DATE)
    if client.least_age is not None and age < client.least_age:
        raise Refused(Reason.TOO_YOUNG)


def bounded(claims: Mapping[str, Any]) -> dict[str, Any]:
    """What speaks of the person, as far as rules can use it: words, numbers, yes and no, lists of
    words, and objects that hold such."""
    kept: dict[str, Any] = {}
    for name, value in claims.items():
        if name not in NOT_ABOUT_THE_PERSON and len(name) <= 100 and len(kept) < 60:
            small = _small(value)
            if small is not None:
                kept[name] = small
    return kept


def _small(value: Any, depth: int = 2) -> Any:
    if isinstance(value, str):
        return value[:300]
    if isinstance(value, bool) or (isinstance(value, int) and abs(value) < 2**53):
        return value
    if isinstance(value, list):
        return [part[:300] for part in value[:200] if isinstance(part, str)]
    if isinstance(value, dict) and depth:
        parts = {str(name)[:100]: _small(part, depth - 1) for name, part in [*value.items()][:30]}
        return {name: part for name, part in parts.items() if part is not None}
    return None
