"""Mandates: whose vote weighs how much, and where what cannot arrive has gone."""

import json

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from civic.cli import dispatcher
from voting.delegation import ABSENT, CIRCLE, FULL, UNKNOWN, split, weigh
from voting.readers import Unreadable, inline

NAMES = "abcdefgh"


@st.composite
def mandates_by_chance(draw):
    voters = list(NAMES[: draw(st.integers(1, 8))])
    targets = st.sampled_from([*voters, "z"])
    given_ = draw(st.dictionaries(st.sampled_from(voters), targets))
    voted = draw(st.lists(st.sampled_from(voters), unique=True))
    weights = {voter: draw(st.integers(1, 4)) for voter in voters}
    return voters, given_, voted, weights


def naive_end(start, given_, voted, steps):
    """Follow one mandate after the other; whoever has not arrived after so many never does."""
    here = start
    for _ in range(steps):
        if here in voted:
            return here
        if here not in given_:
            return None
        here = given_[here]
    return None


@given(mandates_by_chance())
def test_each_weight_is_where_walking_one_by_one_brings_it(drawn):
    voters, given_, voted, weights = drawn
    found = weigh(voters, given_, voted, weights=weights)

    ends = {voter: naive_end(voter, given_, voted, 20) for voter in voters}
    assert found.terminal == ends
    assert found.weights == {
        v: sum(weights[one] for one in voters if ends[one] == v) for v in voters if v in voted
    }
    assert set(found.lost) == {v for v in given_ if ends[v] is None}


@given(mandates_by_chance(), st.integers(0, 3))
def test_no_weight_is_made_or_forgotten_and_no_holder_carries_too_many(drawn, most):
    voters, given_, voted, weights = drawn
    found = weigh(voters, given_, voted, weights=weights, most=most)

    absent = [v for v in voters if v not in given_ and v not in voted]
    accounted = sum(found.weights.values()) + found.lost_weight + sum(weights[v] for v in absent)
    assert accounted == sum(weights.values())
    assert all(len(givers) <= most for givers in found.carried.values())
    lost_in_circles = {v for circle in found.circles for v in circle}
    assert lost_in_circles <= {v for v, why in found.lost.items() if why == CIRCLE}


@given(mandates_by_chance())
def test_a_proxy_goes_one_step_and_no_further(drawn):
    voters, given_, voted, weights = drawn
    found = weigh(voters, given_, voted, weights=weights, onward=False)

    for giver, holder in given_.items():
        if giver not in voted:
            assert found.terminal[giver] == (holder if holder in voted else None)


@given(mandates_by_chance(), st.randoms())
def test_the_order_of_the_list_changes_nothing_but_its_own_order(drawn, chance):
    voters, given_, voted, weights = drawn
    mixed = chance.sample(voters, len(voters))
    one, other = (weigh(v, given_, voted, weights=weights, most=2) for v in (voters, mixed))

    assert (one.weights, one.terminal, one.lost) == (other.weights, other.terminal, other.lost)


def test_the_own_vote_wins_over_the_mandate():
    found = weigh("abc", {"a": "b", "b": "c"}, ["b", "c"])

    assert found.weights == {"b": 2, "c": 1}
    assert found.terminal["b"] == "b"
    assert not found.lost


def test_each_loss_has_its_reason():
    given_ = {"a": "b", "b": "c", "c": "b", "d": "e", "f": "z", "g": "h", "k": "h", "m": "m"}
    found = weigh("abcdefghkm", given_, ["h"], most=1)

    assert found.lost == {
        **dict.fromkeys("abcm", CIRCLE),
        "d": ABSENT,
        "f": UNKNOWN,
        "k": FULL,
    }
    assert found.circles == (("b", "c"), ("m",))
    assert found.carried == {"h": ("g",)}
    assert found.lost_weight == 7


def test_the_earliest_mandates_count_where_a_holder_may_carry_so_many():
    given_ = {"d": "a", "b": "a", "c": "b"}
    assert weigh("abcd", given_, ["a"], most=2).carried == {"a": ("d", "b")}


def test_a_person_who_is_called_like_a_reason_is_a_person():
    found = weigh([CIRCLE, ABSENT], {ABSENT: CIRCLE}, [CIRCLE])
    assert found.weights == {CIRCLE: 2}


@pytest.mark.thorough
def test_a_chain_of_a_hundred_thousand_is_followed():
    voters = [str(n) for n in range(100_000)]
    given_ = {str(n): str(n + 1) for n in range(99_999)}

    assert weigh(voters, given_, ["99999"]).weights == {"99999": 100_000}
    around = weigh(voters, given_ | {"99999": "0"}, [])
    assert around.lost_weight == 100_000
    assert around.circles[0][:2] == ("0", "1")


class Counted(dict):
    """A book of mandates that counts how often somebody looks something up in it."""

    looks = 0

    def __getitem__(self, giver):
        Counted.looks += 1
        return super().__getitem__(giver)


@pytest.mark.parametrize("shape", ["chain", "star", "circles", "comb"])
def test_the_work_is_linear(shape):
    """Each mandate is followed once, whatever the shape."""
    n = 2_000
    target = {
        "chain": lambda i: i + 1,
        "star": lambda _: n,
        "circles": lambda i: i ^ 1,
        "comb": lambda i: i + 1 if i % 2 == 0 else i - 1 if i % 4 == 1 else i + 2,
    }[shape]
    book = Counted({i: target(i) for i in range(n)})
    Counted.looks = 0
    weigh(range(n + 3), book, [n])
    assert Counted.looks <= n


def test_who_is_not_on_the_list_is_named():
    with pytest.raises(ValueError, match="'x'"):
        weigh("ab", {"x": "a"}, [])
    with pytest.raises(ValueError, match="'y'"):
        weigh("ab", {}, ["y"])


def test_a_holder_of_several_mandates_may_share_them_out():
    found = weigh("abc", {"a": "c", "b": "c"}, ["c"])

    assert split({"c": {"yes": 1, "no": 2}}, found) == {"yes": 1, "no": 2}
    assert split({"c": {"yes": 2}}, found) == {"yes": 2}
    with pytest.raises(ValueError, match="more than the 3"):
        split({"c": {"yes": 2, "no": 2}}, found)
    with pytest.raises(ValueError, match="from 1 up"):
        split({"c": {"yes": 0}}, found)


# ---------------------------------------------------------------- on the command line


@pytest.fixture
def tally(tmp_path):
    def run(data, *arguments):
        (tmp_path / "mandates.json").write_text(json.dumps({"form": "delegation"} | data))
        command = ["tally", str(tmp_path / "mandates.json"), *arguments, "--json"]
        return CliRunner().invoke(dispatcher, command)

    return run


ASSEMBLY = {
    "voters": ["ada", "ben", "chloe", "dan"],
    "delegations": {"ada": "chloe", "ben": "chloe"},
    "votes": {"chloe": "for", "dan": "against"},
}


def test_tally_shows_who_votes_for_whom_and_what_is_lost(tally):
    counted = json.loads(tally(ASSEMBLY, "--rule", "delegation").output)
    assert counted["elected"] == ["for"]
    assert counted["numbers"]["weights"] == {"chloe": 3, "dan": 1}

    capped = json.loads(tally(ASSEMBLY, "--rule", "delegation", "--set", "cap=0").output)
    assert capped["tied"] == ["for", "against"]
    assert capped["numbers"]["lost"] == 2
    assert capped["steps"][1]["lost"] == {"ada": FULL, "ben": FULL}


def test_any_rule_counts_the_weights(tally):
    mandates = ASSEMBLY | {"votes": {"chloe": {"for": 1, "abstain": 2}, "dan": "against"}}
    counted = json.loads(tally(mandates, "--rule", "motion").output)
    assert counted["numbers"]["first"] == {"for": 1, "against": 1, "abstain": 2}


@pytest.mark.parametrize("settings", ["cap=many", "cap=-1", "transitive=perhaps"])
def test_tally_refuses_settings_that_are_none(tally, settings):
    answer = tally(ASSEMBLY, "--rule", "delegation", "--set", settings)
    assert answer.exit_code == 2
    assert settings.partition("=")[0] in answer.output


@pytest.mark.parametrize(
    "changed",
    [
        {"voters": ["a", "a"]},
        {"voters": "ab"},
        {"voters": [1]},
        {"delegations": {"zoe": "ada"}},
        {"delegations": {"ada": 3}},
        {"votes": {"zoe": "for"}},
        {"votes": {"ada": {}}},
        {"votes": {"ada": {"for": 0}}},
        {"weights": {"ada": 1.5}},
        {"weights": {"ada": 0}},
    ],
    ids=str,
)
def test_a_file_that_is_none_is_refused_with_what_was_expected(changed):
    with pytest.raises(Unreadable):
        inline.from_data({"form": "delegation"} | ASSEMBLY | changed, "a file")
