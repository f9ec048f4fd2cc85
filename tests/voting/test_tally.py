"""Requirements, ties and verdicts, to the last vote on either side of a threshold."""

from hashlib import sha256

import pytest

from tests.voting.bundles import SEED, a_question, a_round
from voting import requirements, ties
from voting.canonical import canonical
from voting.requirements import Turnout
from voting.tally import InvalidBallot, tally

HALF = [1, 2]


def motion(yes, no, abstain=0, blank=0, **asked):
    tie = asked.pop("tie", "nobody")
    question = a_question("motion", tie=tie, **asked)
    entries = [["for", yes], ["against", no], ["abstain", abstain], [None, blank]]
    ballots = [[1, choice] for choice, times in entries for _ in range(times)]
    return tally(a_round(question, roll=10, weight=10), {"q1": ballots}, seed=SEED)["q1"].result


def majority(base, share=HALF, *, strict=True):
    return {"share": share, "strict": strict, "base": base}


@pytest.mark.parametrize(
    ("votes", "asked", "verdict"),
    [
        ((0, 0), {}, "nobody_voted"),
        ((2, 1), {}, "adopted"),
        ((1, 2), {}, "rejected"),
        ((2, 2), {}, "tied"),
        ((2, 2), {"tie": "earlier"}, "rejected"),
        ((4, 0), {"quorum": {"share": HALF, "of": "roll"}}, "no_quorum"),
        ((4, 0, 1), {"quorum": {"share": HALF, "of": "roll"}}, "adopted"),
        ((4, 0, 0, 1), {"quorum": {"share": HALF, "of": "weight"}}, "adopted"),
        ((5, 0), {"majority": majority("roll")}, "rejected"),
        ((6, 0), {"majority": majority("roll")}, "adopted"),
        ((5, 0), {"majority": majority("roll", strict=False)}, "adopted"),
        ((3, 1, 1, 1), {"majority": majority("present")}, "rejected"),
        ((3, 1, 1, 1), {"majority": majority("cast")}, "adopted"),
        ((3, 2, 1, 1), {"majority": majority("cast")}, "rejected"),
        ((3, 2, 1, 1), {"majority": majority("expressed")}, "adopted"),
        ((4, 2), {"majority": majority("expressed", [2, 3], strict=False)}, "adopted"),
        ((4, 2), {"majority": majority("expressed", [2, 3])}, "rejected"),
        ((5, 5), {"majority": majority("expressed", [1, 3])}, "adopted"),
        ((2, 1, 1), {"majority": majority("expressed", [2, 3], strict=False)}, "adopted"),
        ((0, 0, 0, 3), {"majority": majority("expressed", [2, 3])}, "rejected"),
    ],
)
def test_a_motion_by_its_requirements(votes, asked, verdict):
    assert motion(*votes, **asked)["verdict"] == verdict


def test_what_was_compared_is_shown():
    result = motion(4, 2, 1, 1, majority=majority("cast", [2, 3]))
    assert result["majority"] == {"left": 12, "right": 14, "holds": False}
    assert result["turnout"]["blank"] == 1


def test_a_threshold_takes_options_out_before_the_count():
    question = a_question("approval", "ab", approvals=3, seats=2)
    ballots = {"q1": [[2, ["a"]], [3, ["b"]]]}
    result = tally(a_round(question, roll=9, weight=9), ballots)["q1"].result
    assert (result["elected"], result["verdict"]) == (["b"], "elected")


@pytest.mark.parametrize("entry", [[1, ["z"]], [1, []], [1, ["b", "a"]], [1, "a"], [1, [1]]])
def test_what_the_form_would_not_take_is_not_counted(entry):
    question = a_question("approval", "ab")
    with pytest.raises(InvalidBallot, match="question q1, ballot 1"):
        tally(a_round(question), {"q1": [[1, ["a"]], entry]})


def test_a_lot_can_be_drawn_again_by_anybody():
    question = a_question("approval", "abc", tie="lot")
    drawn = sorted("abc", key=lambda o: sha256(f"{SEED}:q1:{o}".encode()).hexdigest())
    assert ties.order(question, seed=SEED, chair=None) == drawn
    ballots = {"q1": [[1, ["a", "b", "c"]]]}
    result = tally(a_round(question), ballots, seed=SEED)["q1"].result
    assert result["tied"] == ["a", "b", "c"]
    assert result["resolved"]["elected"] == drawn[:1]


def test_a_tie_stands_until_it_is_broken():
    ballots = {"q1": [[1, ["a", "b"]]]}
    for tie in ("nobody", "chair"):
        question = a_question("approval", "ab", tie=tie)
        result = tally(a_round(question), ballots)["q1"].result
        assert (result["resolved"], result["verdict"]) == (None, "tied")
    spoken = {"q1": {"order": ["b", "a"]}}
    result = tally(a_round(question), ballots, chair=spoken)["q1"].result
    assert (result["resolved"]["elected"], result["verdict"]) == (["b"], "elected")


def test_equal_votes_leave_things_as_they_are():
    assert ties.order(a_question("motion", tie="earlier"), seed=None, chair=None) == [
        "against",
        "for",
        "abstain",
    ]


def test_products_are_whole_numbers_however_large():
    turnout = Turnout(
        roll=3, roll_weight=3 * 10**30, cast=2, cast_weight=2 * 10**30, blank=0, blank_weight=0
    )
    exact = requirements.majority(
        majority("roll", [2, 3]), turnout, support=2 * 10**30, abstained=0
    )
    assert (exact.left, exact.right, exact.holds) == (6 * 10**30, 6 * 10**30, False)


def test_canonical_text_refuses_floats_however_deep():
    assert canonical({"b": [1, None], "a": "é"}) == '{"a":"é","b":[1,null]}'
    with pytest.raises(ValueError, match="float"):
        canonical({"a": [{"b": 1.0}]})


@pytest.mark.parametrize(
    ("of", "represented", "came"),
    [("roll", 2, 6), ("present", 2, 4), ("present", 0, 6), ("present", None, 6), ("roll", None, 6)],
)
def test_a_quorum_of_those_present_leaves_out_whom_others_vote_for(of, represented, came):
    turnout = Turnout(
        roll=10, roll_weight=10, cast=6, cast_weight=6, blank=1, blank_weight=1,
        represented=represented, represented_weight=represented,
    )  # fmt: skip
    found = requirements.quorum({"share": HALF, "of": of}, turnout)
    assert found == requirements.Comparison(came * 2, 10, came * 2 >= 10)
