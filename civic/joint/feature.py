from datetime import timedelta
from typing import Any

from sqlmodel import Session, col, select

from civic.core.actor import Actor
from civic.core.waiting import Contribution
from civic.core.words import N_
from civic.feature import Erasure, Feature, Notice, PersonalData, Tick
from civic.joint import actions, policies, queries, ticking
from civic.joint.facts import JointActAgreed, JointActAsked, JointActStopped
from civic.joint.links import stop_address
from civic.joint.models import JointAct
from civic.joint.views import bp
from civic.members.models import CommunityRole, Member, MemberState
from civic.members.queries import name_of

OPEN_TO_THE_MEMBER = ("kind", "reason", "asked_at", "agreed_at", "due_at", "done_at", "stopped_at")


def _concerned(session: Session, fact: JointActAsked, after: int, limit: int) -> list[int]:
    """The other administrators and the auditors, and those of the organisation or the space that
    it is about; where nobody else could agree, everybody, or whom its kind names. The member
    concerned gets a mail of their own."""
    act = session.get(JointAct, fact.act_id)
    if act is None:
        return []
    found = select(Member.id).where(
        Member.state == MemberState.ACTIVE, col(Member.id) > after,
        col(Member.id).is_distinct_from(act.subject_id),
    )  # fmt: skip
    witnesses = actions.kind_of(session, act.kind).witnesses
    told = witnesses(session, act.details, after, limit) if witnesses and act.due_at else ()
    if act.due_at is None or witnesses:
        has_office = col(Member.role) != CommunityRole.MEMBER
        answer = {*actions.keepers(session, act), *told}
        found = found.where(has_office | col(Member.id).in_(answer))
    return list(session.exec(found.order_by(col(Member.id)).limit(limit)))


def _asker(session: Session, fact: JointActStopped, after: int, _limit: int) -> list[int]:
    act = session.get(JointAct, fact.act_id)
    return [act.asked_by_id] if act and act.asked_by_id and act.asked_by_id > after else []


def _stopped(session: Session, fact: JointActStopped) -> dict[str, Any]:
    line = queries.line(session, fact.act_id)
    if line is None:
        return {"what": "?", "by": None, "ran_out": False, "link": ""}
    act = line[0]
    kind = session.info["registry"].joint_kinds[act.kind]
    lasted = (act.stopped_at or act.asked_at) - act.asked_at
    return {
        "what": kind.describe(session, act.details),
        "by": name_of(session, act.stopped_by_id) if act.stopped_by_id else None,
        "ran_out": lasted >= policies.ASKED_FOR,
        "link": f"{session.info['config'].base_url}/acts-of-two/{act.id}",
    }


def _subject(session: Session, fact: JointActAsked, after: int, _limit: int) -> list[int]:
    act = session.get(JointAct, fact.act_id)
    return [act.subject_id] if act and act.subject_id and act.subject_id > after else []


def _context(session: Session, fact: JointActAsked) -> dict[str, Any]:
    line = queries.line(session, fact.act_id)
    if line is None:
        return {
            "what": "?",
            "due": None,
            "reason": "",
            "link": "",
            "asker": "?",
            "stop": "",
            "about": "",
            "in_space": False,
        }
    act, asker, *_others = line
    kind = session.info["registry"].joint_kinds[act.kind]
    return {
        "what": kind.describe(session, act.details), "due": act.due_at, "reason": act.reason,
        "link": f"{session.info['config'].base_url}/acts-of-two/{act.id}", "asker": asker or "?",
        "stop": stop_address(act.id),
        "about": f"{session.info['config'].base_url}/acts-of-two/about",
        "in_space": act.space_id is not None,
    }  # fmt: skip


def _still_open(session: Session, _actor: Actor, fact: JointActAsked) -> bool:
    act = session.get(JointAct, fact.act_id)
    return act is not None and act.is_open


feature = Feature(
    name="joint",
    blueprint=bp,
    permissions=policies.ALL,
    facts=[JointActAsked, JointActAgreed, JointActStopped],
    notices={
        JointActAsked: [
            Notice(
                recipients=_concerned,
                context=_context,
                template="joint/notices/asked.txt",
                choice="",
                allowed=_still_open,
            ),
            Notice(
                recipients=_subject,
                context=_context,
                template="joint/notices/about_you.txt",
                choice="",
                allowed=_still_open,
            ),
        ],
        JointActStopped: [
            Notice(
                recipients=_asker,
                context=_stopped,
                template="joint/notices/stopped.txt",
                choice="",
            )
        ],
    },
    waiting=[
        Contribution(rows=queries.waiting, entry=queries.waits),
        Contribution(rows=queries.about_me, entry=queries.concerns_me),
    ],
    ticks=[
        Tick(
            name="joint",
            what=N_("Does what two people agreed on, once its waiting time is over"),
            every=timedelta(minutes=1),
            run=ticking.run,
        )
    ],
    personal_data=[
        PersonalData(
            column="joint_act.asked_by_id",
            what=N_("What you asked for, and a second person had to confirm"),
            erasure=Erasure.UNNAME,
            why=N_("The act stays known, and no longer whose it was."),
            only=OPEN_TO_THE_MEMBER,
        ),
        PersonalData(
            column="joint_act.agreed_by_id",
            what=N_("What you confirmed for somebody else who asked"),
            erasure=Erasure.UNNAME,
            why=N_("The act stays known, and no longer whose it was."),
            only=OPEN_TO_THE_MEMBER,
        ),
        PersonalData(
            column="joint_act.stopped_by_id",
            what=N_("What you stopped before it was done"),
            erasure=Erasure.UNNAME,
            why=N_("The act stays known, and no longer whose it was."),
            only=OPEN_TO_THE_MEMBER,
        ),
        PersonalData(
            column="joint_act.subject_id",
            what=N_("What two administrators did, or wanted to do, about you"),
            erasure=Erasure.DELETE,
            why=N_("It concerns nobody any more."),
            only=OPEN_TO_THE_MEMBER,
        ),
    ],
)
