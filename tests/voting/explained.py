"""Elections whose explanations were read and approved: tests/voting/explanations/*.txt.

``python -m tests.voting.explained`` writes the files again, and those of the rules that it is given
by name (``… irv``); read the difference before you commit.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from flask import Flask

from civic import config
from civic.app import create_app
from tests.tools import catalogues
from tests.voting.bundles import SEED, a_question, a_round, choice
from tests.voting.known_rules import FORMS
from voting import reached, verdicts, wording
from voting.tally import count_question

FOLDER = Path(__file__).parent / "explanations"
LANGUAGES = ("en", "fr")
COSTS = {"a": 6_000, "b": 5_000, "c": 3_000}
TITLES = {
    "a": {"en": "Trees", "fr": "Des arbres"},
    "b": {"en": "A playground", "fr": "Une aire de jeux"},
    "c": {"en": "A fountain", "fr": "Une fontaine"},
}
SURE = {
    "motion": ("for", "against", "abstain"),
    "consent": ("agree!", "concerns!", "abstain!"),
    "consensus": ("agree!", "concerns!", "aside!"),
    "gradients": ("support!", "follow!", "disagree!"),
    "advice": ("favourable!", "reserved!", "none!"),
    "choice": ("a", "b", "c"),
    "score": ("a:5,b:3,c:0", "a:1,b:4,c:2", "a:2,b:2,c:3"),
    "points": ("a:2,b:1", "a:1,b:2", "b:1,c:1"),
    "approval": ("a+", "b+", "a+b"),
    "grades": ("a:4,b:2,c:1", "a:1,b:3,c:2", "a:2,b:2,c:0"),
    "ranking": ("a>b>c", "b>c>a", "c>b>a"),
    "basket": ("a+", "b+", "b+c"),
    "list": ("1#", "2#", "1#a"),
}
"""A ballot for the winner, one for the runner-up, one of a third opinion."""
LEVEL = {
    "motion": ("for", "against"),
    "consent": ("agree!", "object!"),
    "consensus": ("agree!", "block!"),
    "gradients": ("support!", "block!"),
    "advice": ("favourable!", "unfavourable!"),
    "choice": ("a", "b"),
    "score": ("a:5,b:1", "a:1,b:5"),
    "points": ("a:2,b:1", "a:1,b:2"),
    "approval": ("a+", "b+"),
    "grades": ("a:3,b:1,c:0", "a:1,b:3,c:0"),
    "ranking": ("a>b>c", "b>a>c"),
    "basket": ("a+b", "a+b"),
    "list": ("1#", "2#"),
}
NEVER_TIED = ("consent", "consensus", "gradients")
SURPRISE = {
    "motion": [(5, "for"), (4, "against"), (6, "abstain")],
    "approval": [(4, "a+"), (3, "b+"), (3, "c+")],
    "majority-judgment": [(3, "a:4,b:2,c:0"), (2, "a:0,b:3,c:2"), (2, "a:2,b:2,c:0")],
    "irv": [(8, "a>"), (6, "b>c"), (5, "c>b")],
    "contingent": [(8, "a>"), (6, "b>c"), (5, "c>b")],
    "stv-irish": [(8, "a>c"), (4, "b>"), (3, "c>")],
    "bucklin": [(4, "a>b>c"), (3, "b>c>a"), (2, "c>b>a")],
    "schulze": [(4, "a>b>c"), (3, "b>c>a"), (2, "c>a>b")],
    "committee-av": [(6, "a+b"), (1, "a+"), (4, "c+")],
    "committee-sav": [(6, "a+b"), (1, "a+"), (4, "c+")],
    "committee-pav": [(6, "a+b"), (1, "a+"), (4, "c+")],
    "committee-cc": [(6, "a+b"), (1, "a+"), (4, "c+")],
    "committee-monroe": [(6, "a+b"), (1, "a+"), (4, "c+")],
    "committee-seq-pav": [(6, "a+b"), (1, "a+"), (4, "c+")],
    "committee-seq-phragmen": [(6, "a+b"), (1, "a+"), (4, "c+")],
    "committee-equal-shares": [(6, "a+b"), (1, "a+"), (4, "c+")],
    "consent": [(9, "agree!"), (3, "concerns!"), (1, "object!")],
    "consensus": [(3, "agree!"), (7, "aside!")],
    "gradients": [(2, "support!"), (7, "follow!"), (1, "disagree!")],
    "advice": [(3, "favourable!"), (3, "reserved!"), (5, "unfavourable!")],
    "closed-lists": [(6, "1#a"), (2, "1#"), (4, "2#")],
    "budget-greedy": [(5, "a+"), (4, "b+"), (3, "c+")],
    "budget-knapsack": [(6, "a+"), (4, "b+"), (3, "c+")],
    "budget-phragmen": [(6, "a+c"), (5, "b+")],
    "budget-equal-shares": [(6, "a+"), (4, "b+c"), (1, "c+")],
}
"""A result that somebody will not believe at first."""
SAME = {"a": 6_000, "b": 6_000, "c": 3_000}
LARGE = 9_000


def question(rule: str, **how: Any) -> dict[str, Any]:
    costs = how.pop("costs", COSTS)
    usual: dict[str, Any] = {}
    if FORMS[rule] == "basket":
        usual = {"budget": LARGE, "form": {"budget": 20_000}}
    if rule == "closed-lists":
        usual = {"lists": [1, 1, 2], "seats": 1}
    if rule == "budget-equal-shares":
        usual["completion"] = "add1"
    asked = a_question(rule, costs, **usual | how)
    for option in asked["options"]:
        option["title"] = TITLES.get(option["id"], option["title"])
    return asked


Case = tuple[str, dict[str, Any], list[tuple[int, str]]]


def cases(rule: str) -> Iterator[Case]:
    """A name, a question, and ballots as (how many, what)."""
    won, second, third = SURE.get(rule) or SURE[FORMS[rule]]
    half = {"majority": {"share": [1, 2], "strict": True, "base": "expressed"}}
    needs = half if rule in ("motion", "approval") else {}
    budget = {"budget": 6_000, "costs": SAME} if FORMS[rule] == "basket" else {}
    yield "0 voters", question(rule), []
    yield "1 voter", question(rule, **needs), [(1, won)]
    yield "2 voters", question(rule, **needs), [(2, won)]
    yield "2 voters, both blank", question(rule), [(2, "")]
    yield (
        "1,000 voters, with a runner-up",
        question(rule, **needs),
        [(600, won), (300, second), (99, third), (1, "")],
    )
    yield from _ties(rule, budget)
    quorum = {"quorum": {"share": [2, 3], "of": "roll"}}
    yield "a quorum reached", question(rule, **quorum), [(20, won)]
    yield "a quorum missed", question(rule, **quorum), [(12, won), (1, second)]
    rest = {"completion": "none"} if rule == "budget-equal-shares" else {}
    yield "a surprise", question(rule, **rest), _surprise(rule)
    if FORMS[rule] == "basket" and rule != "budget-knapsack":
        marked = [(9, "a+b"), (2, "b+"), (1, "c+")]
        yield "two plans for one square", question(rule, exclusive=[1, 1, 0]), marked
        asked = {"categories": [1, 2, 2], "category_ceilings": [6_000, 4_000]}
        yield "a category that is full", question(rule, budget=20_000, **asked), marked
    if rule == "closed-lists":
        marked = [(8, "1#"), (4, "2#")]
        asked = {"seats": 3, "names": ["Together", "Another way"], "sides": [1, 2, 1]}
        yield "two lists and their places", question(rule, **asked), marked
        yield "a place stays vacant", question(rule, seats=3, shared="first"), marked
    if rule == "budget-equal-shares":
        asked = {"completion": "none", "comparison": "voters"}
        marked, costs = [(4, "a+"), (3, "b+"), (3, "c+")], {"a": 8_000, "b": 3_000, "c": 3_000}
        yield "compared, and kept", question(rule, budget=10_000, costs=costs, **asked), marked
        marked = [(6, "a+"), (3, "b+c"), (1, "b+")]
        costs = {"a": 8_000, "b": 2_000, "c": 1_500}
        yield "compared, and replaced", question(rule, budget=10_000, costs=costs, **asked), marked
    if needs:
        most = {"majority": {"share": [2, 3], "strict": False, "base": "roll"}}
        yield "a majority missed", question(rule, **most), [(19, won), (2, second)]


def _ties(rule: str, budget: dict[str, Any]) -> Iterator[Case]:
    level = budget | ({"seats": 1} if rule.startswith(("committee-", "stv-irish")) else {})
    tied = [(1, marked) for marked in LEVEL.get(rule) or LEVEL[FORMS[rule]]]
    if rule == "lot":
        yield "two groups, two places", question(rule, seats=2, groups=[1, 1, 2]), [(4, "a+b+c")]
        yield "level groups", question(rule, groups=[1, 2, 3]), [(5, "a+b+c")]
        yield "as many places as candidates", question(rule, seats=3), [(3, "a+b")]
        yield "too few accept somebody", question(rule, accepted=2), [(2, "a+b"), (1, "c+")]
        return
    if rule in NEVER_TIED:
        yield "one against one", question(rule), tied
        return
    yield "a tie that nobody breaks", question(rule, **level), tied
    yield "a tie for the chair", question(rule, tie="chair", **level), tied
    yield "a tie broken by the list", question(rule, tie="earlier", **level), tied
    yield "a tie broken by lot", question(rule, tie="lot", **level), tied


def _surprise(rule: str) -> list[tuple[int, str]]:
    if rule in SURPRISE:
        return SURPRISE[rule]
    if FORMS[rule] == "ranking":
        return SURPRISE["schulze"]
    return list(zip((5, 4, 4), SURE[FORMS[rule]], strict=True))


def told(rule: str) -> str:
    """Every case of a rule in the words of the page, in the language of this request."""
    parts = []
    for name, asked, marked in cases(rule):
        entries = [[1, choice(text)] for times, text in marked for _ in range(times)]
        roll = 2_500 if len(entries) > 100 else 30
        counted = count_question(a_round(asked, roll=roll), asked, entries, seed=SEED)
        reasons = [(key, dict(numbers)) for key, numbers in counted.outcome.reasons]
        lines = [
            f"# {verdicts.headline(asked, counted.result)}",
            *(wording.reasons(asked, reasons) if entries else ()),
            verdicts.tie_line(asked, counted.result),
            reached.majority_line(asked, counted.result),
            reached.quorum_line(asked, counted.result),
            verdicts.blank_line(counted.result),
            verdicts.next_step(asked, counted.result),
        ]
        parts.append("\n".join([f"== {name}", *(line for line in lines if line)]))
    return "\n\n".join(parts) + "\n"


def spoken(app: Flask, rule: str, language: str) -> str:
    with app.test_request_context(headers={"Accept-Language": language}):
        return told(rule)


def file_of(rule: str, language: str) -> Path:
    return FOLDER / f"{rule}.{language}.txt"


def approved() -> list[str]:
    """The rules that have files."""
    return sorted({path.name.split(".")[0] for path in FOLDER.glob("*.txt")})


if __name__ == "__main__":
    import sys
    import tempfile

    catalogues.compile_stale()
    with tempfile.TemporaryDirectory() as folder:
        app = create_app(config.Config.for_tests(Path(folder), database_url="sqlite://"))
        for rule in sys.argv[1:] or approved():
            for language in LANGUAGES:
                file_of(rule, language).write_text(spoken(app, rule, language), "utf-8")
