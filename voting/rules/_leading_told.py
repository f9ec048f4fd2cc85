"""Why somebody is elected where duels choose, and elimination where they run in a circle."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from voting.rules import N_, N_n, Option, Reason, Sentence, groups
from voting.rules._duels import SENTENCES as OF_DUELS
from voting.rules._duels import Duels, against, closest


def of_all_duels(found: Duels, options: Sequence[Option], winner: int) -> Iterator[Reason]:
    """Who wins every duel, and the closest of them."""
    yield "duels.beats_all", {"option": options[winner], "count": len(options) - 1}
    if len(options) > 1:
        yield closest(options, found, winner)


def of_rounds(
    found: Duels,
    choices: Mapping[Option, int],
    steps: Sequence[Mapping[str, Any]],
    winners: Sequence[Option],
) -> Iterator[Reason]:
    """``choices``: the first choices of each option, in the order of the options."""
    options, first, last = list(choices), steps[0], steps[-1]
    leads = {"options": list(first["votes"])}
    yield ("leading.group", leads) if first["aside"] else ("leading.everybody", {})
    most = groups(choices)[0]
    if len(most) == 1 and most[0] in first["aside"]:
        yield "leading.aside", {"option": most[0], "count": choices[most[0]]}
    if len(winners) > 1:
        yield "leading.tied", {"options": list(winners), "round": len(steps)}
        return
    [winner] = winners
    of = sum(last["votes"].values())
    numbers = {"option": winner, "count": last["votes"][winner], "of": of, "rounds": len(steps)}
    if len(last["votes"]) == 1:
        yield ("leading.beats" if last["aside"] else "leading.left"), numbers
    else:
        yield ("leading.half" if len(steps) > 1 else "leading.at_once"), numbers
    place = options.index(winner)
    lost = [o for b, o in enumerate(options) if found[b, place] > found[place, b]]
    if lost:
        yield "leading.lost", {"option": winner, "options": lost}
    yield from _second(found, options, steps, winner)
    if len(last["votes"]) > 1 and last["exhausted"]:
        yield "leading.exhausted", {"count": last["exhausted"]}
    if any("immaterial" in step for step in steps):
        yield "leading.immaterial", {}


def _second(
    found: Duels,
    options: Sequence[Option],
    steps: Sequence[Mapping[str, Any]],
    winner: Option,
) -> Iterator[Reason]:
    """The duel against whoever stood beside the winner to the end, where that is one."""
    beside = {o: votes for o, votes in steps[-1]["votes"].items() if o != winner}
    seconds = groups(beside)[0] if beside else steps[-1]["aside"] or steps[-2]["out"]
    if len(seconds) == 1:
        yield against(options, found, winner, seconds[0])


PROMISES = (
    N_("An option that wins each of its duels wins the vote."),
    N_("An option that loses each of its duels never wins."),
    N_("Very similar options neither help nor harm each other."),
    N_("Options outside the leading group can be left out without changing the result."),
)
LIMITS = (
    N_("A better rank can make an option lose, because another one goes out earlier."),
    N_("Ranking a second choice can harm your first, in rare circles."),
    N_("In rare cases it would have been better for somebody not to vote at all."),
)
SENTENCES: Mapping[str, str | Sentence] = {
    **OF_DUELS,
    "leading.group": N_(
        "No option wins each of its duels. The leading group is %(options)s: each of them wins its "
        "duel against each option outside the group, and these are set aside."
    ),
    "leading.everybody": N_(
        "No option wins each of its duels, and no smaller group wins against all outside it: the "
        "duels run in a circle or are level, and nobody is set aside."
    ),
    "leading.aside": N_(
        "%(option)s had the most first choices (%(count)s), but loses its duel against each of "
        "those who lead."
    ),
    "leading.at_once": N_n(
        "Among those who lead, %(option)s stands highest on %(count)s ballot of the %(of)s that "
        "count: more than half.",
        "Among those who lead, %(option)s stands highest on %(count)s ballots of the %(of)s that "
        "count: more than half.",
    ),
    "leading.half": N_n(
        "Among those who lead, the weakest goes out in each round. After %(rounds)s rounds "
        "%(option)s has %(count)s vote of the %(of)s still counting.",
        "Among those who lead, the weakest goes out in each round. After %(rounds)s rounds "
        "%(option)s has %(count)s votes of the %(of)s still counting.",
    ),
    "leading.beats": N_(
        "Among those who lead, the weakest goes out. Then %(option)s wins its duel against each "
        "option left, in round %(rounds)s."
    ),
    "leading.left": N_(
        "Among those who lead, the weakest goes out in each round. %(option)s is left in round "
        "%(rounds)s."
    ),
    "leading.lost": N_(
        "%(option)s loses a duel against %(options)s: in such a circle each option loses one, or "
        "is level."
    ),
    "leading.exhausted": N_n(
        "%(count)s ballot ranked none of those left at the end.",
        "%(count)s ballots ranked none of those left at the end.",
    ),
    "leading.immaterial": N_(
        "On the way some options were level at the bottom; whichever went out first, "
        "the result is the same."
    ),
    "leading.tied": N_(
        "In round %(round)s options are level at the bottom, and the result depends on who goes "
        "out: %(options)s can each still win."
    ),
}
