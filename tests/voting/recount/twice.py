"""The same round, counted by the server and by the script."""

from tests.voting.bundles import SEED, a_bundle, canonical
from tests.voting.recount.alone import recount
from voting.tally import tally

NEVER_TIED = {"condorcet", "two-round", "consent", "consensus", "gradients"}
"""Who does not win every duel, or half, is not elected; what is not consent is none."""


def counted_by_the_server(frozen, ballots, orders):
    chair = {question: {"order": order} for question, order in orders.items()}
    counts = tally(frozen, ballots, seed=SEED, chair=chair)
    return {question: count.result for question, count in counts.items()}


def counted_twice(frozen, ballots, orders=None):
    """The server's results, and what the script counts otherwise, with the question and its
    ballots."""
    results = counted_by_the_server(frozen, ballots, orders or {})
    data = canonical(a_bundle(frozen, ballots, results, chair=orders)).encode()
    counted = recount.recount(recount.read_bundle(data))
    return results, [
        (question, ballots[question["id"]], difference)
        for difference in recount.differences(counted, results)
        for question in frozen["questions"]
        if question["id"] == difference[0]
    ]
