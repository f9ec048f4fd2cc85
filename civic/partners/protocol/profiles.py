"""What differs between kinds of providers, as data."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from civic.partners.protocol.discovery import Provider

EIDAS = ("eidas1", "eidas2", "eidas3")
"""Levels of assurance, the weakest first."""


@dataclass(frozen=True, kw_only=True)
class Profile:
    name: str
    scopes: tuple[str, ...] = ("openid", "profile", "email")
    issuers: tuple[str, ...] = ()
    """If given, the addresses that a form may name: production first."""
    levels: tuple[str, ...] = ()
    """If given, the first is asked for, and any of them has to come back as ``acr``."""
    signed_userinfo: bool = False
    """Userinfo is a signed JWT, and a plain one is refused."""
    id_tokens: bool = True
    """Without: no proof of when and for whom the person signed in, so no linking by it."""
    subject: str = "sub"
    birth_date: bool = False
    """Has to come, and to be a date. It is looked at and not kept."""
    always_signs_out: bool = False
    """Signing out here has to sign out there."""
    name_claims: tuple[str, ...] = ("name",)
    """Their values, joined, are the name unless a rule says otherwise."""
    paths: Mapping[str, str] = field(default_factory=dict)
    """Without discovery: where the endpoints lie under the issuer's address."""
    elsewhere: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """Issuer -> endpoints that lie somewhere else."""

    def provider(self, issuer: str) -> Provider:
        """Of a kind that publishes nothing about itself."""
        places = {name: issuer.rstrip("/") + path for name, path in self.paths.items()}
        return Provider(
            issuer=issuer,
            client_proof="client_secret_post",
            **(places | dict(self.elsewhere.get(issuer, {}))),  # type: ignore[arg-type]
        )


PROFILES = {
    profile.name: profile
    for profile in (
        Profile(name="openid"),
        Profile(
            name="franceconnect",
            scopes=(
                "openid",
                "given_name",
                "family_name",
                "preferred_username",
                "birthdate",
                "email",
            ),
            issuers=(
                "https://oidc.franceconnect.gouv.fr/api/v2",
                "https://fcp-low.sbx.dev-franceconnect.fr/api/v2",
            ),
            levels=EIDAS,
            signed_userinfo=True,
            birth_date=True,
            always_signs_out=True,
            name_claims=("given_name", "family_name"),
        ),
        Profile(
            name="proconnect",
            scopes=("openid", "given_name", "usual_name", "email", "siret"),
            issuers=(
                "https://proconnect.gouv.fr/api/v2",
                "https://fca.integ01.dev-agentconnect.fr/api/v2",
            ),
            levels=EIDAS,
            signed_userinfo=True,
            always_signs_out=True,
            name_claims=("given_name", "usual_name"),
        ),
        Profile(
            name="github",
            scopes=("read:user",),
            id_tokens=False,
            subject="id",
            name_claims=("name",),
            paths={
                "authorization_endpoint": "/login/oauth/authorize",
                "token_endpoint": "/login/oauth/access_token",
                "userinfo_endpoint": "/api/v3/user",
            },
            elsewhere={"https://github.com": {"userinfo_endpoint": "https://api.github.com/user"}},
        ),
    )
}
