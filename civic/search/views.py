from flask import g, request
from flask import render_template as render

from civic.core.db import session
from civic.core.web import Pages
from civic.core.words import N_
from civic.search import policies, queries

bp = Pages("search", __name__)
KINDS = {
    "proposal": N_("Proposals"),
    "comment": N_("Messages"),
    "round": N_("Votes"),
    "space": N_("Spaces"),
}


@bp.get("/search", to=policies.SEARCH)
def results() -> str:
    policies.SEARCH.check(g.actor, None)
    words = request.args.get("q", "")[:200]
    kind = request.args.get("kind", "proposal")
    kind = kind if kind in KINDS else "proposal"
    start = min(max(request.args.get("start", 0, type=int), 0), 1_000)
    hits = queries.search(
        session, words=words, kind=kind, actor=g.actor, size=20, start=start,
        space_id=request.args.get("space", type=int),
    )  # fmt: skip
    return render("search/results.html", words=words, hits=hits, kind=kind, kinds=KINDS)
