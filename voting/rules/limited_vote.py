"""Limited and block vote: tick a few options; the most ticked fill the places.

As many ticks as places is the block vote, fewer is the limited vote, which leaves a place to a
minority. Source: the statutes' own; Condorcet (1793) on the limited vote.
"""

from collections.abc import Sequence
from typing import Any

from voting.rules import (
    LEAST_SHARE,
    N_,
    SEATS,
    Option,
    Outcome,
    Parameter,
    Parameters,
    Profile,
    VotingRule,
)
from voting.rules import _most as most


def count(
    profile: Profile, parameters: Parameters, tie_order: Sequence[Option] | None = None
) -> Outcome:
    return most.outcome(
        profile,
        seats=parameters["seats"],
        tie_order=tie_order,
        unit="votes",
        least_share=parameters["least_share"],
    )


def form_settings(parameters: Parameters) -> dict[str, Any]:
    """As many ticks as places, where nothing else is said."""
    return {"max": parameters["ticks"] or parameters["seats"]}


RULE = VotingRule(
    id="limited-vote",
    title=N_("Several places, a few ticks"),
    summary=N_(
        "Tick as many options as the ballot allows. The options with the most ticks fill the "
        "places."
    ),
    form="approval",
    count=count,
    parameters=(
        SEATS,
        Parameter(
            name="ticks",
            label=N_("How many may be ticked (0: as many as there are places)"),
            default=0,
            least=0,
            most=100,
            example=N_("With fewer ticks than places, one majority cannot fill them all."),
        ),
        LEAST_SHARE,
    ),
    form_settings=form_settings,
    promises=(
        N_("It is counted in a minute, by anybody."),
        N_("One more tick never harms the option that gets it."),
    ),
    limits=(
        N_("With as many ticks as places, one majority can fill them all."),
        N_("With fewer ticks, a group that spreads its votes badly loses places."),
    ),
    sentences=most.SENTENCES,
)
