"""What two have agreed on, or one alone has waited for, is done when its time has come."""

import logging

from sqlmodel import Session, col, select

from civic.core import db
from civic.core.clock import now
from civic.joint import actions
from civic.joint.models import JointAct
from civic.joint.policies import ASKED_FOR

log = logging.getLogger(__name__)


def run() -> Exception | None:
    """One transaction for each: two ticks at once find the second time nothing to do. An act that
    breaks holds up no other: the last such fault is returned."""
    broke: Exception | None = None
    is_open = (col(JointAct.done_at).is_(None), col(JointAct.stopped_at).is_(None))
    due = col(JointAct.due_at) <= now()
    forgotten = col(JointAct.due_at).is_(None) & (col(JointAct.asked_at) <= now() - ASKED_FOR)
    with db.reading() as session:
        found = session.exec(select(JointAct.id).where(*is_open, due | forgotten)).all()
    for act_id in found:
        try:
            with db.writing() as session:
                _settle(session, act_id)
        except actions.CannotBeDone:
            with db.writing() as session:
                actions.end(session, act_id)
        except Exception as fault:
            broke = fault
            log.exception("act of two %s could not be done and is tried again", act_id)
    return broke


def _settle(session: Session, act_id: int) -> None:
    act = actions.locked(session, act_id)
    if not act.is_open:
        return
    if act.due_at is None:
        actions.stop(session, actor=None, act=act)
    elif act.due_at <= now():
        actions.do(session, act)
