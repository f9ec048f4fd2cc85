"""Nanson: rank the options; all that are not above the average of points go out together.

A ballot gives each option one point for every option left that it places lower; level ones share
equally, as by Borda. Whoever has no more points than the average of all that are left goes out, and
points are counted again, until one is left or all that are left have as many. Whoever wins each of
its duels is above the average in every round, so it stays. Source: Nanson, "Methods of election",
Transactions and Proceedings of the Royal Society of Victoria 19 (1882).

This is Nanson's own rule: who has exactly the average goes out, too. Later books let only those
below the average go out, or the last one alone, and these are other rules with other winners (Niou,
"A note on Nanson's rule", Public Choice 54, 1987); the last of them is baldwin.
"""

from collections.abc import Sequence

from voting.rules import N_, N_n, Option, Outcome, Parameters, Profile, VotingRule
from voting.rules import _leads as leads
from voting.rules._duels import UNRANKED, duels, sums
from voting.rules._eliminations import Step
from voting.rules._places import as_number


def count(
    profile: Profile, parameters: Parameters, tie_order: Sequence[Option] | None = None
) -> Outcome:
    if not profile.weight:
        return Outcome(elected=())
    options = profile.options
    found = duels(profile, parameters["unranked"])
    steps, best = _rounds(leads.Leads.at_first(found, profile.weight), options)
    if tie_order is not None:
        best = [min(best, key=lambda option: list(tie_order).index(options[option]))]
    return leads.outcome(options, found, steps, best, of="average")


def _rounds(left: leads.Leads, options: Sequence[Option]) -> tuple[list[Step], list[int]]:
    """Round by round until one is left, or some who are all level."""
    steps: list[Step] = []
    while True:
        steps.append({**left.step(options), "average": as_number(left.average()), "out": []})
        out = [option for option, lead in left.of.items() if lead <= 0]
        if len(out) == len(left.of):
            if len(out) > 1:
                steps[-1]["level"] = [options[option] for option in out]
            return steps, out
        steps[-1]["out"] = [options[option] for option in out]
        left = left.without_all(out)
        if left.winner() is not None:
            return steps, list(left.of)


RULE = VotingRule(
    id="nanson",
    title=N_("Ranking: who is not above the average goes out (Nanson)"),
    summary=N_(
        "Put the options in your order. Each place gives one point more than the place below "
        "it. All that are not above the average go out and points are counted again, until one "
        "is left."
    ),
    form="ranking",
    count=count,
    sums=sums,
    parameters=(UNRANKED,),
    promises=(
        *leads.PROMISES,
        N_("If everybody turned their order round, the winner would not win."),
    ),
    limits=leads.LIMITS,
    sentences={
        **leads.SENTENCES,
        "leads.left": N_n(
            "%(option)s is left after %(count)s round. Points above the average in it: %(points)s.",
            "%(option)s is left after %(count)s rounds. Points above the average in the last one: "
            "%(points)s.",
        ),
        "leads.level": N_(
            "In round %(round)s all that are left have equally many points, %(points)s: "
            "%(options)s are level."
        ),
    },
    fingerprints=True,
)
