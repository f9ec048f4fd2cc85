"""Quadratic vote: share out points; n points for one option cost n × n credits.

Who feels strongly about one thing can say so, at a price that grows. Source: Lalley and Weyl,
"Quadratic voting", AEA Papers and Proceedings 108 (2018).
"""

from collections.abc import Sequence

from voting.rules import N_, SEATS, Option, Outcome, Parameter, Parameters, Profile, VotingRule
from voting.rules import _most as most


def count(
    profile: Profile, parameters: Parameters, tie_order: Sequence[Option] | None = None
) -> Outcome:
    return most.outcome(profile, seats=parameters["seats"], tie_order=tie_order, unit="points")


RULE = VotingRule(
    id="quadratic",
    title=N_("Points that cost more and more"),
    summary=N_(
        "You have credits. One point for an option costs 1 credit, two cost 4, three cost 9. The "
        "options with the most points win."
    ),
    form="points",
    count=count,
    parameters=(
        SEATS,
        Parameter(
            name="credits",
            label=N_("How many credits each has"),
            default=100,
            least=1,
            most=10_000,
            example=N_("With 100 credits, one option can get 10 points from you at most."),
        ),
    ),
    form_settings=lambda parameters: {
        "total": parameters["credits"],
        "most": None,
        "squared": True,
    },
    promises=(
        N_("You can say how much an option matters to you, at a price that grows."),
        N_("It pays to support several options rather than one alone."),
    ),
    limits=(
        N_("It has to be explained before the vote: squares are not obvious."),
        N_("Two people who agree to split their points get more than each alone."),
    ),
    sentences=most.SENTENCES,
    fingerprints=True,
)
