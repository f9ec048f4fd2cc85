"""Files of real elections: what stands in them, or the line where reading stopped. Pure."""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

from voting.ballots import Option, all_forms
from voting.delegation import Voter

Choice = Any
Ballot = tuple[int, Choice]
"""Weight and choice."""
MOST_WEIGHT = 2**53 - 1
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
    held_on: date | None = None
    """The last day of the vote, where the file says it."""
    titles: dict[str, str] = field(default_factory=dict)
    costs: dict[str, int] = field(default_factory=dict)
    ballots: Sequence[Ballot] = field(default_factory=list)
    """``(weight, choice)``; choices name options by the file's identifiers, None is blank. A list,
    or the rows of ``voting.readers.bulk`` where a file was read in bulk."""
    refused: list[str] = field(default_factory=list)
    """One sentence for each ballot that could not be taken, with its line."""
    parameters: dict[str, Any] = field(default_factory=dict)
    """What the file itself says, such as the budget."""
    rule: str = ""
    """The rule that the file names."""
    currency: str = ""
    """Of the costs, as three letters, where the file says it."""
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

    def add(self, weight: int, choice: Choice) -> None:
        """One more ballot, of which its reader knows that it is fine."""
        assert isinstance(self.ballots, list)
        self.ballots.append((weight, choice))

    @cached_property
    def known(self) -> list[Option]:
        """The options as a ballot form sees them."""
        return [Option(option, self.costs.get(option)) for option in self.options]


def take(election: Election, choice: Choice, weight: int, where: str) -> None:
    """Keep a ballot if its form takes it; else say why not, with where it stands."""
    for ballot in taken(election, choice, weight, where):
        election.add(*ballot)


def taken(election: Election, choice: Choice, weight: int, where: str) -> list[Ballot]:
    """A ballot if its form takes it; none, and a refusal with where it stands, if not."""
    problem = _problem(election, choice, weight)
    if problem:
        election.refused.append(f"{where}: {problem}")
    return [] if problem else [(weight, choice)]


def _problem(election: Election, choice: Choice, weight: int) -> str:
    """Why a ballot cannot be taken, or nothing. Of a ranking the form sees the names alone: ranks
    left empty or marked twice are read as the count asks."""
    if type(weight) is not int or weight < 1:
        return "a weight from 1 up"
    if weight > MOST_WEIGHT:
        return f"a weight of at most {MOST_WEIGHT:,}"
    named = choice
    if election.form == "ranking" and choice:
        named = [group for group in choice if group and group != [OVERVOTE]] or None
    problems = all_forms()[election.form].problems(named, election.known, election.form_parameters)
    return problems[0].code if problems else ""


def rows_of(
    text: str, name: str, *, delimiter: str = ",", before: int = 0, over_lines: bool = False
) -> Iterator[tuple[int, list[str]]]:
    """The cells of each line, with the number of the line that they end in, of a text with so many
    lines before it. ``over_lines``: a cell in quotes may go on in the next line; else a quote that
    is not closed would swallow ballots. Raises Unreadable."""
    reader = csv.reader(text.splitlines(), delimiter=delimiter)
    line = before
    while True:
        try:
            row = next(reader, None)
        except csv.Error as error:
            raise Unreadable(
                name, before + reader.line_num, f"cells that can be read ({error})"
            ) from None
        if row is None:
            return
        if before + reader.line_num > line + 1 and not over_lines:
            raise Unreadable(name, line + 1, "a quote that is closed in its line")
        line = before + reader.line_num
        yield line, row


def read(path: Path, question: str | None = None) -> Election:
    """Raises Unreadable. The format follows from what the file says, not from its name alone."""
    return understood(path.read_bytes(), path.name, question)


def understood(raw: bytes, name: str, question: str | None = None) -> Election:
    """The same for text that is not in a file. ``question``: of a bundle. Raises Unreadable."""
    from voting.readers import (
        abc_yaml,
        abif,
        blt,
        bundle,
        civs,
        debian,
        grid,
        inline,
        pabulib,
        preflib,
        ranks,
        table,
    )

    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise Unreadable(name, line, "text in UTF-8") from None
    del raw  # keep a large file in memory only once
    if bundle.is_one(text):
        return bundle.read(text, name, question)
    readers: list[Any] = [
        *(pabulib, preflib, abif, inline, debian, grid, ranks, blt, abc_yaml, civs)
    ]
    found: Any = next((reader for reader in readers if reader.is_one(text)), table)
    election: Election = found.read(text, name)
    return election
