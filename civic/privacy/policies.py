from datetime import timedelta

from civic.core.permissions import Permission, is_administrator, is_auditor, is_signed_in
from civic.core.words import N_

OWN = Permission("privacy.own", is_signed_in, refusal=N_("Sign in to see what is kept about you."))
KEPT_FOR = timedelta(days=7)
"""How long a copy may be taken."""
COOLING_OFF = timedelta(days=14)

REGISTER = Permission(
    "privacy.register",
    is_administrator | is_auditor,
    refusal=N_("Only administrators and auditors read the register of processing."),
)

ALL = (OWN, REGISTER)
