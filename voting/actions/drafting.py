"""Preparing a round, and everything that is done to one besides voting and counting."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlmodel import Session

from civic.core.actor import Actor
from civic.core.clock import now as present
from civic.core.facts import tell
from civic.core.words import N_
from civic.spaces.models import Space
from voting import lifecycle, policies, queries, urn
from voting.actions.questions import (
    MOST_QUESTIONS,
    TAKES_TWO,
    BadRound,
    has_copies,
    numbered,
    question_problems,
    usual_publication,
)
from voting.facts import RoundAnnounced, RoundCancelled, RoundExtended, RoundTakenBack
from voting.models import Disclosure, Publication, Round, State
from voting.papers import takes_two
from voting.picking import tell_sources, unfit
from voting.tally import CameTo, came_to

COPIES_TELL = N_(
    "Where votes are passed on, several equal ballots would show who votes for several. Publish "
    "sums, make the vote open, or let nobody pass their vote on."
)


def draft_round(
    session: Session,
    *,
    space: Space,
    actor: Actor,
    titles: Mapping[str, str],
    questions: Sequence[Mapping[str, Any]],
    closes_at: datetime,
    opens_at: datetime | None = None,
    disclosure: Disclosure = Disclosure.SECRET,
    **settings: Any,
) -> Round:
    """Prepare a round. Options are copies of texts: what they came from may change later."""
    policies.DRAFT.check(actor, space)
    round = Round(
        space_id=space.id,
        titles=dict(titles),
        questions=numbered(questions),
        closes_at=closes_at,
        opens_at=opens_at,
        disclosure=disclosure,
        publication=usual_publication(
            questions, disclosure, passed_on=settings.get("mandates") is not None
        ),
        publication_chosen="publication" in settings,
        created_by_id=actor.id,
    )
    for name, value in settings.items():
        setattr(round, name, value)
    session.add(round)
    session.flush()
    round.space = space
    return round


def edit(session: Session, *, round: Round, actor: Actor, **changes: Any) -> None:
    """Change what is not yet frozen. ``publication`` None: what is usual."""
    policies.EDIT.check(actor, round)
    if "publication" in changes:
        round.publication_chosen = changes["publication"] is not None
    for name, value in changes.items():
        if value is not None or name != "publication":
            setattr(round, name, value)
    if not round.publication_chosen:
        round.publication = usual_publication(
            round.questions, round.disclosure, passed_on=round.mandates is not None
        )
    session.add(round)


def problems(round: Round, *, now: datetime) -> list[BadRound]:
    """What keeps a draft from being announced or opened."""
    found: list[BadRound] = []
    if not any(round.titles.values()):
        found.append(BadRound(N_("The vote has no title."), step="subject"))
    if not 1 <= len(round.questions) <= MOST_QUESTIONS:
        found.append(BadRound(N_("A ballot paper has one question at least.")))
    for place, question in enumerate(round.questions, 1):
        found += question_problems(place, question)
    if round.disclosure == Disclosure.OPEN and round.publication == Publication.SUMS:
        found.append(
            BadRound(N_("An open vote publishes its ballots, with names."), step="secrecy")
        )
    if has_telling_ballots(round):
        found.append(BadRound(COPIES_TELL, step="secrecy"))
    if round.closes_at <= max(round.opens_at or now, now):
        found.append(
            BadRound(N_("It must close after it opens. Choose a later end."), step="schedule")
        )
    return found


def picked_problems(session: Session, round: Round) -> list[BadRound]:
    """The same of what was taken from elsewhere and has changed its state since."""
    return [
        BadRound(sentence, place=place, name=name)
        for sentence, place, name in unfit(session, round)
    ]


def has_telling_ballots(round: Round) -> bool:
    """Whether among the ballots that a secret vote publishes, those could be found that were cast
    for several: equal ones, where there are many ways to fill in a ballot."""
    published = round.disclosure == Disclosure.SECRET and round.publication == Publication.BALLOTS
    return published and round.mandates is not None and has_copies(round.questions)


def announce(session: Session, *, round: Round, actor: Actor, now: datetime) -> None:
    """Show a draft to those who will vote, so that they can object."""
    policies.EDIT.check(actor, round)
    _refuse(problems(round, now=now) + picked_problems(session, round))
    round.state = State.ANNOUNCED
    session.add(round)
    tell_sources(session, round)
    tell(
        session,
        RoundAnnounced(round_id=round.id, space_id=round.space_id, actor_id=actor.id),
    )


def take_back(session: Session, *, round: Round, actor: Actor) -> None:
    """An announcement is taken back to be corrected."""
    policies.EDIT.check(actor, round)
    round.state = State.DRAFT
    session.add(round)
    tell(
        session,
        RoundTakenBack(round_id=round.id, space_id=round.space_id, actor_id=actor.id),
    )


def extend(
    session: Session,
    *,
    round_id: int,
    actor: Actor,
    closes_at: datetime,
    reason: str,
    by_two: bool = False,
) -> Round:
    """A later end, shown to all with its reason. The frozen text keeps the first one. Raises
    BadRound, Forbidden."""
    round = queries.locked(session, round_id, share=False)
    policies.EXTEND.check(actor, round)
    if takes_two(round) and not by_two:
        raise BadRound(TAKES_TWO)
    if present() >= round.closes_at:
        raise BadRound(N_("The vote has reached its end, and can no longer be extended."))
    if closes_at <= round.closes_at:
        raise BadRound(N_("The new end must be later than the present one."))
    round.closes_at = closes_at
    session.add(round)
    tell(
        session,
        RoundExtended(
            round_id=round.id,
            space_id=round.space_id,
            actor_id=actor.id,
            closes_at=closes_at.isoformat(),
            reason=reason,
        ),
    )
    return round


def cancel(
    session: Session, *, round_id: int, actor: Actor, reason: str, by_two: bool = False
) -> Round:
    """Nothing is counted and no ballot kept; the reason stays. Raises BadRound, Forbidden."""
    round = queries.locked(session, round_id, share=False)
    policies.CANCEL.check(actor, round)
    if takes_two(round) and not by_two:
        raise BadRound(TAKES_TWO)
    assert State.CANCELLED in lifecycle.MOVES[round.state]
    if round.state in (State.OPEN, State.CLOSING):
        urn.discard(session, round)
    round.state, round.cancel_reason = State.CANCELLED, reason
    session.add(round)
    tell(
        session,
        RoundCancelled(
            round_id=round.id, space_id=round.space_id, actor_id=actor.id, reason=reason
        ),
    )
    return round


def copy(session: Session, *, round: Round, actor: Actor, closes_at: datetime) -> Round:
    """The same questions as a new draft, such as after a cancellation."""
    return _copied(session, round, actor, closes_at, round.questions)


def call_again(session: Session, *, round: Round, actor: Actor, closes_at: datetime) -> Round:
    """What a vote left undecided, as a new draft. Where the quorum was missed, none is asked for:
    statutes usually let whoever comes to a second meeting decide. Raises BadRound."""
    policies.COPY.check(actor, round)
    results = (round.result or {}).get("results", {})
    came = came_to(round.questions, results, binding=round.binding) if results else CameTo()
    undecided = came.undecided
    if not undecided:
        raise BadRound(N_("This vote left nothing undecided."))
    asked = []
    for question in round.questions:
        if question["id"] in undecided:
            missed = results[question["id"]]["verdict"] in ("no_quorum", "nobody_voted")
            required = question["requirements"] | ({"quorum": None} if missed else {})
            asked.append(question | {"requirements": required})
    return _copied(session, round, actor, closes_at, asked)


def _copied(
    session: Session,
    round: Round,
    actor: Actor,
    closes_at: datetime,
    questions: Sequence[Mapping[str, Any]],
) -> Round:
    policies.COPY.check(actor, round)
    kept = (
        "binding", "binding_body", "smallest_group", "early_close", "roll_filters", "weighted",
        "what_if", "mandates", "by_two",
    )  # fmt: skip
    policies.DRAFT.check(actor, round.space)
    chosen: dict[str, Any] = {"publication": round.publication} if round.publication_chosen else {}
    return draft_round(
        session,
        space=round.space,
        actor=actor,
        titles=round.titles,
        questions=questions,
        closes_at=closes_at,
        disclosure=round.disclosure,
        copied_from_id=round.id,
        **chosen,
        **{name: getattr(round, name) for name in kept},
    )


def _refuse(found: Sequence[BadRound]) -> None:
    if found:
        raise found[0]
