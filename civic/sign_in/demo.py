"""The accounts that the demo shows to whoever wants in. Elsewhere there are none."""

from civic.config import DEMO_ACCOUNTS, DEMO_PASSWORD, Config
from civic.core.words import N_

ROLES = {
    "member": N_("member"),
    "facilitator": N_("facilitator"),
    "administrator": N_("administrator"),
    "second administrator": N_("second administrator"),
}


def shown(config: Config) -> dict[str, object]:
    """What templates/sign_in/_demo_accounts.html needs."""
    if not config.demo:
        return {}
    accounts = [(ROLES[role], address) for role, address in DEMO_ACCOUNTS]
    return {"demo_accounts": accounts, "demo_password": DEMO_PASSWORD}
