"""Giving the official answer, and changing it."""

from flask import g, redirect, request, url_for
from flask import render_template as render
from werkzeug.wrappers import Response

from civic.core import db
from civic.core.addresses import Key
from civic.core.web import invalid, load
from proposals import answering, policies, records
from proposals.forms import AnswerForm
from proposals.models import Proposal, Stance
from proposals.views import bp


@bp.route("/<slugged:key>/answer", methods=["GET", "POST"], to=policies.ANSWER)
def answer(key: Key) -> Response | str:
    proposal = load(db.session, Proposal, key, to=policies.VIEW)
    policies.ANSWER.check(g.actor, proposal)
    known = records.answers(db.session, proposal.id)
    form = AnswerForm(obj=known[-1][0] if known else None)
    shown = {"proposal": proposal, "form": form, "known": bool(known)}
    if request.method == "GET":
        return render("proposals/answer.html", **shown)
    if not form.validate():
        return invalid("proposals/answer.html", **shown)
    with db.writing() as session:
        kept = load(session, Proposal, key, to=policies.VIEW, lock=True)
        answering.answer(
            session,
            proposal=kept,
            actor=g.actor,
            body=form.body.data,
            stance=Stance(form.stance.data),
        )
    return redirect(url_for(".show", key=kept), code=303)
