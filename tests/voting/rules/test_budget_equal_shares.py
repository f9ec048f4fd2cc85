"""Equal shares: by hand, and against a second count in fractions, written as the paper says."""

from fractions import Fraction
from itertools import combinations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from voting.rules import Profile, all_rules, budget_equal_shares

RULE = all_rules()["budget-equal-shares"]


def count(costs, ballots, budget, *, order=None, **asked):
    """Ballots are words whose letters are the projects picked, with their weights."""
    options = list(costs)
    marked = [[int(option in picked) for option in options] for picked, _ in ballots]
    weights = [weight for _, weight in ballots]
    profile = Profile.of(options, marked, weights, list(costs.values()))
    return RULE.count(profile, RULE.settle({"budget": budget} | asked), order)


def level_of(money, cost):
    """The payment p with the sum of min(money, p) equal to the cost; None if it is too dear."""
    if sum(weight * left for weight, left in money) < cost:
        return None
    for _, left in sorted(money, key=lambda one: one[1]):
        heads = sum(weight for weight, has in money if has >= left)
        poor = sum(weight * has for weight, has in money if has < left)
        if poor + heads * left >= cost:
            return (cost - poor) / Fraction(heads)
    raise AssertionError


def distribute(costs, ballots, start, order, utility="cost"):
    """Projects bought, in order, with an equal start; exact, and slow."""
    left = [Fraction(start)] * len(ballots)
    bought = []
    while True:
        prices = {}
        for option in order:
            if option in bought:
                continue
            backers = [n for n, (picked, _) in enumerate(ballots) if option in picked]
            p = level_of([(ballots[n][1], left[n]) for n in backers], costs[option])
            if backers and p is not None:
                prices[option] = (p / costs[option] if utility == "cost" else p, p)
        if not prices:
            return bought
        best = min(prices, key=lambda option: (prices[option][0], order.index(option)))
        bought.append(best)
        for n, (picked, _) in enumerate(ballots):
            if best in picked:
                left[n] -= min(left[n], prices[best][1])


def by_the_paper(costs, ballots, budget, order, utility, completion):
    total = sum(weight for _, weight in ballots)
    wanted = {option for option in costs if any(option in picked for picked, _ in ballots)}
    given_out = budget
    best = distribute(costs, ballots, Fraction(given_out, total), order, utility)
    while completion == "add1" and set(best) != wanted:
        given_out += total
        after = distribute(costs, ballots, Fraction(given_out, total), order, utility)
        if sum(costs[option] for option in after) > budget:
            break
        best = after
    return best


def picks(width):
    letters = "abcdefg"[:width]
    some = st.sets(st.sampled_from(letters), min_size=1)
    return st.tuples(some.map(lambda chosen: "".join(sorted(chosen))), st.integers(1, 4))


@st.composite
def rounds(draw, *, dearest=12, heaviest=1):
    width = draw(st.integers(1, 5))
    costs = {letter: draw(st.integers(1, dearest)) for letter in "abcdefg"[:width]}
    ballots = draw(st.lists(picks(width), min_size=1, max_size=6))
    ballots = [(picked, weight * draw(st.integers(1, heaviest))) for picked, weight in ballots]
    return costs, ballots, draw(st.integers(1, 3 * dearest))


@pytest.mark.parametrize("utility", ["cost", "cardinality"])
@pytest.mark.parametrize("completion", ["none", "add1"])
@given(drawn=rounds(), data=st.data())
def test_small_rounds_come_out_as_the_paper_says(utility, completion, drawn, data):
    costs, ballots, budget = drawn
    order = data.draw(st.permutations(list(costs)))
    counted = count(costs, ballots, budget, order=order, utility=utility, completion=completion)
    assert list(counted.elected) == by_the_paper(costs, ballots, budget, order, utility, completion)


@pytest.mark.parametrize("utility", ["cost", "cardinality"])
@given(drawn=rounds(dearest=100))
def test_leaps_come_to_what_steps_come_to(utility, drawn):
    """Before each step it is looked whether a leap is possible, not before each eighth only."""
    costs, ballots, budget = drawn
    with pytest.MonkeyPatch.context() as often:
        often.setattr(budget_equal_shares, "SELDOM", 1)
        counted = count(costs, ballots, budget, order=list(costs), utility=utility)
    expected = by_the_paper(costs, ballots, budget, list(costs), utility, "add1")
    assert list(counted.elected) == expected


@pytest.mark.parametrize("utility", ["cost", "cardinality"])
@given(drawn=rounds(dearest=10**13, heaviest=10**6), data=st.data())
def test_large_numbers_decide_no_otherwise_than_fractions(utility, drawn, data):
    costs, ballots, budget = drawn
    order = data.draw(st.permutations(list(costs)))
    counted = count(costs, ballots, budget, order=order, utility=utility, completion="none")
    assert list(counted.elected) == by_the_paper(costs, ballots, budget, order, utility, "none")


@pytest.mark.parametrize("off", [-1, 0, 1])
@given(scale=st.integers(10**3, 10**14), heavy=st.integers(1, 10**4))
def test_one_unit_beside_a_tie(off, scale, heavy):
    """Both groups pay the same for each unit of gain, but for one unit of the cost."""
    costs = {"a": 3 * scale, "b": 3 * scale + off}
    ballots = [("a", 3 * heavy), ("b", 3 * heavy), ("ab", heavy)]
    budget = 6 * scale
    counted = count(
        costs, ballots, budget, order=["a", "b"], utility="cardinality", completion="none"
    )
    expected = by_the_paper(costs, ballots, budget, ["a", "b"], "cardinality", "none")
    assert counted.elected[:1] == tuple(expected[:1])


@given(drawn=rounds(dearest=10**13, heaviest=10**5), first=st.integers(1, 10**4))
@example(drawn=({"a": 7, "b": 10**13}, [("a", 1), ("ab", 10**5)], 10**13), first=1)
def test_money_to_the_last_unit_pays_and_one_less_does_not(drawn, first):
    costs, ballots, _ = drawn
    total = sum(weight for _, weight in ballots)
    for option, cost in costs.items():
        backers = sum(weight for picked, weight in ballots if option in picked)
        if backers:
            alone = [("a", backers), ("b", total - backers or 1)]
            of = backers + alone[1][1]
            enough = -(-cost * of // backers)
            assert "a" in count({"a": cost, "b": 2**50}, alone, enough, completion="none").elected
            assert (
                "a"
                not in count({"a": cost, "b": 2**50}, alone, enough - 1, completion="none").elected
            )


def cohesive(costs, ballots, budget, outcome):
    """A group that could pay for projects all of them picked, and of whom each gets less than
    these projects cost: what extended justified representation (up to one project) forbids."""
    total = sum(weight for _, weight in ballots)
    for size in range(1, len(costs) + 1):
        for together in combinations(costs, size):
            cost = sum(costs[option] for option in together)
            group = [one for one in ballots if set(together) <= set(one[0])]
            if sum(weight for _, weight in group) * budget < cost * total:
                continue
            if not any(enough(costs, picked, together, outcome) for picked, _ in group):
                return together
    return None


def enough(costs, picked, together, outcome):
    has = sum(costs[option] for option in outcome if option in picked)
    wanted = sum(costs[option] for option in together)
    one_more = max((costs[option] for option in together if option not in outcome), default=0)
    return has >= wanted or has + one_more > wanted


@pytest.mark.parametrize("completion", ["none", "add1", "greedy"])
@given(drawn=rounds())
def test_no_group_that_can_pay_is_passed_over(completion, drawn):
    costs, ballots, budget = drawn
    counted = count(costs, ballots, budget, order=list(costs), completion=completion)
    assert cohesive(costs, ballots, budget, counted.elected) is None


def test_a_minority_gets_its_part_where_votes_alone_leave_it_nothing():
    costs = {"a": 40, "b": 40, "c": 20, "d": 20}
    ballots = [("abc", 6), ("d", 4)]
    shares = count(costs, ballots, 100)
    greedy = all_rules()["budget-greedy"]
    marked = [[int(o in picked) for o in costs] for picked, _ in ballots]
    profile = Profile.of(list(costs), marked, [6, 4], list(costs.values()))

    assert set(shares.elected) == {"d", *shares.elected}
    assert greedy.count(profile, greedy.settle({"budget": 100}), None).elected == ("a", "b", "c")


def test_the_reader_learns_what_votes_alone_would_have_funded():
    costs = {"a": 50, "b": 40, "c": 40}
    counted = count(costs, [("ab", 5), ("a", 1), ("c", 4)], 100, completion="none")
    assert counted.elected == ("a", "c")
    assert dict(counted.reasons)["shares.by_votes"] == {"options": ["b"], "others": ["c"]}


def test_the_one_who_loses_reads_what_was_missing():
    counted = count({"a": 60, "b": 50}, [("a", 6), ("b", 4)], 100, completion="none")
    assert counted.elected == ("a",)
    said = dict(counted.reasons)
    assert said["shares.poor"] == {
        "option": "b",
        "count": 4,
        "cost": 50,
        "together": 40,
        "lacked": 10,
    }


def test_the_chart_says_what_was_missing_unless_one_more_raise_would_have_paid_it():
    """Raised to 12 for everybody b lacks 2 of 50, and its four voters would have had 4 more."""
    lacked = {
        completion: [row["lacked"] for row in counted.chart["rows"]]
        for completion in ("none", "add1")
        for counted in [count({"a": 60, "b": 50}, [("a", 6), ("b", 4)], 100, completion=completion)]
    }
    assert lacked == {"none": [None, 10], "add1": [None, None]}


def test_without_ballots_nothing_is_spent():
    assert count({"a": 60}, [], 100).numbers == {"cost": 0, "budget": 100}


def test_small_change_of_large_sums_is_counted_to_the_last_unit():
    """After paying for d, three voters who had 10^13 each have a few units left for c: less than
    a float can hold beside what they had."""
    costs = {"a": 9, "b": 6, "c": 1, "d": 3 * 10**13 + 2}
    ballots = [("abcd", 1), ("acd", 1), ("d", 1)]
    counted = count(costs, ballots, 3 * 10**13 + 18, order="acdb", completion="none")
    assert counted.elected == ("d", "a", "c")


@given(drawn=rounds(dearest=10**13), small=st.lists(st.integers(1, 9), min_size=5, max_size=5))
def test_projects_that_cost_next_to_nothing_come_out_as_the_paper_says(drawn, small):
    costs, ballots, budget = drawn
    costs = {
        option: cost if number % 2 else small[number]
        for number, (option, cost) in enumerate(costs.items())
    }
    counted = count(costs, ballots, budget, order=list(costs), completion="none")
    expected = by_the_paper(costs, ballots, budget, list(costs), "cost", "none")
    assert list(counted.elected) == expected


@pytest.mark.parametrize(
    ("spare", "elected", "tied"), [(-1, (), ("a", "b")), (0, ("a", "b"), ()), (1, ("a", "b"), ())]
)
def test_one_unit_of_ten_to_the_fifteen_decides_whether_level_projects_are_in_each_others_way(
    spare, elected, tied
):
    """One voter can pay for both, or lacks one unit: floats hold no difference."""
    cost = 5 * 10**14
    counted = count({"a": cost, "b": cost}, [("ab", 1)], 2 * cost + spare, completion="none")
    assert (counted.elected, counted.tied) == (elected, tied)
