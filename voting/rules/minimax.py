"""Minimax: rank the options; the one whose worst defeat is the smallest is elected.

Source: Simpson, "On defining areas of voter choice" (1969); Kramer, "A dynamical model of political
equilibrium" (1977).
"""

from collections.abc import Sequence

import numpy as np

from voting.rules import (
    N_,
    Option,
    Outcome,
    Parameter,
    Parameters,
    Profile,
    Reason,
    VotingRule,
    groups,
)
from voting.rules._duels import (
    MEASURE,
    SENTENCES,
    UNRANKED,
    Duels,
    against,
    beats_all,
    cells,
    chart,
    duels,
    one_of,
    strengths,
    sums,
)

WORST = Parameter(
    name="measure",
    label=N_("How bad a lost duel is"),
    default="winning-votes",
    words={
        **MEASURE.words,
        "opposition": N_("as many votes as stand against it, even in duels that it wins"),
    },
    example=N_("With incomplete rankings the three can name different winners."),
)


def count(
    profile: Profile, parameters: Parameters, tie_order: Sequence[Option] | None = None
) -> Outcome:
    if not profile.weight:
        return Outcome(elected=())
    options, found = profile.options, duels(profile, parameters["unranked"])
    worst = _worst(found, parameters["measure"])
    standing = {option: -bad for option, bad in zip(options, worst, strict=True)}
    ranking = groups(standing)
    elected, tied = one_of(ranking[0], tie_order)
    return Outcome(
        elected=elected,
        tied=tied,
        ranking=ranking,
        steps=(
            {"duels": found.tolist(), "options": list(options)},
            {"worst": dict(zip(options, worst, strict=True))},
        ),
        reasons=_why(options, found, ranking, elected, tied, worst),
        numbers={"matrix": cells(options, found), "scores": dict(zip(options, worst, strict=True))},
        chart=chart(options, found, ranking, elected),
    )


def _worst(found: Duels, measure: str) -> list[int]:
    """How strong the strongest duel against each option is."""
    strong = found if measure == "opposition" else strengths(found, measure)
    return [int(worst) for worst in np.max(strong, axis=0, initial=0)]


def _why(
    options: Sequence[Option],
    found: Duels,
    ranking: Sequence[Sequence[Option]],
    elected: Sequence[Option],
    tied: Sequence[Option],
    worst: Sequence[int],
) -> tuple[Reason, ...]:
    if tied:
        bad = worst[options.index(tied[0])]
        return (("minimax.tied", {"options": list(tied), "count": bad}),)
    winner = elected[0]
    said: list[Reason] = []
    if beats_all(found) is not None:
        said.append(("duels.beats_all", {"option": winner, "count": len(options) - 1}))
    else:
        bad = worst[options.index(winner)]
        said.append(("minimax.least", {"option": winner, "count": bad}))
    others = [option for group in ranking for option in group if option != winner][:1]
    return tuple(said + [against(options, found, winner, other) for other in others])


RULE = VotingRule(
    id="minimax",
    title=N_("Ranking: the smallest worst defeat"),
    summary=N_(
        "Put the options in your order. Every two options are compared. Each option is measured by "
        "its worst defeat, and the one whose worst defeat is the smallest is elected."
    ),
    form="ranking",
    count=count,
    sums=sums,
    parameters=(WORST, UNRANKED),
    promises=(
        N_("A better rank never harms the option that gets it."),
        N_("It is quickly explained: who displeases least, even in the worst duel."),
    ),
    limits=(
        N_("It can elect an option that loses each of its duels, if all narrowly."),
        N_("Measured by opposition, it can pass over an option that wins all its duels."),
        N_("Similar options can harm each other."),
    ),
    sentences={
        **SENTENCES,
        "minimax.least": N_(
            "In its worst duel %(option)s has %(count)s against it: no option has less."
        ),
        "minimax.tied": N_("The worst duel of %(options)s is equally bad: %(count)s."),
    },
    fingerprints=True,
)
