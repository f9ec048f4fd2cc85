"""Counting a file under a rule, as ``civic tally`` does."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from voting.ballots import Option, all_forms
from voting.readers import Ballot, Choice, Election, mandates, read
from voting.readers.bulk import Rows
from voting.readers.numbers import Table
from voting.readers.policies import Reading
from voting.rules import Outcome, Profile, VotingRule, all_rules

MOST_TOGETHER = 2.0**61
"""All weights times the largest mark: beyond this, sums might not fit into 64 bits."""
OF_FILES = ("withdrawn", "max_skipped_ranks", "overvote", "tie_order", *mandates.SETTINGS)
"""Settings that say how a file is read, whatever the rule."""
READ_BY = {
    "choice": ("choice", "ranking"),
    "approval": ("approval", "basket"),
    "score": ("score",),
    "points": ("points",),
    "grades": ("grades",),
    "ranking": ("ranking",),
    "stance": ("stance", "choice"),
    "basket": ("basket", "approval", "points"),
    "list": ("list",),
}
"""Which forms of ballots in a file the rules of a ballot form can count."""


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
    """Raises ValueError."""
    known = all_rules()
    asked = {name: value_of(value) for name, value in (settings or {}).items()}
    if election.mandates:
        election, weighed = mandates.followed(election, asked)
        if rule == mandates.ID:
            return mandates.count(election, weighed)
    if rule not in known:
        names_of = ", ".join([*known, mandates.ID] if rule != mandates.ID else known)
        raise ValueError(f"There is no rule {rule!r} for this file. The rules are: {names_of}")
    return _counted(election, known[rule], asked, seats)


def compared(
    election: Election, *, seats: int | None = None, settings: Mapping[str, Any] | None = None
) -> dict[str, Outcome | str]:
    """What every rule that can read the election makes of it, or the sentence why one of them
    cannot. A setting reaches the rules that know it. Raises ValueError where none knows it."""
    asked = dict(settings or {})
    rules = {rule.id: rule for rule in all_rules().values() if can_read(election, rule)}
    strange = sorted(set(asked) - set(OF_FILES).union(*map(_names, rules.values())))
    if strange:
        raise ValueError(f"No rule for this file knows the setting {strange[0]!r}.")
    found: dict[str, Outcome | str] = {}
    for name, rule in rules.items():
        own = {key: value for key, value in asked.items() if key in _names(rule) | set(OF_FILES)}
        try:
            found[name] = count_election(election, name, seats=seats, settings=own)
        except ValueError as wrong:
            found[name] = str(wrong)
    return found


def can_read(election: Election, rule: VotingRule) -> bool:
    """Whether the rule counts ballots of that form, about options like these."""
    if election.mandates:
        return rule.form == "choice" and not rule.options
    if election.sums:
        return rule.from_sums is not None and rule.form == election.form
    try:
        _refuse_other_options(election, rule)
    except ValueError:
        return False
    return election.form in READ_BY[rule.form]


def _names(rule: VotingRule) -> set[str]:
    return {parameter.name for parameter in rule.parameters}


def _counted(
    election: Election, found: VotingRule, asked: dict[str, Any], seats: int | None
) -> Outcome:
    """By a rule that ballots can be counted under. Raises ValueError."""
    tie_order = asked.pop("tie_order", election.tie_order)
    election, parameters = fitted(election, found, asked, seats)
    if election.sums:
        if found.from_sums is None:
            raise ValueError(f"{found.id} needs ballots; this file holds sums.")
        return found.from_sums(election.sums, parameters)
    outcome = found.count(profile_of(election), parameters, _order(election, tie_order))
    return _in_the_files_grades(outcome, election.worst_grade)


def fitted(
    election: Election, found: VotingRule, asked: dict[str, Any], seats: int | None = None
) -> tuple[Election, dict[str, Any]]:
    """The election as the rule reads it, and the settled parameters: what was asked, else what the
    file says, else the defaults. Raises ValueError."""
    names = _names(found)
    election = as_read(election, asked)
    most, size = found.most_options, len(election.options)
    if most is not None and size > most:
        raise ValueError(f"{found.id} counts {most} options at most; this file has {size}.")
    chosen = {name: v for name, v in election.parameters.items() if name in names}
    if election.form == "ranking" and found.form == "ranking" and "overvote" not in names:
        asked.pop("overvote", None)  # it has said how the file is read
    chosen |= asked
    if seats is not None and "seats" in names:
        chosen["seats"] = seats
    if found.form == "choice" and election.form == "ranking":
        skip = chosen.pop("overvote", "exhaust") == "skip"
        election = _as_choices(election, skip=skip, first_only=not found.second_round)
    _refuse_other_options(election, found)
    parameters = found.settle(chosen)
    if election.form == "list" == found.form:
        told = {name: election.parameters[name] for name in ("lists", "crossing")}
        if any(parameters[name] != value for name, value in told.items()):
            raise ValueError("Which candidates stand on which list is said by the file alone.")
    if not election.sums and election.form not in READ_BY[found.form]:
        raise ValueError(f"{found.id} reads ballots of the form {found.form}, not {election.form}.")
    return election, parameters


def _as_choices(election: Election, *, skip: bool, first_only: bool) -> Election:
    """Rankings for a rule of one choice: a shared rank ends the ballot or is passed over."""

    def chosen(groups: Choice) -> Choice:
        kept: list[list[str]] = []
        for group in groups:
            if len(group) > 1 and not skip:
                break
            kept += [group] if len(group) == 1 else []
        return (kept[:1] if first_only else kept) or None

    ballots = [(weight, choice and chosen(choice)) for weight, choice in election.ballots]
    return replace(election, ballots=ballots)


def _in_the_files_grades(outcome: Outcome, worst: int) -> Outcome:
    """Grades are named by the numbers that the file gives them."""
    if not worst or "grades" not in outcome.numbers:
        return outcome
    grades = {option: grade + worst for option, grade in outcome.numbers["grades"].items()}
    return replace(outcome, numbers=dict(outcome.numbers) | {"grades": grades})


def as_read(election: Election, asked: dict[str, Any]) -> Election:
    """With the policies for empty and doubled ranks and withdrawn options applied; those that no
    rule knows are taken out of what was asked. Raises ValueError."""
    if election.form != "ranking":
        return election
    named = value_of(asked.pop("withdrawn", ()))
    withdrawn = [*election.withdrawn, *([named] if isinstance(named, str) else named)]
    strangers = [option for option in withdrawn if option not in election.options]
    if strangers:
        raise ValueError(f"There is no option {strangers[0]!r} to withdraw.")
    skipped = asked.pop("max_skipped_ranks", None)
    reading = Reading(
        overvote=asked.get("overvote", "exhaust"),
        max_skipped_ranks=None if skipped is None else _most_skipped(skipped),
        withdrawn=frozenset(withdrawn),
    )
    ballots: Sequence[Ballot]
    if isinstance(election.ballots, Rows) and not reading.withdrawn:
        ballots = election.ballots.read_as(reading.of)
    else:
        ballots = [(weight, choice and reading.of(choice)) for weight, choice in election.ballots]
    kept = [option for option in election.options if option not in reading.withdrawn]
    return replace(election, options=kept, ballots=ballots)


def _most_skipped(value: Any) -> int:
    if not (str(value).isascii() and str(value).isdigit() and len(str(value)) < 6):
        raise ValueError(f"max_skipped_ranks is a whole number, not {str(value)[:40]!r}.")
    return int(value)


def _order(election: Election, tie_order: Sequence[str] | None) -> list[str] | None:
    """Strongest first, of the options that are left. Raises ValueError."""
    if not tie_order:
        return None
    order = [option for option in tie_order if option in election.options]
    if sorted(order) != sorted(election.options):
        raise ValueError("A tie order names every option once, the strongest first.")
    return order


def _refuse_other_options(election: Election, rule: VotingRule) -> None:
    fixed = [option for option, _ in rule.options or ()]
    if fixed and sorted(election.options) != sorted(fixed):
        raise ValueError(f"{rule.id} is about the options {', '.join(fixed)} and no others.")
    dear = [option for option in election.options if election.costs.get(option)]
    if rule.has_costs and len(dear) < len(election.options):
        raise ValueError(f"{rule.id} needs the cost of each option, from 1 up.")


def profile_of(election: Election) -> Profile:
    """Raises ValueError."""
    options = [Option(option, election.costs.get(option)) for option in election.options]
    costs = [option.cost or 0 for option in options]
    ballots = election.ballots
    if isinstance(ballots, Rows):
        _refuse_too_heavy(ballots.marks, ballots.weights)
        return ballots.profile(costs)
    written = [(weight, choice) for weight, choice in ballots if choice is not None]
    choices = [choice for _, choice in written]
    rows = all_forms()[election.form].rows(choices, options, election.form_parameters)
    weights = np.array([weight for weight, _ in written], dtype=np.int64)
    _refuse_too_heavy(rows, weights)
    return Profile.of_rows(election.options, rows, weights, costs)


def _refuse_too_heavy(rows: NDArray[Any], weights: Table) -> None:
    """Raises ValueError."""
    most = max(int(rows.max(initial=1)), rows.shape[1] + 1)
    if weights.sum(dtype=np.float64) * most > MOST_TOGETHER:  # far below 2**63, whatever it rounds
        raise ValueError("The weights in this file are too large together to be counted.")


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


def value_of(value: Any) -> Any:
    """Lists come as JSON text."""
    if not isinstance(value, str) or not value.startswith("["):
        return value
    try:
        return json.loads(value)
    except (ValueError, RecursionError):
        raise ValueError(f"{value[:40]!r} is no list in JSON.") from None
