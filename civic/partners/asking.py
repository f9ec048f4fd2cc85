"""A trip to a provider and back, as a row: asked once, answered once, by the same browser."""

import json
from dataclasses import asdict
from datetime import timedelta
from hmac import compare_digest
from secrets import token_urlsafe

from sqlmodel import Session, col, select, update

from civic.core import sealing
from civic.core.clock import now
from civic.partners.models import Attempt, Errand, LastClaims, Terms
from civic.partners.protocol.client import Identity, Question
from civic.partners.protocol.refusals import Reason, Refused
from civic.sign_in.sessions import hash_of

ATTEMPT_LASTS = timedelta(minutes=10)
ANSWER_LASTS = timedelta(minutes=30)
ANSWER, CLAIMS = "partner answer", "partner claims"
"""What is sealed, each for itself."""


def start(
    session: Session,
    *,
    terms: Terms,
    errand: Errand,
    browser: str,
    member_id: int | None,
    again: bool,
    next_path: str,
) -> Question:
    question = Question(
        state=token_urlsafe(32), nonce=token_urlsafe(32), verifier=token_urlsafe(64), again=again
    )
    session.add(
        Attempt(
            state_hash=hash_of(question.state),
            browser_hash=hash_of(browser),
            connection_id=terms.connection_id,
            terms_id=terms.id,
            errand=errand,
            member_id=member_id,
            nonce=question.nonce,
            verifier=question.verifier,
            again=again,
            next_path=next_path[:400],
        )
    )
    return question


def find(session: Session, *, state: str, browser: str, connection_id: int) -> Attempt:
    """An attempt that this browser began and that is still open. Raises Refused."""
    found = session.exec(select(Attempt).where(Attempt.state_hash == hash_of(state))).first()
    if (
        found is None
        or not compare_digest(found.browser_hash, hash_of(browser))
        or found.connection_id != connection_id
        or found.used_at is not None
        or found.started_at < now() - ATTEMPT_LASTS
    ):
        raise Refused(Reason.NOT_YOURS)
    return found


def take(session: Session, *, state: str, browser: str, connection_id: int) -> Attempt:
    """Use it up: whoever comes second is refused. Raises Refused."""
    found = find(session, state=state, browser=browser, connection_id=connection_id)
    taken = session.exec(
        update(Attempt)
        .where(col(Attempt.id) == found.id, col(Attempt.used_at).is_(None))
        .values(used_at=now())
    )
    if taken.rowcount != 1:
        raise Refused(Reason.NOT_YOURS)
    return found


def keep_answer(session: Session, *, attempt_id: int, identity: Identity, key: str) -> None:
    """Until the person has seen what is taken over, and said yes."""
    attempt = session.get_one(Attempt, attempt_id)
    attempt.answer = sealing.seal(key, json.dumps(asdict(identity)), about=ANSWER)
    session.add(attempt)


def answered(
    session: Session, *, attempt_id: int, browser: str, errand: Errand, key: str
) -> tuple[Attempt, Identity] | None:
    """Who came back in this browser and has not said yes yet. Changes nothing."""
    found = session.get(Attempt, attempt_id)
    if (
        found is None
        or not found.answer
        or found.errand != errand
        or found.browser_hash != hash_of(browser)
        or found.started_at < now() - ANSWER_LASTS
    ):
        return None
    return found, Identity(**json.loads(sealing.unseal(key, found.answer, about=ANSWER)))


def use_answer(session: Session, attempt: Attempt) -> bool:
    """False when somebody was faster."""
    used = session.exec(
        update(Attempt)
        .where(col(Attempt.id) == attempt.id, col(Attempt.answer).is_not(None))
        .values(answer=None)
    )
    return used.rowcount == 1


def keep_claims(
    session: Session,
    *,
    connection_id: int,
    identity: Identity,
    account_id: int | None,
    member_id: int | None,
    key: str,
) -> None:
    row = session.get(LastClaims, connection_id) or LastClaims(
        connection_id=connection_id, claims=b""
    )
    row.account_id, row.member_id, row.at = account_id, member_id, now()
    row.claims = sealing.seal(key, json.dumps(identity.claims), about=CLAIMS)
    session.add(row)
