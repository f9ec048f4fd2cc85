"""What all rules of the single transferable vote share: following a count to its end, every way of
breaking its ties, and what is said of it.

A count is a stage that goes on by itself until it is over or somebody has to choose between level
options; the engines are _transfers.py (Gregory) and _keeping.py (Meek, Warren).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Protocol

from voting.rules import N_, Option, Outcome, Profile, Reason, Sentence
from voting.rules._rankings import Papers

MOST_STATES = 2_000
"""At most this many different stages are followed after ties; beyond that, whoever stood at the
first tie is reported as tied."""


@dataclass(frozen=True)
class Tie:
    """Options of which one must be chosen: for its surplus, or to go out."""

    level: tuple[int, ...]
    goes_out: bool


class Told(Protocol):
    """A count as it can be told. Options are columns."""

    seats: int
    elected: list[int]
    """In order of election."""
    remained: list[int]
    """Those of them who were elected because nobody else was left."""
    log: list[dict[str, Any]]
    """What happened: ``totals`` by column, ``standing``, ``elected`` now; from the second one on
    ``option``, ``goes_out`` and, where known, ``gained``."""

    def written(self, amount: Any) -> int | str:
        """Votes as JSON: whole, with the decimals of the arithmetic, or a fraction as text."""
        ...

    def first_quota(self) -> int | str: ...
    def at_the_end(self) -> list[int]:
        """Whose totals stand in the stage in which the last one was elected."""
        ...


class Stage(Told, Protocol):
    """How a count stands that goes on until somebody has to choose."""

    standing: frozenset[int]

    def advance(self) -> Tie | None: ...
    def choose(self, option: int, *, goes_out: bool) -> None: ...
    def copy(self) -> "Stage": ...
    def key(self) -> tuple[Any, ...]:
        """Two stages of one key go on in the same way."""
        ...


def papers_of(profile: Profile, overvote: str) -> tuple[Papers, int]:
    """The ballots as rankings, and the weight of those that count at the start."""
    papers = Papers(profile, overvote)
    return papers, int(papers.votes(frozenset(range(papers.width)))[:-1].sum())


def outcome(start: Stage, options: Sequence[Option], tie_order: Sequence[Option] | None) -> Outcome:
    """The count from its first stage on, and what is to be said of it."""
    order = [options.index(option) for option in tie_order] if tie_order is not None else None
    shown, first_tie = _through(start, order or range(len(options)))
    sure, possible = set(shown.elected), set(shown.elected)
    if first_tie is not None and order is None:
        sure, possible = _every_way(first_tie)
    return told(shown, options, sure=sure, possible=possible)


def told(shown: Told, options: Sequence[Option], *, sure: set[int], possible: set[int]) -> Outcome:
    """What is said of a count that is over. ``sure``: elected however ties are broken."""
    elected = tuple(options[c] for c in shown.elected if c in sure)
    tied = tuple(options[c] for c in sorted(possible - sure))
    steps = [_step(event, options, shown) for event in shown.log]
    first = [Fraction(total) for total in steps[0]["totals"].values()]
    return Outcome(
        elected=elected,
        tied=tied,
        steps=tuple(steps),
        reasons=_why(shown, options, elected, tied),
        numbers={
            "first": dict(zip(options, map(int, first), strict=True)),
            "quota": shown.first_quota(),
            "final": {options[c]: steps[-1]["totals"][options[c]] for c in shown.at_the_end()},
        },
        chart={
            "kind": "transfers",
            "quota": shown.first_quota(),
            "stages": steps,
            "elected": list(elected),
        },
    )


def _through(stage: Stage, order: Sequence[int]) -> tuple[Stage, Stage | None]:
    """To the end, ties broken by an order, strongest first; and how it stood at the first one."""
    place = {option: number for number, option in enumerate(order)}
    first_tie: Stage | None = None
    while (tie := stage.advance()) is not None:
        first_tie = first_tie or stage.copy()
        pick = max if tie.goes_out else min
        stage.choose(pick(tie.level, key=place.__getitem__), goes_out=tie.goes_out)
    return stage, first_tie


def _every_way(start: Stage) -> tuple[set[int], set[int]]:
    """Who is elected however ties are broken, and who in some way."""
    seen: set[tuple[Any, ...]] = set()
    ends: set[frozenset[int]] = set()
    waiting = [start]
    while waiting:
        stage = waiting.pop()
        tie = stage.advance()
        if tie is None:
            ends.add(frozenset(stage.elected))
            continue
        for option in tie.level:
            after = stage.copy()
            after.choose(option, goes_out=tie.goes_out)
            if (key := after.key()) not in seen:
                seen.add(key)
                waiting.append(after)
        if len(seen) > MOST_STATES:
            return set(start.elected), set(start.elected) | start.standing
    return set(frozenset.intersection(*ends)), set(frozenset.union(*ends))


def _step(event: Mapping[str, Any], options: Sequence[Option], stage: Told) -> dict[str, Any]:
    """A stage by the names of the options, with votes as text."""
    step: dict[str, Any] = {
        "totals": {o: stage.written(t) for o, t in zip(options, event["totals"], strict=True)},
        "standing": [options[c] for c in event["standing"]],
        "elected": [options[c] for c in event["elected"]],
    }
    if "quota" in event:
        step["quota"] = stage.written(event["quota"])
    if "option" in event:
        step["from"] = options[event["option"]]
        step["goes_out"] = event["goes_out"]
        gained = event.get("gained", {})
        step["gained"] = {options[c]: stage.written(g) for c, g in gained.items()}
    return step


def _why(
    stage: Told,
    options: Sequence[Option],
    elected: Sequence[Option],
    tied: Sequence[Option],
) -> tuple[Reason, ...]:
    said: list[Reason] = [("stv.quota", {"points": stage.first_quota(), "seats": stage.seats})]
    if tied:
        return (*said, ("stv.tied", {"options": list(tied)}))
    remained = {options[c] for c in stage.remained}
    reached = [option for option in elected if option not in remained]
    if reached:
        said.append(("stv.reached", {"options": reached}))
    rest = [option for option in elected if option in remained]
    if rest:
        said.append(("stv.remained", {"options": rest}))
    last = [event for event in stage.log if event.get("goes_out")][-1:]
    for event in last:
        said.append(("stv.last_out", {"option": options[event["option"]]}))
    return tuple(said)


SENTENCES: Mapping[str, str | Sentence] = {
    "stv.quota": N_("Votes needed to be elected: %(points)s."),
    "stv.reached": N_("Elected with that many: %(options)s."),
    "stv.remained": N_("Elected with fewer, as nobody else was left: %(options)s."),
    "stv.last_out": N_("%(option)s was the last to go out; those ballots moved on as they were."),
    "stv.tied": N_(
        "Options are level on the way, and the result depends on who goes first: %(options)s "
        "can each be elected."
    ),
}
"""Of every rule that this engine counts."""

QUOTA_WORDS = {
    "droop": N_("a part of the votes that only as many as are elected can have, as a whole number"),
    "hare": N_("the votes divided by the places"),
    "exact": N_("more than the votes divided by one more than the places"),
}
QUOTA_EXAMPLE = N_("With a larger quota, small groups win a place more easily from large ones.")
PROMISES = (
    N_("A group large enough for one place gets one, if its members rank one another first."),
    N_("Ranking a further option never harms those ranked above it."),
    N_("Few votes are lost: what is not needed, or cannot win, moves on."),
)
LIMITS = (
    N_("A better rank can make an option lose, because another one goes out earlier."),
    N_("The count takes several stages; it can be followed one by one below."),
)
