from civic.core.permissions import Permission, is_administrator
from civic.core.words import N_

MANAGE = Permission(
    "members.manage",
    is_administrator,
    refusal=N_("Only an administrator sees and changes the list of members."),
)

ALL = (MANAGE,)
