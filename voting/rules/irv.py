"""Instant runoff: rank the options; the weakest goes out and its ballots move on.

In each round every ballot counts for the best-ranked option still standing. Whoever has more
than half of the ballots still standing wins; otherwise the option with the fewest goes out.
Source: Ware (1871); Robert's Rules of Order, §45 "preferential voting".
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

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
from voting.rules._rankings import OVERVOTE, Papers, Standing, lowest

MOST_STATES = 20_000
"""At most this many different sets of options still standing are examined to see whether a tie
matters; beyond that, every option that may still win is reported as tied."""


def count(
    profile: Profile, parameters: Parameters, tie_order: Sequence[Option] | None = None
) -> Outcome:
    options = profile.options
    papers = Papers(profile, parameters["overvote"])
    order = [options.index(option) for option in tie_order] if tie_order is not None else None
    if not papers.votes(frozenset(range(len(options))))[:-1].any():
        return Outcome(elected=())
    steps, last = _steps(papers, options, order)
    winners = {last[0]} if len(last) == 1 else _possible_winners(papers, frozenset(last))
    elected = (options[next(iter(winners))],) if len(winners) == 1 else ()
    tied = tuple(options[c] for c in sorted(winners)) if len(winners) > 1 else ()
    final = {o: v for o, v in steps[-1]["votes"].items() if v}
    return Outcome(
        elected=elected,
        tied=tied,
        ranking=_ranking(steps) if elected else (),
        steps=tuple(steps),
        reasons=_why(steps, elected, tied),
        numbers={"first": steps[0]["votes"], "final": final} | _last_two(papers, options, steps),
        chart={"kind": "rounds", "rounds": list(steps), "elected": list(elected)},
    )


def _last_two(
    papers: Papers, options: Sequence[Option], steps: Sequence[Mapping[str, Any]]
) -> dict[str, Any]:
    """How the count would end between two, were it not over before; empty where it is not
    certain who they are."""
    standing = frozenset(options.index(option) for option in steps[-1]["votes"])
    votes = papers.votes(standing)
    while len(standing) > 2:
        out = _surely_out(votes, standing)
        if not out or len(standing - out) < 2:
            return {}
        standing -= out
        votes = papers.votes(standing)
    return {
        "last_two": {options[c]: int(votes[c]) for c in sorted(standing)},
        "exhausted_last": int(votes[-1]),
    }


def _ranking(steps: Sequence[Mapping[str, Any]]) -> tuple[tuple[Option, ...], ...]:
    """Those who stayed to the end by their votes, then the others from the last out to the
    first."""
    out = tuple(tuple(step["out"]) for step in reversed(steps[:-1]) if step["out"])
    return groups(steps[-1]["votes"]) + out


def _steps(
    papers: Papers, options: Sequence[Option], order: Sequence[int] | None
) -> tuple[list[dict[str, Any]], list[int]]:
    """Round by round until somebody has won, or until a tie that matters; and who is left."""
    standing = frozenset(range(len(options)))
    steps: list[dict[str, Any]] = []
    while True:
        votes = papers.votes(standing)
        steps.append(
            {
                "votes": {options[c]: int(votes[c]) for c in sorted(standing)},
                "exhausted": int(votes[-1]),
                "out": [],
            }
        )
        winner = _winner(votes, standing)
        if winner is not None:
            return steps, [winner]
        out = _surely_out(votes, standing)
        if not out:
            level = lowest(votes, standing)
            if order is not None:
                out = frozenset({max(level, key=list(order).index)})
            elif len(_possible_winners(papers, standing)) == 1:
                out = frozenset({max(level)})
                steps[-1]["immaterial"] = [options[c] for c in sorted(level)]
            else:
                steps[-1]["level"] = [options[c] for c in sorted(level)]
                return steps, sorted(standing)
        steps[-1]["out"] = [options[c] for c in sorted(out)]
        standing -= out


def _winner(votes: NDArray[np.int64], standing: Standing) -> int | None:
    best = max(standing, key=lambda c: int(votes[c]))
    total = sum(int(votes[c]) for c in standing)
    return best if len(standing) == 1 or 2 * int(votes[best]) > total else None


def _surely_out(votes: NDArray[np.int64], standing: Standing) -> Standing:
    """The lowest one; or all of the lowest, when their votes together reach nobody above them,
    so that they go out next in any order. Empty for a tie that may matter."""
    level = lowest(votes, standing)
    if len(level) == 1:
        return level
    above = [int(votes[c]) for c in standing - level]
    together = sum(int(votes[c]) for c in level)
    return level if above and together < min(above) else frozenset()


def _possible_winners(papers: Papers, start: Standing) -> set[int]:
    """Everybody who wins under some way of breaking the ties from here on."""
    seen: set[Standing] = {start}
    waiting, winners = [start], set[int]()
    while waiting:
        standing = waiting.pop()
        votes = papers.votes(standing)
        winner = _winner(votes, standing)
        if winner is not None:
            winners.add(winner)
            continue
        for after in _next(votes, standing):
            if after not in seen:
                seen.add(after)
                waiting.append(after)
        if len(seen) > MOST_STATES:
            return set(start)
    return winners


def _next(votes: NDArray[np.int64], standing: Standing) -> Iterator[Standing]:
    out = _surely_out(votes, standing)
    if out:
        yield standing - out
        return
    for one in lowest(votes, standing):
        yield standing - {one}


def _why(
    steps: Sequence[Mapping[str, Any]], elected: Sequence[Option], tied: Sequence[Option]
) -> tuple[Reason, ...]:
    first, last = steps[0]["votes"], steps[-1]["votes"]
    said: list[Reason] = []
    if tied:
        return (("irv.tied", {"options": list(tied), "round": len(steps)}),)
    winner, of = elected[0], sum(last.values())
    if len(steps) == 1:
        said.append(("irv.at_once", {"option": winner, "count": last[winner], "of": of}))
    else:
        still = {"option": winner, "count": last[winner], "of": of, "rounds": len(steps)}
        said.append(("irv.after", still))
    others = {o: v for o, v in last.items() if o != winner}
    if others:
        most = max(others.values())
        told = {"options": [o for o, v in others.items() if v == most], "count": most}
        said.append(("irv.runner_up", told) if most else ("irv.alone", {}))
    led = max(first, key=lambda o: first[o])
    if led != winner and first[led] > first[winner]:
        numbers = {"other": led, "count": first[led], "option": winner, "second": first[winner]}
        said.append(("irv.overtaken", numbers))
    if steps[-1]["exhausted"]:
        said.append(("irv.exhausted", {"count": steps[-1]["exhausted"]}))
    if any("immaterial" in step for step in steps):
        said.append(("irv.immaterial", {}))
    return tuple(said)


RULE = VotingRule(
    id="irv",
    title=N_("Ranking with elimination"),
    summary=N_(
        "Put the options in your order. Your ballot counts for your first choice; if that one goes "
        "out, for your next. Ranking a second choice never hurts your first."
    ),
    form="ranking",
    count=count,
    parameters=(OVERVOTE,),
    promises=(
        N_("Ranking a further option never harms those ranked above it."),
        N_("Whoever is first on more than half of the ballots wins."),
        N_("Two candidates who think alike do not take the place from each other."),
    ),
    limits=(
        N_("A better rank can make an option lose, because another one goes out earlier."),
        N_("An option that would win against each other one alone can go out early."),
    ),
    sentences={
        "irv.at_once": N_n(
            "%(option)s has the first choice of %(count)s of %(of)s ballots: more than half at "
            "once.",
            "%(option)s has the first choice of %(count)s of %(of)s ballots: more than half at "
            "once.",
        ),
        "irv.after": N_n(
            "After %(rounds)s rounds %(option)s has %(count)s vote of the %(of)s still counting.",
            "After %(rounds)s rounds %(option)s has %(count)s votes of the %(of)s still counting.",
        ),
        "irv.runner_up": N_n(
            "Second: %(options)s, with %(count)s vote.",
            "Second: %(options)s, with %(count)s votes.",
        ),
        "irv.alone": N_("No other option has a vote."),
        "irv.overtaken": N_(
            "%(other)s had the most first choices (%(count)s, against %(second)s for %(option)s). "
            "But as options went out, more of their ballots moved on to %(option)s."
        ),
        "irv.exhausted": N_n(
            "%(count)s ballot ranked none of those left at the end.",
            "%(count)s ballots ranked none of those left at the end.",
        ),
        "irv.immaterial": N_(
            "On the way some options were level at the bottom; whichever went out first, "
            "the result is the same."
        ),
        "irv.tied": N_(
            "In round %(round)s options are level at the bottom, and the result depends on who "
            "goes out: %(options)s can each still win."
        ),
    },
    sums=None,
    fingerprints=True,
)
