"""Approval for several places: whoever has the most ticks, place after place.

Source: Brams and Fishburn, "Approval Voting" (1983); the block vote of many associations, without a
limit of ticks.
"""

from collections.abc import Sequence
from fractions import Fraction

from voting.rules import N_, Option, Outcome, Parameters, Profile, VotingRule, fill, groups
from voting.rules import _committees as committees


def count(
    profile: Profile, parameters: Parameters, tie_order: Sequence[Option] | None = None
) -> Outcome:
    if not profile.weight:
        return Outcome(elected=())
    ticks = profile.totals()
    fills = committees.fills(parameters)
    known = {option: votes for option, votes in ticks.items() if votes or fills}
    elected, tied = fill(groups(known), parameters["seats"], tie_order)
    outside = {option: votes for option, votes in known.items() if option not in elected}
    most = max(outside.values(), default=0)
    return committees.told(
        profile,
        parameters["seats"],
        elected=elected,
        tied=tied,
        counted={option: Fraction(ticks[option]) for option in elected if ticks[option]},
        after=[option for option in outside if outside[option] == most > 0],
    )


RULE = VotingRule(
    id="committee-av",
    title=N_("Several places, the most ticks"),
    summary=N_(
        "Tick everybody whom you would like to see elected, as many as you like. Those with the "
        "most ticks are elected."
    ),
    form="approval",
    count=count,
    parameters=(committees.PLACES, committees.UNTICKED),
    promises=(
        N_("One more tick never harms the option that gets it."),
        N_("Whoever is elected has at least as many ticks as anybody who is not."),
        committees.MONOTONE,
    ),
    limits=(
        N_("One majority can fill every place: a group of 49 voters of 100 may get nobody."),
        N_("It does not know whom of your choices you like best."),
    ),
    sentences=committees.SENTENCES,
)
