"""Duels, and elimination where they run in a circle: all ways tried one by one, textbook examples,
and what is not promised."""

from itertools import combinations

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests.sizes import size
from tests.voting.rules.strategies import profiles, settings_of
from tests.voting.rules.written_out import ranked, winners
from voting.rules import Profile, all_rules
from voting.rules._duels import duels

BOTH = ("smith-irv", "tideman-alternative")
FEW = settings(max_examples=size(40, 2_000))
for_both = pytest.mark.parametrize("rule", BOTH)


def counted(rule, ballots, options="abc", order=None, **asked):
    found = all_rules()[rule]
    return found.count(ranked(ballots, options), found.settle(asked), order)


def leading(table, standing):
    """By the definition: of all parts that win against all others left, the smallest."""
    return next(
        set(part)
        for many in range(1, len(standing) + 1)
        for part in combinations(sorted(standing), many)
        if all(table[a][b] > table[b][a] for a in part for b in standing - set(part))
    )


def who_may_win(rule, profile, asked, table, standing):
    """By the definition, every choice among level ones tried."""
    rows = [_reached(row, asked["overvote"]) for row in profile.marks.tolist()]

    def go_on(standing):
        if rule == "tideman-alternative":
            standing = leading(table, standing)
        if len(standing) == 1:
            return standing
        votes = dict.fromkeys(standing, 0)
        for row, times in zip(rows, profile.times.tolist(), strict=True):
            for column in [column for column in row if column in standing][:1]:
                votes[column] += times
        out = [column for column in standing if votes[column] == min(votes.values())]
        return set().union(*(go_on(standing - {column}) for column in out))

    return go_on(leading(table, standing))


def _reached(row, overvote):
    """Columns, best first, without shared ranks; or up to the first one."""
    found = []
    for rank in range(1, len(row) + 1):
        level = [column for column, mark in enumerate(row) if mark == rank]
        if len(level) > 1 and overvote == "exhaust":
            break
        found += level if len(level) == 1 else []
    return found


@for_both
@FEW
@given(data=st.data())
def test_comes_out_as_defined(rule, data):
    """Run to the last option: who has more than half of the votes still counting stays anyway."""
    found = all_rules()[rule]
    profile, asked = data.draw(profiles(found)), data.draw(settings_of(found))
    assume(profile.weight)
    table = duels(profile, asked["unranked"]).tolist()
    everybody = set(range(len(profile.options)))
    outcome = found.count(profile, asked, None)
    ends = who_may_win(rule, profile, asked, table, everybody)
    assert outcome.numbers["leading"] == [profile.options[c] for c in leading(table, everybody)]
    assert list(outcome.elected or outcome.tied) == [profile.options[c] for c in sorted(ends)]
    assert len(outcome.elected) == (len(ends) == 1)


@for_both
def test_in_a_circle_the_weakest_of_those_who_lead_goes_out(rule):
    """d is first on most ballots, and loses each duel: it has no part in the elimination."""
    ballots = {"dabc": 3, "dbca": 2, "dcab": 1, "abcd": 2, "bcad": 3, "cabd": 2}
    outcome = counted(rule, ballots, "abcd")
    assert winners("plurality", ballots, "abcd") == ("d",)
    assert outcome.numbers["leading"] == ["a", "b", "c"]
    first, last = outcome.steps[1]["rounds"]
    assert first == {
        "aside": ["d"],
        "votes": {"a": 5, "b": 5, "c": 3},
        "exhausted": 0,
        "out": ["c"],
    }
    if rule == "smith-irv":
        assert (last["aside"], last["votes"]) == ([], {"a": 8, "b": 5})
    else:
        assert (last["aside"], last["votes"]) == (["b"], {"a": 13})
    assert outcome.elected == ("a",)
    said = dict(outcome.reasons)
    assert said["leading.aside"] == {"option": "d", "count": 6}
    assert said["leading.lost"] == {"option": "a", "options": ["c"]}
    assert said["duels.runner_up"]["other"] == "b"


def test_who_has_more_than_half_of_the_votes_still_counting_is_elected_at_once():
    """A shared rank takes part in the duels, and ends the ballot where votes are counted."""
    outcome = counted("smith-irv", {"(ab)": 1, "c": 1})
    assert outcome.elected == ("c",)
    assert [name for name, _ in outcome.reasons] == [
        "leading.everybody",
        "leading.at_once",
        "leading.exhausted",
    ]


@pytest.mark.parametrize(
    ("rule", "ballots", "ends"),
    [
        ("smith-irv", {"bc": 2, "abc": 3, "(bc)": 1, "(ac)b": 2}, ("a", "b")),
        ("tideman-alternative", {"(ba)cd": 2, "(ad)": 1, "d": 2, "cdab": 1}, ("d", "c")),
    ],
)
def test_a_shared_rank_ends_the_ballot_or_is_passed_over(rule, ballots, ends):
    options = "abcd" if "d" in "".join(ballots) else "abc"
    for overvote, winner in zip(("exhaust", "skip"), ends, strict=True):
        assert counted(rule, ballots, options, overvote=overvote).elected == (winner,)


@for_both
def test_options_left_out_are_last_or_not_compared(rule):
    """b is known to one alone, who prefers it."""
    ballots = {"c": 2, "bca": 1}
    assert counted(rule, ballots).elected == ("c",)
    assert counted(rule, ballots, unranked="uncounted").elected == ("b",)


def test_the_two_rules_part_where_duels_are_looked_at_again():
    """a goes out; then b wins against c and d, and elimination alone would take it out next."""
    ballots = {"dabc": 2, "cabd": 2, "bcda": 1}
    assert counted("smith-irv", ballots, "abcd").elected == ("c",)
    assert counted("tideman-alternative", ballots, "abcd").elected == ("b",)


@for_both
def test_a_tie_that_changes_nothing_is_none(rule):
    outcome = counted(rule, {"c": 1, "da": 2, "bcda": 2, "abdc": 1}, "abcd")
    assert (outcome.elected, outcome.tied) == (("b",), ())
    first = outcome.steps[1]["rounds"][0]
    assert (first["immaterial"], first["out"]) == (["a", "c"], ["c"])
    assert "leading.immaterial" in dict(outcome.reasons)


@for_both
def test_a_tie_that_matters_names_everybody_who_may_still_win(rule):
    ballots = {"a": 3, "bc": 2, "cb": 2}
    outcome = counted(rule, ballots)
    assert (outcome.elected, outcome.tied) == ((), ("b", "c"))
    assert outcome.steps[1]["rounds"][0]["level"] == ["b", "c"]
    assert counted(rule, ballots, order="abc").elected == ("b",)
    assert counted(rule, ballots, order="acb").elected == ("c",)


@for_both
def test_a_tie_is_told_in_the_round_where_it_is(rule, monkeypatch):
    """a goes out first, and its ballot ranks nobody who is left. From the tie on three sets may
    stand; what stood before is not counted."""
    monkeypatch.setattr("voting.rules._leading.MOST_STATES", 3)
    outcome = counted(rule, {"ca": 2, "bca": 2, "ad": 1}, "abcd")
    assert (outcome.elected, outcome.tied) == ((), ("b", "c"))
    assert outcome.steps[1]["rounds"] == [
        {"aside": ["d"], "votes": {"a": 1, "b": 2, "c": 2}, "exhausted": 0, "out": ["a"]},
        {"aside": [], "votes": {"b": 2, "c": 2}, "exhausted": 1, "out": [], "level": ["b", "c"]},
    ]
    assert ("leading.tied", {"options": ["b", "c"], "round": 2}) in outcome.reasons
    clear = counted(rule, {"abc": 39, "bca": 35, "cab": 26})
    assert "leading.aside" not in dict(clear.reasons)
    assert not any("immaterial" in step for step in clear.steps[1]["rounds"])


@for_both
def test_beyond_its_bound_a_tie_may_go_to_anybody_who_stood(rule, monkeypatch):
    """a and c are level at the bottom, and b wins whichever goes out."""
    ballots = {"c": 1, "da": 2, "bcda": 2, "abdc": 1}
    assert counted(rule, ballots, "abcd").elected == ("b",)
    monkeypatch.setattr("voting.rules._leading.MOST_STATES", 1)
    assert counted(rule, ballots, "abcd").tied == ("a", "b", "c", "d")


@for_both
@FEW
@given(data=st.data())
def test_options_outside_the_leading_group_can_be_left_out(rule, data):
    found = all_rules()[rule]
    profile = data.draw(profiles(found))
    ranked_only = [[rank for rank in row if rank] for row in profile.marks.tolist()]
    assume(ranked_only and all(len(set(ranks)) == len(ranks) for ranks in ranked_only))
    before = found.count(profile, found.settle({}), None)
    kept = [profile.options.index(option) for option in before.numbers["leading"]]
    marks = profile.marks[:, kept]
    after = found.count(
        Profile.of(before.numbers["leading"], marks, profile.times), found.settle({}), None
    )
    assert (after.elected, after.tied) == (before.elected, before.tied)


@for_both
def test_ranking_a_second_choice_can_harm_the_first(rule):
    """Two who voted for b alone add c, and c wins."""
    assert winners(rule, {"ac": 2, "b": 2, "cb": 1}) == ("b",)
    assert winners(rule, {"ac": 2, "bc": 2, "cb": 1}) == ("c",)


@pytest.mark.parametrize(
    ("rule", "others", "more", "ends"),
    [
        ("smith-irv", {"badc": 3, "dcab": 1, "cdba": 3}, {"adcb": 1}, ("d", "c")),
        ("tideman-alternative", {"bacd": 2, "dbac": 4, "adbc": 3}, {"badc": 3}, ("a", "d")),
    ],
)
def test_taking_part_can_bring_about_what_one_likes_less(rule, others, more, ends):
    assert winners(rule, others, "abcd") == (ends[0],)
    assert winners(rule, others | more, "abcd") == (ends[1],)
    [word] = more
    assert word.index(ends[0]) < word.index(ends[1])
