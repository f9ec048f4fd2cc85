"""What two have agreed on, or one alone has waited for, is done when its time has come."""

from sqlmodel import Session, col, select

from civic.core import db
from civic.core.clock import now
from civic.joint import actions
from civic.joint.models import JointAct
from civic.joint.policies import ASKED_FOR


def run() -> None:
    """One transaction for each: two ticks at once find the second time nothing to do."""
    is_open = (col(JointAct.done_at).is_(None), col(JointAct.stopped_at).is_(None))
    due = col(JointAct.due_at) <= now()
    forgotten = col(JointAct.due_at).is_(None) & (col(JointAct.asked_at) <= now() - ASKED_FOR)
    with db.reading() as session:
        found = session.exec(select(JointAct.id).where(*is_open, due | forgotten).limit(50)).all()
    for act_id in found:
        try:
            with db.writing() as session:
                _settle(session, act_id)
        except actions.CannotBeDone:
            with db.writing() as session:
                actions.stop(session, actor=None, act=session.get_one(JointAct, act_id))


def _settle(session: Session, act_id: int) -> None:
    act = session.get_one(JointAct, act_id, with_for_update=True, populate_existing=True)
    if not act.is_open:
        return
    if act.due_at is None:
        actions.stop(session, actor=None, act=act)
    elif act.due_at <= now():
        actions.do(session, act)
