"""Cumulative vote, or dots: share out points among the options, several to one if you like.

Source: the statutes of many companies; Sawyer and MacRae, "Game theory and cumulative voting in
Illinois", American Political Science Review 56 (1962).
"""

from collections.abc import Sequence

from voting.rules import N_, SEATS, Option, Outcome, Parameter, Parameters, Profile, VotingRule
from voting.rules import _most as most


def count(
    profile: Profile, parameters: Parameters, tie_order: Sequence[Option] | None = None
) -> Outcome:
    return most.outcome(profile, seats=parameters["seats"], tie_order=tie_order, unit="points")


RULE = VotingRule(
    id="cumulative",
    title=N_("Points to share out"),
    summary=N_(
        "You have a number of points. Share them out as you like, several to one option if it "
        "matters more to you. The options with the most points win."
    ),
    form="points",
    count=count,
    parameters=(
        SEATS,
        Parameter(
            name="points",
            label=N_("How many points each has"),
            default=10,
            least=1,
            most=1_000,
            example=N_("With one point only, it is a vote for one option."),
        ),
        Parameter(
            name="most",
            label=N_("How many one option may get from one ballot (0: all)"),
            default=0,
            least=0,
            most=1_000,
            example=N_("With 3 at most, nobody can put all their weight on one option."),
        ),
    ),
    form_settings=lambda parameters: {
        "total": parameters["points"],
        "most": parameters["most"] or None,
        "squared": False,
    },
    promises=(
        N_("You can say how much an option matters to you."),
        N_("A minority that puts its points together can win a place."),
    ),
    limits=(
        N_("Points put together weigh more: it pays to guess who can win."),
        N_("Similar options take points from each other."),
    ),
    sentences=most.SENTENCES,
    fingerprints=True,
)
