"""Rules that compare whole sets, and the point that is shared: from the definitions, textbook
examples, promises and what is not promised."""

from fractions import Fraction
from itertools import combinations, product
from math import ceil, comb

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.sizes import size
from tests.voting.rules.test_committees import BALLOTS, SETS, count
from voting import families
from voting.actions import new_question
from voting.actions.questions import question_problems
from voting.readers import Election
from voting.readers.run import count_election, fitted
from voting.rules import Profile, all_rules

BY_SETS = ("committee-pav", "committee-cc", "committee-monroe")
FEW = settings(max_examples=size(60, 2_000))
TWENTY = "abcdefghijklmnopqrst"


# ------------------------------------------------------------ from the definition


def pav(ballots, chosen):
    shared = [(len(set(ticked) & set(chosen)), weight) for ticked, weight in ballots]
    return sum(weight * sum(Fraction(1, n) for n in range(1, has + 1)) for has, weight in shared)


def cc(ballots, chosen):
    return sum(weight for ticked, weight in ballots if set(ticked) & set(chosen))


def monroe(ballots, chosen):
    """Every way to give each voter one of the set, all with as many voters, give or take one."""
    voters = [ticked for ticked, weight in ballots for _ in range(weight)]
    least, most = len(voters) // len(chosen), ceil(len(voters) / len(chosen))
    return max(
        sum(option in ticked for option, ticked in zip(given_to, voters, strict=True))
        for given_to in product(chosen, repeat=len(voters))
        if all(least <= given_to.count(option) <= most for option in chosen)
    )


def best_sets(worth, ballots, seats, options):
    sets = [frozenset(one) for one in combinations(options, min(seats, len(options)))]
    worths = {one: worth(ballots, sorted(one)) for one in sets}
    return [one for one in sets if worths[one] == max(worths.values())]


@pytest.mark.parametrize(
    ("rule", "worth", "ballots"),
    [
        ("committee-pav", pav, BALLOTS),
        ("committee-cc", cc, BALLOTS),
        ("committee-monroe", monroe, st.lists(st.tuples(SETS, st.just(1)), min_size=1, max_size=5)),
    ],
)
@pytest.mark.parametrize("unticked", ["level", "empty"])
@FEW
@given(data=st.data())
def test_is_the_best_of_all_sets_as_defined(rule, worth, ballots, unticked, data):
    ballots, seats = data.draw(ballots), data.draw(st.integers(1, 4))
    options = [o for o in "abcde" if unticked == "level" or any(o in t for t, _ in ballots)]
    best = best_sets(worth, ballots, seats, options)
    outcome = count(rule, ballots, seats, options="abcde", unticked=unticked)
    assert set(outcome.elected) == frozenset.intersection(*best)
    assert set(outcome.tied) == frozenset.union(*best) - set(outcome.elected)
    order = data.draw(st.permutations("abcde"))
    broken = count(rule, ballots, seats, options="abcde", unticked=unticked, order=order)
    left = best
    for option in order:
        left = [one for one in left if option in one] or left
    assert [set(broken.elected)] == left


@FEW
@given(ballots=BALLOTS, seats=st.integers(1, 4))
def test_a_point_is_shared_by_all_that_a_ballot_ticks(ballots, seats):
    outcome = count("committee-sav", ballots, seats, options="abcde", unticked="empty")
    points = {
        o: sum(Fraction(weight, len(ticked)) for ticked, weight in ballots if o in ticked)
        for o in "abcde"
    }
    assert {o: Fraction(told) for o, told in outcome.numbers["scores"].items()} == points
    out = [points[o] for o in "abcde" if o not in outcome.elected]
    assert all(points[o] > max(out, default=0) or not outcome.tied for o in outcome.elected)
    assert all(points[o] >= max(out, default=0) for o in outcome.elected)


@pytest.mark.parametrize(("rule", "worth"), [("committee-pav", pav), ("committee-cc", cc)])
def test_many_options_are_counted_in_parts_and_come_out_the_same(rule, worth):
    ballots = [(TWENTY[n : n + 4], n + 1) for n in range(10)] + [("afn", 12), ("dk", 7)]
    best = best_sets(worth, ballots, 3, TWENTY[:14])
    outcome = count(rule, ballots, 3, options=TWENTY[:14])
    assert set(outcome.elected) == frozenset.intersection(*best)
    assert outcome.steps[0]["sets"] == comb(14, 3)
    assert outcome.steps[0]["best"] == len(best)


# ------------------------------------------------------------ textbook examples


def test_all_places_compared_at_once_can_differ_from_place_after_place():
    """Thiele 1895: a compromise goes first place after place, and then holds a place in vain."""
    ballots = [("ac", 3), ("bc", 3), ("a", 2), ("b", 2)]
    assert "c" in count("committee-seq-pav", ballots, 2, order=list("abc")).elected
    assert count("committee-pav", ballots, 2).elected == ("a", "b")


def test_a_second_choice_adds_nothing_where_everybody_is_to_have_one():
    """60 tick a and b, 30 c, 10 d: in proportion the large group gets two of three."""
    ballots = [("ab", 60), ("c", 30), ("d", 10)]
    assert count("committee-pav", ballots, 3).elected == ("a", "b", "c")
    assert count("committee-cc", ballots, 3).tied == ("a", "b")
    assert set(count("committee-cc", ballots, 3).elected) == {"c", "d"}
    assert count("committee-monroe", ballots, 3).elected == ("a", "b", "c")


def test_each_of_the_elected_speaks_for_as_many():
    outcome = count("committee-monroe", [("a", 5), ("b", 2), ("c", 1)], 2)
    assert outcome.elected == ("a", "b")
    said = {"count": 6, "of": 8, "least": 4}
    assert outcome.reasons[0] == ("sets.monroe", said)
    uneven = count("committee-monroe", [("a", 5), ("b", 2), ("c", 2)], 2)
    assert uneven.reasons[0] == ("sets.monroe_or", {"count": 7, "of": 9, "least": 4, "most": 5})


def test_who_ticks_few_gives_each_more():
    """Brams and Kilgour 2014: six share a point between two, four give theirs whole."""
    outcome = count("committee-sav", [("ab", 6), ("c", 4)], 1)
    assert outcome.elected == ("c",)
    assert ("sav.elected", {"option": "c", "points": "4", "count": 4}) in outcome.reasons


# ------------------------------------------------------------ promises, and what is not promised


@pytest.mark.parametrize("rule", BY_SETS)
@FEW
@given(ballots=BALLOTS, seats=st.integers(1, 4))
def test_a_group_that_agrees_is_heard(rule, ballots, seats):
    """Justified representation; for proportional approval the extended one (Aziz et al. 2017)."""
    every = sum(weight for _, weight in ballots)
    outcome = count(rule, ballots, seats, options="abcde", order=list("abcde"))
    for many in range(1, (seats if rule == "committee-pav" else 1) + 1):
        for common in combinations("abcde", many):
            group = [
                (ticked, weight)
                for ticked, weight in ballots
                if set(common) <= set(ticked) and len(set(ticked) & set(outcome.elected)) < many
            ]
            assert sum(weight for _, weight in group) * seats < many * every


@settings(max_examples=size(20, 500))
@given(votes=st.lists(st.integers(1, 40), min_size=3, max_size=3), seats=st.integers(1, 4))
def test_whole_lists_get_places_as_by_dhondt(votes, seats):
    lists = ["abcd", "efgh", "ijkl"]
    outcome = count("committee-pav", list(zip(lists, votes, strict=True)), seats, order=TWENTY[:12])
    dhondt = all_rules()["dhondt"]
    by_list = dhondt.count(
        Profile.of("xyz", [[1, 0, 0], [0, 1, 0], [0, 0, 1]], votes),
        dhondt.settle({"seats": seats}),
        None,
    )
    level = set(by_list.tied)
    for name, letters in zip("xyz", lists, strict=True):
        places = sum(option in letters for option in outcome.elected)
        assert 0 <= places - by_list.seats.get(name, 0) <= (name in level) * 2


@pytest.mark.parametrize(
    ("rule", "ballots", "one", "two"),
    [
        ("committee-pav", [("ab", 4), ("ace", 3), ("be", 2), ("c", 3)], {"a"}, {"b", "c"}),
        ("committee-cc", [("acd", 2), ("b", 1), ("bc", 2), ("d", 1)], {"c"}, {"b", "d"}),
        ("committee-monroe", [("a", 1), ("acd", 3), ("b", 1), ("bd", 3)], {"d"}, {"a", "b"}),
    ],
)
def test_one_place_more_can_take_the_first_one_away(rule, ballots, one, two):
    assert set(count(rule, ballots, 1).elected) == one
    assert set(count(rule, ballots, 2).elected) == two


def test_a_small_group_that_ticks_few_can_beat_a_larger_one():
    assert count("committee-sav", [("abc", 10), ("d", 4)], 1).elected == ("d",)


# ------------------------------------------------------------ beyond the bound


@pytest.mark.parametrize("rule", BY_SETS)
def test_too_many_options_are_refused_before_a_vote_and_not_guessed_after(rule):
    most = all_rules()[rule].most_options
    letters = (TWENTY + "u")[: most + 1]
    outcome = count(rule, [("ab", 3), ("c", 2)], 2, options=letters)
    assert (outcome.elected, outcome.tied) == ((), ())
    assert outcome.reasons == (("sets.too_many", {"count": most}),)
    assert count(rule, [("ab", 3), ("c", 2)], 2, options=letters[:most]).elected

    def problems(letters):
        options = [{"title": {"en": letter}} for letter in letters]
        question = new_question(title={"en": "Whom?"}, rule=rule, options=options)
        return [(one.sentence, one.numbers) for one in question_problems(1, question)]

    def obstacle(letters):
        return families.obstacle(all_rules()[rule], [{"title": {"en": one}} for one in letters])

    assert obstacle(letters[:most]) is None
    assert "cannot count so many options" in obstacle(letters)
    assert problems(letters[:most]) == []
    [(said, numbers)] = problems(letters)
    assert "leave some out, or choose another rule" in said
    assert numbers == {"name": "Whom?", "most": most, "size": most + 1}


def test_a_file_with_too_many_options_is_refused():
    election = Election(title="", form="approval", options=list(TWENTY + "u"))
    election.add(1, ["a"])
    refusal = "counts 20 options at most; this file has 21"
    with pytest.raises(ValueError, match=refusal):
        count_election(election, "committee-pav")
    with pytest.raises(ValueError, match=refusal):
        fitted(election, all_rules()["committee-pav"], {})  # as `civic import election` does
