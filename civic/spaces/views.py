from flask import g
from flask import render_template as render

from civic.core import db
from civic.core.addresses import Key
from civic.core.web import Pages, load
from civic.spaces import policies
from civic.spaces.models import Space

bp = Pages("spaces", __name__, url_prefix="/spaces")


@bp.get("/<slugged:key>", to=policies.VIEW)
def show(key: Key) -> str:
    space = load(db.session, Space, key, to=policies.VIEW)
    return render("spaces/show.html", space=space, actor=g.actor)
