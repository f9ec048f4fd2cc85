"""What a provider publishes about itself, and whether that is what the connection expects.

OpenID Connect Discovery 1.0; RFC 8414; RFC 9207 for the ``iss`` parameter of the answer.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from civic.partners.protocol.refusals import Reason, Refused

if TYPE_CHECKING:
    from civic.partners.protocol.network import Line

ALGORITHMS = ("RS256", "PS256", "ES256", "EdDSA")
"""Never what the provider lists: it may list ``none``, or HS256 against its public key."""
WELL_KNOWN = "/.well-known/openid-configuration"


@dataclass(frozen=True, kw_only=True)
class Provider:
    """What we use of it, checked."""

    issuer: str
    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str = ""
    userinfo_endpoint: str = ""
    end_session_endpoint: str = ""
    algorithms: tuple[str, ...] = ()
    client_proof: str = "client_secret_basic"
    says_issuer: bool = False
    """Puts ``iss`` into its answers (RFC 9207): one without it is refused."""
    names_s256: bool = False
    tells_of_sign_out: bool = False
    """Back-channel logout."""
    claims: tuple[str, ...] = ()
    """The names it says it can tell."""


def discover(line: "Line", issuer: str) -> Provider:
    """Raises Refused."""
    return recognise(line.read(issuer.rstrip("/") + WELL_KNOWN), issuer, private=line.private)


def recognise(found: Mapping[str, Any], issuer: str, *, private: bool = False) -> Provider:
    """Raises Refused."""
    if found.get("issuer") != issuer:
        raise Refused(Reason.OTHER_ISSUER, str(found.get("issuer", ""))[:300])
    places = {
        name: _address(found, name, private=private)
        for name in ("authorization_endpoint", "token_endpoint", "jwks_uri")
    }
    methods = _words(found, "code_challenge_methods_supported")
    if methods and "S256" not in methods:
        raise Refused(Reason.NO_S256)
    offered = _words(found, "id_token_signing_alg_values_supported") or ("RS256",)
    algorithms = tuple(name for name in ALGORITHMS if name in offered)
    if not algorithms:
        raise Refused(Reason.NO_ALGORITHM, ", ".join(offered)[:200])
    if "code" not in (_words(found, "response_types_supported") or ("code",)):
        raise Refused(Reason.INCOMPLETE, "response_types_supported")
    return Provider(
        issuer=issuer,
        **places,
        **{
            name: _address(found, name, private=private) if found.get(name) else ""
            for name in ("userinfo_endpoint", "end_session_endpoint")
        },
        algorithms=algorithms,
        client_proof=_proof(found),
        says_issuer=found.get("authorization_response_iss_parameter_supported") is True,
        names_s256="S256" in methods,
        tells_of_sign_out=found.get("backchannel_logout_supported") is True,
        claims=_words(found, "claims_supported")[:60],
    )


def _proof(found: Mapping[str, Any]) -> str:
    known = ("client_secret_basic", "client_secret_post")
    offered = _words(found, "token_endpoint_auth_methods_supported") or known
    for method in known:
        if method in offered:
            return method
    raise Refused(Reason.NO_CLIENT_PROOF, ", ".join(offered)[:200])


def _address(found: Mapping[str, Any], name: str, *, private: bool) -> str:
    value = found.get(name)
    try:
        parts = urlsplit(value if isinstance(value, str) else "")
    except ValueError:
        parts = urlsplit("")
    schemes = ("https", "http") if private else ("https",)
    good = parts.scheme in schemes and parts.hostname and not parts.fragment and not parts.username
    if not good or len(str(value)) > 500:
        raise Refused(Reason.INCOMPLETE, name)
    return str(value)


def _words(found: Mapping[str, Any], name: str) -> tuple[str, ...]:
    value = found.get(name)
    if not isinstance(value, list):
        return ()
    return tuple(word for word in value[:500] if isinstance(word, str) and len(word) <= 100)
