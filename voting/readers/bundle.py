"""Our own bundle, as a round publishes it: the ballots of one of its questions.

Options go by their ids. What was decided with the rule (quorum, ties) is not counted here: that is
what ``civic recount`` does.
"""

import json
from typing import Any

from voting.ballots import all_forms
from voting.readers import Election, Unreadable, taken

FORMAT = "civic.bundle/1"


def is_one(text: str) -> bool:
    return text.lstrip().startswith("{") and f'"{FORMAT}"' in text


def read(text: str, name: str, question: str | None = None) -> Election:
    """``question``: its id, where the bundle holds several. Raises Unreadable."""
    try:
        data = json.loads(text)
        frozen = json.loads(data["frozen"])
        questions = {one["id"]: one for one in frozen["questions"]}
    except json.JSONDecodeError as error:
        raise Unreadable(name, error.lineno, f"JSON ({error.msg})") from None
    except (KeyError, TypeError, ValueError, RecursionError):
        raise Unreadable(name, 1, "a bundle that holds its frozen round") from None
    if question is None and len(questions) == 1:
        question = next(iter(questions))
    if question not in questions:
        listed = ", ".join(questions)
        raise Unreadable(name, 1, f"one of its questions, named by --question: {listed}")
    if not isinstance(data.get("ballots"), dict):
        raise Unreadable(name, 1, "ballots; this bundle holds sums, which civic recount reads")
    try:
        return _election(questions[question], data["ballots"][question])
    except (KeyError, TypeError, AttributeError, ValueError):
        raise Unreadable(name, 1, f"the whole of question {question}") from None


def _election(question: dict[str, Any], entries: list[Any]) -> Election:
    options = {option["id"]: option for option in question["options"]}
    if question["form"] not in all_forms():
        raise ValueError(question["form"])
    election = Election(
        title=_words(question["title"]),
        form=question["form"],
        options=list(options),
        titles={name: _words(option["title"]) for name, option in options.items()},
        costs={name: option["cost"] for name, option in options.items() if option.get("cost")},
        parameters=dict(question["parameters"]),
        form_parameters=dict(question["form_parameters"]),
        rule=question["rule"],
    )
    election.ballots = [
        ballot
        for place, (weight, choice) in enumerate(entries, 1)
        for ballot in taken(election, choice, weight, f"ballot {place}")
    ]
    return election


def _words(texts: dict[str, str]) -> str:
    return str(next(iter(texts.values()), ""))
