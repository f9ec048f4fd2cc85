"""Consent, consensus, degrees of agreement, advice: what stops a text, and what does not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voting.rules import Profile, all_rules

RULES = ("consent", "consensus", "gradients", "advice")


def counted(rule, votes, *, tie_order=None, **parameters):
    found = all_rules()[rule]
    options = [option for option, _ in found.options]
    rows = [[int(o == stance) for o in options] for stance in votes]
    profile = Profile.of(options, rows, list(votes.values()))
    return found.count(profile, found.settle(parameters), tie_order)


def outcome(rule, votes, **parameters):
    return list(counted(rule, votes, **parameters).elected)


def test_one_objection_weighs_more_than_any_number():
    assert outcome("consent", {"agree": 999, "object": 1}) == ["object"]
    assert outcome("consent", {"agree": 999}) == ["agree"]


def test_concerns_agree_and_abstentions_neither_stop_nor_carry():
    assert outcome("consent", {"concerns": 1, "abstain": 50}) == ["agree"]
    assert outcome("consent", {"abstain": 50}) == ["abstain"]
    assert outcome("consent", {"agree": 4, "abstain": 6}, least=5) == ["abstain"]
    assert outcome("consent", {"agree": 4, "concerns": 1, "abstain": 6}, least=5) == ["agree"]


def test_consensus_minus_one_bears_one_stop_and_not_two():
    assert outcome("consensus", {"agree": 9, "block": 1}) == ["block"]
    assert outcome("consensus", {"agree": 9, "block": 1}, stops=1) == ["agree"]
    assert outcome("consensus", {"agree": 9, "block": 2}, stops=1) == ["block"]


def test_a_text_that_all_step_aside_from_is_not_adopted():
    assert outcome("consensus", {"aside": 9}) == ["aside"]
    assert outcome("consensus", {"agree": 7, "aside": 3}, carried_by="4/5") == ["aside"]
    assert outcome("consensus", {"agree": 8, "aside": 2}, carried_by="4/5") == ["agree"]


def test_a_share_is_exact():
    """Three of ten are not 30000001/100000000 of them; a float could not tell further down."""
    votes = {"support": 333_333_333_333_333, "disagree": 666_666_666_666_667}
    assert outcome("gradients", votes, share="1/3") == ["disagree"]
    votes = {"support": 333_333_333_333_334, "disagree": 666_666_666_666_668}
    assert outcome("gradients", votes, share="1/3") == ["support"]


def test_one_who_cannot_live_with_it_stops_a_text_unless_the_group_says_otherwise():
    votes = {"full": 9, "block": 1}
    assert outcome("gradients", votes) == ["block"]
    assert outcome("gradients", votes, one_stops="no") == ["support"]
    assert outcome("gradients", {"full": 2, "block": 8}, one_stops="no") == ["disagree"]


@pytest.mark.parametrize(
    ("votes", "word"),
    [
        ({"full": 1}, "full"),
        ({"full": 1, "block": 1}, "block"),
        ({"full": 2, "follow": 1}, "full"),
        ({"full": 1, "follow": 1, "disagree": 1}, "follow"),
    ],
)
def test_the_middle_is_the_cooler_of_two(votes, word):
    assert dict(counted("gradients", votes).reasons)["gradients.middle"] == {"option": word}


def test_advice_tells_concerns_as_such():
    assert outcome("advice", {"favourable": 4, "reserved": 3, "unfavourable": 6}) == ["favourable"]
    assert outcome("advice", {"favourable": 3, "reserved": 3, "unfavourable": 5}) == ["reserved"]
    assert outcome("advice", {"favourable": 3, "unfavourable": 5, "none": 20}) == ["unfavourable"]
    assert outcome("advice", {"none": 20}) == ["none"]


def test_advice_that_is_level_is_a_tie_between_its_word_and_against():
    level = counted("advice", {"favourable": 1, "reserved": 2, "unfavourable": 3})
    assert (level.elected, level.tied) == ((), ("reserved", "unfavourable"))
    order = ["unfavourable", "favourable", "reserved", "none"]
    votes = {"reserved": 3, "unfavourable": 3}
    assert counted("advice", votes, tie_order=order).elected == ("unfavourable",)


@pytest.mark.parametrize("rule", ["consent", "consensus", "gradients"])
@given(data=st.data())
def test_a_cooler_stance_never_makes_a_text_pass(rule, data):
    """One voter moves down the list of stances (abstaining from a text is no warmth)."""
    found = all_rules()[rule]
    stances = [option for option, _ in found.options if option != "abstain"]
    votes = data.draw(st.dictionaries(st.sampled_from(stances), st.integers(1, 5), min_size=1))
    warm = data.draw(st.sampled_from(sorted(votes)))
    cool = data.draw(st.sampled_from(stances[stances.index(warm) :]))
    moved = votes | {warm: votes[warm] - 1}
    moved[cool] = moved.get(cool, 0) + 1

    if outcome(rule, moved) == [found.adopts]:
        assert outcome(rule, votes) == [found.adopts]
