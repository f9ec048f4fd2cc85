"""Single transferable vote as in Scotland: rank the options; votes that are not needed move on.

Quota: floor(valid / (seats + 1)) + 1 (Droop). Surpluses first, the largest one first; all ballots
of the elected move on, each worth surplus × its worth / total, cut after five decimals. A tie asks
the latest stage where the totals differed. Source: Scottish Local Government Elections Order 2007
(SSI 2007/42), schedule 1, rules 45 to 52.
"""

from collections.abc import Sequence

from voting.rules import N_, SEATS, Option, Outcome, Parameters, Profile, VotingRule
from voting.rules import _stv as stv
from voting.rules._rankings import OVERVOTE
from voting.rules._transfers import QUOTAS, Gregory, Stage, cut

DECIMALS = 5
ONE = 10**DECIMALS


def count(
    profile: Profile, parameters: Parameters, tie_order: Sequence[Option] | None = None
) -> Outcome:
    papers, valid = stv.papers_of(profile, parameters["overvote"])
    if not valid:
        return Outcome(elected=())
    quota, reaches = QUOTAS["droop"](valid, parameters["seats"], ONE)
    gregory = Gregory(
        quota=quota,
        reaches=reaches,
        one=ONE,
        reduced=cut,
        looks_back=True,
        decimals=DECIMALS,
    )
    return stv.outcome(Stage(papers, gregory, parameters["seats"]), profile.options, tie_order)


RULE = VotingRule(
    id="stv-scottish",
    title=N_("Several places by ranking (STV)"),
    summary=N_(
        "Put the options in your order. Whoever has enough votes is elected, and what is not "
        "needed moves on to the next choices; whoever has the fewest goes out, and those ballots "
        "move on too. So each larger group gets its part of the places."
    ),
    form="ranking",
    count=count,
    sums=None,
    parameters=(SEATS, OVERVOTE),
    promises=stv.PROMISES,
    limits=stv.LIMITS,
    sentences=stv.SENTENCES,
    fingerprints=True,
)
