"""The comparison step: voters are asked by their ballots whether they would rather have what votes
alone would fund.

A voter gains from the funded projects of her ballot: what equal shares take for her gain (what they
cost, or how many they are), or how many they are in any case. If more voters gain more from the
projects with the most votes than gain more from equal shares, those are funded instead.

What this rests on: Pabulib's file of the Green Million of Wieliczka (2023), the first vote that was
bound by equal shares, names the rule "equalshares/add1-comparison"; Pabulib's own checker of such
files counts how many projects of her ballot a voter gets (``projects``). The regulations of the
town were not at hand. The outcome does not hang on it: of 6,586 voters 1,615 get more projects from
equal shares and 873 from votes alone; counted by cost 1,576 and 1,050. Equal shares stand, and
are the 30 projects that the town funded (tests/voting/test_cases.py).
"""

from collections.abc import Mapping, Sequence

import numpy as np

from voting.rules import N_n, Parameters, Reason, Sentence
from voting.rules._exact_shares import Electorate, Run
from voting.rules._shares_ties import Order, by_votes


def compare(run: Run, parameters: Parameters, order: Order) -> None:
    """Puts what votes alone would fund in the place of what was bought, where more voters gain
    from that."""
    instead = by_votes(run.electorate, parameters["budget"], [], order)
    by_cost = run.by_cost and parameters["comparison"] == "voters"
    more, fewer = gains(run.electorate, instead, run.funded, by_cost=by_cost)
    run.gains = (fewer, more)
    if more > fewer:
        run.instead = instead


def gains(
    electorate: Electorate, one: Sequence[int], other: Sequence[int], *, by_cost: bool
) -> tuple[int, int]:
    """The weight of those who gain more from the one, and from the other. What is funded costs no
    more than the budget, so that whole words hold every sum."""
    worth = np.array(electorate.costs if by_cost else [1] * len(electorate.costs), dtype=np.int64)
    differs = np.zeros(len(electorate.costs), dtype=np.int64)
    differs[list(one)] += 1
    differs[list(other)] -= 1
    gained = electorate.approvals.astype(np.int64) @ (worth * differs)
    return (
        int(electorate.weights[gained > 0].sum()),
        int(electorate.weights[gained < 0].sum()),
    )


def told(run: Run) -> list[Reason]:
    """Which of the two outcomes more voters would rather have."""
    if run.gains is None:
        return []
    ours, theirs = run.gains
    name = "shares.compared" if run.instead is None else "shares.instead"
    return [(name, {"count": ours, "fewer": theirs})]


COMPARED: Mapping[str, Sentence] = {
    "shares.compared": N_n(
        "Compared with what votes alone would fund: %(count)s voter gets more from this outcome, "
        "%(fewer)s from that one. This one stands.",
        "Compared with what votes alone would fund: %(count)s voters get more from this outcome, "
        "%(fewer)s from that one. This one stands.",
    ),
    "shares.instead": N_n(
        "The projects with the most votes are funded instead of those of equal shares, as the rule "
        "of this vote says: %(fewer)s get more from them, and %(count)s voter from the others.",
        "The projects with the most votes are funded instead of those of equal shares, as the rule "
        "of this vote says: %(fewer)s get more from them, and %(count)s voters from the others.",
    ),
}
