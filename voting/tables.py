"""What was counted as a table: for spreadsheets, and for ``civic tally``, which reads it again."""

import csv
import io
from collections.abc import Iterator, Mapping
from typing import Any

from civic.core.cells import safe
from civic.core.words import text_in
from voting.readers import Election
from voting.readers.table import LIST, REASON
from voting.rules import all_rules
from voting.tally import Entries, Question

WEIGHT = "weight"


def ballots(question: Question, entries: Entries) -> str:
    """One line per ballot, in the published order; the form that voting.readers.table reads."""
    ids = [option["id"] for option in question["options"]]
    names = names_of(question)
    weighted = any(weight != 1 for weight, _ in entries)
    out = io.StringIO()
    out.writelines(f"#{line}\n" for line in _head(question, names))
    writer = csv.writer(out, lineterminator="\n")
    told = question["form"] == "stance"
    reason = [REASON] if told else []
    lists = [LIST] if question["form"] == "list" else []
    writer.writerow([*([WEIGHT] if weighted else []), *lists, *(names[id] for id in ids), *reason])
    for weight, choice in entries:
        cells = _cells(question["form"], choice)
        said = [safe((choice or {}).get("reason") or "")] if told else []
        writer.writerow(
            [
                *([weight] if weighted else []),
                *_list(lists, choice),
                *(cells.get(id, "") for id in ids),
                *said,
            ]
        )
    return out.getvalue()


def election_of(question: Question, entries: Entries) -> Election:
    """The same ballots for the formats of other software (voting.writers)."""
    options = question["options"]
    return Election(
        title=text_in(question["title"]),
        form=question["form"],
        options=[option["id"] for option in options],
        titles=names_of(question),
        costs={option["id"]: option["cost"] for option in options if option["cost"]},
        parameters=dict(question["parameters"]),
        form_parameters=dict(question["form_parameters"]),
        ballots=[(weight, choice) for weight, choice in entries],
    )


def sums(question: Question, published: Mapping[str, Any]) -> str:
    """What a round publishes in place of ballots: one line per option."""
    names = names_of(question)
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    if "matrix" in published:
        writer.writerow(["option", *names.values()])
        for a, name in names.items():
            row = published["matrix"][a]
            writer.writerow([name, *("" if a == b else row[b] for b in names)])
    elif "tallies" in published:
        grades = range(question["form_parameters"]["grades"])
        writer.writerow(["option", "no answer", *(f"grade {grade}" for grade in grades)])
        writer.writerows([names[id], *tally] for id, tally in published["tallies"].items())
    elif "places" in published:
        writer.writerow(["option", *(f"place {place}" for place in range(1, len(names) + 1))])
        writer.writerows([names[id], *row] for id, row in published["places"].items())
    else:
        kinds = [kind for kind in published if kind != "blank"]
        writer.writerow(["option", *kinds])
        writer.writerows(
            [name, *(_whole(published[kind][id]) for kind in kinds)] for id, name in names.items()
        )
    writer.writerow(["blank ballots", published["blank"][0]])
    return out.getvalue()


def _whole(value: Any) -> Any:
    """A fraction in lowest terms as text, where it is no whole number."""
    if not isinstance(value, list):
        return value
    above, below = value
    return above if below == 1 else f"{above}/{below}"


def names_of(question: Question) -> dict[str, str]:
    """A column's name for each option: its title, told apart where two have the same, and never
    taken for a formula. Options that a rule fixes keep their ids."""
    if all_rules()[question["rule"]].options:
        return {option["id"]: option["id"] for option in question["options"]}
    found: dict[str, str] = {}
    taken = {WEIGHT, LIST, REASON}
    for option in question["options"]:
        name = safe(" ".join(text_in(option["title"]).split()) or option["id"])
        if name in taken:
            name = f"{name} ({option['id']})"
        taken.add(name)
        found[option["id"]] = name
    return found


def _head(question: Question, names: Mapping[str, str]) -> Iterator[str]:
    yield f"form: {question['form']}"
    yield f"title: {' '.join(text_in(question['title']).split())}"
    if "grades" in question["form_parameters"]:
        yield f"grades: {question['form_parameters']['grades']}"
    if "budget" in question["parameters"]:
        yield f"budget: {question['parameters']['budget']}"
    if question["form"] == "list":
        yield from _of_lists(question["parameters"])
    for option in question["options"]:
        if option["cost"]:
            yield f"cost: {names[option['id']]}={option['cost']}"


def _of_lists(parameters: Mapping[str, Any]) -> Iterator[str]:
    lists = parameters["lists"]
    yield f"lists: {', '.join(map(str, lists)) if isinstance(lists, list) else lists}"
    yield f"crossing: {parameters['crossing']}"
    if parameters["names"]:
        yield f"names: {'; '.join(' '.join(name.split()) for name in parameters['names'])}"


def _list(lists: list[str], choice: Any) -> list[Any]:
    """The number of the list chosen, where there are lists."""
    return [choice["list"] if choice else ""] if lists else []


def _cells(form: str, choice: Any) -> dict[str, Any]:
    """Option -> what stands in its column; nothing at all on a blank ballot."""
    if choice is None:
        return {}
    if form == "choice":
        return {choice: 1}
    if form == "stance":
        return {choice["stance"]: 1}
    if form == "list":
        return {option: -1 for option in choice["out"]}
    if form == "grades":
        return dict(choice)
    if form == "ranking":
        return {option: place for place, group in enumerate(choice, 1) for option in group}
    return dict.fromkeys(choice, 1)
