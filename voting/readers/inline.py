"""Ballots written as JSON: ``{"form": "ranking", "options": […], "ballots": [[weight, …], …]}``."""

import json
from collections.abc import Callable
from typing import Any

from voting.ballots import all_forms
from voting.readers import Choice, Election, Mandates, Unreadable

SETTINGS: dict[str, dict[str, Any]] = {
    "ranking": {"ties": True, "max": None},
    "approval": {"max": None},
    "basket": {"budget": None, "min": 0, "max": None},
    "choice": {},
}
CHOICES: dict[str, Callable[[Any], Choice]] = {
    "ranking": lambda groups: [sorted(group) for group in groups] or None,
    "approval": lambda ticked: sorted(set(ticked)) or None,
    "basket": lambda ticked: sorted(set(ticked)) or None,
    "score": lambda scores: dict(scores) or None,
    "grades": lambda grades: dict(grades) or None,
    "choice": lambda option: option,
}
"""By form, what stands for a ballot, as its form wants it; null is blank in each."""
MOST = 2**53 - 1


def is_one(text: str) -> bool:
    return text.lstrip().startswith("{")


def read(text: str, name: str) -> Election:
    """Raises Unreadable."""
    try:
        data = json.loads(text)
    except json.JSONDecodeError as error:
        raise Unreadable(name, error.lineno, f"JSON ({error.msg})") from None
    except (RecursionError, ValueError):
        raise Unreadable(name, 1, "JSON that is not nested so deep, nor numbers so long") from None
    if not isinstance(data, dict):
        raise Unreadable(name, 1, "an object {…}")
    return from_data(data, name)


def from_data(data: dict[str, Any], name: str) -> Election:
    """Raises Unreadable."""
    form = data.get("form")
    if form == "parties":
        return _parties(data, name)
    if form == "grades" and "tallies" in data:
        return _tallies(data, name)
    if form == "delegation":
        return _mandates(data, name)
    if isinstance(form, str) and form in CHOICES:
        return _election(data, name, CHOICES[form])
    known = ", ".join([*CHOICES, "parties", "delegation"])
    raise Unreadable(name, 1, f"a form: {known}")


def _election(data: dict[str, Any], name: str, choice: Callable[[Any], Choice]) -> Election:
    try:
        written = [
            (weight, None if marked is None else choice(marked))
            for weight, marked in data["ballots"]
        ]
        costs = {str(option): cost for option, cost in data.get("costs", {}).items()}
        parameters = dict(data.get("parameters", {}))
        options = [str(option) for option in data["options"]]
    except (AttributeError, KeyError, TypeError, ValueError):
        raise Unreadable(name, 1, "options, and ballots as [weight, choice]") from None
    if len(set(options)) < len(options):
        raise Unreadable(name, 1, "each option once")
    if set(costs) - set(options) or not all(n and _is_count(n) for n in costs.values()):
        raise Unreadable(name, 1, "costs as {option: whole number from 1 up}")
    top = data.get("grades", 6) if data["form"] == "grades" else data.get("max", 5)
    if not _is_count(top) or not 1 <= top <= 1_000_000:
        raise Unreadable(name, 1, "a highest score, or a number of grades, up to 1,000,000")
    settings = SETTINGS.get(
        data["form"], {"grades" if data["form"] == "grades" else "highest": top}
    )
    election = Election(
        title=str(data.get("title", name)),
        form=data["form"],
        options=options,
        costs=costs,
        parameters=parameters,
        form_parameters=settings,
    )
    form, known = all_forms()[election.form], election.known
    for place, (weight, marked) in enumerate(written, 1):
        if not _is_count(weight) or not weight:
            raise Unreadable(name, 1, f"a whole weight from 1 up for ballot {place}")
        problems = form.problems(marked, known, election.form_parameters)
        if problems:
            election.refused.append(f"ballot {place}: {problems[0].code}")
        else:
            election.add(weight, marked)
    return election


def _parties(data: dict[str, Any], name: str) -> Election:
    """``votes``: how many each has."""
    votes = data.get("votes")
    if not isinstance(votes, dict) or not votes or not all(map(_is_count, votes.values())):
        raise Unreadable(name, 1, "votes as {party: number}")
    election = Election(title=name, form="choice", options=list(votes))
    election.ballots = [(number, party) for party, number in votes.items() if number]
    return election


def _tallies(data: dict[str, Any], name: str) -> Election:
    """Per option the number of each grade, worst to best; first of all blank, if it says so."""
    first = [] if data.get("blank") else [0]
    try:
        tallies = {option: [*first, *counts] for option, counts in data["tallies"].items()}
    except (AttributeError, TypeError):
        raise Unreadable(name, 1, "tallies as {option: [count of each grade]}") from None
    lengths = {len(counts) for counts in tallies.values()}
    counted = all(_is_count(number) for counts in tallies.values() for number in counts)
    if not counted or len(lengths) != 1 or min(lengths) < 2:
        raise Unreadable(name, 1, "tallies with as many whole numbers for each option")
    return Election(title=name, form="grades", options=list(tallies), sums=tallies)


def _mandates(data: dict[str, Any], name: str) -> Election:
    """``voters``, ``delegations`` {giver: holder}, ``votes`` {voter: option} or, of who shares out
    what they carry, {voter: {option: weight}}, and ``weights`` if they differ."""
    voters, votes = data.get("voters"), data.get("votes")
    given, weights = data.get("delegations", {}), data.get("weights", {})
    if not isinstance(voters, list) or not all(isinstance(one, str) for one in voters):
        raise Unreadable(name, 1, "voters as [name, …]")
    if len(set(voters)) < len(voters):
        raise Unreadable(name, 1, "each voter once")
    if not isinstance(given, dict) or not all(isinstance(one, str) for one in given.values()):
        raise Unreadable(name, 1, "delegations as {giver: holder}")
    if not isinstance(votes, dict) or not all(map(_is_vote, votes.values())):
        raise Unreadable(name, 1, "votes as {voter: option}, or {voter: {option: weight}}")
    if not isinstance(weights, dict) or not all(n and _is_count(n) for n in weights.values()):
        raise Unreadable(name, 1, "weights as {voter: whole number from 1 up}")
    strangers = sorted({*given, *votes, *weights} - set(voters))
    if strangers:
        raise Unreadable(name, 1, f"voters of the list, not {strangers[0]!r}")
    named = [
        option for vote in votes.values() for option in ([vote] if type(vote) is str else vote)
    ]
    mandates = Mandates(voters, given, votes, weights)
    return Election(title=name, form="choice", options=[*dict.fromkeys(named)], mandates=mandates)


def _is_vote(vote: Any) -> bool:
    parts = vote.values() if isinstance(vote, dict) else ()
    return isinstance(vote, str) or bool(parts and all(n and _is_count(n) for n in parts))


def _is_count(number: Any) -> bool:
    return type(number) is int and 0 <= number <= MOST
