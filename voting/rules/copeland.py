"""Copeland: rank the options; who wins the most duels is elected, a level duel counts half.

Source: Copeland, "A reasonable social welfare function" (1951); Llull, "De arte electionis" (1299).
"""

from collections.abc import Sequence

from voting.rules import N_, Option, Outcome, Parameters, Profile, Reason, VotingRule, groups
from voting.rules._duels import (
    SENTENCES,
    UNRANKED,
    against,
    beats_all,
    cells,
    chart,
    duels,
    one_of,
    sums,
)


def count(
    profile: Profile, parameters: Parameters, tie_order: Sequence[Option] | None = None
) -> Outcome:
    if not profile.weight:
        return Outcome(elected=())
    options, found = profile.options, duels(profile, parameters["unranked"])
    won = (found > found.T).sum(axis=1).tolist()
    lost = (found < found.T).sum(axis=1).tolist()
    balance = {o: w - lo for o, w, lo in zip(options, won, lost, strict=True)}
    ranking = groups(balance)
    elected, tied = one_of(ranking[0], tie_order)
    said: list[Reason] = []
    if tied:
        said = [("copeland.tied", {"options": list(tied)})]
    else:
        place = options.index(elected[0])
        numbers = {"option": elected[0], "count": won[place], "lost": lost[place]}
        if beats_all(found) is None:
            said.append(("copeland.most", numbers))
        else:
            said.append(("duels.beats_all", {"option": elected[0], "count": len(options) - 1}))
        said += [against(options, found, elected[0], o) for o in _next(ranking, elected)]
    return Outcome(
        elected=elected,
        tied=tied,
        ranking=ranking,
        steps=(
            {"duels": found.tolist(), "options": list(options)},
            {"won": dict(zip(options, won, strict=True)), "balance": balance},
        ),
        reasons=tuple(said),
        numbers={"matrix": cells(options, found), "scores": balance},
        chart=chart(options, found, ranking, elected),
    )


def _next(ranking: Sequence[Sequence[Option]], elected: Sequence[Option]) -> list[Option]:
    return [option for group in ranking for option in group if option not in elected][:1]


RULE = VotingRule(
    id="copeland",
    title=N_("Ranking: the most duels won"),
    summary=N_(
        "Put the options in your order. Every two options are compared. Whoever wins the most "
        "duels, counted against those lost, is elected."
    ),
    form="ranking",
    count=count,
    sums=sums,
    parameters=(UNRANKED,),
    promises=(
        N_("An option that wins each of its duels wins the vote."),
        N_("A better rank never harms the option that gets it."),
    ),
    limits=(
        N_("Ties are frequent: a duel won narrowly counts as much as one won by far."),
        N_("Similar options can help or harm each other."),
    ),
    sentences={
        **SENTENCES,
        "copeland.most": N_(
            "No option wins all its duels. %(option)s wins %(count)s and loses %(lost)s: "
            "no balance is better."
        ),
        "copeland.tied": N_("%(options)s have the same balance of duels won and lost."),
    },
    fingerprints=True,
)
