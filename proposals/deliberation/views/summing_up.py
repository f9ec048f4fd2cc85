"""The facilitator's summary, its versions, and what members find left out."""

from flask import abort, flash, g, redirect, request, url_for
from flask import render_template as render
from flask_babel import gettext as _
from sqlmodel import select
from werkzeug.wrappers import Response

from civic.core import db
from civic.core.addresses import Key
from civic.core.clock import now
from civic.core.web import invalid, load
from proposals.deliberation import actions, policies, queries
from proposals.deliberation.forms import OmissionForm, SummaryForm
from proposals.deliberation.models import Summary
from proposals.deliberation.views import bp
from proposals.models import Proposal


@bp.route("/<slugged:key>/summary", methods=["GET", "POST"], to=policies.SUMMARISE)
def summarise(key: Key) -> Response | str:
    proposal = load(db.session, Proposal, key, to=policies.READ)
    policies.SUMMARISE.check(g.actor, proposal)
    last = next(iter(queries.summaries(db.session, proposal_id=proposal.id, limit=1)), None)
    form = SummaryForm(obj=last)
    page = "proposals/deliberation/summary.html"
    if request.method == "GET":
        return render(page, proposal=proposal, form=form)
    if not form.validate():
        return invalid(page, proposal=proposal, form=form)
    with db.writing() as session:
        fresh = session.get_one(Proposal, key.id)
        actions.summarise(session, actor=g.actor, proposal=fresh, now=now(), **form.data)
    return redirect(url_for(".summaries", key=proposal), code=303)


@bp.get("/<slugged:key>/summaries", to=policies.READ)
def summaries(key: Key) -> str:
    proposal = load(db.session, Proposal, key, to=policies.READ)
    return render("proposals/deliberation/summaries.html", **_all_of(proposal, OmissionForm()))


def _all_of(proposal: Proposal, form: OmissionForm) -> dict[str, object]:
    found = queries.summaries(db.session, proposal_id=proposal.id)
    left_out = queries.omissions(db.session, summary_ids=[row.id for row in found])
    return {"proposal": proposal, "summaries": found, "omissions": left_out, "form": form}


@bp.post("/<slugged:key>/summaries/<int:version>/omission", to=policies.OMISSION)
def mark_omission(key: Key, version: int) -> Response:
    form = OmissionForm()
    proposal = load(db.session, Proposal, key, to=policies.READ)
    policies.OMISSION.check(g.actor, proposal)
    if not form.validate():
        return invalid("proposals/deliberation/summaries.html", **_all_of(proposal, form))
    with db.writing() as session:
        found = select(Summary).where(Summary.proposal_id == key.id, Summary.version == version)
        summary = session.exec(found).first() or abort(404)
        actions.mark_omission(
            session,
            actor=g.actor,
            proposal=session.get_one(Proposal, key.id),
            summary=summary,
            sentence=form.sentence.data,
        )
    flash(_("Noted: facilitators and members read what you find left out."))
    return redirect(url_for(".summaries", key=proposal), code=303)
