"""What was changed, forged, or is not of the format is refused, with a sentence."""

import copy
import json

import pytest

from tests.sizes import some
from tests.voting.bundles import a_bundle, a_question, a_round, ballots_of, canonical, sha256
from tests.voting.recount.alone import COUNTABLE, counted, recount, sealed


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
    for position in some(range(len(data)), bit):
        flipped = bytearray(data)
        flipped[position] ^= bit
        with pytest.raises(recount.Refused):
            recount.recount(recount.read_bundle(bytes(flipped)))
