"""Contingent vote: rank the options; the two with the most first choices meet on the same ballots.

Whoever has more than half of the first choices wins at once. Otherwise all others go out together,
and each ballot counts for the finalist that it ranks higher: two rounds in one. Source: the
Electoral Act 1892 of Queensland, which named it; the Presidential Elections Act of Sri Lanka (No.
15 of 1981), which counts up to three choices so.
"""

from collections.abc import Mapping, Sequence
from itertools import combinations
from typing import Any

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
from voting.rules._rankings import OVERVOTE, Papers

Step = dict[str, Any]


def count(
    profile: Profile, parameters: Parameters, tie_order: Sequence[Option] | None = None
) -> Outcome:
    options = profile.options
    papers = Papers(profile, parameters["overvote"])
    if not options:
        return Outcome(elected=())
    votes = papers.votes(frozenset(range(len(options))))
    if not votes[:-1].any():
        return Outcome(elected=())
    first = dict(zip(options, votes[:-1].tolist(), strict=True))
    steps: list[Step] = [{"votes": first, "exhausted": int(votes[-1]), "out": []}]
    ranking = groups(first)
    if 2 * first[ranking[0][0]] > sum(first.values()):
        return _outcome(first, steps, ranking[0], (), ranking)
    pairs = _pairs(ranking)
    finals = _finals(papers, options, pairs)
    if tie_order is not None:
        place = {option: number for number, option in enumerate(tie_order)}
        pairs = [min(pairs, key=lambda pair: sorted(place[option] for option in pair))]
    best = [groups(finals[pair])[0] for pair in pairs]
    elected, tied = one_of([o for o in options if any(o in group for group in best)], tie_order)
    if len(pairs) > 1:
        steps[0]["level"] = [o for o in options if any(o in pair for pair in pairs)]
    if tied and len(pairs) > 1:
        return _outcome(first, steps, elected, tied, ())
    pair = pairs[0]
    steps[0]["out"] = [option for option in options if option not in pair]
    final = finals[pair]
    reached = sum(final.values())
    steps.append({"votes": final, "exhausted": int(votes.sum()) - reached, "out": []})
    others = {option: has for option, has in first.items() if option not in pair}
    known = (elected, tuple(o for o in pair if o not in elected)) if elected else (tied,)
    return _outcome(first, steps, elected, tied, (*known, *groups(others)))


def _pairs(ranking: Sequence[Sequence[Option]]) -> list[tuple[Option, Option]]:
    """Every two that may meet: the first two, or one for each way of breaking a tie."""
    leaders = ranking[0]
    if len(leaders) > 1:
        return list(combinations(leaders, 2))
    return [(leaders[0], second) for second in ranking[1]]


def _finals(
    papers: Papers, options: Sequence[Option], pairs: Sequence[tuple[Option, Option]]
) -> dict[tuple[Option, Option], dict[Option, int]]:
    """For how many ballots each of two stands higher, or alone."""
    there = list(dict.fromkeys(option for pair in pairs for option in pair))
    duels = papers.duels([options.index(option) for option in there])
    line = {option: number for number, option in enumerate(there)}
    return {
        (a, b): {a: int(duels[line[a], line[b]]), b: int(duels[line[b], line[a]])} for a, b in pairs
    }


def _outcome(
    first: Mapping[Option, int],
    steps: Sequence[Step],
    elected: Sequence[Option],
    tied: Sequence[Option],
    ranking: tuple[tuple[Option, ...], ...],
) -> Outcome:
    final = steps[1]["votes"] if len(steps) > 1 else {}
    return Outcome(
        elected=tuple(elected),
        tied=tuple(tied),
        ranking=ranking if elected else (),
        steps=tuple(steps),
        reasons=_why(first, steps, elected, tied),
        numbers={"first": first} | ({"final": final} if final else {}),
        chart={"kind": "rounds", "rounds": list(steps), "elected": list(elected)},
    )


def _why(
    first: Mapping[Option, int],
    steps: Sequence[Step],
    elected: Sequence[Option],
    tied: Sequence[Option],
) -> tuple[Reason, ...]:
    total = sum(first.values())
    if len(steps) == 1 and elected:
        return (*_at_once(first, elected[0], total),)
    if len(steps) == 1:
        return (("contingent.tied", {"options": list(tied), "level": len(steps[0]["level"])}),)
    final = steps[1]["votes"]
    said: list[Reason] = [("contingent.meet", {"options": list(final), "of": total})]
    if tied:
        said.append(("contingent.level", {"options": list(tied), "count": final[tied[0]]}))
        return tuple(said)
    [winner], [other] = elected, [option for option in final if option not in elected]
    numbers = {"option": winner, "count": final[winner], "of": sum(final.values())}
    said.append(("contingent.final", numbers))
    said.append(("contingent.runner_up", {"options": [other], "count": final[other]}))
    if first[other] > first[winner]:
        led = {"other": other, "count": first[other], "option": winner, "second": first[winner]}
        said.append(("contingent.overtaken", led))
    if steps[1]["exhausted"]:
        said.append(("contingent.exhausted", {"count": steps[1]["exhausted"]}))
    if "level" in steps[0]:
        said.append(("contingent.immaterial", {}))
    return tuple(said)


def _at_once(first: Mapping[Option, int], winner: Option, total: int) -> list[Reason]:
    said: list[Reason] = [
        ("contingent.at_once", {"option": winner, "count": first[winner], "of": total})
    ]
    others = {option: has for option, has in first.items() if option != winner and has}
    if not others:
        return [*said, ("contingent.alone", {})] if len(first) > 1 else said
    most = max(others.values())
    second = {"options": [o for o, has in others.items() if has == most], "count": most}
    return [*said, ("contingent.runner_up", second)]


RULE = VotingRule(
    id="contingent",
    title=N_("Ranking, in two rounds at once"),
    summary=N_(
        "Put the options in your order. More than half of the first choices win at once. Otherwise "
        "the two with the most meet, and your ballot counts for the one that you rank higher."
    ),
    form="ranking",
    count=count,
    parameters=(OVERVOTE,),
    promises=(
        N_("Whoever is first on more than half of the ballots wins."),
        N_("Ranking a further option never harms those ranked above it."),
        N_("One ballot does what two rounds do: nobody has to come back."),
        N_("An option that would lose against each other one alone is never chosen."),
    ),
    limits=(
        N_("Similar options take votes from each other and can both miss the final."),
        N_("An option that would win against each other one alone can miss the final."),
        N_("A better rank can make an option lose, because it then meets another one."),
    ),
    sentences={
        "contingent.at_once": N_n(
            "%(option)s has the first choice of %(count)s of %(of)s ballots: more than half at "
            "once.",
            "%(option)s has the first choice of %(count)s of %(of)s ballots: more than half at "
            "once.",
        ),
        "contingent.meet": N_(
            "Nobody is the first choice of more than half of the %(of)s ballots. The two with the "
            "most meet: %(options)s."
        ),
        "contingent.final": N_n(
            "%(count)s ballot of the %(of)s that rank one of the two puts %(option)s higher.",
            "%(count)s ballots of the %(of)s that rank one of the two put %(option)s higher.",
        ),
        "contingent.runner_up": N_n(
            "Second: %(options)s, with %(count)s vote.",
            "Second: %(options)s, with %(count)s votes.",
        ),
        "contingent.alone": N_("No other option has a vote."),
        "contingent.overtaken": N_(
            "%(other)s had more first choices (%(count)s, against %(second)s for %(option)s). But "
            "more of the other ballots rank %(option)s higher."
        ),
        "contingent.exhausted": N_n(
            "%(count)s ballot ranked neither of the two.",
            "%(count)s ballots ranked neither of the two.",
        ),
        "contingent.immaterial": N_(
            "Several options had equally many first choices for a place in the final; whichever "
            "of them had met, the result is the same."
        ),
        "contingent.level": N_n(
            "%(options)s are level: %(count)s ballot puts each of them higher.",
            "%(options)s are level: %(count)s ballots put each of them higher.",
        ),
        "contingent.tied": N_(
            "%(level)s options have equally many first choices for a place in the final, and "
            "the result depends on who gets it: %(options)s can each still win."
        ),
    },
    sums=None,
    fingerprints=True,
)
