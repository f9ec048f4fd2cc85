"""Single transferable vote by Warren's method: rank the options; every elected option keeps the
same amount of each ballot that reaches it, or all that is left of it.

Sixty decimals; totals closer than 10^-40 are level, and the quota, votes / (seats + 1), has to be
exceeded by as much. Source: see _keeping.py.
"""

from collections.abc import Sequence

from voting.rules import N_, SEATS, Option, Outcome, Parameters, Profile, VotingRule
from voting.rules import _stv as stv
from voting.rules._keeping import Keeping, Stage
from voting.rules._rankings import OVERVOTE

EXACT = Keeping(
    decimals=60,
    shared=False,
    quota_more=0,
    margin=10**20,
    settled=10**10,
    adds_surplus=False,
)


def count(
    profile: Profile, parameters: Parameters, tie_order: Sequence[Option] | None = None
) -> Outcome:
    papers, valid = stv.papers_of(profile, parameters["overvote"])
    if not valid:
        return Outcome(elected=())
    return stv.outcome(Stage(papers, EXACT, parameters["seats"]), profile.options, tie_order)


RULE = VotingRule(
    id="stv-warren",
    title=N_("Several places by ranking, each ballot pays the same"),
    summary=N_(
        "Put the options in your order. Whoever has enough votes is elected and keeps only what is "
        "needed of each ballot; the rest moves on, also to later choices of ballots that came "
        "from others. Whoever has the fewest goes out."
    ),
    form="ranking",
    count=count,
    sums=None,
    parameters=(SEATS, OVERVOTE),
    only={"arithmetic": "exact"},
    promises=stv.PROMISES,
    limits=(*stv.LIMITS, N_("It takes a computer: nobody counts it by hand.")),
    sentences=stv.SENTENCES,
    fingerprints=True,
)
