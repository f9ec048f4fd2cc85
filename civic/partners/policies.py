from civic.core.permissions import Permission, everyone, is_administrator, is_signed_in
from civic.core.words import N_

USE = Permission("partners.use", everyone, refusal="")
"""To come in through one's organisation, and to hear from a provider that somebody left."""

LINK = Permission(
    "partners.link", is_signed_in, refusal=N_("Sign in to see which organisations you come from.")
)

MANAGE = Permission(
    "partners.manage",
    is_administrator,
    refusal=N_("Only an administrator connects partner organisations."),
)

ALL = (USE, LINK, MANAGE)
