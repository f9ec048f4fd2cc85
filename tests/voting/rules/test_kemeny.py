"""Kemeny: all orders tried one by one, textbook examples, and what is not promised."""

from itertools import combinations, permutations

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests.sizes import size
from tests.voting.rules.strategies import profiles, settings_of
from tests.voting.rules.written_out import ranked, winners
from voting.actions import new_question
from voting.actions.questions import question_problems
from voting.readers import Election
from voting.readers.run import count_election
from voting.rules import Profile, all_rules
from voting.rules._duels import duels

KEMENY = all_rules()["kemeny"]
FEW = settings(max_examples=size(60, 2_000))
THIRTEEN = "abcdefghijklm"


def counted(ballots, options="abc", order=None, **asked):
    return KEMENY.count(ranked(ballots, options), KEMENY.settle(asked), order)


def best_orders(profile, unranked):
    """Every order of the options, and what each comes to."""
    table = duels(profile, unranked).tolist()
    columns = range(len(profile.options))
    worth = {
        order: sum(table[a][b] for a, b in combinations(order, 2))
        for order in permutations(columns)
    }
    most = max(worth.values())
    return most, [order for order in worth if worth[order] == most]


@FEW
@given(data=st.data())
def test_is_the_best_of_all_orders(data):
    profile, asked = data.draw(profiles(KEMENY)), data.draw(settings_of(KEMENY))
    assume(profile.weight)
    most, best = best_orders(profile, asked["unranked"])
    options = profile.options
    outcome = KEMENY.count(profile, asked, None)
    first = {options[order[0]] for order in best}
    assert outcome.numbers["score"] == most
    assert set(outcome.elected or outcome.tied) == first
    assert len(outcome.elected) == (len(first) == 1)
    assert outcome.steps[1]["orders"] == len(best)
    begins = {n: {frozenset(order[:n]) for order in best} for n in range(1, len(options) + 1)}
    ends = [n for n in begins if len(begins[n]) == 1]
    groups = [
        {options[column] for column in best[0][before:n]}
        for before, n in zip([0, *ends], ends, strict=False)
    ]
    assert [set(group) for group in outcome.ranking] == groups

    order = data.draw(st.permutations(options))
    broken = KEMENY.count(profile, asked, order)
    place = {option: order.index(option) for option in options}
    named = [[options[column] for column in one] for one in best]
    assert [option for [option] in broken.ranking] == min(
        named, key=lambda one: [place[option] for option in one]
    )


def test_the_circle_of_condorcet_is_opened_at_its_weakest_duel():
    """Young 1988: 23 abc, 17 bca, 2 bac, 10 cab, 8 cba (Condorcet 1785)."""
    ballots = {"abc": 23, "bca": 17, "bac": 2, "cab": 10, "cba": 8}
    outcome = counted(ballots)
    assert outcome.ranking == (("b",), ("c",), ("a",))
    assert outcome.numbers["score"] == 104
    said = {"count": 104, "of": 180, "options": ["b", "c", "a"]}
    assert ("kemeny.order", said) in outcome.reasons


def test_several_orders_can_be_the_best_and_still_agree_on_the_winner():
    outcome = counted({"abc": 2, "acb": 2})
    assert outcome.ranking == (("a",), ("b", "c"))
    assert outcome.elected == ("a",)
    assert ("kemeny.orders", {"count": 2, "option": "a"}) in outcome.reasons
    assert counted({"abc": 2, "acb": 2}, order="cba").ranking == (("a",), ("c",), ("b",))


def test_a_circle_of_equal_duels_is_a_tie():
    outcome = counted({"abc": 1, "bca": 1, "cab": 1})
    assert (outcome.elected, outcome.tied) == ((), ("a", "b", "c"))
    assert outcome.reasons == (("kemeny.tied", {"options": ["a", "b", "c"], "count": 3}),)


def test_a_similar_option_can_harm_or_help():
    """b wins; with a twin beside it on every ballot, c does."""
    twins = {"cdba": 4, "dbac": 5, "acbd": 4}
    alone = {word.replace("d", ""): times for word, times in twins.items()}
    assert winners("kemeny", alone) == ("b",)
    assert winners("kemeny", twins, "abcd") == ("c",)


def test_twelve_options_are_ordered_and_a_thirteenth_is_refused():
    profile = ranked({THIRTEEN[:12]: 3, THIRTEEN[:12][::-1]: 2}, THIRTEEN[:12])
    assert KEMENY.count(profile, KEMENY.settle({}), None).ranking[11] == ("l",)
    outcome = counted({THIRTEEN: 3}, THIRTEEN)
    assert (outcome.elected, outcome.tied) == ((), ())
    assert outcome.reasons == (("kemeny.too_many", {"count": 12}),)
    options = [{"title": {"en": letter}} for letter in THIRTEEN]
    question = new_question(title={"en": "Where?"}, rule="kemeny", options=options)
    [problem] = question_problems(1, question)
    assert problem.numbers == {"name": "Where?", "most": 12, "size": 13}
    election = Election(title="", form="ranking", options=list(THIRTEEN))
    election.add(1, [["a"]])
    with pytest.raises(ValueError, match="counts 12 options at most; this file has 13"):
        count_election(election, "kemeny")


@pytest.mark.parametrize("off", [-1, 0, 1])
def test_one_vote_in_ten_to_the_fifteen_decides(off):
    most = 10**15
    profile = Profile.of("ab", [[1, 2], [2, 1]], [most, most + off])
    outcome = KEMENY.count(profile, KEMENY.settle({}), None)
    assert outcome.elected == {-1: ("a",), 0: (), 1: ("b",)}[off]
