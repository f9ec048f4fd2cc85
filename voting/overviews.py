"""Reading many rounds: lists, home, other packages' pages. ``summaries`` is the only way by
which a result leaves this package."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, CompoundSelect, Select, case, exists, func, tuple_
from sqlalchemy import select as pick
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from civic.core.actor import Actor
from civic.core.audience import readable
from civic.core.clock import now
from civic.core.links import Link
from civic.core.pagination import Page
from civic.core.tables import columns
from civic.core.words import text_in
from civic.spaces.models import Space
from voting import policies
from voting.mandates import is_passed_on
from voting.models import Elector, Mandate, Participation, Round, State
from voting.rules import all_rules
from voting.tally import CameTo, came_to


@dataclass(frozen=True, kw_only=True)
class Summary(Link):
    """What others may show of a round. ``verdicts`` and ``came_to`` are empty until it is
    counted."""

    state: State
    closes_at: datetime
    closed_at: datetime | None
    rules: Sequence[str]
    verdicts: Mapping[str, str]
    came_to: CameTo
    options: Mapping[str, Mapping[str, str]]
    """Question -> option -> its text in the reader's language."""
    body: str | None
    """The other body that can still refuse the outcome."""

    @property
    def winning_texts(self) -> list[str]:
        return [
            text
            for question, texts in self.options.items()
            for option, text in texts.items()
            if f"{question}:{option}" in self.came_to.won
        ]


def summaries(
    session: Session, round_ids: Sequence[int], viewer: Actor | None
) -> dict[int, Summary]:
    """Those of the rounds that the viewer may see, in one query."""
    if not round_ids:
        return {}
    rounds = session.exec(select(Round).where(col(Round.id).in_(round_ids))).unique()
    return {
        round.id: summary(round, viewer) for round in rounds if policies.VIEW.allows(viewer, round)
    }


def summary(round: Round, viewer: Actor | None) -> Summary:
    """The one exit that knows what is still hidden."""
    shown = policies.RESULT.allows(viewer, round) and round.result is not None
    results = round.result["results"] if shown and round.result else {}
    return Summary(
        endpoint="voting.show",
        id=round.id,
        title=round.title,
        state=round.state,
        closes_at=round.closes_at,
        closed_at=round.closed_at,
        rules=[question["rule"] for question in round.questions],
        verdicts={name: result["verdict"] for name, result in results.items()},
        came_to=came_to(round.questions, results, binding=round.binding) if results else CameTo(),
        options={
            question["id"]: {o["id"]: text_in(o["title"]) for o in question["options"]}
            for question in round.questions
        },
        body=text_in(round.binding_body) if round.binding_body else None,
    )


@dataclass(frozen=True, kw_only=True)
class Row:
    """A line of a list of rounds."""

    id: int
    titles: Mapping[str, str]
    state: State
    opens_at: datetime | None
    closes_at: datetime
    closed_at: datetime | None
    turnout_shown: int
    disclosure: str
    questions: Sequence[Mapping[str, Any]]
    space_title: str
    results: Mapping[str, Any]
    imported: bool
    on_roll: bool
    """Whether the viewer may vote in it."""
    voted: bool
    """Whether the viewer took part."""
    passed_on: bool
    """Whether the viewer let somebody else vote for them."""

    @property
    def takes_my_vote(self) -> bool:
        """Now, for the first time or anew."""
        return self.on_roll and self.state == State.OPEN and self.closes_at > now()

    @property
    def title(self) -> str:
        return text_in(dict(self.titles))


GROUPS = {
    "open": (State.OPEN, State.CLOSING),
    "coming": (State.ANNOUNCED,),
    "closed": (State.CLOSED, State.PUBLISHED),
    "cancelled": (State.CANCELLED,),
    "draft": (State.DRAFT,),
}
MOST_OF_MINE = 10
SHOWN = (*GROUPS["coming"], *GROUPS["open"], *GROUPS["closed"])


def rounds(
    session: Session,
    *,
    viewer: Actor | None,
    group: str | None,
    size: int,
    after: int | None = None,
    space_id: int | None = None,
    voted: bool = False,
) -> Page[Row]:
    """A page of one group of rounds (None: all but drafts and cancelled ones), newest first, paged
    by id; those that are open with the nearest end first, those that are closed with the latest.
    Drafts: where one facilitates.
    ``voted``: only those in which the viewer took part, or let somebody vote for them."""
    visible = readable(viewer, audience=Space.audience, space_id=Space.id)
    found = (
        pick(
            *columns(
                Round.id,
                Round.titles,
                Round.state,
                Round.opens_at,
                Round.closes_at,
                Round.closed_at,
                Round.turnout_shown,
                Round.disclosure,
                Round.questions,
                Space.title,
                col(Round.result)["results"],
                Round.imported,
                _is_among(Elector, viewer),
                _is_among(Participation, viewer),
                _has_passed_on(viewer),
            )
        )
        .join(Space)
        .where(visible, col(Round.state).in_(GROUPS[group] if group else SHOWN))
        .limit(size + 1)
    )  # fmt: skip
    found = _in_order(found, group)
    if group == "draft":
        spaces = viewer.roles_by_space if viewer else {}
        mine = [space for space, roles in spaces.items() if "facilitator" in roles]
        found = found.where(col(Round.space_id).in_(mine))
    if after is not None:
        found = found.where(_comes_after(after, group, viewer))
    if space_id is not None:
        found = found.where(col(Round.space_id) == space_id)
    if voted and viewer:
        found = found.where(col(Round.id).in_(_has_part_in(viewer)))
    rows = [
        Row(
            id=id, titles=titles, state=state, opens_at=opens_at, closes_at=closes_at,
            closed_at=closed_at, turnout_shown=shown, disclosure=disclosure, questions=questions,
            space_title=space_title, results=results or {}, imported=imported, on_roll=on_roll,
            voted=voted, passed_on=passed_on,
        )
        for (id, titles, state, opens_at, closes_at, closed_at, shown, disclosure, questions,
             space_title, results, imported, on_roll, voted, passed_on) in session.execute(found)
    ]  # fmt: skip
    return Page(rows[:size], next=str(rows[size - 1].id) if len(rows) > size else None)


def _in_order(found: Select[Any], group: str | None) -> Select[Any]:
    if group == "open":
        return found.order_by(col(Round.closes_at), col(Round.id))
    if group == "closed":
        ended = found.where(col(Round.closed_at).is_not(None))
        return ended.order_by(col(Round.closed_at).desc(), col(Round.id).desc())
    return found.order_by(col(Round.id).desc())


def _has_part_in(viewer: Actor) -> CompoundSelect[Any]:
    """The rounds in which the viewer took part, or let somebody vote for them."""
    voted = pick(col(Participation.round_id)).where(col(Participation.member_id) == viewer.id)
    gave = pick(col(Mandate.round_id)).where(
        col(Mandate.giver_id) == viewer.id, col(Mandate.declined).is_(False)
    )
    return voted.union_all(gave)


def _comes_after(after: int, group: str | None, viewer: Actor | None) -> ColumnElement[bool]:
    """Of a round that the viewer may not see, nobody learns by this when it ends."""
    if group not in ("open", "closed"):
        return col(Round.id) < after
    last, its_space = aliased(Round), aliased(Space)
    name = "closes_at" if group == "open" else "closed_at"
    seen = readable(viewer, audience=its_space.audience, space_id=its_space.id)
    moment = pick(*columns(getattr(last, name))).join(its_space, col(its_space.id) == last.space_id)
    there = tuple_(moment.where(col(last.id) == after, seen).scalar_subquery(), after)
    here = tuple_(getattr(Round, name), col(Round.id))
    return here > there if group == "open" else here < there


def _is_among(table: type[Elector | Participation], viewer: Actor | None) -> ColumnElement[bool]:
    """Whether the viewer stands in one of a round's lists of people."""
    return exists().where(
        col(table.round_id) == Round.id, col(table.member_id) == (viewer.id if viewer else 0)
    )


def _has_passed_on(viewer: Actor | None) -> ColumnElement[bool]:
    return is_passed_on(round_id=Round.id, giver_id=viewer.id if viewer else 0)


def newest_in_spaces(
    session: Session, viewer: Actor | None, space_ids: Sequence[int]
) -> dict[int, dict[str, Any]]:
    """For the pages of spaces: the newest votes of each, of those that are open the nearest end
    first; nothing where there is none."""
    shown = {}
    for space_id in space_ids:
        page = rounds(session, viewer=viewer, group=None, size=5, space_id=space_id)
        is_open = [row for row in page if row.state == State.OPEN]
        over = [row for row in page if row.state != State.OPEN]
        ordered = sorted(is_open, key=lambda row: row.closes_at) + over
        shown[space_id] = {"page": ordered, "space_id": space_id, "rules": all_rules()}
    return shown


def open_in_spaces(
    session: Session, viewer: Actor | None, space_ids: Sequence[int]
) -> dict[int, dict[str, Any]]:
    """For the list of spaces: how many votes are open in each, and in how many the viewer's is
    missing; nothing where none is."""
    missing = (
        _is_among(Elector, viewer) & ~_is_among(Participation, viewer) & ~_has_passed_on(viewer)
    )
    rows = session.execute(
        pick(
            *columns(
                Round.space_id, func.count(), func.count(case((missing, col(Round.id)), else_=None))
            )
        )
        .where(
            col(Round.space_id).in_(space_ids),
            col(Round.state) == State.OPEN,
            col(Round.closes_at) > now(),
        )
        .group_by(col(Round.space_id))
    )
    return {
        space_id: {"space_id": space_id, "number": number, "missing": missing}
        for space_id, number, missing in rows
    }


def mine(session: Session, viewer: Actor | None, ids: Sequence[int]) -> dict[int, dict[str, Any]]:
    """The newest votes in which somebody took part; nothing where there is none. ``ids``: their
    own."""
    if viewer is None:
        return {}
    page = rounds(session, viewer=viewer, group=None, size=MOST_OF_MINE, voted=True)
    return {id: {"page": page, "rules": all_rules()} for id in ids} if page else {}
