"""How far the parts may be raised at once, by hand; and nothing changes on the way there."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from voting.rules import Profile, _shares_ties, all_rules
from voting.rules._exact_shares import Electorate, Run
from voting.rules._limits import Limit, Limits
from voting.rules._raising import raisable


def run(costs, ballots, start, *, by_cost=True, limits=()):
    """Ballots are words whose letters are the projects picked, with their weights."""
    marks = np.array([[option in picked for option in costs] for picked, _ in ballots])
    weights = np.array([weight for _, weight in ballots])
    electorate = Electorate(marks, weights, list(costs.values()), Limits(limits))
    found = Run(electorate, Fraction(start), by_cost)
    found.spend(lambda _, level: min(level))
    return found


@pytest.mark.parametrize(
    ("costs", "ballots", "units"),
    [
        pytest.param({"a": 1990}, [("a", 1)], 495, id="990 are lacking, and one gives"),
        pytest.param({"a": 5950}, [("a", 3), ("a", 2)], 95, id="950 are lacking, and five give"),
        pytest.param({"a": 1003}, [("a", 1)], 1, id="three are lacking"),
        pytest.param({"a": 1001}, [("a", 1)], 0, id="the next unit changes it"),
        pytest.param(
            {"c": 2400, "a": 800},
            [("ca", 1), ("c", 2), ("a", 1)],
            100,
            id="who gives all that is left has enough after 200: 600 less one each meet 200",
        ),
        pytest.param(
            {"c": 2400, "a": 800, "d": 1950},
            [("ca", 1), ("c", 2), ("ad", 1)],
            100,
            id="what cannot be paid from the first is bounded by what it lacks then",
        ),
        pytest.param(
            {"a": 1000, "b": 1990},
            [("a", 1), ("b", 1)],
            495,
            id="what costs all that somebody has is paid, and 990 are lacking for the other",
        ),
        pytest.param(
            {"c": 2400, "a": 800, "e": 1},
            [("cae", 1), ("c", 2), ("a", 1)],
            100,
            id="who gives all has nothing more to give to what costs one",
        ),
        pytest.param(
            {"c": 2400, "a": 800, "d": 700},
            [("ca", 1), ("c", 2), ("ad", 1)],
            75,
            id="as somebody else gives all, 300 are lacking of which each unit brings two",
        ),
        pytest.param(
            {"c": 3200, "a": 1000, "d": 1500},
            [("ca", 1), ("c", 3), ("ad", 2)],
            50,
            id="two share what another one gives: each unit brings them one and a half",
        ),
        pytest.param(
            {"c": 4000, "a": 1000, "f": 1800, "x": 90000},
            [("caf", 1), ("cafx", 1), ("c", 3), ("a", 2), ("f", 2)],
            25,
            id="two who have nothing left grow as slowly as what is paid: they never meet it",
        ),
        pytest.param(
            {"c": 4800, "a": 1200, "f": 1800, "x": 90000},
            [("caf", 1), ("cf", 1), ("cfx", 1), ("c", 3), ("a", 4), ("f", 2)],
            20,
            id="of three poor ones, one has nothing left and comes last",
        ),
        pytest.param(
            {"a": 800, "b": 800, "c": 5000},
            [("a", 1), ("b", 1), ("c", 1)],
            0,
            id="two of one price that others want: which is first is not for floats to say",
        ),
        pytest.param(
            {"a": 800, "b": 800, "c": 5000},
            [("ab", 2), ("c", 1)],
            2000,
            id="two of one price that the same want stay level",
        ),
    ],
)
def test_half_of_what_it_takes_until_something_may_change(costs, ballots, units):
    assert raisable(run(costs, ballots, 1000)) == units


def test_a_project_whose_price_falls_may_come_before_another():
    """Of 1,000, 780 went to c and d. So a costs its other supporter 580, and one less for each unit
    given to both; b costs 500."""
    costs = {"c": 1170, "d": 1170, "a": 800, "b": 500, "e": 9000}
    ballots = [("cda", 1), ("cd", 2), ("a", 1), ("b", 1), ("e", 1)]
    before = run(costs, ballots, 1000, by_cost=False)
    assert before.bought == [0, 1, 3, 2]
    assert raisable(before) == 40
    assert run(costs, ballots, 1079, by_cost=False).bought == [0, 1, 3, 2]
    assert run(costs, ballots, 1081, by_cost=False).bought == [0, 1, 2, 3]


def test_what_a_limit_keeps_out_counts_until_the_other_one_is_bought():
    """As above; but of a and b only one may be bought, which is b, and 80 units later a."""
    costs = {"c": 1170, "d": 1170, "a": 800, "b": 500, "e": 9000}
    ballots = [("cda", 1), ("cd", 2), ("a", 1), ("b", 1), ("e", 1)]
    one_of_them = (Limit("theme", "g1", {2: 1, 3: 1}, 1),)
    before = run(costs, ballots, 1000, by_cost=False, limits=one_of_them)
    assert before.bought == [0, 1, 3]
    assert raisable(before) == 40
    assert run(costs, ballots, 1081, by_cost=False, limits=one_of_them).bought == [0, 1, 2]


def test_what_only_floats_believe_to_be_paid_is_left_to_the_exact_count():
    """Three times this is a little less than five, and five in floats."""
    almost = Fraction(1.6666666666666665)
    before = run({"a": 5, "b": 900}, [("a", 3), ("b", 1)], almost)
    assert 3 * almost < 5 == 3 * float(almost)
    assert before.bought == []
    assert raisable(before) == 0


def test_a_sole_supporter_who_is_rich_enough_in_floats_alone_is_left_to_the_exact_count_too():
    almost = 10**16 - Fraction(1, 3)
    before = run({"a": 10**16}, [("a", 1)], almost)
    assert float(almost) == 10**16
    assert before.bought == []
    assert raisable(before) == 0


@st.composite
def rounds(draw):
    """Some projects are paid for at once, others by far not; voters share some, not all."""
    letters = "abcde"[: draw(st.integers(2, 5))]
    costs = {
        letter: draw(st.integers(1, 40)) * draw(st.sampled_from([1, 7, 90])) for letter in letters
    }
    some = st.sets(st.sampled_from(letters), min_size=1).map(sorted).map("".join)
    ballots = draw(st.lists(st.tuples(some, st.integers(1, 3)), min_size=1, max_size=6))
    return costs, ballots, draw(st.integers(1, 400))


@pytest.mark.parametrize("by_cost", [True, False])
@given(drawn=rounds())
def test_up_to_there_the_same_is_bought_in_the_same_order(by_cost, drawn):
    costs, ballots, start = drawn
    before = run(costs, ballots, start, by_cost=by_cost)
    if len(before.bought) < len({letter for picked, _ in ballots for letter in picked}):
        most = raisable(before)
        for units in {1, most // 3, most // 2, most - 1, most} & set(range(1, most + 1)):
            assert run(costs, ballots, start + units, by_cost=by_cost).bought == before.bought


@pytest.mark.parametrize(("ways", "sure"), [(29, ()), (30, ("z",))])
def test_with_many_marks_fewer_ways_are_followed(ways, sure, monkeypatch):
    """Thirty are level for the last place, and z has more votes than each of them."""
    options = ["z", *(f"p{number}" for number in range(30))]
    marks = [[int(row == column) for column in range(31)] for row in range(31)]
    monkeypatch.setattr(_shares_ties, "MOST_MARKS", ways * 31 * 31)
    found = all_rules()["budget-equal-shares"]
    asked = found.settle({"budget": 20, "completion": "greedy"})
    outcome = found.count(Profile.of(options, marks, [2, *[1] * 30], [10] * 31), asked, None)
    assert (outcome.elected, len(outcome.tied)) == (sure, 31 - len(sure))


def test_of_twins_it_does_not_matter_which_is_which():
    """Four of eight are paid for by the same voter, in 1,680 orders, which are one way."""
    options = ["z", *(f"p{number}" for number in range(8))]
    marks = [[1, *[0] * 8], [0, *[1] * 8]]
    found = all_rules()["budget-equal-shares"]
    asked = found.settle({"budget": 120, "completion": "none"})
    outcome = found.count(Profile.of(options, marks, [2, 1], [10] * 9), asked, None)
    assert outcome.elected == ("z",)
    assert set(outcome.tied) == set(options) - {"z"}
