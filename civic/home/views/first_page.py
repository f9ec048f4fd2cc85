from flask import current_app, g
from flask import render_template as render

from civic.audit.sentences import sentence
from civic.core.clock import now
from civic.core.db import session
from civic.home import founding, policies, queries
from civic.home.views import bp
from civic.members.queries import anybody
from civic.sign_in import demo
from civic.spaces.models import Role

SHOWN_AT_ONCE = 4
"""More that waits stands behind a fold."""


@bp.get("/", to=policies.VIEW)
def show() -> str:
    policies.VIEW.check(g.actor, None)
    if g.actor is None:
        return render(
            "home/visitor.html", **_for_visitors(), **demo.shown(current_app.config["CIVIC"])
        )
    present = now()
    waiting = queries.waiting(session, g.actor, now=present, limit=30)
    outcomes = queries.outcomes(session, g.actor, limit=5)
    deadlines = queries.deadlines(session, g.actor, now=present, limit=5)
    begins = not (outcomes or deadlines)  # nothing was decided yet, and nothing comes
    steps = founding.steps(session, g.actor, g.community) if begins else ()
    return render(
        "home/show.html",
        waiting=waiting,
        founding=steps,
        first=waiting[:SHOWN_AT_ONCE],
        rest=waiting[SHOWN_AT_ONCE:],
        decided=[entry for entry in outcomes if not entry.mine],
        mine=[entry for entry in outcomes if entry.mine],
        deadlines=deadlines,
        others=queries.but_those(waiting, deadlines),
        since_then=None if steps else queries.new_for(session, g.actor, now=present, limit=6),
        sentence=sentence,
        prepares=any(Role.FACILITATOR in held for held in g.actor.roles_by_space.values()),
    )


def _for_visitors() -> dict[str, object]:
    if not g.community.open_to_read:
        return {"nobody": not anybody(session)}
    return {
        "nobody": not anybody(session),
        "decided": queries.outcomes(session, None, limit=5),
        "deadlines": queries.deadlines(session, None, now=now(), limit=5),
    }
