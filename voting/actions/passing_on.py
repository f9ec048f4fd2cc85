"""Passing one's vote on, taking it back, and declining to vote for somebody. All of it while the
round is open: there is no roll before, and nothing to give after."""

from datetime import datetime

from sqlmodel import Session, col, delete, select

from civic.core.actor import Actor
from civic.core.facts import tell
from civic.core.permissions import Forbidden
from civic.core.words import N_
from voting import mandates, policies, queries, voters
from voting.actions.casting import TooLate
from voting.actions.questions import BadRound
from voting.facts import MandateDeclined, MandateGiven, MandateTakenBack
from voting.models import Mandate, Round
from voting.papers import frozen_copy


def pass_on(
    session: Session,
    *,
    round_id: int,
    actor: Actor,
    elector_id: int,
    holder_id: int,
    now: datetime,
) -> None:
    """Let somebody of the roll vote for an elector; a mandate given before ends.

    Under the round's lock, alone: nobody votes and nobody else takes the last place of a holder
    in the meantime. Raises BadRound, TooLate, Forbidden.
    """
    round = _locked(session, round_id=round_id, actor=actor, elector_id=elector_id, now=now)
    _end(session, round, actor=actor, giver_id=elector_id)
    problem = _refusal(session, round, giver_id=elector_id, holder_id=holder_id)
    if problem:
        raise problem
    session.add(Mandate(round_id=round_id, giver_id=elector_id, holder_id=holder_id))
    tell(
        session,
        MandateGiven(
            actor_id=actor.id, round_id=round_id, giver_id=elector_id, holder_id=holder_id
        ),
    )


def take_mandate_back(
    session: Session, *, round_id: int, actor: Actor, elector_id: int, now: datetime
) -> None:
    """The elector votes for themselves again, or lets it be. Raises TooLate, Forbidden."""
    round = _locked(session, round_id=round_id, actor=actor, elector_id=elector_id, now=now)
    _end(session, round, actor=actor, giver_id=elector_id)


def decline(
    session: Session,
    *,
    round_id: int,
    actor: Actor,
    elector_id: int,
    giver_id: int,
    now: datetime,
) -> None:
    """The elector does not vote for the giver, who is told. Raises TooLate, Forbidden."""
    _locked(session, round_id=round_id, actor=actor, elector_id=elector_id, now=now)
    found = select(Mandate).where(
        Mandate.round_id == round_id,
        Mandate.giver_id == giver_id,
        Mandate.holder_id == elector_id,
        col(Mandate.declined).is_(False),
    )
    mandate = session.exec(found).first()
    if mandate is None:
        return  # taken back in the meantime
    mandate.declined = True
    session.add(mandate)
    tell(
        session,
        MandateDeclined(
            actor_id=actor.id, round_id=round_id, giver_id=giver_id, holder_id=elector_id
        ),
    )


def _locked(
    session: Session, *, round_id: int, actor: Actor, elector_id: int, now: datetime
) -> Round:
    """The round, for this transaction alone, of one who may pass the elector's vote on."""
    round = queries.locked(session, round_id, share=False)
    voter = voters.voter(session, round_id=round_id, actor_id=actor.id, elector_id=elector_id)
    if voter is None:
        raise Forbidden(policies.PASS_ON)
    if voter.weight is not None and queries.has_ended(round, now=now):
        raise TooLate(round.closed_at or round.closes_at)
    policies.PASS_ON.check(actor, voter)
    return round


def _end(session: Session, round: Round, *, actor: Actor, giver_id: int) -> None:
    """The giver's mandate, if there is one, is gone; its holder is told, unless they declined."""
    mine = (col(Mandate.round_id) == round.id, col(Mandate.giver_id) == giver_id)
    mandate = session.exec(select(Mandate).where(*mine)).first()
    if mandate is None:
        return
    session.exec(delete(Mandate).where(*mine))
    if not mandate.declined:
        tell(
            session,
            MandateTakenBack(
                actor_id=actor.id,
                round_id=round.id,
                giver_id=giver_id,
                holder_id=mandate.holder_id,
            ),
        )


def why_kept(session: Session, round: Round, *, elector_id: int) -> str | None:
    """Why an elector's vote can go to nobody at all; None where it can."""
    if queries.has_voted(session, round_id=round.id, member_ids=[elector_id]):
        return N_("This vote is cast already. It can be changed, and not passed on.")
    once = not frozen_copy(round)["mandates"]["onward"]
    if once and mandates.load_of(session, round_id=round.id, holder_id=elector_id):
        return N_(
            "Others have passed their vote on to you, and it can be passed on only once. "
            "Decline their votes first, so that they can choose somebody else."
        )
    return None


def _refusal(session: Session, round: Round, *, giver_id: int, holder_id: int) -> BadRound | None:
    """Why this vote cannot go to that elector; None where it can. Nobody is named but the one
    chosen, nor how many votes anybody holds: whoever tries names one after the other would learn
    from the refusals what those wrote to each other in confidence."""
    kept = why_kept(session, round, elector_id=giver_id)
    if kept:
        return BadRound(kept)
    if giver_id == holder_id:
        return BadRound(N_("A vote is passed on to somebody else."))
    chosen = mandates.elector(session, round_id=round.id, member_id=holder_id)
    if chosen is None:
        return BadRound(N_("Choose somebody who is on the list of voters of this vote."))
    terms = frozen_copy(round)["mandates"]
    onward, most = terms["onward"], terms["most"]
    name = chosen[1]
    way = mandates.way(session, round_id=round.id, start=holder_id)
    if way and not onward:
        return BadRound(
            N_("%(name)s has passed on their own vote, and cannot vote for you."), name=name
        )
    if giver_id in way:
        return BadRound(
            N_(
                "%(name)s has passed on their own vote, and it comes to you in the end: this would "
                "go round in a circle, and nobody would vote. Choose somebody else."
            ),
            name=name,
        )
    last_id = way[-1] if way else holder_id
    carried = mandates.load_of(session, round_id=round.id, holder_id=giver_id)
    load = mandates.load_of(session, round_id=round.id, holder_id=last_id)
    if most is not None and load + carried + 1 > most:
        return BadRound(
            N_(
                "%(name)s cannot take your vote: the limit of %(most)s for one person would be "
                "exceeded. Choose somebody else."
            ),
            name=name,
            most=most,
        )
    return None


def forget_declined(session: Session, before: datetime) -> None:
    """Nothing came of them: they are no part of a vote's record."""
    over = select(Round.id).where(col(Round.closed_at) < before)
    session.exec(delete(Mandate).where(col(Mandate.declined), col(Mandate.round_id).in_(over)))
