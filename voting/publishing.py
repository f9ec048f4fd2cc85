"""What a round publishes: its result, the sums or ballots behind it, and the bundle of both."""

from collections.abc import Mapping
from typing import Any

from voting.canonical import canonical, fingerprint
from voting.models import Publication, Round
from voting.papers import frozen_copy
from voting.rules import Outcome, all_rules
from voting.tally import Entries, Question, profile_of


def explained(outcome: Outcome) -> dict[str, Any]:
    """What the pages show beside a result: reasons, chart and steps."""
    return {
        "reasons": [[name, dict(numbers)] for name, numbers in outcome.reasons],
        "ranking": [list(group) for group in outcome.ranking],
        "steps": [dict(step) for step in outcome.steps],
        "chart": dict(outcome.chart),
        "elected": list(outcome.elected),
    }


def sums_of(frozen: Mapping[str, Any], ballots: Mapping[str, Entries]) -> dict[str, Any]:
    """The sums of each question, in the shape of voting/FORMAT.md."""
    return {
        question["id"]: _sums(question, ballots[question["id"]]) for question in frozen["questions"]
    }


def _sums(question: Question, entries: Entries) -> dict[str, Any]:
    blank = [weight for weight, choice in entries if choice is None]
    sums: dict[str, Any] = {"blank": [len(blank), sum(blank)]}
    made = all_rules()[question["rule"]].sums
    if made is not None:
        profile = profile_of(question, entries)
        sums |= made(profile, question["parameters"], question["form_parameters"])
    return sums


def bundle(
    round: Round, ballots: Mapping[str, Entries], *, for_auditors: bool = False
) -> dict[str, Any]:
    """All that a stranger needs to count again. ``for_auditors``: ballots where only sums are
    published."""
    assert round.frozen is not None
    assert round.result is not None
    first = next(iter(ballots.values()), [])
    in_full = round.publication == Publication.BALLOTS or for_auditors
    listed = {name: [list(entry) for entry in entries] for name, entries in ballots.items()}
    counted: dict[str, Any] = {"ballots": listed} if in_full else {"sums": round.result["sums"]}
    if "mandates" in round.result:
        counted["mandates"] = round.result["mandates"]
    results = round.result["results"]
    return {
        "format": "civic.bundle/1",
        "frozen": round.frozen,
        "check_code": round.check_code,
        "papers": {"cast": len(first), "cast_weight": sum(weight for weight, _ in first)},
        "seed": round.seed,
        "chair": round.chair,
        "ballots": None,
        "sums": None,
        "results": results,
        "sha256": {name: fingerprint(canonical(content)) for name, content in counted.items()}
        | {
            "chair": fingerprint(canonical(round.chair)),
            "results": fingerprint(canonical(results)),
        },
    } | counted


def tag(round: Round, *of: str) -> str:
    """Another one as soon as the chair has broken a tie. ``of``: which file it is."""
    results = (round.result or {})["results"]
    return fingerprint(canonical([round.check_code, round.chair, results, list(of)]))


def winners(round: Round) -> dict[str, list[str]]:
    """Question -> ids of the options that won, ties broken."""
    results = (round.result or {}).get("results", {})
    return {
        question["id"]: (results[question["id"]]["resolved"] or results[question["id"]])["elected"]
        for question in frozen_copy(round)["questions"]
        if question["id"] in results
    }
