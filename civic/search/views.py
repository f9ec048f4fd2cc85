from flask import g, request
from flask import render_template as render

from civic.core.db import session
from civic.core.pagination import COUNT_LIMIT
from civic.core.web import Pages, number
from civic.core.words import N_
from civic.organisations import queries as organisations
from civic.search import policies, queries
from civic.spaces.queries import named

bp = Pages("search", __name__)
KINDS = {
    "proposal": N_("Proposals"),
    "comment": N_("Messages"),
    "round": N_("Votes"),
    "commitment": N_("Commitments"),
    "space": N_("Spaces"),
}


@bp.get("/search", to=policies.SEARCH)
def results() -> str:
    """Where no kind is asked for, the first in which something was found."""
    policies.SEARCH.check(g.actor, None)
    words = request.args.get("q", "")[:200].strip()
    space_id = request.args.get("space", type=number)
    kind = request.args.get("kind", "")
    start = min(max(request.args.get("start", 0, type=number), 0), COUNT_LIMIT)
    hits = queries.search(
        session,
        words=words,
        kinds=list(KINDS),
        kind=kind if kind in KINDS else None,
        actor=g.actor,
        size=20,
        start=start,
        space_id=space_id,
    )
    partners = organisations.named(session, words) if words and not start else []
    return render(
        "search/results.html",
        organisations=partners,
        words=words,
        hits=hits,
        kinds=KINDS,
        elsewhere=[name for name in KINDS if hits.counts[name] and name != hits.kind],
        spaces=named(session, g.actor, limit=50),
        space_id=space_id,
        most=COUNT_LIMIT,
    )
