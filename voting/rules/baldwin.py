"""Baldwin: rank the options; the one with the fewest points goes out, and points are counted again.

A ballot gives each option one point for every option left that it places lower; level ones share
equally, as by Borda. Round by round the last one goes out, until one is left. Whoever wins each of
its duels has more than the average in every round, so it stays. Source: Baldwin, "The technique of
the Nanson preferential majority system of election", Proceedings of the Royal Society of Victoria
39 (1926). One option goes out at a time; where several are the last, that is a tie.
"""

from collections.abc import Sequence

from voting.rules import N_, N_n, Option, Outcome, Parameters, Profile, VotingRule
from voting.rules import _leads as leads
from voting.rules._duels import UNRANKED, duels, sums
from voting.rules._eliminations import rounds

MOST_STATES = 20_000
"""At most this many different sets of options left are examined to see whether a tie matters."""


def count(
    profile: Profile, parameters: Parameters, tie_order: Sequence[Option] | None = None
) -> Outcome:
    if not profile.weight:
        return Outcome(elected=())
    options = profile.options
    found = duels(profile, parameters["unranked"])
    start = leads.Leads.at_first(found, profile.weight)
    order = [options.index(option) for option in tie_order] if tie_order is not None else None
    steps, winners = rounds(start, options, start.twins(), order, MOST_STATES)
    return leads.outcome(options, found, steps, winners, of="points")


RULE = VotingRule(
    id="baldwin",
    title=N_("Ranking: the fewest points go out (Baldwin)"),
    summary=N_(
        "Put the options in your order. Each place gives one point more than the place below "
        "it. The option with the fewest points goes out and points are counted again, until one "
        "is left."
    ),
    form="ranking",
    count=count,
    sums=sums,
    parameters=(UNRANKED,),
    promises=leads.PROMISES,
    limits=leads.LIMITS,
    sentences={
        **leads.SENTENCES,
        "leads.left": N_n(
            "%(option)s is left after %(count)s round, in which the option with the fewest points "
            "went out.",
            "%(option)s is left after %(count)s rounds, in each of which the option with the "
            "fewest points went out.",
        ),
    },
    fingerprints=True,
)
