"""PrefLib's .soi, .soc, .toi, .toc and .cat. Source: preflib.org/format.

``# KEY: value`` lines, then ``weight: 1,2,{3,4}``. In a .cat the groups are categories, and the
first one is approved.
"""

import re

from voting.readers import Ballot, Choice, Election, Unreadable, bulk, taken
from voting.readers.numbers import Lines

RANKINGS = ("soc", "soi", "toc", "toi")
NAME = re.compile(r"ALTERNATIVE NAME ([0-9]+)")
ORDER = re.compile(r"(?:[0-9]+|\{[0-9, ]*\})(?:,(?:[0-9]+|\{[0-9, ]*\}))*")
PLAIN = bulk.Style(leads=(b":", b": "), between=b",")
GROUP = re.compile(r"\{([0-9, ]*)\}|([0-9]+)")


def is_one(text: str) -> bool:
    return text.startswith("# FILE NAME")


def read(text: str, name: str) -> Election:
    """Raises Unreadable."""
    lines = Lines.of(text)
    keys, names, first = _head(lines, name)
    kind = keys.get("DATA TYPE", "")
    if kind not in (*RANKINGS, "cat"):
        raise Unreadable(name, first, f"a DATA TYPE out of {', '.join(RANKINGS)} and cat")
    if not names or len(set(names.values())) < len(names):
        raise Unreadable(name, first, "an ALTERNATIVE NAME for each alternative, each once")
    election = Election(
        title=keys.get("TITLE") or name,
        form="approval" if kind == "cat" else "ranking",
        options=list(names.values()),
        form_parameters={"max": None} if kind == "cat" else {"ties": True, "max": None},
    )
    lines = lines.behind(first - 1)

    def slowly(line: int, written: str) -> list[Ballot]:
        if not written.strip() or written.startswith("#"):
            return []
        weight, groups = _line(line, written, names, name)
        return taken(election, _choice(groups, kind), weight, f"line {line}")

    if kind == "cat":
        election.ballots = [ballot for line in lines for ballot in slowly(*line)]
    else:
        numbers = {int(number): option for number, option in names.items() if number[0] != "0"}
        election.ballots = bulk.rankings(election.options, lines, numbers, PLAIN, slowly)
    return election


def _line(line: int, written: str, names: dict[str, str], name: str) -> tuple[int, list[list[str]]]:
    times, colon, order = written.partition(":")
    order = order.replace(" ", "")
    if not (colon and times.strip().isascii() and times.strip().isdigit() and len(times) < 20):
        raise Unreadable(name, line, "“weight: 1,2,{3,4}”")
    if not ORDER.fullmatch(order):
        raise Unreadable(name, line, "numbers of alternatives, shared ranks in braces")
    groups = [
        [names.get(number, number) for number in (shared or single).split(",") if number]
        for shared, single in GROUP.findall(order)
    ]
    return int(times), groups


def _choice(groups: list[list[str]], kind: str) -> Choice:
    if kind == "cat":
        return sorted(groups[0]) or None
    return [sorted(group) for group in groups if group] or None


def _head(lines: Lines, name: str) -> tuple[dict[str, str], dict[str, str], int]:
    """Keys, names by number, and the line where the head ends."""
    keys: dict[str, str] = {}
    names: dict[str, str] = {}
    line = 1
    for line, written in lines:
        if not written.startswith("#"):
            break
        key, colon, value = written[1:].partition(":")
        if not colon:
            raise Unreadable(name, line, "“# KEY: value”")
        keys[key.strip()] = value.strip()
        if named := NAME.fullmatch(key.strip()):
            names[named[1]] = value.strip()
    return keys, names, line
