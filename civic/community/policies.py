from civic.core.permissions import Permission, everyone, is_administrator
from civic.core.words import N_

LEGAL_PAGES = {
    "terms": N_("Terms of use"),
    "privacy": N_("Privacy"),
    "accessibility": N_("Accessibility"),
}

LOOK = Permission("community.look", everyone, refusal="")
SETTINGS = Permission(
    "community.settings",
    is_administrator,
    refusal=N_("Only an administrator changes the settings of the community."),
)

ALL = (LOOK, SETTINGS)
