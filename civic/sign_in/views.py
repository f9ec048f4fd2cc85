from flask import g
from flask import render_template as render

from civic.core.web import Pages
from civic.sign_in import policies

bp = Pages("sign_in", __name__, url_prefix="/sign-in")


@bp.get("/", to=policies.SIGN_IN)
def form() -> str:
    policies.SIGN_IN.check(g.actor, None)
    return render("sign_in/form.html")
