"""Single transferable vote by Meek's method: rank the options; every elected option keeps just what
it needs of each ballot, and the quota shrinks with the ballots that run out.

``prf``: nine decimals, rounded as the reference rule says, until the surplus is below a millionth.
``exact``: sixty decimals; totals closer than 10^-40 are level, and the quota, votes / (seats + 1),
has to be exceeded by as much. Source: see _keeping.py.
"""

from collections.abc import Sequence

from voting.rules import N_, SEATS, Option, Outcome, Parameter, Parameters, Profile, VotingRule
from voting.rules import _stv as stv
from voting.rules._keeping import Keeping, Stage
from voting.rules._rankings import OVERVOTE

PRF = Keeping(
    decimals=9,
    shared=True,
    quota_more=1,
    margin=0,
    settled=10**3,
    adds_surplus=True,
)
EXACT = Keeping(
    decimals=60,
    shared=True,
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
    keeping = PRF if parameters["arithmetic"] == "prf" else EXACT
    return stv.outcome(Stage(papers, keeping, parameters["seats"]), profile.options, tie_order)


RULE = VotingRule(
    id="stv-meek",
    title=N_("Several places by ranking, counted by computer"),
    summary=N_(
        "Put the options in your order. Whoever has enough votes is elected and keeps only what is "
        "needed of each ballot; the rest moves on, also to later choices of ballots that came "
        "from others. Whoever has the fewest goes out."
    ),
    form="ranking",
    count=count,
    sums=None,
    parameters=(
        SEATS,
        Parameter(
            name="arithmetic",
            label=N_("How exactly it is counted"),
            default="prf",
            words={
                "prf": N_("nine decimals, as the reference rule says"),
                "exact": N_("sixty decimals"),
            },
            example=N_("Two options that differ by less than a millionth of a vote."),
        ),
        OVERVOTE,
    ),
    promises=stv.PROMISES,
    limits=(*stv.LIMITS, N_("It takes a computer: nobody counts it by hand.")),
    sentences=stv.SENTENCES,
    fingerprints=True,
)
