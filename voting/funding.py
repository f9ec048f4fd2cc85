"""What a budget pays for, in one line."""

from collections.abc import Sequence

from flask_babel import gettext

from civic.core.words import N_, number
from voting.wording import cash

IN_WORDS = (
    N_("Two projects funded for %(cost)s"),
    N_("Three projects funded for %(cost)s"),
    N_("Four projects funded for %(cost)s"),
    N_("Five projects funded for %(cost)s"),
    N_("Six projects funded for %(cost)s"),
    N_("Seven projects funded for %(cost)s"),
    N_("Eight projects funded for %(cost)s"),
    N_("Nine projects funded for %(cost)s"),
    N_("Ten projects funded for %(cost)s"),
)


def funded(names: Sequence[str], cost: int) -> str:
    """``cost`` in whole units of money."""
    spent, many = cash(cost), len(names)
    if 2 <= many <= len(IN_WORDS) + 1:
        return gettext(IN_WORDS[many - 2], cost=spent)
    if many == 1:
        return gettext("One project funded for %(cost)s: %(name)s", name=names[0], cost=spent)
    return gettext("%(count)s projects funded for %(cost)s", count=number(many), cost=spent)
