"""voting/recount.py as a citizen runs it: alone, in an empty folder, on one file."""

import ast
import copy
import importlib.util
import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.voting.bundles import (
    SEED,
    a_bundle,
    a_question,
    a_round,
    ballots_of,
    canonical,
    sha256,
)

SCRIPT = Path("voting/recount.py").resolve()
HALF = [1, 2]

recipe = importlib.util.spec_from_file_location("recount_alone", SCRIPT)
recount = importlib.util.module_from_spec(recipe)
recipe.loader.exec_module(recount)


@pytest.fixture
def run(tmp_path):
    """Run the script on a bundle; what it said and how it left."""

    def run(bundle, *arguments, language="C"):
        data = bundle if isinstance(bundle, bytes) else canonical(bundle).encode()
        (tmp_path / "bundle.json").write_bytes(data)
        return subprocess.run(
            [sys.executable, "-I", "-S", SCRIPT, "bundle.json", *arguments],
            cwd=tmp_path,
            env={"LANG": language},
            capture_output=True,
            encoding="utf-8",
            timeout=60,
        )

    return run


@pytest.fixture
def count(run):
    """What the script counts for one question; the results in the bundle are empty."""

    def count(question, marked, *, roll=60, chair=None):
        ballots = {"q1": ballots_of(marked)}
        bundle = a_bundle(a_round(question, roll=roll), ballots, {"q1": {}}, chair=chair)
        told = run(bundle, "--json")
        assert (told.returncode, told.stderr) == (1, "")
        return json.loads(told.stdout)["q1"]

    return count


def majority(share, base, *, strict=True):
    return {"share": share, "strict": strict, "base": base}


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


# ---------------------------------------------------------------- a whole bundle


def counted(bundle):
    return recount.recount(recount.read_bundle(canonical(bundle).encode()))


def true_bundle(*questions, ballots, chair=None, **circumstances):
    """A bundle with the results the script itself counts."""
    frozen = a_round(*questions, **circumstances)
    empty = a_bundle(frozen, ballots, {question["id"]: {} for question in questions}, chair=chair)
    return a_bundle(frozen, ballots, counted(empty), chair=chair)


@pytest.fixture(scope="module")
def assembly():
    return true_bundle(
        a_question(
            "motion", majority=majority(HALF, "present"), quorum={"share": HALF, "of": "roll"}
        ),
        a_question("approval", id="q2", tie="chair"),
        ballots={
            "q1": ballots_of("4×for 2×against"),
            "q2": ballots_of("2×a+b 3×c+ 1×a+b"),
        },
        chair={"q2": ["c", "b", "a"]},
        roll=8,
    )


def test_a_summary_in_english(run, assembly):
    told = run(assembly)
    assert told.returncode == 0
    assert "Turnout: 6 of 8 electors" in told.stdout
    assert "Quorum: 6 of 8, at least 1/2 asked: reached" in told.stdout
    assert "Majority: 4 of 6, more than 1/2 asked: reached" in told.stdout
    assert "Outcome: adopted" in told.stdout
    assert "Tied: A, B, C" in told.stdout
    assert "Tie broken by the chair: C" in told.stdout
    assert "every result is as published" in told.stdout


@pytest.mark.parametrize("spoken", [{"language": "fr_FR.UTF-8"}, {}])
def test_a_summary_in_french(run, assembly, spoken):
    told = run(assembly, *([] if spoken else ["--lang", "fr"]), **spoken)
    assert told.returncode == 0
    assert "Participation\N{NO-BREAK SPACE}: 6 votants sur 8 électeurs" in told.stdout
    assert "6 sur 8, il en fallait au moins 1/2\N{NO-BREAK SPACE}: atteint" in told.stdout
    assert "Assemblée de printemps" in told.stdout
    assert "chaque résultat est celui qui a été publié" in told.stdout


def test_the_check_code_alone(run, assembly):
    assert run(assembly, "--check-code").stdout == assembly["check_code"] + "\n"


def test_another_result_is_named(run, assembly):
    lie = copy.deepcopy(assembly)
    lie["results"]["q1"]["verdict"] = "rejected"
    told = run(sealed(lie))
    assert told.returncode == 1
    assert 'DIFFERENT, question q1, verdict: published "rejected", counted "adopted"' in told.stdout
    assert "as published." not in told.stdout


COUNTABLE = {
    "motion": ("2×for 2×against 1×", {"votes": {"for": 2, "against": 2, "abstain": 0}}),
    "approval": ("2×a+b 1×c+ 1×", {"votes": {"a": 2, "b": 2, "c": 1}}),
    "majority-judgment": (
        "2×a:4,b:0 1×c:2 1×",
        {"tallies": {"a": [1, 0, 0, 0, 0, 2], "b": [1, 2, 0, 0, 0, 0], "c": [2, 0, 0, 1, 0, 0]}},
    ),
    "schulze": (
        "2×a>b=c 1×c> 1×",
        {"matrix": {"a": {"b": 2, "c": 2}, "b": {"a": 0, "c": 0}, "c": {"a": 1, "b": 1}}},
    ),
    "bucklin": ("2×a>b=c 1×c> 1×", {"places": {"a": [2, 0, 0], "b": [0, 2, 0], "c": [1, 2, 0]}}),
    "budget-greedy": ("2×a+b 1×c+ 1×", {"votes": {"a": 2, "b": 2, "c": 1}}),
}


@pytest.mark.parametrize("rule", COUNTABLE)
def test_sums_count_as_their_ballots(run, rule):
    marked, sums = COUNTABLE[rule]
    entries = ballots_of(marked)
    blank = sum(choice is None for _, choice in entries)
    question = a_question(rule, {"a": 4, "b": 6, "c": 2}, tie="earlier")
    results = counted(true_bundle(question, ballots={"q1": entries}))
    sums = {"q1": {"blank": [blank, blank]} | sums}
    frozen = a_round(question, publication="sums")
    told = run(a_bundle(frozen, None, results, sums=sums, papers=(len(entries), len(entries))))
    assert (told.returncode, told.stderr) == (0, "")


@pytest.mark.parametrize("rule", ["irv", "budget-equal-shares"])
def test_what_sums_cannot_tell_is_said(run, rule):
    frozen = a_round(a_question(rule, {"a": 1, "b": 2}), publication="sums")
    told = run(a_bundle(frozen, None, {"q1": {}}, sums={"q1": {"blank": [0, 0]}}, papers=(9, 9)))
    assert told.returncode == 3
    assert "this rule cannot be counted again from sums" in told.stdout
    assert "every result" not in told.stdout


# ---------------------------------------------------------------- refusals


def sealed(bundle):
    """The same with fingerprints to match, as a skilful forger would leave it."""
    kind = "ballots" if bundle["sums"] is None else "sums"
    bundle["check_code"] = sha256(bundle["frozen"])
    bundle["sha256"] = {kind: sha256(canonical(bundle[kind]))}
    bundle["sha256"]["chair"] = sha256(canonical(bundle["chair"]))
    bundle["sha256"]["results"] = sha256(canonical(bundle["results"]))
    return bundle


def frozen_again(bundle, change):
    """Change the frozen round and seal it again."""
    frozen = json.loads(bundle["frozen"])
    change(frozen)
    bundle["frozen"] = canonical(frozen)
    return sealed(bundle)


def put(path, value):
    """A change of one place, written ``questions/0/rule``."""

    def change(document):
        *parents, last = [int(key) if key.isdigit() else key for key in path.split("/")]
        for key in parents:
            document = document[key]
        if value is None and isinstance(last, str):
            document.pop(last)
        else:
            document[last] = value

    return change


CHANGED = [
    ("check_code", "0" * 64, "The check code is not that of the frozen round"),
    ("sha256/ballots", "0" * 64, "The fingerprint of ballots is wrong"),
    ("sha256/chair", "0" * 64, "The fingerprint of chair is wrong"),
    ("sha256/results", "0" * 64, "The fingerprint of results is wrong"),
    ("seed", "0" * 64, "The seed of the lots is not the one promised"),
    ("seed", 7, "seed is not what the format asks for"),
    ("format", "civic.bundle/2", "format is not what the format asks for"),
    ("papers/cast", 9, "9 papers were cast, and the roll has 8 electors"),
    ("papers/cast", 5, "there are 6 ballots of weight 6, and 5 papers of weight 6"),
    ("papers/cast_weight", 9, "The papers weigh 9, and the whole roll 8"),
    ("papers/cast_weight", 7, "there are 6 ballots of weight 6, and 6 papers of weight 7"),
    ("papers/cast", True, "papers.cast is not"),
    ("chair/q2/order", ["a", "b"], "chair.q2.order is not"),
    ("chair/q1", {"order": []}, "The chair does not break ties in 'q1'"),
    ("sums", {}, "sums is not"),
    ("extra", 1, "bundle.extra is not"),
    ("chair", None, "bundle.chair is not"),
]
FORGED = [  # ballots and results, sealed again
    ("ballots/q1/2/1", "perhaps", "Question q1, ballot 3: the ballot is not valid"),
    ("ballots/q1/0/0", 0, "Question q1, ballot 1"),
    ("ballots/q1/0/0", True, "Question q1, ballot 1"),
    ("ballots/q2/5/1", ["b", "a"], "Question q2, ballot 6"),
    ("ballots/q2/5/1", ["a", "a"], "Question q2, ballot 6"),
    ("ballots/q2/5/1", [], "Question q2, ballot 6"),
    ("ballots/q2/5/1", [["a"]], "Question q2, ballot 6"),
    ("ballots/q2/5/0", 3, "there are 6 ballots of weight 8, and 6 papers of weight 6"),
    ("ballots/q2", None, "ballots.q2 is not"),
    ("ballots/q3", [], "ballots.q3 is not"),
    ("results/q2", None, "results.q2 is not"),
]
FROZEN = [  # the frozen round, with its new check code
    ("format", "civic.round/2", "frozen.format is not"),
    ("questions/0/rule", "by-acclamation", "q1: the rule 'by-acclamation' is unknown"),
    ("questions/0/form", "approval", "q1: the ballot form 'approval' is not the one of motion"),
    ("questions/1/options/1/id", "a", "q2.options: an option is there twice"),
    ("questions/1/options/1/id", "B b", "q2.options.id is not"),
    ("questions/1/parameters/seats", 0, "q2.parameters.seats is not"),
    ("questions/1/parameters/seats", None, "q2.parameters.seats is not"),
    ("questions/1/parameters/blank", "worst", "q2.parameters.blank is not"),
    ("questions/1/tie/procedure", "coin", "q2.tie is not"),
    ("questions/1/tie/procedure", "earlier", "The chair does not break ties in 'q2'"),
    ("questions/1/id", "q1", "frozen.questions is not"),
    ("questions/0/requirements/quorum/share", [2, 4], "q1.requirements.quorum.share is not"),
    ("questions/0/requirements/quorum/share", [3, 2], "q1.requirements.quorum.share is not"),
    ("questions/0/requirements/threshold", 2, "q1.requirements.threshold is not"),
    ("roll/size", 5, "6 papers were cast, and the roll has 5 electors"),
    ("roll/weight", 5, "The papers weigh 6, and the whole roll 5"),
    ("smallest_group", 4, "frozen.smallest_group is not"),
    ("opens_at", "tomorrow", "frozen.opens_at is not"),
    ("seed", sha256("another"), "The seed of the lots is not the one promised"),
    ("mood", "good", "frozen.mood is not"),
]


@pytest.mark.parametrize(("path", "value", "sentence"), CHANGED)
def test_a_changed_bundle_is_refused(assembly, path, value, sentence):
    bundle = copy.deepcopy(assembly)
    put(path, value)(bundle)
    forged = sealed(bundle) if path.startswith("chair/") else bundle
    assert sentence in refusal(forged)


@pytest.mark.parametrize(("path", "value", "sentence"), FORGED)
def test_a_forged_bundle_is_refused(assembly, path, value, sentence):
    bundle = copy.deepcopy(assembly)
    put(path, value)(bundle)
    assert sentence in refusal(sealed(bundle))


@pytest.mark.parametrize(("path", "value", "sentence"), FROZEN)
def test_a_round_not_of_this_format_is_refused(assembly, path, value, sentence):
    bundle = copy.deepcopy(assembly)
    assert sentence in refusal(frozen_again(bundle, put(path, value)))


def refusal(bundle):
    data = bundle if isinstance(bundle, bytes) else canonical(bundle).encode()
    with pytest.raises(recount.Refused) as refused:
        recount.recount(recount.read_bundle(data))
    english, french = (refused.value.sentence[language] for language in ("en", "fr"))
    assert english != french
    return english


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "An empty file is not JSON."),
        (b"{", "The file is not JSON."),
        (b"\xff", "The file is not UTF-8."),
        (b"[" * 100_000, "The file is not JSON."),
        (b'{"a": 1.0}', "The file: 1.0 is not a whole number."),
        (b'{"a": 1e2}', "The file: 1e2 is not a whole number."),
        (b'{"a": NaN}', "The file: NaN is not a whole number."),
        (b'{"a": 9007199254740992}', "The file: a number is too large."),
        (b'{"a": ' + b"9" * 9_999 + b"}", "The file: a number is too large."),
        (b'{"a": 1, "a": 1}', "The file: the key 'a' is there twice."),
        (b'{"a": "\\ud800"}', "The file is not JSON."),
        (b"[]", "format is not what the format asks for."),
    ],
)
def test_what_is_not_strict_json_is_refused(data, sentence):
    assert refusal(data) == sentence


@pytest.mark.parametrize(
    ("rule", "form", "choice"),
    [
        ("approval", {"max": 1}, ["a", "b"]),
        ("majority-judgment", {"grades": 3}, {"a": 3}),
        ("majority-judgment", {}, {"a": True}),
        ("majority-judgment", {}, {}),
        ("majority-judgment", {}, {"z": 1}),
        ("irv", {"ties": False}, [["a", "b"]]),
        ("irv", {"max": 1}, [["a"], ["b"]]),
        ("irv", {}, [["a"], ["a"]]),
        ("irv", {}, [[]]),
        ("irv", {}, [["b", "a"]]),
        ("irv", {}, ["a"]),
        ("budget-greedy", {}, ["a", "b", "c"]),
        ("budget-greedy", {"min": 2}, ["a"]),
        ("budget-greedy", {"max": 1}, ["a", "b"]),
    ],
)
def test_a_ballot_its_form_would_not_have_taken_is_refused(rule, form, choice):
    question = a_question(rule, {"a": 4, "b": 4, "c": 4}, form=form)
    bundle = a_bundle(a_round(question), {"q1": [[1, None], [1, choice]]}, {"q1": {}})
    assert refusal(bundle) == "Question q1, ballot 2: the ballot is not valid."


def test_a_frozen_round_that_is_not_canonical_is_refused(assembly):
    bundle = copy.deepcopy(assembly)
    bundle["frozen"] = json.dumps(json.loads(bundle["frozen"]))
    assert "not written in its canonical form" in refusal(sealed(bundle))


def test_weights_that_differ_between_questions_are_refused(assembly):
    bundle = copy.deepcopy(assembly)
    bundle["ballots"]["q1"][0][0] = 2
    bundle["ballots"]["q2"][0][0] = bundle["ballots"]["q2"][1][0] = 2
    bundle["ballots"]["q1"][1][0] = 2
    bundle["papers"]["cast_weight"] = 8
    assert counted(sealed(bundle))
    bundle["ballots"]["q2"][0][0], bundle["ballots"]["q2"][1][0] = 1, 3
    assert "weights of the ballots differ" in refusal(sealed(bundle))


@pytest.mark.parametrize(
    ("rule", "wrong"),
    [("motion", 3), ("approval", 9), ("schulze", 9), ("bucklin", [2, 0]), ("bucklin", [2, 2, 0])],
)
def test_sums_that_no_ballots_have_are_refused(rule, wrong):
    marked, sums = COUNTABLE[rule]
    sums = copy.deepcopy(sums)
    row = sums.get("votes") or sums.get("places") or sums["matrix"]["a"]
    row[next(iter(row))] = wrong
    frozen = a_round(a_question(rule), publication="sums")
    papers = (len(ballots_of(marked)),) * 2
    bundle = a_bundle(
        frozen, None, {"q1": {}}, sums={"q1": {"blank": [1, 1]} | sums}, papers=papers
    )
    assert refusal(bundle) == "Question q1: the sums do not add up."


def test_lots_without_their_seed_are_refused():
    frozen = a_round(a_question("motion", tie="lot"))
    bundle = a_bundle(frozen, {"q1": ballots_of("1×for 1×against")}, {"q1": {}}, seed=None)
    assert "lots are drawn, and the seed is not there" in refusal(bundle)


def test_a_refusal_leaves_with_two_and_speaks_ones_language(run, assembly):
    bundle = assembly | {"check_code": "0" * 64}
    english, french = run(bundle), run(bundle, "--lang", "fr")
    assert (english.returncode, french.returncode) == (2, 2)
    assert english.stderr == "The check code is not that of the frozen round.\n"
    assert french.stderr == "Le code de contrôle n'est pas celui du scrutin figé.\n"
    assert english.stdout == french.stdout == ""


@pytest.mark.parametrize("bit", [1, 2, 16, 32])
def test_a_flipped_bit_anywhere_is_refused(assembly, bit):
    data = canonical(assembly).encode()
    for position in range(len(data)):
        flipped = bytearray(data)
        flipped[position] ^= bit
        with pytest.raises(recount.Refused):
            recount.recount(recount.read_bundle(bytes(flipped)))


# ---------------------------------------------------------------- the script itself


def test_any_python_from_3_9_reads_the_script():
    ast.parse(SCRIPT.read_text("utf-8"), feature_version=(3, 9))


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ({"b": [1, -0, None], "a": True}, '{"a":true,"b":[1,0,null]}'),
        ({"\ufb33": 1, "😀": 2, "€": 3, "\r": 4}, '{"\\r":4,"€":3,"😀":2,"\ufb33":1}'),
        ('\x00\x1f\x7f\b\t\n\f\r"\\/', '"\\u0000\\u001f\x7f\\b\\t\\n\\f\\r\\"\\\\/"'),
    ],
)
def test_the_canonical_form_is_that_of_rfc_8785(value, text):
    assert recount.canonical(value) == text
