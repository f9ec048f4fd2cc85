"""What a provider says of itself, found or missing, in words an administrator can act on."""

from dataclasses import dataclass

from flask_babel import gettext as _

from civic.partners import wording
from civic.partners.protocol.known import Providers
from civic.partners.protocol.profiles import Profile
from civic.partners.protocol.refusals import Reason, Refused


@dataclass(frozen=True)
class Finding:
    kind: str
    """``ok``, ``info`` or ``bad``."""
    words: str


def look_at(providers: Providers, profile: Profile, issuer: str, *, base_url: str) -> list[Finding]:
    """Asks the provider now, whatever was known of it."""
    if profile.paths:
        return [
            Finding("info", _("Providers of this kind publish nothing about themselves: a test sign-in shows whether it works.")),
            Finding("info", _("They give no ID token: nobody can link such an account to one they have here.")),
        ]  # fmt: skip
    try:
        with providers.talk(issuer) as line:
            provider = providers.provider(line, issuer, anew=True)
            keys = providers.keys(line, provider)
    except Refused as refused:
        return [Finding("bad", _in_words(refused, issuer))]
    found = [
        Finding("ok", _("Found: it answers, and calls itself %(issuer)s.", issuer=issuer)),
        Finding("ok", _("Found: where people sign in, and where its answers are fetched.")),
        Finding("ok", _("Found: it signs with %(names)s.", names=", ".join(provider.algorithms)))
        if keys
        else Finding("bad", _("Missing: not one of its keys can be used.")),
        Finding("ok", _("Found: it protects the way back (PKCE with S256)."))
        if provider.names_s256
        else Finding("info", _("Not said: whether it protects the way back (PKCE). We ask for it all the same.")),
        Finding("ok", _("Found: it says in each answer who it is."))
        if provider.says_issuer
        else Finding("info", _("Not offered: saying in each answer who it is. Each connection has its own address, which does as well.")),
        Finding("ok", _("Found: more about people on request (userinfo)."))
        if provider.userinfo_endpoint
        else Finding("bad" if profile.signed_userinfo else "info", _("Not offered: more about people on request (userinfo).")),
        Finding("ok", _("Found: signing out there, too."))
        if provider.end_session_endpoint
        else Finding("info", _("Not offered: signing out there. People sign out here only.")),
        Finding("ok", _("Found: it tells us when somebody signs out there."))
        if provider.tells_of_sign_out
        else Finding("info", _("Not offered: telling us when somebody signs out there.")),
    ]  # fmt: skip
    if provider.claims:
        found.append(
            Finding("info", _("Claims that it names: %(names)s.", names=", ".join(provider.claims)))
        )
    if not base_url.startswith("https://"):
        found.append(Finding("info", _("This platform is reached without encryption (BASE_URL): most providers refuse that.")))  # fmt: skip
    return found


def _in_words(refused: Refused, issuer: str) -> str:
    if refused.reason is Reason.OTHER_ISSUER and refused.detail:
        said = _(
            "It calls itself %(other)s, and the connection says %(issuer)s. Both have to be the "
            "same to the last character, a slash at the end included: correct the address, or prepare "
            "a new connection where this one has been in force.",
            other=refused.detail,
            issuer=issuer,
        )
        return str(said)
    what, _cure = wording.refusal(refused.reason, issuer)
    return f"{what} ({refused.detail})" if refused.detail else what
