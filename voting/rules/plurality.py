"""Plurality: choose one option; whoever has the most votes wins.

The simplest rule, and the one that least knows what people think of the other options. With several
places it is the single non-transferable vote. Source: as old as voting.
"""

from collections.abc import Sequence

from voting.rules import (
    LEAST_SHARE,
    N_,
    SEATS,
    Option,
    Outcome,
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
        numbers={"first": profile.totals()},
    )


RULE = VotingRule(
    id="plurality",
    title=N_("One choice"),
    summary=N_("Choose one option. The option with the most votes wins, whatever its share."),
    form="choice",
    count=count,
    parameters=(SEATS, LEAST_SHARE),
    promises=(
        N_("It is counted in a minute, by anybody."),
        N_("One more vote never harms the option that gets it."),
    ),
    limits=(
        N_("Similar options take votes from each other, so that a third one can win."),
        N_("An option that most people reject can win."),
    ),
    sentences=most.SENTENCES,
)
