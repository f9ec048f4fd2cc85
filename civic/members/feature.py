from datetime import datetime, timedelta
from typing import Any

from sqlmodel import Session, col, delete

from civic.core.addresses import slug
from civic.core.waiting import Contribution
from civic.core.words import N_
from civic.feature import Erasure, Feature, Notice, PersonalData, Retention, Tick
from civic.members import mandates, policies, queries, ticking
from civic.members.facts import (
    JoinRequested,
    MandateEndsSoon,
    MandateLimited,
    MemberAdmitted,
    MemberLeft,
    MembersImported,
    RepresentativeNamed,
    RoleGranted,
)
from civic.members.models import Member, MemberState


def _request(session: Session, fact: JoinRequested) -> dict[str, Any]:
    member = session.get(Member, fact.member_id)
    name, address = (member.name, member.email) if member else ("?", "?")
    base = session.info["config"].base_url
    link = f"{base}/members/{fact.member_id}-{slug(name)}/request"
    return {"name": name, "address": address, "link": link}


def _old_requests(session: Session, before: datetime) -> None:
    session.exec(
        delete(Member).where(
            col(Member.state) == MemberState.REQUESTED, col(Member.joined_at) < before
        )
    )


feature = Feature(
    name="members",
    permissions=policies.ALL,
    facts=[
        JoinRequested,
        MandateEndsSoon,
        MandateLimited,
        MemberAdmitted,
        MemberLeft,
        MembersImported,
        RepresentativeNamed,
        RoleGranted,
    ],
    notices={
        JoinRequested: [
            Notice(
                recipients=lambda session, _fact, after, limit: queries.administrators(
                    session, after, limit
                ),
                context=_request,
                template="members/notices/requested.txt",
                choice="duties",
                allowed=lambda _session, actor, _fact: actor.is_admin,
            )
        ],
        MandateEndsSoon: [
            Notice(
                recipients=mandates.concerned,
                context=mandates.in_words,
                template="members/notices/mandate.txt",
                choice="duties",
            )
        ],
    },
    ticks=[
        Tick(
            name="mandates",
            what=N_("Ends offices of the community on their last day"),
            every=timedelta(minutes=1),
            run=ticking.run,
        )
    ],
    waiting=[Contribution(rows=queries.requests, entry=queries.request_waits)],
    retention=[
        Retention(
            name="requests",
            what=N_("Requests to join that nobody answers"),
            keeps=timedelta(days=90),
            sweep=_old_requests,
        )
    ],
    personal_data=[
        PersonalData(
            column="member.represented_by_id",
            what=N_("Legal entities that you act for"),
            erasure=Erasure.UNNAME,
            why=N_("The entity stays and needs another person."),
            only=("id", "name"),
        ),
        PersonalData(
            column="outbox_mail.member_id",
            what=N_("E-mails to you"),
            erasure=Erasure.DELETE,
            why=N_("Mail for somebody who has left."),
            left_out=("key", "body", "unsubscribe"),
        ),
    ],
)
