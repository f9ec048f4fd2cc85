"""Single transferable vote as RCTab counts it for towns in the United States.

Four decimals, the rest cut off; all who reach the quota in a round are elected together, and all
their surpluses move on before the next round. ``bottoms-up``: nobody is elected by a quota; the
lowest goes out until as many as places are left. Source: the rules and the code's documentation of
RCTab (Bright Spots); Minneapolis Code of Ordinances, chapter 167.
"""

from collections.abc import Sequence

from voting.rules import N_, SEATS, Option, Outcome, Parameter, Parameters, Profile, VotingRule
from voting.rules import _stv as stv
from voting.rules._rankings import OVERVOTE
from voting.rules._transfers import QUOTAS, Gregory, Stage, cut

DECIMALS = 4
ONE = 10**DECIMALS


def count(
    profile: Profile, parameters: Parameters, tie_order: Sequence[Option] | None = None
) -> Outcome:
    papers, valid = stv.papers_of(profile, parameters["overvote"])
    if not valid:
        return Outcome(elected=())
    quota, reaches = QUOTAS[parameters["quota"]](valid, parameters["seats"], ONE)
    gregory = Gregory(
        quota=quota,
        reaches=reaches,
        one=ONE,
        reduced=cut,
        looks_back=False,
        together=True,
        no_surplus=parameters["mode"] == "bottoms-up",
        decimals=DECIMALS,
    )
    return stv.outcome(Stage(papers, gregory, parameters["seats"]), profile.options, tie_order)


RULE = VotingRule(
    id="stv-rctab",
    title=N_("Several places by ranking, as towns in the United States count it"),
    summary=N_(
        "Put the options in your order. All who have enough votes are elected together, and what "
        "they do not need moves on; whoever has the fewest goes out, and those ballots move on."
    ),
    form="ranking",
    count=count,
    sums=None,
    parameters=(
        SEATS,
        Parameter(
            name="quota",
            label=N_("How many votes are enough to be elected"),
            default="droop",
            words=stv.QUOTA_WORDS,
            example=stv.QUOTA_EXAMPLE,
        ),
        Parameter(
            name="mode",
            label=N_("What happens to votes that are not needed"),
            default="surplus",
            words={
                "surplus": N_("they move on to the next choices"),
                "bottoms-up": N_("nothing: options go out until as many as places are left"),
            },
            example=N_("A group with far more votes than one place needs gets a second one."),
        ),
        OVERVOTE,
    ),
    promises=stv.PROMISES,
    limits=stv.LIMITS,
    sentences=stv.SENTENCES,
    fingerprints=True,
)
