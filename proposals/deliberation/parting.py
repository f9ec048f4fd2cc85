"""Somebody is erased: counts follow, others' words no longer name them, and theirs go if they
wish. A debate stays readable: each message keeps its place."""

import re

from flask_babel import force_locale, gettext
from sqlmodel import Session, col, delete, select

from civic.feature import Parting
from civic.search import actions as search
from proposals.deliberation.actions import make_findable
from proposals.deliberation.models import (
    ArgumentWeight,
    Comment,
    CommentState,
    CommentVersion,
    Mention,
    Summary,
    SummaryOmission,
)


def part(session: Session, parting: Parting) -> None:
    _weigh_no_longer(session, parting.member_id)
    _call_no_longer(session, parting)
    if parting.with_texts:
        _say_no_longer(session, parting.member_id)


def _weigh_no_longer(session: Session, member_id: int) -> None:
    weighed = select(ArgumentWeight.comment_id).where(ArgumentWeight.member_id == member_id)
    for comment in session.exec(select(Comment).where(col(Comment.id).in_(weighed))).all():
        comment.weight_count -= 1
    missed = select(SummaryOmission.summary_id).where(SummaryOmission.member_id == member_id)
    for summary in session.exec(select(Summary).where(col(Summary.id).in_(missed))).all():
        summary.omission_count -= 1


def _call_no_longer(session: Session, parting: Parting) -> None:
    """``@Name`` in others' messages, and in what these said before they were edited."""
    called = re.compile(rf"@{re.escape(parting.name)}(?!\w)")
    named = select(Mention.comment_id).where(Mention.member_id == parting.member_id)
    for comment in session.exec(select(Comment).where(col(Comment.id).in_(named))).all():
        with force_locale(comment.language):
            nobody = "@" + gettext("a former member")
        versions = select(CommentVersion).where(CommentVersion.comment_id == comment.id)
        for version in session.exec(versions).all():
            version.body = called.sub(nobody, version.body)
        comment.body = called.sub(nobody, comment.body)
        session.add(comment)
        if comment.state == CommentState.SHOWN:
            make_findable(session, comment=comment, proposal=comment.proposal)


def _say_no_longer(session: Session, member_id: int) -> None:
    for comment in session.exec(select(Comment).where(Comment.author_id == member_id)).all():
        comment.body, comment.state = "", CommentState.DELETED
        session.add(comment)
        for table in (CommentVersion, Mention):
            session.exec(delete(table).where(col(table.comment_id) == comment.id))
        search.forget(session, kind="comment", subject_id=comment.id)
