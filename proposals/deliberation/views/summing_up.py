"""The facilitator's summary, its versions, and what members find left out."""

from flask import abort, flash, g, redirect, request, url_for
from flask import render_template as render
from flask_babel import gettext as _
from sqlmodel import select
from werkzeug.wrappers import Response

from civic.core import db
from civic.core.addresses import Key
from civic.core.clock import now
from civic.core.web import invalid, load, number
from proposals.deliberation import policies, standing, summarising
from proposals.deliberation.forms import OmissionForm, SummaryForm
from proposals.deliberation.models import Summary
from proposals.deliberation.views import bp
from proposals.models import Proposal


@bp.route("/<slugged:key>/summary", methods=["GET", "POST"], to=policies.SUMMARISE)
def summarise(key: Key) -> Response | str:
    proposal = load(db.session, Proposal, key, to=policies.READ)
    policies.SUMMARISE.check(g.actor, proposal)
    last = next(iter(standing.summaries(db.session, proposal_id=proposal.id, size=1)), None)
    left_out = standing.omissions(db.session, summary_ids=[last.id]) if last else []
    form = SummaryForm(obj=last)
    page = "proposals/deliberation/summary.html"
    shown = {"proposal": proposal, "form": form, "last": last, "omissions": left_out}
    if request.method == "GET":
        return render(page, **shown)
    if not form.validate():
        return invalid(page, **shown)
    with db.writing() as session:
        fresh = session.get_one(Proposal, key.id)
        summarising.summarise(session, actor=g.actor, proposal=fresh, now=now(), **form.data)
    return redirect(url_for(".summaries", key=proposal), code=303)


@bp.get("/<slugged:key>/summaries", to=policies.READ)
def summaries(key: Key) -> str:
    proposal = load(db.session, Proposal, key, to=policies.READ)
    return render("proposals/deliberation/summaries.html", **_all_of(proposal))


def _all_of(proposal: Proposal, form: OmissionForm | None = None) -> dict[str, object]:
    """Each version with what members find left out; the form opens with one's own sentence."""
    before = request.args.get("before", 0, type=number)
    found = standing.summaries(db.session, proposal_id=proposal.id, before=before)
    left_out = standing.omissions(db.session, summary_ids=[row.id for row in found])
    newest = next(iter(found), None) if not before else None
    mine = (newest.id if newest else None, g.actor.id if g.actor else None)
    said = next((row for row in left_out if (row.summary_id, row.member_id) == mine), None)
    return {
        "proposal": proposal,
        "summaries": found,
        "omissions": left_out,
        "said": said,
        "form": form or OmissionForm(formdata=None, obj=said),
        "newest": newest,
        "uncovered": proposal.comment_count - newest.covers_count if newest else 0,
    }


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
        summarising.mark_omission(
            session,
            actor=g.actor,
            proposal=session.get_one(Proposal, key.id),
            summary=summary,
            sentence=form.sentence.data,
        )
    flash(_("Noted: facilitators and members read what you find left out."))
    return redirect(url_for(".summaries", key=proposal), code=303)


@bp.post("/<slugged:key>/summaries/<int:version>/complete", to=policies.OMISSION)
def take_omission_back(key: Key, version: int) -> Response:
    proposal = load(db.session, Proposal, key, to=policies.READ)
    with db.writing() as session:
        found = select(Summary).where(Summary.proposal_id == key.id, Summary.version == version)
        summary = session.exec(found).first() or abort(404)
        fresh = session.get_one(Proposal, key.id)
        summarising.take_omission_back(session, actor=g.actor, proposal=fresh, summary=summary)
    flash(_("Your remark is taken back."))
    return redirect(url_for(".summaries", key=proposal), code=303)
