"""voting/recount.py, which stands alone, as the tests load it; and bundles that it agrees with."""

import importlib.util
from pathlib import Path

from tests.voting.bundles import a_bundle, a_round, canonical, sha256

SCRIPT = Path("voting/recount.py").resolve()
HALF = [1, 2]

recipe = importlib.util.spec_from_file_location("recount_alone", SCRIPT)
recount = importlib.util.module_from_spec(recipe)
recipe.loader.exec_module(recount)


def counted(bundle):
    return recount.recount(recount.read_bundle(canonical(bundle).encode()))


def true_bundle(*questions, ballots, chair=None, **circumstances):
    """A bundle with the results the script itself counts."""
    frozen = a_round(*questions, **circumstances)
    empty = a_bundle(frozen, ballots, {question["id"]: {} for question in questions}, chair=chair)
    return a_bundle(frozen, ballots, counted(empty), chair=chair)


def sealed(bundle):
    """The same with fingerprints to match, as a skilful forger would leave it."""
    kind = "ballots" if bundle["sums"] is None else "sums"
    bundle["check_code"] = sha256(bundle["frozen"])
    bundle["sha256"] = {kind: sha256(canonical(bundle[kind]))}
    bundle["sha256"]["chair"] = sha256(canonical(bundle["chair"]))
    bundle["sha256"]["results"] = sha256(canonical(bundle["results"]))
    return bundle


def majority(share, base, *, strict=True):
    return {"share": share, "strict": strict, "base": base}


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
