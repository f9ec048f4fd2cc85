"""Deeds. What was promised is never rewritten: each change is a line that everybody reads."""

from datetime import datetime, timedelta

from sqlmodel import Session, col, update

from civic.core.actor import Actor
from civic.core.clock import now
from civic.core.db import insert
from civic.core.facts import tell
from civic.search.actions import forget, index
from proposals.commitments import keepers, policies, queries
from proposals.commitments.facts import (
    CommitmentDue,
    CommitmentKept,
    CommitmentMade,
    CommitmentNotKept,
    CommitmentReported,
    CommitmentTakenUp,
    NewsWanted,
)
from proposals.commitments.models import Commitment, CommitmentNews, CommitmentWish, Kind, State
from proposals.models import Proposal
from voting.models import Round

GRACE = timedelta(days=15)
"""After the last day, and after the last news: silent for longer, a promise counts as not kept."""
NOTICE = timedelta(days=3)
"""How long before the last day its keeper is reminded."""
SETTLES = {Kind.KEPT: State.KEPT, Kind.NOT_KEPT: State.NOT_KEPT, Kind.LAPSED: State.NOT_KEPT}
TELLS = {
    Kind.NEWS: CommitmentReported,
    Kind.POSTPONED: CommitmentReported,
    Kind.KEPT: CommitmentKept,
    Kind.NOT_KEPT: CommitmentNotKept,
    Kind.LAPSED: CommitmentNotKept,
    Kind.TAKEN_UP: CommitmentTakenUp,
}


def make(
    session: Session,
    *,
    source: Round | Proposal,
    actor: Actor,
    title: str,
    language: str,
    due: datetime,
    keeper: str = "",
    keeper_id: int = 0,
    keeper_words: str = "",
) -> Commitment:
    """``keeper``: name of a member of the space, with ``keeper_id`` where it is not exact;
    ``keeper_words``: somebody else. One of them. Raises Forbidden, Unclear."""
    policies.MAKE.check(actor, source)
    assert bool(keeper) != bool(keeper_words), "the form sees to it"
    member = None
    if keeper:
        there = source.space_id
        member = keepers.keeper(session, space_id=there, words=keeper, chosen=keeper_id)
    made = Commitment(
        space_id=source.space_id,
        round_id=source.id if isinstance(source, Round) else None,
        proposal_id=source.id if isinstance(source, Proposal) else None,
        title=title,
        language=language,
        keeper_id=member.id if member else None,
        keeper_words=keeper_words,
        due=due,
        made_by_id=actor.id,
    )
    session.add(made)
    _make_findable(session, made)
    tell(
        session,
        CommitmentMade(commitment_id=made.id, space_id=made.space_id, actor_id=actor.id),
    )
    return made


def report(
    session: Session,
    *,
    commitment: Commitment,
    actor: Actor,
    kind: Kind,
    body: str,
    language: str,
    due: datetime | None = None,
) -> None:
    """News, another last day (``due``), or the end, by the keeper or a facilitator."""
    policies.TELL.check(actor, commitment)
    _say(session, commitment, actor.id, kind, body=body, language=language, due=due)


def take_up(
    session: Session,
    *,
    commitment: Commitment,
    actor: Actor,
    body: str,
    language: str,
    due: datetime,
) -> None:
    """It is open again until another day, whatever became of it."""
    policies.TAKE_UP.check(actor, commitment)
    _say(session, commitment, actor.id, Kind.TAKEN_UP, body=body, language=language, due=due)


def ask(session: Session, *, commitment: Commitment, actor: Actor) -> None:
    """The first who asks since the last news has its keeper told; asked twice, it is asked once."""
    policies.ASK.check(actor, commitment)
    is_first = not queries.asked(session, commitment).members
    asked = {"commitment_id": commitment.id, "member_id": actor.id, "at": now()}
    session.execute(
        insert(session, CommitmentWish)
        .values(**asked)
        .on_conflict_do_update(
            index_elements=["commitment_id", "member_id"], set_={"at": asked["at"]}
        )
    )
    if is_first:
        tell(
            session,
            NewsWanted(
                commitment_id=commitment.id, space_id=commitment.space_id, actor_id=actor.id
            ),
        )


def discard(session: Session, *, commitment: Commitment, actor: Actor) -> None:
    """Recorded by mistake, a moment ago."""
    policies.DISCARD.check(actor, commitment)
    session.delete(commitment)
    forget(session, kind="commitment", subject_id=commitment.id)


def lapse(session: Session, commitment_id: int, *, now: datetime) -> None:
    """Nothing was heard for too long. Safe to repeat."""
    found = session.get(Commitment, commitment_id, with_for_update={"of": Commitment})
    if found is not None and found.state == State.OPEN and silent_since(found) + GRACE <= now:
        _say(session, found, None, Kind.LAPSED)


def remind(session: Session, commitment_id: int) -> None:
    """Its keeper is told, once for each last day. Safe to repeat."""
    reminded = session.exec(
        update(Commitment)
        .where(
            col(Commitment.id) == commitment_id,
            col(Commitment.state) == State.OPEN,
            col(Commitment.reminded).is_(False),
        )
        .values(reminded=True)
    )
    if reminded.rowcount:
        found = session.get_one(Commitment, commitment_id)
        tell(
            session,
            CommitmentDue(commitment_id=commitment_id, space_id=found.space_id, actor_id=None),
        )


def silent_since(commitment: Commitment) -> datetime:
    return max(commitment.due, commitment.news_at or commitment.due)


def _say(
    session: Session,
    commitment: Commitment,
    author_id: int | None,
    kind: Kind,
    *,
    body: str = "",
    language: str = "",
    due: datetime | None = None,
) -> None:
    at = now()
    session.add(
        CommitmentNews(
            commitment_id=commitment.id,
            author_id=author_id,
            kind=kind,
            body=body,
            language=language,
            due=due,
            at=at,
        )
    )
    commitment.state = SETTLES.get(kind, State.OPEN)
    commitment.settled_at = at if kind in SETTLES else None
    commitment.news_at = at
    if due is not None:
        commitment.due, commitment.reminded = due, False
    session.add(commitment)
    _make_findable(session, commitment)
    tell(
        session,
        TELLS[kind](commitment_id=commitment.id, space_id=commitment.space_id, actor_id=author_id),
    )


def _make_findable(session: Session, commitment: Commitment) -> None:
    session.flush()
    index(
        session,
        kind="commitment",
        subject_id=commitment.id,
        space_id=commitment.space_id,
        language=commitment.language,
        title=commitment.title,
        text=queries.words_of(session, commitment.id),
    )
