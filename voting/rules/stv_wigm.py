"""Single transferable vote by weighted inclusive Gregory transfers: rank the options.

``prf``: quota valid / (seats + 1), cut after four decimals, plus 1/10,000, to be reached; each
ballot's worth × surplus / total is cut after four decimals. ``exact``: no rounding at all, and the
quota valid / (seats + 1) has to be exceeded. Source: the reference WIGM rule of the Proportional
Representation Foundation.
"""

from collections.abc import Sequence
from operator import ge

from voting.rules import N_, SEATS, Option, Outcome, Parameter, Parameters, Profile, VotingRule
from voting.rules import _stv as stv
from voting.rules._rankings import OVERVOTE
from voting.rules._transfers import QUOTAS, Gregory, Stage, cut, exactly

DECIMALS = 4
ONE = 10**DECIMALS


def count(
    profile: Profile, parameters: Parameters, tie_order: Sequence[Option] | None = None
) -> Outcome:
    papers, valid = stv.papers_of(profile, parameters["overvote"])
    if not valid:
        return Outcome(elected=())
    gregory = _arithmetic(parameters, valid)
    return stv.outcome(Stage(papers, gregory, parameters["seats"]), profile.options, tie_order)


def _arithmetic(parameters: Parameters, valid: int) -> Gregory:
    seats, name = parameters["seats"], parameters["quota"]
    is_exact = parameters["arithmetic"] == "exact"
    one = 1 if is_exact else ONE
    if name != "by-rule":
        quota, reaches = QUOTAS[name](valid, seats, one)
    elif is_exact:
        quota, reaches = QUOTAS["exact"](valid, seats, one)
    else:
        quota, reaches = valid * ONE // (seats + 1) + 1, ge
    return Gregory(
        quota=quota,
        reaches=reaches,
        one=one,
        reduced=exactly if is_exact else cut,
        looks_back=False,
        decimals=None if is_exact else DECIMALS,
    )


RULE = VotingRule(
    id="stv-wigm",
    title=N_("Several places by ranking, with a fractional quota"),
    summary=N_(
        "Put the options in your order. Whoever has enough votes is elected, and what is not "
        "needed moves on to the next choices; whoever has the fewest goes out, and those ballots "
        "move on too. The votes needed may be a fraction, so that fewer are left over."
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
                "prf": N_("four decimals, the rest cut off"),
                "exact": N_("in fractions, nothing cut off"),
            },
            example=N_("Two options that differ by less than a ten-thousandth of a vote."),
        ),
        Parameter(
            name="quota",
            label=N_("How many votes are enough to be elected"),
            default="by-rule",
            words={"by-rule": N_("as the arithmetic says"), **stv.QUOTA_WORDS},
            example=stv.QUOTA_EXAMPLE,
        ),
        OVERVOTE,
    ),
    promises=stv.PROMISES,
    limits=stv.LIMITS,
    sentences=stv.SENTENCES,
    fingerprints=True,
)
