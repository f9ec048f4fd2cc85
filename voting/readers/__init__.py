"""Files of real elections: what stands in them, or the line where reading stopped. Pure."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from voting.ballots import Option, all_forms
from voting.delegation import Voter

Choice = Any
OVERVOTE = "overvote"
"""A rank for which a paper names too many, without saying whom."""


class Unreadable(ValueError):
    """A file that is not what it should be: name, line, and what was expected there."""

    def __init__(self, name: str, line: int, expected: str) -> None:
        super().__init__(f"{name}, line {line}: {expected}")
        self.line = line


@dataclass(frozen=True)
class Mandates:
    """Who votes for whom, and what; choices have no weight before mandates are followed."""

    voters: list[Voter]
    given: dict[Voter, Voter]
    """Giver -> holder, in the order in which they were given."""
    votes: dict[Voter, dict[str, int] | str]
    """What each votes; or how they share out what they carry."""
    weights: dict[Voter, int]


@dataclass
class Election:
    """Options, and the ballots in one of the ballot forms, or as ``points`` by option."""

    title: str
    form: str
    options: list[str]
    """The file's own identifiers, in the file's order."""
    source: str = ""
    """Where the file says that it comes from."""
    titles: dict[str, str] = field(default_factory=dict)
    costs: dict[str, int] = field(default_factory=dict)
    ballots: list[tuple[int, Choice]] = field(default_factory=list)
    """``(weight, choice)``; choices name options by the file's identifiers, None is blank."""
    refused: list[str] = field(default_factory=list)
    """One sentence for each ballot that could not be taken, with its line."""
    parameters: dict[str, Any] = field(default_factory=dict)
    """What the file itself says, such as the budget."""
    form_parameters: dict[str, Any] = field(default_factory=dict)
    worst_grade: int = 0
    """The number that the file writes for the worst grade."""
    withdrawn: list[str] = field(default_factory=list)
    """Options that were taken out before the count."""
    tie_order: list[str] | None = None
    """Strongest first, where the file names one."""
    sums: dict[str, list[int]] = field(default_factory=dict)
    """Tallies per option, where the file holds no ballots."""
    mandates: Mandates | None = None
    """Where the file holds these in place of ballots."""


def take(election: Election, choice: Choice, weight: int, where: str) -> None:
    """Keep a ballot if its form takes it; else say why not, with where it stands. Of a ranking
    the form sees the names alone: ranks left empty or marked twice are read as the count asks."""
    if weight < 1:
        election.refused.append(f"{where}: a weight from 1 up")
        return
    form, known = all_forms()[election.form], [Option(option) for option in election.options]
    named = choice
    if election.form == "ranking" and choice:
        named = [group for group in choice if group and group != [OVERVOTE]] or None
    problems = form.problems(named, known, election.form_parameters)
    if problems:
        election.refused.append(f"{where}: {problems[0].code}")
    else:
        election.ballots.append((weight, choice))


def rows_of(text: str, name: str, *, delimiter: str = ",") -> Iterator[tuple[int, list[str]]]:
    """The cells of each line, with the number of the line that they end in. Raises Unreadable."""
    reader = csv.reader(text.splitlines(), delimiter=delimiter)
    while True:
        try:
            row = next(reader, None)
        except csv.Error as error:
            raise Unreadable(name, reader.line_num, f"cells that can be read ({error})") from None
        if row is None:
            return
        yield reader.line_num, row


def read(path: Path) -> Election:
    """Raises Unreadable. The format follows from what the file says, not from its name alone."""
    from voting.readers import abc_yaml, blt, debian, grid, inline, pabulib, preflib, ranks, table

    raw = path.read_bytes()
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise Unreadable(path.name, line, "text in UTF-8") from None
    readers: list[Any] = [pabulib, inline, preflib, debian, grid, ranks, blt, abc_yaml]
    found: Any = next((reader for reader in readers if reader.is_one(text)), table)
    election: Election = found.read(text, path.name)
    return election
