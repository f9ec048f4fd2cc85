"""STAR: give points; the two with the most go to a runoff that the same ballots decide.

Source: Equal Vote Coalition, "STAR voting" (2014).
"""

from collections.abc import Sequence

from voting.rules import N_, Option, Outcome, Parameters, Profile, Reason, VotingRule
from voting.rules import _star as star


def count(
    profile: Profile, parameters: Parameters, tie_order: Sequence[Option] | None = None
) -> Outcome:
    options = profile.options
    scores = star.Scores.of(profile, parameters["highest"])
    if not any(scores.totals):
        return Outcome(elected=())
    pairs = scores.finalists(range(len(options)))
    order = [options.index(option) for option in tie_order or options]
    pair = star.first_pair(pairs, order)
    winner = min(scores.winners(pair), key=order.index)
    winners = {winner}
    if tie_order is None:
        winners = {one for pair in pairs for one in scores.winners(pair)}
    is_sure = len(winners) == 1
    step = star.step(scores, options, pair, winner if is_sure else None)
    tied = () if is_sure else tuple(options[c] for c in sorted(winners))
    said: list[Reason] = star.why(step) if is_sure else [("star.tied", {"options": list(tied)})]
    return Outcome(
        elected=(options[winner],) if is_sure else (),
        tied=tied,
        steps=(step,),
        reasons=tuple(said),
        numbers={
            "scores": step["scores"],
            "finalists": step["finalists"],
            "runoff": step["runoff"],
            "five": {o: scores.tops[c] for c, o in enumerate(options)},
        },
        chart={"kind": "star", "steps": [step], "elected": step["elected"]},
    )


RULE = VotingRule(
    id="star",
    title=N_("Points, then a runoff"),
    summary=N_(
        "Give each option points, from 0 up to the highest number. The two with the most points go "
        "to a runoff: your ballot counts there for the one that you gave more."
    ),
    form="score",
    count=count,
    sums=star.sums,
    parameters=(star.HIGHEST,),
    form_settings=lambda parameters: {"highest": parameters["highest"]},
    promises=(
        N_("No option wins that more ballots place below the other finalist than above."),
        N_("More points than another never count against the option that gets them."),
    ),
    limits=(
        N_("An option that would win each of its duels can miss the runoff."),
        N_("Giving points to a second choice can help it into the runoff against your first."),
    ),
    sentences=star.SENTENCES,
    fingerprints=True,
)
