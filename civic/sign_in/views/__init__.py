"""The pages at the door, and the account page behind it."""

from civic.core.web import Pages

bp = Pages("sign_in", __name__, url_prefix="/sign-in")

from civic.sign_in.views import (  # noqa: E402
    account,
    door,
    invitations,
    links,
    members,
    organisation_people,
    passkeys,
    recovery,
    requests,
    returning,
    second,
    telling,
    ways_in,
    welcoming,
)

__all__ = [
    "account",
    "bp",
    "door",
    "invitations",
    "links",
    "members",
    "organisation_people",
    "passkeys",
    "recovery",
    "requests",
    "returning",
    "second",
    "telling",
    "ways_in",
    "welcoming",
]
