"""What the script counts, rule by rule, as it was worked out by hand from voting/FORMAT.md."""

import json

import pytest

from tests.voting.bundles import SEED, a_bundle, a_question, a_round, ballots_of, canonical, sha256
from tests.voting.recount.alone import HALF, counted, majority


@pytest.fixture
def count():
    """What the script counts for one question; the results in the bundle are empty."""

    def count(question, marked, *, roll=60, chair=None):
        ballots = {"q1": ballots_of(marked)}
        bundle = a_bundle(a_round(question, roll=roll), ballots, {"q1": {}}, chair=chair)
        return json.loads(canonical(counted(bundle)["q1"]))

    return count


# ---------------------------------------------------------------- motion

SEVEN = "3×for 2×against 1×abstain 1×"


def test_a_motion_is_adopted_with_more_for_than_against(count):
    result = count(a_question("motion"), SEVEN)
    assert result == {
        "elected": ["for"],
        "tied": [],
        "resolved": None,
        "turnout": {
            "roll": 60,
            "roll_weight": 60,
            "cast": 7,
            "cast_weight": 7,
            "blank": 1,
            "blank_weight": 1,
        },
        "quorum": None,
        "majority": None,
        "verdict": "adopted",
    }


@pytest.mark.parametrize(
    ("needed", "left", "right", "verdict"),
    [
        (majority(HALF, "present"), 6, 7, "rejected"),
        (majority(HALF, "cast"), 6, 6, "rejected"),
        (majority(HALF, "cast", strict=False), 6, 6, "adopted"),
        (majority(HALF, "expressed"), 6, 5, "adopted"),
        (majority(HALF, "roll"), 6, 60, "rejected"),
        (majority([2, 3], "expressed"), 9, 10, "rejected"),
    ],
)
def test_the_majority_compares_two_products(count, needed, left, right, verdict):
    result = count(a_question("motion", majority=needed), SEVEN)
    assert result["majority"] == {"left": left, "right": right, "holds": verdict == "adopted"}
    assert result["verdict"] == verdict


def test_another_majority_than_one_half_decides_alone(count):
    a_third = a_question("motion", majority=majority([1, 3], "expressed"))
    two_thirds = a_question("motion", majority=majority([2, 3], "expressed"))
    assert count(a_third, "2×for 3×against")["verdict"] == "adopted"
    assert count(two_thirds, "2×for 2×against")["verdict"] == "rejected"


@pytest.mark.parametrize(
    ("tie", "verdict"), [("nobody", "tied"), ("earlier", "rejected"), ("chair", "adopted")]
)
def test_a_tied_motion(count, tie, verdict):
    chair = {"q1": ["for", "against", "abstain"]} if tie == "chair" else None
    result = count(a_question("motion", tie=tie), "2×for 2×against", chair=chair)
    assert (result["elected"], result["tied"]) == ([], ["for", "against"])
    assert result["verdict"] == verdict


def test_lots_go_by_the_fingerprint_of_seed_question_and_option(count):
    result = count(a_question("motion", tie="lot"), "2×for 2×against")
    order = sorted(["for", "against", "abstain"], key=lambda o: sha256(f"{SEED}:q1:{o}"))
    first = next(option for option in order if option != "abstain")
    assert result["resolved"] == {"procedure": "lot", "order": order, "elected": [first]}


def test_until_the_chair_has_spoken_the_tie_stands(count):
    result = count(a_question("motion", tie="chair"), "1×for 1×against")
    assert (result["resolved"], result["verdict"]) == (None, "tied")


@pytest.mark.parametrize(("roll", "right", "verdict"), [(21, 21, "adopted"), (22, 22, "no_quorum")])
def test_the_quorum_is_reached_when_equal(count, roll, right, verdict):
    question = a_question("motion", quorum={"share": [1, 3], "of": "roll"})
    result = count(question, SEVEN, roll=roll)
    assert result["quorum"] == {"left": 21, "right": right, "holds": roll == 21}
    assert result["verdict"] == verdict


def test_weights_count_and_large_products_are_texts(run):
    most = 2**53 - 1
    question = a_question("motion", quorum={"share": [1, 2], "of": "weight"})
    frozen = a_round(question, roll=3, weight=most)
    ballots = {"q1": [[most - 9, "against"], [2, "for"], [5, None]]}
    result = json.loads(run(a_bundle(frozen, ballots, {"q1": {}}), "--json").stdout)["q1"]
    assert result["elected"] == ["against"]
    assert result["turnout"]["blank_weight"] == 5
    assert result["quorum"] == {"left": str((most - 2) * 2), "right": most, "holds": True}


def test_nobody_voted(count):
    assert count(a_question("motion"), "")["verdict"] == "nobody_voted"
    assert count(a_question("schulze"), "")["verdict"] == "nobody_voted"
    assert count(a_question("schulze"), "2×")["verdict"] == "no_winner"


# ---------------------------------------------------------------- rule by rule


def outcome(result):
    return "".join(result["elected"]), "".join(result["tied"])


APPROVED = "2×a+b 1×b+c 1×c+ 1×"  # a 2, b 3, c 2


@pytest.mark.parametrize(
    ("question", "elected", "tied"),
    [
        (a_question("approval"), "b", ""),
        (a_question("approval", seats=2), "b", "ac"),
        (a_question("approval", seats=3), "bac", ""),
        (a_question("approval", seats=2, approvals=3), "b", ""),
    ],
)
def test_approval(count, question, elected, tied):
    assert outcome(count(question, APPROVED)) == (elected, tied)


def test_the_least_approved_of_the_elected_supports_a_majority(count):
    needed = majority(HALF, "expressed")
    one = count(a_question("approval", majority=needed), APPROVED)
    assert one["majority"] == {"left": 6, "right": 4, "holds": True}
    three = count(a_question("approval", seats=3, majority=needed), APPROVED)
    assert three["majority"] == {"left": 4, "right": 4, "holds": False}
    assert three["verdict"] == "majority_missed"


# a: 0 2 2 3; b: 1 2 2 2. Medians 2 and 2, then 2 and 2, then 0 and 1.
FOUR = "1×a:0,b:1 2×a:2,b:2 1×a:3,b:2"


@pytest.mark.parametrize(
    ("parameters", "marked", "elected", "tied"),
    [
        ({}, "2×a:4,b:3 1×a:2,b:1 2×a:0,b:1", "a", ""),  # medians 2 and 1
        ({}, FOUR, "b", ""),
        ({"tie_break": "gauge"}, FOUR, "", "ab"),  # -1/4 and -1/4
        ({}, "1×a:4,b:2 2×b:2", "b", ""),  # a: missing, missing, 4
        ({"blank": "worst"}, "1×a:4,b:2 2×b:2", "b", ""),  # a: 0 0 4
        ({"blank": "excluded"}, "1×a:4,b:2 2×b:2", "a", ""),  # a: 4
        ({}, "3×b:0", "b", ""),
        ({"blank": "worst"}, "3×b:0", "", "ab"),
        ({"blank": "excluded"}, "3×b:0", "b", ""),
        ({"blank": "excluded"}, "1×a:2,b:2 1×b:2", "b", ""),  # level until a has none left
    ],
)
def test_majority_judgment(count, parameters, marked, elected, tied):
    question = a_question("majority-judgment", "ab", **parameters)
    assert outcome(count(question, marked)) == (elected, tied)


@pytest.mark.parametrize(
    ("overvote", "marked", "elected", "tied"),
    [
        ("exhaust", "4×a> 3×b>c 2×c>b", "b", ""),  # c goes out, its two go to b
        ("exhaust", "4×a> 3×b> 2×a=c>b", "a", ""),  # four of seven
        ("skip", "4×a> 3×b> 2×a=c>b", "b", ""),  # five of nine
        ("exhaust", "2×a> 2×b> 1×c>", "", "ab"),
        ("exhaust", "3×a> 2×b> 1×c>a 1×d>a", "a", ""),  # whoever of c and d goes out first
        ("exhaust", "2×a> 1×b>a 1×c>b", "", "ab"),  # c out: 2, 2; b out: a has three
        ("exhaust", "1×a=b", "", ""),  # nobody is ranked alone
    ],
)
def test_irv(count, overvote, marked, elected, tied):
    marked = marked.replace("a=b", "a=b>")
    assert outcome(count(a_question("irv", "abcd", overvote=overvote), marked)) == (elected, tied)


@pytest.mark.parametrize(
    ("parameters", "marked", "elected", "tied"),
    [
        ({}, "4×a>b 3×b>a 2×c>b", "b", ""),  # nine of nine in round 2, and a seven
        ({}, "2×a> 2×b> 1×c>", "", "ab"),  # half is never reached: the most, level
        ({"without_half": "nobody"}, "2×a> 2×b> 1×c>", "", ""),
        ({}, "2×a=b>c 2×c>a 1×d>", "a", ""),
        ({}, "3×b=d>c 3×c> 1×a>b", "b", ""),  # c comes third on three ballots: too late
        ({"shared": "ranks"}, "3×b=d>c 3×c> 1×a>b", "c", ""),
    ],
)
def test_bucklin(count, parameters, marked, elected, tied):
    assert outcome(count(a_question("bucklin", "abcd", **parameters), marked)) == (elected, tied)


SCHULZE = (  # the first example of Schulze 2011: E wins
    "5×a>c>b>e>d 5×a>d>e>c>b 8×b>e>d>a>c 3×c>a>b>e>d "
    "7×c>a>e>b>d 2×c>b>a>d>e 7×d>c>e>b>a 8×e>b>a>d>c"
)
# a beats b 6 to 5, b beats c 4 to 1, c beats a 5 to 3
CYCLE = "6×a>b 5×b>a 4×b>c 1×c>b 5×c>a 3×a>c"


@pytest.mark.parametrize(
    ("options", "parameters", "marked", "elected", "tied"),
    [
        ("abcde", {}, SCHULZE, "e", ""),
        ("abcde", {"measure": "margins"}, SCHULZE, "e", ""),
        ("ab", {}, "2×a> 1×b>a", "a", ""),
        ("ab", {"unranked": "uncounted"}, "2×a> 1×b>a", "b", ""),
        ("abc", {"unranked": "uncounted"}, CYCLE, "c", ""),  # b over c is the weakest victory
        ("abc", {"unranked": "uncounted", "measure": "margins"}, CYCLE, "b", ""),  # a over b is
        ("abc", {}, "1×a=b>c", "", "ab"),
    ],
)
def test_schulze(count, options, parameters, marked, elected, tied):
    assert outcome(count(a_question("schulze", options, **parameters), marked)) == (elected, tied)


@pytest.mark.parametrize(
    ("costs", "parameters", "marked", "elected", "tied"),
    [
        ({"a": 6, "b": 5, "c": 4}, {}, "1×a+c 2×a+ 2×b+", "ac", ""),  # b does not fit
        ({"a": 6, "b": 5, "c": 4}, {"misfit": "stop"}, "1×a+c 2×a+ 2×b+", "a", ""),
        ({"a": 6, "b": 5, "c": 4}, {"threshold": 2}, "1×a+c 2×a+ 2×b+", "a", ""),
        ({"a": 6, "b": 6, "c": 4}, {}, "1×a+c 1×b+c", "c", "ab"),
        ({"a": 3, "b": 7, "c": 1}, {}, "1×a+ 1×b+ 1×c+", "", "abc"),  # 3 + 7, 3 + 1 or 7 + 1
        ({"a": 3, "b": 4, "c": 3}, {}, "1×a+ 1×b+ 1×c+", "abc", ""),  # level, and all fit
    ],
)
def test_budget_greedy(count, costs, parameters, marked, elected, tied):
    question = a_question("budget-greedy", costs, **parameters)
    assert outcome(count(question, marked)) == (elected, tied)


@pytest.mark.parametrize(
    ("costs", "parameters", "marked", "elected", "tied"),
    [
        # Three each; a and c ask 2 of three people, b asks 3 of one.
        ({"a": 6, "b": 3, "c": 6}, {"budget": 12}, "3×a+c 1×b+", "b", "ac"),
        # c asks 5/3 of three people: as much for its cost as a, less in money.
        ({"a": 6, "b": 3, "c": 5}, {"budget": 12}, "3×a+c 1×b+", "b", "ac"),
        (
            {"a": 6, "b": 3, "c": 5, "d": 4},
            {"budget": 12, "utility": "cardinality"},
            "3×a+c 1×b+d",
            "cb",
            "",
        ),
        # ... then 4 are left: not enough for a, enough for d.
        (
            {"a": 6, "b": 3, "c": 5, "d": 4},
            {"budget": 12, "utility": "cardinality", "completion": "greedy"},
            "3×a+c 1×b+d",
            "cbd",
            "",
        ),
        # With four each, c, a and b cost 14: too much, so that the outcome with three stands.
        (
            {"a": 6, "b": 3, "c": 5, "d": 4},
            {"budget": 12, "utility": "cardinality", "completion": "add1"},
            "3×a+c 1×b+d",
            "cb",
            "",
        ),
        # Five each: a's only supporter lacks one. With six each, both are funded.
        ({"a": 6, "b": 4}, {"budget": 10}, "1×a+ 1×b+", "b", ""),
        ({"a": 6, "b": 4}, {"budget": 10, "completion": "add1"}, "1×a+ 1×b+", "ab", ""),
    ],
)
def test_budget_equal_shares(count, costs, parameters, marked, elected, tied):
    question = a_question("budget-equal-shares", costs, **parameters)
    assert outcome(count(question, marked)) == (elected, tied)
