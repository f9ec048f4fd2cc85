from flask import current_app, g
from flask import render_template as render

from civic.core.db import session
from civic.core.permissions import Standing
from civic.core.web import Pages
from civic.members.queries import who_holds_office
from civic.rights import policies
from civic.rights.labels import STANDINGS
from civic.rights.tables import tables

bp = Pages("rights", __name__)


@bp.get("/who-may-do-what", to=policies.READ)
def show() -> str:
    policies.READ.check(g.actor, None)
    return render(
        "rights/show.html",
        standings=[STANDINGS[standing] for standing in Standing],
        tables=tables(current_app.extensions["registry"].permissions),
        offices=who_holds_office(session) if g.actor else None,
    )
