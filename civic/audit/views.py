from flask import g, request
from flask import render_template as render
from sqlmodel import col, or_, select

from civic.audit import policies
from civic.audit.models import AuditEntry
from civic.audit.sentences import SENTENCES
from civic.core.audience import readable
from civic.core.db import session
from civic.core.web import Pages
from civic.members.models import Member
from civic.spaces.models import Space

bp = Pages("audit", __name__)
SIZE = 50


@bp.get("/record", to=policies.RECORD)
def record() -> str:
    """The public record of acts: what may be known for ever, by those who may know it."""
    policies.RECORD.check(g.actor, None)
    visible = readable(g.actor, audience=Space.audience, space_id=Space.id)
    found = (
        select(AuditEntry, Member.name, Space)
        .outerjoin(Member, col(Member.pseudonym) == AuditEntry.actor)
        .outerjoin(Space, col(Space.id) == AuditEntry.space_id)
        .where(or_(col(AuditEntry.space_id).is_(None), visible))
        .order_by(col(AuditEntry.id).desc())
        .limit(SIZE + 1)
    )
    before, space_id = request.args.get("before", type=int), request.args.get("space", type=int)
    if before:
        found = found.where(AuditEntry.id < before)
    if space_id:
        found = found.where(AuditEntry.space_id == space_id)
    rows = session.exec(found).all()
    return render(
        "audit/record.html",
        rows=rows[:SIZE],
        next=rows[SIZE - 1][0].id if len(rows) > SIZE else None,
        space=space_id,
        sentences=SENTENCES,
    )
