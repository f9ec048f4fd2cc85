"""abcvoting's .abc.yaml: ticked ballots for a committee.

Of YAML only what such files hold: ``key: value`` at the margin, where a value is text or lists of
numbers written as in JSON and may go on over indented lines; what ``compute`` lists is passed over.
Options are the numbers 0, 1, 2…, as text. Source: the documentation of abcvoting.
"""

import json
import re
from typing import Any

from voting.readers import Election, Unreadable, bulk
from voting.readers.numbers import Lines

KEYS = ("description", "profile", "num_cand", "committeesize", "voter_weights", "compute")
KEY = re.compile(r"([a-z_]+):(?: (.*))?")
Values = dict[str, tuple[int, str]]
"""Each key with its line and its value, as written."""
MOST_OPTIONS, MOST_WEIGHT = 2_000, 2**53 - 1


def is_one(text: str) -> bool:
    lines = (line for line in text.splitlines() if line.strip() and not line.startswith("#"))
    key = KEY.fullmatch(next(lines, ""))
    return key is not None and key[1] in KEYS


def read(text: str, name: str) -> Election:
    """Raises Unreadable."""
    found = _values(text, name)
    for key in ("profile", "num_cand"):
        if key not in found:
            raise Unreadable(name, len(text.splitlines()), f"a line {key}: …")
    options = _whole(found, "num_cand", name, most=MOST_OPTIONS)
    election = Election(
        title=" ".join(found.get("description", (0, ""))[1].split()).strip("\"'") or name,
        form="approval",
        options=[str(number) for number in range(options)],
        form_parameters={"max": None},
    )
    election.parameters["unticked"] = "level"  # its committees always have their whole size
    if "committeesize" in found:
        election.parameters["seats"] = _whole(found, "committeesize", name, most=options)
    election.ballots = _plain(found, election) or _one_by_one(found, election, name)
    return election


def _plain(found: Values, election: Election) -> bulk.Rows | None:
    """Ballots that are written as abcvoting writes them, all of weight 1; else None."""
    written = found["profile"][1].strip()
    if "voter_weights" in found or "\n" in written or written[:2] + written[-2:] != "[[]]":
        return None
    lines = Lines.of(written[2:-2].replace("], [", "\n") + "\n")
    return bulk.columns_ticked("approval", election.options, lines, b", ")


def _one_by_one(found: Values, election: Election, name: str) -> bulk.Rows:
    ballots, options = _list(found, "profile", name), len(election.options)
    weights = _list(found, "voter_weights", name) if "voter_weights" in found else None
    if weights is not None and len(weights) != len(ballots):
        raise Unreadable(name, found["voter_weights"][0], f"{len(ballots)} weights")
    kept: list[tuple[int, list[int]]] = []
    for place, ticked in enumerate(ballots, 1):
        weight = weights[place - 1] if weights is not None else 1
        if type(weight) is not int or not 1 <= weight <= MOST_WEIGHT:
            election.refused.append(f"ballot {place}: a whole weight from 1 up")
        elif not _are_options(ticked, options):
            election.refused.append(f"ballot {place}: numbers from 0 to {options - 1}, each once")
        else:
            kept.append((weight, ticked))
    return bulk.ticks("approval", election.options, kept)


def _are_options(ticked: Any, options: int) -> bool:
    if not isinstance(ticked, list) or set(map(type, ticked)) - {int}:
        return False
    return len(set(ticked)) == len(ticked) and not (
        ticked and (min(ticked) < 0 or max(ticked) >= options)
    )


def _values(text: str, name: str) -> Values:
    """Raises Unreadable."""
    found: Values = {}
    key = ""
    for line, written in enumerate(text.splitlines(), 1):
        if not written.strip() or written.startswith("#"):
            continue
        begun = KEY.fullmatch(written.rstrip())
        if begun:
            key = begun[1]
            if key not in KEYS or key in found:
                raise Unreadable(name, line, f"one of {', '.join(KEYS)}, each once")
            found[key] = (line, begun[2] or "")
        elif key and (written.startswith(" ") or (key == "compute" and written.startswith("- "))):
            found[key] = (found[key][0], found[key][1] + "\n" + written)
        else:
            raise Unreadable(name, line, "“key: value”, or a line that goes on, indented")
    return found


def _list(found: Values, key: str, name: str) -> list[Any]:
    line, written = found[key]
    try:
        value = json.loads(written)
    except json.JSONDecodeError as error:
        raise Unreadable(name, line + error.lineno - 1, f"lists of numbers ({error.msg})") from None
    except (RecursionError, ValueError):
        raise Unreadable(name, line, "lists of numbers that are not nested so deep") from None
    if not isinstance(value, list):
        raise Unreadable(name, line, "a list [ ]")
    return value


def _whole(found: Values, key: str, name: str, *, most: int) -> int:
    line, written = found[key]
    digits = written.strip()
    if not (digits.isascii() and digits.isdigit() and len(digits) < 6 and 0 < int(digits) <= most):
        raise Unreadable(name, line, f"a whole number from 1 to {most:,}")
    return int(digits)
