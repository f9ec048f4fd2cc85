"""A feature is one package and one manifest: the table of contents of what it adds."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Protocol, TypeVar

from flask import Blueprint, Flask
from sqlmodel import Session

from civic.core.actor import Actor
from civic.core.facts import Fact, Listener
from civic.core.links import Deadline, Link, News, Outcome, Waiting
from civic.core.permissions import Act, Permission
from civic.core.waiting import Contribution


class OutcomeSource(Protocol):
    """What came to an end where the actor may look, newest first, in one query."""

    def __call__(
        self, session: Session, actor: Actor | None, *, limit: int
    ) -> Sequence[Outcome]: ...


class NewsSource(Protocol):
    """What others did in the actor's spaces after ``since``, newest first, in one query."""

    def __call__(
        self, session: Session, actor: Actor, *, since: datetime, limit: int
    ) -> Sequence[News]: ...


@dataclass(frozen=True, kw_only=True)
class Panel:
    """A piece of this feature on a page below it, loaded for all rows of the page at once."""

    place: str
    load: Callable[[Session, Actor | None, Sequence[int]], Mapping[int, dict[str, Any]]]
    template: str


@dataclass(frozen=True, kw_only=True)
class OptionSource:
    """Rows of this feature that a round can take as its options."""

    offer: Callable[[Session, Actor, int], Mapping[int, "OfferedOption"]]
    """The rows on offer in one space, by id."""
    picked: Callable[[Session, int, Mapping[int, str]], None]
    """Told the round's id, and all rows that stand on its paper: as which option (``q1:o2``), or
    as the text that a question adopts or not (``q1``). Rows told before may be missing: they were
    taken out again. Nobody is told of a draft: it is the facilitators' business alone."""
    unfit: Callable[[Session, int, Collection[int]], Mapping[int, str]]
    """``(session, round_id, ids)`` -> why a row can not stand in that round, such as being decided
    already: a sentence, marked for translation, with ``%(name)s`` for the option."""


@dataclass(frozen=True, kw_only=True)
class OfferedOption:
    title: str
    language: str
    cost: int | None = None


@dataclass(frozen=True, kw_only=True)
class Notice:
    """Whom a fact concerns and what they are told. Mails are made by the tick, not in a request."""

    recipients: Callable[[Session, Any, int, int], Sequence[int]]
    """``(session, fact, after, limit)`` -> the next member ids above ``after``, in order."""
    context: Callable[[Session, Any], dict[str, Any]]
    """Plain values for the template, read when the notice is made, once for each language."""
    template: str
    """``package/notices/name.txt``: blocks ``subject`` and ``body``."""
    choice: str
    """Which of the member's mail choices turns it off: ``votes``, ``mine``, ``followed``,
    ``duties``; empty: none, since it is about the safety of an account or of the community."""
    allowed: Callable[[Session, Actor, Any], bool] = lambda _session, _actor, _fact: True
    """Asked again when the mail is made: somebody who lost sight of it is told nothing."""


class Erasure(StrEnum):
    DELETE = "delete"
    """The row goes with the member."""
    UNNAME = "unname"
    """The row stays, and points at nobody any more."""
    KEEP = "keep"
    """The row stays, and points at a member without name and address."""


@dataclass(frozen=True, kw_only=True)
class PersonalData:
    """What becomes of ``table.column``, which points at a member: in the member's copy of
    everything about them, and when they are erased. Sentences are marked for translation."""

    column: str
    what: str
    """How the rows are called in the copy and on the page about privacy."""
    erasure: Erasure
    why: str
    left_out: Sequence[str] = ()
    """Columns that are not in the copy: secrets that open doors."""
    only: Sequence[str] = ()
    """If given, the columns that are: the others speak of somebody else."""
    exempt: str = ""
    """Why the rows are not in the copy at all."""


@dataclass(frozen=True, kw_only=True)
class Parting:
    """Somebody who is being erased."""

    member_id: int
    name: str
    address: str | None
    with_texts: bool
    """Whether the words of their messages go, too."""


@dataclass(frozen=True, kw_only=True)
class Retention:
    """How long something is kept, and what ends it."""

    name: str
    what: str
    """Marked for translation, for the page about privacy."""
    keeps: timedelta
    sweep: Callable[[Session, datetime], None]
    """``(session, before)``: take away what is older than that moment."""


@dataclass(frozen=True, kw_only=True)
class Tick:
    """Work that becomes due by itself. Safe to run twice, and from several places at once."""

    name: str
    what: str
    """What it does, marked for translation, for administrators."""
    every: timedelta
    run: Callable[[], object]
    """Called inside an app context; opens its own transactions. What it raises is noted, and so is
    an exception that it returns: of one thing that failed and held up nothing else."""


@dataclass(frozen=True, kw_only=True)
class JointKind:
    """Something that takes two people: ``civic.joint.actions.ask`` asks for it, and it is done when
    another administrator has agreed."""

    name: str
    """``package.verb``."""
    what: str
    """Marked for translation, for the page that says what takes two."""
    describe: Callable[[Session, Mapping[str, Any]], str]
    """``(session, details)`` -> a sentence in the reader's language: what will happen, to whom."""
    perform: Callable[[Session, Actor, Mapping[str, Any]], None]
    """``(session, asker, details)``: does it, in the transaction of the second yes or of the tick.
    With what was asked for goes the ``reason`` that was given. Raises
    ``civic.joint.actions.CannotBeDone``."""
    waits: timedelta = timedelta(0)
    """How long after being asked for it waits at least, though two have agreed."""
    alone: timedelta = timedelta(hours=24)
    """How long it waits, with a notice to everybody, where nobody else could agree."""
    about: Callable[[Mapping[str, Any]], tuple[str, dict[str, Any]]] | None = None
    """``(details)`` -> endpoint and values of the page that shows what is decided on."""
    keepers: Callable[[Session, Mapping[str, Any]], Collection[int]] | None = None
    """``(session, details)`` -> the members who ask for it and agree to it as well as the
    community's administrators do: those of the organisation or the space that it is about."""
    same_hands: Callable[[Session, Mapping[str, Any], int], Collection[int]] | None = None
    """``(session, details, asker's number)`` -> those who are no second person beside who asks,
    administrators included, as one of the two gave the other their office for it."""
    witnesses: Callable[[Session, Mapping[str, Any], int, int], Sequence[int]] | None = None
    """``(session, details, after, limit)`` -> the next member ids above ``after``, in order, who
    are told of it, besides those with an office, where nobody else could agree. None: everybody."""


@dataclass(frozen=True, kw_only=True)
class NavigationItem:
    endpoint: str
    label: str
    """Marked for translation."""
    icon: str
    place: int
    """Smaller numbers stand first."""


@dataclass(frozen=True, kw_only=True)
class Feature:
    name: str
    blueprint: Blueprint | None = None
    permissions: Sequence[Permission] = ()
    acts: Mapping[Act, str] = field(default_factory=dict)
    """What a phase may open, with its words, marked for translation."""
    listeners: Sequence[tuple[type[Fact], Listener]] = ()
    facts: Sequence[type[Fact]] = ()
    notices: Mapping[type[Fact], Sequence[Notice]] = field(default_factory=dict)
    waiting: Sequence[Contribution[Actor, Waiting]] = ()
    """What is expected of the actor."""
    outcomes: Sequence[OutcomeSource] = ()
    deadlines: Sequence[Contribution[Actor | None, Deadline]] = ()
    """What comes: in the actor's spaces, or where a visitor may look."""
    news: Sequence[NewsSource] = ()
    panels: Sequence[Panel] = ()
    searchables: Mapping[str, Callable[[Session, Sequence[int]], Sequence[Link]]] = field(
        default_factory=dict
    )
    """Kind of row -> loader of links to those ids, in one query."""
    linkables: Mapping[str, Callable[[Session, Sequence[int]], Sequence[Link]]] = field(
        default_factory=dict
    )
    """The same of rows to which others lead, and which no search looks for."""
    option_sources: Mapping[str, OptionSource] = field(default_factory=dict)
    personal_data: Sequence[PersonalData] = ()
    parts: Callable[[Session, Parting], None] | None = None
    """What a walk over columns cannot do for somebody who is erased: counts, and names in texts."""
    retention: Sequence[Retention] = ()
    ticks: Sequence[Tick] = ()
    navigation: Sequence[NavigationItem] = ()
    joint_kinds: Sequence[JointKind] = ()
    entries: Sequence[Callable[[Session, int, int], None]] = ()
    """``(session, number of a device's session, member)``: told when a device was signed in."""
    farewells: Sequence[Callable[[Session, int], str | None]] = ()
    """``(session, number of a device's session)`` -> the page on which signing out goes on."""
    doors: Sequence[Callable[[Session, int], bool]] = ()
    """``(session, member_id)`` -> whether the member has a way in that this feature keeps: nobody
    prints codes for them then."""
    setup: Callable[[Flask], None] | None = None
    """Called once, after the blueprints are registered."""


class Registry:
    """All manifests of one app, put together. Two apps have two registries."""

    def __init__(self, features: Sequence[Feature]) -> None:
        self.features = tuple(features)
        self.permissions = _once((p.name, p) for f in features for p in f.permissions)
        self.acts = _once(item for f in features for item in f.acts.items())
        self.facts = _once((fact.__name__, fact) for f in features for fact in f.facts)
        self.notices = _once(item for f in features for item in f.notices.items())
        self.searchables = _once(item for f in features for item in f.searchables.items())
        linkables = _once(item for f in features for item in f.linkables.items())
        self.links = _once([*self.searchables.items(), *linkables.items()])
        self.option_sources = _once(item for f in features for item in f.option_sources.items())
        self.personal_data = _once((p.column, p) for f in features for p in f.personal_data)
        self.partings = [f.parts for f in features if f.parts]
        self.retention = _once((r.name, r) for f in features for r in f.retention)
        self.ticks = _once((tick.name, tick) for f in features for tick in f.ticks)
        self.doors = [door for f in features for door in f.doors]
        self.joint_kinds = _once((kind.name, kind) for f in features for kind in f.joint_kinds)
        self.waiting = [source for f in features for source in f.waiting]
        self.outcomes = [source for f in features for source in f.outcomes]
        self.deadlines = [source for f in features for source in f.deadlines]
        self.news = [source for f in features for source in f.news]
        self.entries = [entry for f in features for entry in f.entries]
        self.farewells = [farewell for f in features for farewell in f.farewells]
        self.navigation = sorted(
            (item for f in features for item in f.navigation), key=lambda item: item.place
        )
        self.listeners: dict[type[Fact], list[Listener]] = defaultdict(list)
        self.panels: dict[str, list[Panel]] = defaultdict(list)
        for feature in features:
            for fact_type, listener in feature.listeners:
                self.listeners[fact_type].append(listener)
            for panel in feature.panels:
                self.panels[panel.place].append(panel)


Name = TypeVar("Name")
Thing = TypeVar("Thing")


def _once(pairs: Iterable[tuple[Name, Thing]]) -> dict[Name, Thing]:
    found: dict[Name, Thing] = {}
    for name, thing in pairs:
        if name in found:
            raise ValueError(f"two features declare {name}")
        found[name] = thing
    return found
