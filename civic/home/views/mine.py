"""All that somebody took part in, in one place."""

from flask import g
from flask import render_template as render

from civic.core.web import panels
from civic.home import policies
from civic.home.views import bp


@bp.get("/mine", to=policies.MINE)
def mine() -> str:
    """What other features show of it; for nobody's eyes but the member's own."""
    policies.MINE.check(g.actor, None)
    pieces = panels("home.mine", [g.actor.id])[g.actor.id]
    return render("home/mine.html", pieces=pieces[::-1])  # what one wrote, then what one voted on
