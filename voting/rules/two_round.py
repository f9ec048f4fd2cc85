"""Two rounds: choose one option; more than half wins, otherwise the first two meet again.

A second round is opened with the two that have the most votes, and with all who are level with the
second. Where ballots rank the options, as files do, the same ballots decide it. Source: the French
Constitution, article 7, and many statutes.
"""

from collections.abc import Mapping, Sequence

import numpy as np

from voting.rules import (
    N_,
    N_n,
    Option,
    Outcome,
    Parameters,
    Profile,
    Reason,
    VotingRule,
    groups,
)
from voting.rules._duels import one_of


def count(
    profile: Profile, _parameters: Parameters, tie_order: Sequence[Option] | None = None
) -> Outcome:
    options = profile.options
    firsts = (profile.times @ (profile.marks == 1)).tolist()
    first = dict(zip(options, firsts, strict=True))
    total = sum(firsts)
    if not total:
        return Outcome(elected=())
    ranking = groups(first)
    leader = ranking[0][0]
    elected: tuple[Option, ...] = ()
    tied: tuple[Option, ...] = ()
    second: dict[Option, int] = {}
    runoff: tuple[Option, ...] = ()
    if 2 * first[leader] > total:
        elected = (leader,)
    else:
        runoff = _finalists(ranking)
        if (profile.marks > 1).any():
            second = _second(profile, runoff)
            elected, tied = one_of(groups(second)[0], tie_order)
    rows = [{"option": o, "value": first[o]} for group in ranking for o in group]
    return Outcome(
        elected=elected,
        tied=tied,
        runoff=() if elected or tied else runoff,
        ranking=ranking,
        steps=({"votes": first}, {"votes": second}) if second else ({"votes": first},),
        reasons=_why(first, total, runoff, second, elected, tied),
        numbers={"first": first}
        | ({"runoff": list(runoff)} if runoff else {})
        | ({"second": second} if second else {}),
        chart={"kind": "bars", "rows": rows, "of": total, "unit": "votes"},
    )


def _finalists(ranking: Sequence[Sequence[Option]]) -> tuple[Option, ...]:
    """The first two, and all who are level with the second."""
    found: list[Option] = []
    for group in ranking:
        if len(found) < 2:
            found += group
    return tuple(found)


def _second(profile: Profile, runoff: Sequence[Option]) -> dict[Option, int]:
    """For whom among these each ballot that ranks would count."""
    columns = [profile.options.index(option) for option in runoff]
    ranks = profile.marks[:, columns].astype(np.int64)
    ranks[ranks == 0] = len(profile.options) + 1
    best = ranks.min(axis=1, keepdims=True)
    alone = (ranks == best).sum(axis=1) == 1
    mine = (ranks == best) & alone[:, None] & (best <= len(profile.options))
    votes = (profile.times @ mine).tolist()
    return dict(zip(runoff, votes, strict=True))


def _why(
    first: Mapping[Option, int],
    total: int,
    runoff: Sequence[Option],
    second: Mapping[Option, int],
    elected: Sequence[Option],
    tied: Sequence[Option],
) -> tuple[Reason, ...]:
    leader = max(first, key=lambda option: first[option])
    numbers = {"option": leader, "count": first[leader], "of": total}
    if not runoff:
        return (("two_round.at_once", numbers),)
    said: list[Reason] = [
        ("two_round.no_half", numbers),
        ("two_round.runoff", {"options": list(runoff)}),
    ]
    if elected:
        winner = elected[0]
        votes = {"option": winner, "count": second[winner], "of": sum(second.values())}
        said.append(("two_round.second", votes))
    elif tied:
        said.append(("two_round.tied", {"options": list(tied)}))
    return tuple(said)


RULE = VotingRule(
    id="two-round",
    title=N_("One choice, in two rounds"),
    summary=N_(
        "Choose one option. More than half of the votes win at once. Otherwise a second vote opens "
        "between the two that have the most."
    ),
    form="choice",
    count=count,
    second_round=True,
    promises=(
        N_("Nobody is elected in the first round without more than half of the votes."),
        N_("It is counted in a minute, by anybody."),
    ),
    limits=(
        N_("Similar options take votes from each other and can both miss the second round."),
        N_("One more vote in the first round can choose another opponent, and lose the second."),
    ),
    sentences={
        "two_round.at_once": N_n(
            "%(option)s has %(count)s of %(of)s votes: more than half.",
            "%(option)s has %(count)s of %(of)s votes: more than half.",
        ),
        "two_round.no_half": N_n(
            "%(option)s has the most, %(count)s of %(of)s votes, but no more than half.",
            "%(option)s has the most, %(count)s of %(of)s votes, but no more than half.",
        ),
        "two_round.runoff": N_("The second round is between %(options)s."),
        "two_round.second": N_n(
            "In the second round %(option)s has %(count)s of %(of)s votes.",
            "In the second round %(option)s has %(count)s of %(of)s votes.",
        ),
        "two_round.tied": N_("In the second round %(options)s are level."),
    },
)
