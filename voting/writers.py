"""Elections as files that other software reads: .blt, PrefLib, Pabulib, our CSV and JSON.

Pure, and the way back of ``voting.readers``. Equal ballots are written together where the format
has weights. Texts that a spreadsheet would take for formulas are made harmless.
"""

import csv
import io
import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from civic.core.cells import safe
from voting.readers import Ballot, Choice, Election

Written = Callable[[Election], str]
MOST_LINES = 2_000_000
"""In a format without weights, a ballot is written once per unit of its weight."""


class Unwritable(ValueError):
    """A sentence that says what a format cannot hold."""


def blt(election: Election) -> str:
    """Raises Unwritable."""
    _only(election, "ranking", ".blt")
    place = {option: str(number) for number, option in enumerate(election.options, 1)}
    lines = [f"{len(place)} {election.parameters.get('seats', 1)}"]
    for weight, choice in together(election.ballots):
        ranks = ["=".join(place[option] for option in group) for group in choice or ()]
        lines.append(" ".join([str(weight), *ranks, "0"]))
    names = [_titled(election, option) for option in election.options]
    quoted = ['"' + name.replace('"', '""') + '"' for name in [*names, _line(election.title)]]
    return "\n".join([*lines, "0", *quoted]) + "\n"


def preflib(election: Election) -> str:
    """.soc, .soi, .toc or .toi, as the ballots are; .cat of ticked ones. Raises Unwritable."""
    ticked = election.form in ("approval", "basket")
    if not ticked:
        _only(election, "ranking", "PrefLib")
    ballots = [(weight, choice or []) for weight, choice in together(election.ballots)]
    kind = "cat" if ticked else _kind(election, [choice for _, choice in ballots])
    head = {
        "FILE NAME": f"ballots.{kind}",
        "TITLE": _line(election.title),
        "DATA TYPE": kind,
        "NUMBER ALTERNATIVES": len(election.options),
        "NUMBER VOTERS": sum(weight for weight, _ in ballots),
        "NUMBER UNIQUE PREFERENCES" if ticked else "NUMBER UNIQUE ORDERS": len(ballots),
    }
    if ticked:
        head |= {"NUMBER CATEGORIES": 2, "CATEGORY NAME 1": "Yes", "CATEGORY NAME 2": "No"}
    names = [_titled(election, option) for option in election.options]
    if len(set(names)) < len(names):
        names = list(election.options)
    head |= {f"ALTERNATIVE NAME {number}": name for number, name in enumerate(names, 1)}
    place = {option: str(number) for number, option in enumerate(election.options, 1)}
    lines = [f"# {key}: {value}" for key, value in head.items()]
    for weight, choice in ballots:
        groups = [choice, [o for o in place if o not in choice]] if ticked else choice
        lines.append(f"{weight}: " + (",".join(_group(place, group) for group in groups) or "{}"))
    return "\n".join(lines) + "\n"


def _group(place: Mapping[str, str], group: list[str]) -> str:
    return place[group[0]] if len(group) == 1 else "{" + ",".join(place[o] for o in group) + "}"


def _kind(election: Election, choices: list[Choice]) -> str:
    """Whether options share ranks (t) or not (s), and all ballots name all of them (c) or not."""
    shared = any(len(group) > 1 for choice in choices for group in choice)
    whole = all(sum(map(len, choice)) == len(election.options) for choice in choices)
    return ("to" if shared else "so") + ("c" if whole else "i")


def pabulib(election: Election) -> str:
    """Raises Unwritable."""
    _only(election, "basket", ".pb")
    if sum(weight for weight, _ in election.ballots) > MOST_LINES:
        raise Unwritable(
            f".pb writes each ballot on a line: more than {MOST_LINES:,} are too many."
        )
    numbered = any(set(option) & set(",;") or safe(option) != option for option in election.options)
    ids = {o: str(n) if numbered else o for n, o in enumerate(election.options, 1)}
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\n")
    voters = sum(weight for weight, _ in election.ballots)
    meta = {
        "description": safe(_line(election.title)),
        "num_projects": len(ids),
        "num_votes": voters,
        "budget": election.parameters.get("budget", sum(election.costs.values())),
        "vote_type": "approval",
    } | ({"currency": election.currency} if election.currency else {})
    writer.writerows([["META"], ["key", "value"], *meta.items(), ["PROJECTS"]])
    writer.writerow(["project_id", "cost", "name"])
    writer.writerows(
        [id, election.costs[option], safe(_titled(election, option))] for option, id in ids.items()
    )
    writer.writerows([["VOTES"], ["voter_id", "vote"]])
    number = 0
    for weight, choice in election.ballots:
        vote = ",".join(ids[option] for option in choice or ())
        for _ in range(weight):
            number += 1
            writer.writerow([number, vote])
    return out.getvalue()


def table(election: Election) -> str:
    """Our CSV: one column for each option. Raises Unwritable."""
    cells = CELLS.get(election.form)
    if cells is None:
        raise Unwritable(f"CSV holds no ballots of the form {election.form}.")
    out = io.StringIO()
    names = {option: safe(_line(option)) for option in election.options}
    out.write(f"#form: {election.form}\n#title: {_line(election.title)}\n")
    if election.form == "grades":
        out.write(f"#grades: {election.form_parameters['grades']}\n")
    if "budget" in election.parameters:
        out.write(f"#budget: {election.parameters['budget']}\n")
    out.writelines(f"#cost: {names[o]}={cost}\n" for o, cost in election.costs.items())
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["weight", *names.values()])
    for weight, choice in together(election.ballots):
        marked = cells(choice) if choice is not None else {}
        writer.writerow([weight, *(marked.get(option, "") for option in names)])
    return out.getvalue()


CELLS: dict[str, Callable[[Choice], Mapping[str, int]]] = {
    "choice": lambda choice: {choice: 1},
    "approval": lambda choice: dict.fromkeys(choice, 1),
    "basket": lambda choice: dict.fromkeys(choice, 1),
    "grades": dict,
    "ranking": lambda choice: {o: rank for rank, group in enumerate(choice, 1) for o in group},
}


def data(election: Election) -> str:
    """The JSON that ``voting.readers.inline`` reads. Raises Unwritable."""
    if election.form not in CELLS and election.form != "score":
        raise Unwritable(f"JSON holds no ballots of the form {election.form}.")
    content: dict[str, Any] = {"form": election.form, "title": election.title}
    content |= {"options": election.options}
    if election.form == "score":
        content["max"] = election.form_parameters["highest"]
    if election.form == "grades":
        content["grades"] = election.form_parameters["grades"]
    if election.costs:
        content["costs"] = election.costs
    content["parameters"] = election.parameters
    ballots = [[weight, choice] for weight, choice in together(election.ballots)]
    return json.dumps(content | {"ballots": ballots}, ensure_ascii=False, indent=1) + "\n"


WRITERS: dict[str, Written] = {
    ".blt": blt,
    ".soc": preflib,
    ".soi": preflib,
    ".toc": preflib,
    ".toi": preflib,
    ".cat": preflib,
    ".pb": pabulib,
    ".csv": table,
    ".json": data,
}
"""By what a file's name ends in."""


OTHERS = {
    "ranking": {"blt": ".blt", "soi": "PrefLib"},
    "approval": {"cat": "PrefLib"},
    "basket": {"pb": "Pabulib", "cat": "PrefLib"},
}
"""Beside CSV and JSON: endings and names of other software's formats, by the ballot form."""


def write(election: Election, ending: str) -> str:
    """Raises Unwritable."""
    if ending not in WRITERS:
        raise Unwritable(f"A file to write ends in {', '.join(WRITERS)}, not {ending!r}.")
    if election.sums or election.mandates:
        raise Unwritable("This file holds no ballots that could be written.")
    return WRITERS[ending](election)


def together(ballots: Iterable[Ballot]) -> list[Ballot]:
    """Equal ones as one, in the order in which they come first."""
    found: dict[str, Ballot] = {}
    for weight, choice in ballots:
        key = json.dumps(choice, sort_keys=True)
        before = found[key][0] if key in found else 0
        found[key] = (before + weight, choice)
    return list(found.values())


def _only(election: Election, form: str, name: str) -> None:
    if election.form != form:
        raise Unwritable(f"{name} holds ballots of the form {form}, not {election.form}.")


def _titled(election: Election, option: str) -> str:
    return _line(election.titles.get(option) or option)


def _line(text: str) -> str:
    return " ".join(text.split())
