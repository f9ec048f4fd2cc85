from flask import abort, g, request
from flask import render_template as render

from civic.audit import policies, queries
from civic.audit.sentences import particulars, sentence
from civic.core.audience import may_read
from civic.core.db import session
from civic.core.web import Pages, number
from civic.spaces.models import Space

bp = Pages("audit", __name__)
SIZE = 50


@bp.get("/record", to=policies.RECORD)
def record() -> str:
    """The public record of acts: what may be known for ever, by those who may know it."""
    policies.RECORD.check(g.actor, None)
    space_id = request.args.get("space", type=number)
    space = session.get(Space, space_id) if space_id else None
    if space_id and not (space and may_read(g.actor, audience=space.audience, space_id=space.id)):
        abort(404)
    before = request.args.get("before", type=number)
    page = queries.acts(session, viewer=g.actor, size=SIZE, before=before, space_id=space_id)
    return render(
        "audit/record.html", page=page, space=space, sentence=sentence, particulars=particulars
    )
