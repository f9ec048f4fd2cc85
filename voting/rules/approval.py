"""Approval: tick every option you can live with; the most ticked win.

Use it when several options are acceptable and the question is which one most people accept. An
option that nobody ticks is not elected, even if a place stays empty.
Source: Brams and Fishburn, "Approval Voting", American Political Science Review 72 (1978).
"""

from collections.abc import Mapping, Sequence

from voting.rules import (
    N_,
    SEATS,
    N_n,
    Option,
    Outcome,
    Parameters,
    Profile,
    Reason,
    VotingRule,
    fill,
    groups,
)

MOST_SENTENCES = 5
"""Where many are elected, the table says the rest."""


def support(profile: Profile, option: Option) -> int:
    return int(profile.times @ profile.marks[:, profile.options.index(option)])


def count(
    profile: Profile, parameters: Parameters, tie_order: Sequence[Option] | None = None
) -> Outcome:
    ticks = profile.totals()
    ranking = groups(ticks) if profile.weight else ()
    ticked = {option: n for option, n in ticks.items() if n}
    elected, tied = fill(groups(ticked), parameters["seats"], tie_order)
    return Outcome(
        elected=elected,
        tied=tied,
        ranking=ranking,
        steps=({"votes": ticks},),
        reasons=_why(ticks, ranking, elected, tied, profile.weight),
        numbers={"scores": ticks},
        chart={
            "kind": "bars",
            "rows": [{"option": o, "value": ticks[o]} for group in ranking for o in group],
            "of": profile.weight,
        },
    )


def _why(
    ticks: Mapping[Option, int],
    ranking: Sequence[Sequence[Option]],
    elected: Sequence[Option],
    tied: Sequence[Option],
    ballots: int,
) -> tuple[Reason, ...]:
    said: list[Reason] = [
        ("approval.elected", {"option": o, "count": ticks[o], "of": ballots})
        for o in elected[:MOST_SENTENCES]
    ]
    if tied:
        said.append(("approval.tied", {"options": list(tied), "count": ticks[tied[0]]}))
    beside = [[o for o in group if o not in elected] for group in ranking]
    outside = next((group for group in beside if group), [])
    if elected and outside and not tied:
        behind = ticks[elected[-1]] - ticks[outside[0]]
        if not ticks[outside[0]]:
            said.append(("approval.alone", {}))
        elif behind:
            said.append(("approval.runner_up", {"options": outside, "count": behind}))
    if elected and ticks[elected[0]] * 2 <= ballots:
        said.append(("approval.no_half", {"option": elected[0]}))
    return tuple(said)


RULE = VotingRule(
    id="approval",
    title=N_("Approval"),
    summary=N_(
        "Tick every option that you can live with, as many as you like. The option with the most "
        "ticks wins. A tick helps the option that you tick, and can carry it past one that you "
        "like better."
    ),
    form="approval",
    count=count,
    parameters=(SEATS,),
    support=support,
    promises=(
        N_("One more tick never harms the option that gets it."),
        N_("Similar options do not take votes from each other."),
    ),
    limits=(
        N_("It does not know which of your ticked options you like best."),
        N_("With several places, one majority can fill them all."),
    ),
    sentences={
        "approval.elected": N_n(
            "%(count)s of %(of)s ballots accepts %(option)s.",
            "%(count)s of %(of)s ballots accept %(option)s.",
        ),
        "approval.tied": N_n(
            "%(options)s are level, with %(count)s tick each.",
            "%(options)s are level, with %(count)s ticks each.",
        ),
        "approval.runner_up": N_n(
            "Next: %(options)s, %(count)s tick behind.",
            "Next: %(options)s, %(count)s ticks behind.",
        ),
        "approval.alone": N_("No ballot accepts another option."),
        "approval.no_half": N_("%(option)s leads, but no option was accepted by more than half."),
    },
)
