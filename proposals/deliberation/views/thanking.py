"""Naming the remarks that led to a version."""

from flask import flash, g, redirect, request, url_for
from flask import render_template as render
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from civic.core import db
from civic.core.addresses import Key
from civic.core.web import invalid, load, number
from proposals.deliberation import policies, thanking
from proposals.deliberation.views import bp
from proposals.models import Proposal


@bp.route("/<slugged:key>/thanks", methods=["GET", "POST"], to=policies.THANK)
def thank(key: Key) -> Response | str:
    proposal = load(db.session, Proposal, key, to=policies.READ)
    policies.THANK.check(g.actor, proposal)
    page = {
        "proposal": proposal,
        "offered": thanking.offered(
            db.session, proposal, actor=g.actor, before=request.args.get("before", type=number)
        ),
        "thanked": thanking.thanked(db.session, proposal.id),
    }
    if request.method == "GET":
        return render("proposals/deliberation/thanks.html", **page)
    chosen = request.form.get("comment", 0, type=number)
    if not chosen:
        problem = _("Choose the message that led to this version.")
        return invalid("proposals/deliberation/thanks.html", problem=problem, **page)
    try:
        with db.writing() as session:
            kept = load(session, Proposal, key, to=policies.READ, lock=True)
            deed = thanking.take_back if request.form.get("back") else thanking.thank
            deed(session, actor=g.actor, proposal=kept, comment_id=chosen)
    except thanking.Refused as refused:
        return invalid("proposals/deliberation/thanks.html", problem=_(str(refused)), **page)
    if request.form.get("back"):
        flash(_("The remark is no longer named."))
    else:
        flash(_("Its writer is told, and everybody reads it beside the version."))
    return redirect(url_for("proposals.versions", key=kept), code=303)
