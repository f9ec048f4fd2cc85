"""Counting a file under a rule, as ``civic tally`` does."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from voting.ballots import Option, all_forms
from voting.readers import Election, read
from voting.rules import Outcome, Profile, VotingRule, all_rules

READ_BY = {
    "choice": ("choice",),
    "approval": ("approval", "basket"),
    "grades": ("grades",),
    "ranking": ("ranking",),
    "basket": ("basket", "approval", "points"),
}
"""Which files a ballot form's rules can count; files know points, ballots do not yet."""


def count_file(
    path: Path, rule: str, *, seats: int | None = None, settings: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """What came out, as ``--json`` prints it. Raises Unreadable or ValueError."""
    return as_data(count_election(read(path), rule, seats=seats, settings=settings))


def count_election(
    election: Election,
    rule: str,
    *,
    seats: int | None = None,
    settings: Mapping[str, Any] | None = None,
) -> Outcome:
    known = all_rules()
    if rule not in known:
        raise ValueError(f"There is no rule {rule!r}. The rules are: {', '.join(known)}")
    found = known[rule]
    names = {parameter.name for parameter in found.parameters}
    chosen = {name: v for name, v in election.parameters.items() if name in names}
    chosen |= {name: _value(value) for name, value in (settings or {}).items()}
    if seats is not None and "seats" in names:
        chosen["seats"] = seats
    parameters = found.settle(chosen)
    _refuse_other_options(election, found)
    if election.sums:
        if found.from_sums is None:
            raise ValueError(f"{rule} needs ballots; this file holds sums.")
        return found.from_sums(election.sums, parameters)
    if election.form not in READ_BY[found.form]:
        raise ValueError(f"{rule} reads ballots of the form {found.form}, not {election.form}.")
    return found.count(profile_of(election), parameters, None)


def _refuse_other_options(election: Election, rule: VotingRule) -> None:
    fixed = [option for option, _ in rule.options or ()]
    if fixed and sorted(election.options) != sorted(fixed):
        raise ValueError(f"{rule.id} is about the options {', '.join(fixed)} and no others.")
    dear = [option for option in election.options if election.costs.get(option)]
    if rule.has_costs and len(dear) < len(election.options):
        raise ValueError(f"{rule.id} needs the cost of each option, from 1 up.")


def profile_of(election: Election) -> Profile:
    options = [Option(option, election.costs.get(option)) for option in election.options]
    written = [(weight, choice) for weight, choice in election.ballots if choice is not None]
    if election.form == "points":
        marks = [[points.get(option, 0) for option in election.options] for _, points in written]
    else:
        form = all_forms()[election.form]
        marks = [list(form.marks(c, options, election.form_parameters)) for _, c in written]
    return Profile.of(
        election.options,
        marks,
        [weight for weight, _ in written],
        [option.cost or 0 for option in options],
    )


def as_data(outcome: Outcome) -> dict[str, Any]:
    return {
        "elected": list(outcome.elected),
        "tied": list(outcome.tied),
        "ranking": [list(group) for group in outcome.ranking],
        "steps": [dict(step) for step in outcome.steps],
        "verdict": "tied" if outcome.tied else "elected" if outcome.elected else "no_winner",
        "reasons": [[name, dict(numbers)] for name, numbers in outcome.reasons],
        "numbers": dict(outcome.numbers),
    }


def _value(value: Any) -> Any:
    """Lists come as JSON text."""
    if not isinstance(value, str) or not value.startswith("["):
        return value
    try:
        return json.loads(value)
    except (ValueError, RecursionError):
        raise ValueError(f"{value[:40]!r} is no list in JSON.") from None
