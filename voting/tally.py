"""From a frozen round and its ballots to the result, as everybody may count it again. Pure.

The words of this page are those of voting/FORMAT.md.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any, NamedTuple

from voting import requirements, ties
from voting.ballots import Option, all_forms
from voting.requirements import Comparison, Turnout
from voting.rules import Outcome, Profile, VotingRule, all_rules

Question = Mapping[str, Any]
Entries = Sequence[Sequence[Any]]
"""``[weight, choice]`` each; a choice is JSON, None is blank."""


class InvalidBallot(ValueError):
    """A ballot that should never have been taken; names its question and its place."""


class Represented(NamedTuple):
    """How many of the ballots are of electors for whom others voted, where that is allowed."""

    heads: int
    weight: int


@dataclass(frozen=True)
class Counted:
    """One question's result, as published, and what explains it."""

    result: dict[str, Any]
    outcome: Outcome
    """The deciding count: the second one where a tie was broken."""


def tally(
    frozen: Mapping[str, Any],
    ballots: Mapping[str, Entries],
    *,
    seed: str | None = None,
    chair: Mapping[str, Any] | None = None,
    represented: Represented | None = None,
) -> dict[str, Counted]:
    """Every question of a round. Raises InvalidBallot."""
    return {
        question["id"]: count_question(
            frozen,
            question,
            ballots[question["id"]],
            seed=seed,
            chair=(chair or {}).get(question["id"]),
            represented=represented,
        )
        for question in frozen["questions"]
    }


def count_question(
    frozen: Mapping[str, Any],
    question: Question,
    entries: Entries,
    *,
    seed: str | None = None,
    chair: Mapping[str, Any] | None = None,
    represented: Represented | None = None,
) -> Counted:
    rule = all_rules()[question["rule"]]
    profile = profile_of(question, entries)
    turnout = _turnout(frozen, entries, represented)
    first = _count(rule, profile, question, None)
    order = ties.order(question, seed=seed, chair=chair) if first.tied else None
    last = _count(rule, profile, question, order) if order is not None else first
    comparisons = _judge(rule, profile, question, last, turnout)
    result: dict[str, Any] = {
        "elected": list(first.elected),
        "tied": list(first.tied),
        "resolved": None
        if order is None
        else {
            "procedure": question["tie"]["procedure"],
            "order": order,
            "elected": list(last.elected),
        },
        "turnout": {name: n for name, n in asdict(turnout).items() if n is not None},
        "quorum": _comparison(comparisons[0]),
        "majority": _comparison(comparisons[1]),
    }
    if rule.second_round:
        result["runoff"] = list(last.runoff)
    if rule.by_shares:
        result["seats"] = dict(first.seats or {})
        if result["resolved"]:
            result["resolved"]["seats"] = dict(last.seats or {})
    result["verdict"] = verdict(question, result)
    return Counted(result, last)


def profile_of(question: Question, entries: Entries) -> Profile:
    """The ballots that are not blank. Raises InvalidBallot: nothing is counted that the form
    would not have taken."""
    form = all_forms()[question["form"]]
    options = options_of(question)
    settings = question["form_parameters"]
    choices, weights = [], []
    for place, (weight, choice) in enumerate(entries):
        if form.problems(choice, options, settings):
            raise InvalidBallot(f"question {question['id']}, ballot {place}")
        if choice is not None:
            choices.append(choice)
            weights.append(weight)
    ids = [option.id for option in options]
    costs = [option.cost or 0 for option in options]
    return Profile.of(ids, form.rows(choices, options, settings), weights, costs)


def options_of(question: Question) -> list[Option]:
    return [Option(option["id"], option["cost"]) for option in question["options"]]


def _count(
    rule: VotingRule, profile: Profile, question: Question, order: Sequence[str] | None
) -> Outcome:
    """With options under the threshold taken out beforehand."""
    threshold = question["requirements"]["threshold"]
    if threshold is None or rule.support is None or rule.options is not None:
        return rule.count(profile, question["parameters"], order)
    kept = [c for c, o in enumerate(profile.options) if rule.support(profile, o) >= threshold]
    if not kept:
        return Outcome(elected=())
    strong = replace(
        profile,
        options=tuple(profile.options[c] for c in kept),
        marks=profile.marks[:, kept],
        costs=tuple(profile.costs[c] for c in kept),
    )
    return rule.count(strong, question["parameters"], order)


def _turnout(
    frozen: Mapping[str, Any], entries: Entries, represented: Represented | None
) -> Turnout:
    blank = [weight for weight, choice in entries if choice is None]
    return Turnout(
        roll=frozen["roll"]["size"],
        roll_weight=frozen["roll"]["weight"],
        cast=len(entries),
        cast_weight=sum(weight for weight, _ in entries),
        blank=len(blank),
        blank_weight=sum(blank),
        represented=represented and represented.heads,
        represented_weight=represented and represented.weight,
    )


def _judge(
    rule: VotingRule, profile: Profile, question: Question, outcome: Outcome, turnout: Turnout
) -> tuple[Comparison | None, Comparison | None]:
    required = question["requirements"]
    quorum = requirements.quorum(required["quorum"], turnout)
    if rule.support is None:
        return quorum, None
    measured = ("for",) if rule.id == "motion" else outcome.elected
    support = min((rule.support(profile, option) for option in measured), default=0)
    abstained = rule.support(profile, "abstain") if rule.id == "motion" else 0
    majority = requirements.majority(
        required["majority"], turnout, support=support, abstained=abstained
    )
    return quorum, majority


def verdict(question: Question, result: Mapping[str, Any]) -> str:
    """One word for what came out, the first that applies."""
    winners = result["resolved"]["elected"] if result["resolved"] else result["elected"]
    quorum, majority = result["quorum"], result["majority"]
    if result["turnout"]["cast"] == 0:
        return "nobody_voted"
    if quorum and not quorum["holds"]:
        return "no_quorum"
    if question["rule"] == "motion":
        return _motion_verdict(question, result, winners, majority)
    adopts = all_rules()[question["rule"]].adopts
    if adopts is not None:
        return "adopted" if winners == [adopts] else "rejected"
    if result["tied"] and not result["resolved"]:
        return "tied"
    if not winners:
        return "runoff" if result.get("runoff") else "no_winner"
    return "majority_missed" if majority and not majority["holds"] else "elected"


@dataclass(frozen=True)
class CameTo:
    """What came of a paper's questions, each called ``q1``, and of their options, ``q1:o2``."""

    won: frozenset[str] = frozenset()
    """Options that won, ties broken, and questions whose text was adopted."""
    going_on: frozenset[str] = frozenset()
    """Options that a second round decides between."""
    undecided: frozenset[str] = frozenset()
    """Questions about which nothing was decided."""
    advised: frozenset[str] = frozenset()
    """Questions whose outcome settles nothing by itself: advice, or subject to another body."""


def came_to(
    questions: Sequence[Question], results: Mapping[str, Mapping[str, Any]], *, binding: str
) -> CameTo:
    """``binding``: of the round, as voting/FORMAT.md has it."""
    won, going_on, undecided, advised = set(), set(), set(), set()
    for question in questions:
        id, result = question["id"], results[question["id"]]
        if result["verdict"] == "runoff":
            going_on |= {f"{id}:{option}" for option in result["runoff"]}
        elif not decides(question, result["verdict"]):
            undecided.add(id)
        elif binding != "decision":
            advised.add(id)
        if id not in undecided and result["verdict"] not in ("runoff", "rejected"):
            elected = (result["resolved"] or result)["elected"]
            won |= {f"{id}:{option}" for option in elected}
            if result["verdict"] == "adopted":
                won.add(id)
    return CameTo(*map(frozenset, (won, going_on, undecided, advised)))


def decides(question: Question, verdict: str) -> bool:
    """Whether something was chosen or refused; if not, the same can be asked again. Objections
    refuse nothing for good: the text is worked on and comes back."""
    if verdict == "rejected":
        return all_rules()[question["rule"]].adopts is None
    return verdict in ("elected", "adopted")


def _motion_verdict(
    question: Question,
    result: Mapping[str, Any],
    winners: Sequence[str],
    majority: Mapping[str, Any] | None,
) -> str:
    """Where statutes ask for another majority than "more for than against", it alone decides."""
    required = question["requirements"]["majority"]
    simple = {"share": [1, 2], "strict": True, "base": "expressed"}
    if majority is not None and required != simple:
        return "adopted" if majority["holds"] else "rejected"
    if result["tied"] and not result["resolved"]:
        return "tied"
    return "adopted" if winners == ["for"] else "rejected"


def _comparison(comparison: Comparison | None) -> dict[str, Any] | None:
    if comparison is None:
        return None
    left, right = _number(comparison.left), _number(comparison.right)
    return {"left": left, "right": right, "holds": comparison.holds}


def _number(value: int) -> int | str:
    """Canonical JSON has no whole numbers beyond 2^53 - 1: those are decimal text."""
    return value if value < 2**53 else str(value)
