"""Condorcet: rank the options; whoever wins each duel against another is elected, else nobody.

Source: Condorcet, "Essai sur l'application de l'analyse" (1785). Where duels run in a circle the
rule elects nobody, which is its point: other rules of this family then choose, each in its way.
"""

from collections.abc import Sequence

from voting.rules import N_, Option, Outcome, Parameters, Profile, Reason, VotingRule
from voting.rules._duels import (
    SENTENCES,
    UNRANKED,
    Duels,
    beats_all,
    cells,
    chart,
    closest,
    duels,
    sums,
)


def count(
    profile: Profile, parameters: Parameters, _tie_order: Sequence[Option] | None = None
) -> Outcome:
    if not profile.weight:
        return Outcome(elected=())
    options, found = profile.options, duels(profile, parameters["unranked"])
    best = beats_all(found)
    elected = () if best is None else (options[best],)
    return Outcome(
        elected=elected,
        steps=({"duels": found.tolist(), "options": list(options)},),
        reasons=_why(options, found, best),
        numbers={"matrix": cells(options, found)},
        chart=chart(options, found, (), elected),
    )


def _why(options: Sequence[Option], found: Duels, best: int | None) -> tuple[Reason, ...]:
    if best is None:
        return (("duels.circle", {}),)
    winner = options[best]
    said: list[Reason] = [("duels.beats_all", {"option": winner, "count": len(options) - 1})]
    if len(options) > 1:
        said.append(closest(options, found, best))
    return tuple(said)


RULE = VotingRule(
    id="condorcet",
    title=N_("Ranking: the winner of all duels"),
    summary=N_(
        "Put the options in your order. Every two options are compared: how many ballots place one "
        "above the other? An option that wins each of its duels is elected; otherwise nobody is."
    ),
    form="ranking",
    count=count,
    sums=sums,
    parameters=(UNRANKED,),
    promises=(
        N_("Nobody can be elected whom more voters place below another option."),
        N_("A better rank never harms the option that gets it."),
    ),
    limits=(N_("Where duels run in a circle or are level, nobody is elected."),),
    sentences=SENTENCES,
    fingerprints=True,
)
