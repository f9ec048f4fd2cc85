"""Ballots written as JSON: ``{"form": "ranking", "options": […], "ballots": [[weight, …], …]}``."""

import json
from typing import Any

from voting.readers import Choice, Election, Unreadable


def read(text: str, name: str) -> Election:
    """Raises Unreadable."""
    try:
        data = json.loads(text)
    except json.JSONDecodeError as error:
        raise Unreadable(name, error.lineno, f"JSON ({error.msg})") from None
    return from_data(data, name)


def from_data(data: dict[str, Any], name: str) -> Election:
    form = data.get("form")
    if form == "ranking":
        return _election(data, name, lambda groups: [sorted(group) for group in groups] or None)
    if form == "approval":
        return _election(data, name, lambda ticked: sorted(set(ticked)) or None)
    if form == "grades" and "tallies" in data:
        return _tallies(data)
    raise Unreadable(name, 1, "a form: ranking, approval, or grades with tallies")


def _election(data: dict[str, Any], name: str, choice: Any) -> Election:
    try:
        ballots: list[tuple[int, Choice]] = [
            (int(weight), choice(written)) for weight, written in data["ballots"]
        ]
        options = [str(option) for option in data["options"]]
    except (KeyError, TypeError, ValueError):
        raise Unreadable(name, 1, "options, and ballots as [weight, choice]") from None
    settings: dict[str, dict[str, Any]] = {
        "ranking": {"ties": True, "max": None},
        "approval": {"max": None},
    }
    return Election(
        title=name,
        form=data["form"],
        options=options,
        ballots=ballots,
        form_parameters=settings[data["form"]],
    )


def _tallies(data: dict[str, Any]) -> Election:
    """Per option the number of each grade, worst to best; first of all blank, if it says so."""
    first = [] if data.get("blank") else [0]
    tallies = {option: first + list(counts) for option, counts in data["tallies"].items()}
    return Election(title="", form="grades", options=list(tallies), sums=tallies)
