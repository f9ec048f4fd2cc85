"""Whole ballot papers: one choice for each question of a frozen round. Pure but for the round."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from voting.ballots import Fields, Problem, all_forms
from voting.models import Round
from voting.tally import options_of

Questions = Sequence[Mapping[str, Any]]
Problems = dict[str, list[Problem]]
"""Question -> what is wrong with its choice; only questions where something is."""


def frozen_copy(round: Round) -> dict[str, Any]:
    """What was frozen at opening; the columns beside it are not looked at."""
    assert round.frozen is not None
    return dict(json.loads(round.frozen))


def takes_two(round: Round) -> bool:
    """Whether closing early, extending and cancelling take two people: once it is open."""
    return round.frozen is not None and bool(frozen_copy(round).get("by_two"))


def questions_of(round: Round) -> list[dict[str, Any]]:
    """Frozen if it ever opened, as drafted before."""
    return list(frozen_copy(round)["questions"]) if round.frozen else list(round.questions)


def parse(questions: Questions, fields: Fields) -> dict[str, Any]:
    """The paper that a page sent. Nothing sent for a question is a problem, not a blank."""
    return {
        question["id"]: all_forms()[question["form"]].parse(
            fields, options_of(question), prefix=f"{question['id']}-"
        )
        for question in questions
    }


def problems_of(questions: Questions, paper: Mapping[str, Any]) -> Problems:
    found = {
        question["id"]: all_forms()[question["form"]].problems(
            paper.get(question["id"]), options_of(question), question["form_parameters"]
        )
        for question in questions
    }
    return {question: problems for question, problems in found.items() if problems}


def hidden_fields(questions: Questions, paper: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Names and values that carry the paper from the check page to the urn."""
    return [
        field
        for question in questions
        for field in all_forms()[question["form"]].fields(
            paper[question["id"]], prefix=f"{question['id']}-"
        )
    ]
