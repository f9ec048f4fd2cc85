"""Deeds with a proposal, one button each: publish, support, withdraw, move on, decide."""

from flask import flash, g, redirect, request, url_for
from flask import render_template as render
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from civic.core import db
from civic.core.addresses import Key
from civic.core.web import fragment_or_redirect, invalid, load, local_path, number, viewer_id
from proposals import actions, policies, records
from proposals.forms import ReasonForm
from proposals.models import Proposal, Verdict
from proposals.views import bp


@bp.post("/<slugged:key>/publish", to=policies.PUBLISH)
def publish(key: Key) -> Response:
    with db.writing() as session:
        proposal = load(session, Proposal, key, to=policies.VIEW, lock=True)
        actions.publish(session, proposal=proposal, actor=g.actor)
    flash(_("Your proposal is published."))
    return redirect(url_for(".show", key=proposal), code=303)


@bp.route("/<slugged:key>/discard", methods=["GET", "POST"], to=policies.DISCARD)
def discard(key: Key) -> Response | str:
    proposal = load(db.session, Proposal, key, to=policies.VIEW)
    policies.DISCARD.check(g.actor, proposal)
    if request.method == "GET":
        return render("proposals/discard.html", proposal=proposal)
    with db.writing() as session:
        kept = load(session, Proposal, key, to=policies.VIEW, lock=True)
        actions.discard(session, proposal=kept, actor=g.actor)
    flash(_("The draft is thrown away."))
    return redirect(url_for("spaces.show", key=proposal.space), code=303)


@bp.post("/<slugged:key>/support", to=policies.SUPPORT)
def support(key: Key) -> Response:
    """The same button on the proposal's page and in lists; each gets its own form back."""
    with db.writing() as session:
        proposal = load(session, Proposal, key, to=policies.VIEW, lock=True)
        if request.form.get("back"):
            actions.take_support_back(session, proposal=proposal, actor=g.actor)
        else:
            read = request.form.get("version", type=number)
            actions.support(session, proposal=proposal, actor=g.actor, read=read)
    standing = records.standing(db.session, proposal, viewer_id=viewer_id())
    place = request.form.get("place", "")
    back = request.form.get("next")
    return fragment_or_redirect(
        "proposals/_supports.html",
        to=local_path(back) if back else url_for(".show", key=proposal),
        proposal=proposal,
        standing=standing,
        place=place,
    )


@bp.route("/<slugged:key>/withdraw", methods=["GET", "POST"], to=policies.WITHDRAW)
def withdraw(key: Key) -> Response | str:
    proposal = load(db.session, Proposal, key, to=policies.VIEW)
    policies.WITHDRAW.check(g.actor, proposal)
    form = ReasonForm()
    if request.method == "GET":
        return render("proposals/withdraw.html", proposal=proposal, form=form)
    if not form.validate():
        return invalid("proposals/withdraw.html", proposal=proposal, form=form)
    with db.writing() as session:
        kept = load(session, Proposal, key, to=policies.VIEW, lock=True)
        actions.withdraw(session, proposal=kept, actor=g.actor, reason=form.reason.data)
    return redirect(url_for(".show", key=kept), code=303)


@bp.post("/<slugged:key>/move-on", to=policies.MOVE_ON)
def move_on(key: Key) -> Response:
    with db.writing() as session:
        proposal = load(session, Proposal, key, to=policies.VIEW, lock=True)
        actions.move_on(session, proposal=proposal, actor=g.actor)
    return redirect(url_for(".show", key=proposal), code=303)


@bp.route("/<slugged:key>/decide", methods=["GET", "POST"], to=policies.DECIDE)
def decide(key: Key) -> Response | str:
    """A decision that was taken elsewhere: the page says what follows from recording it."""
    proposal = load(db.session, Proposal, key, to=policies.VIEW)
    policies.DECIDE.check(g.actor, proposal)
    said = request.form.get("verdict", "")
    if request.method == "GET":
        return render("proposals/decide.html", proposal=proposal, missing=False)
    if said not in {verdict.value for verdict in Verdict}:
        return invalid("proposals/decide.html", proposal=proposal, missing=True)
    with db.writing() as session:
        kept = load(session, Proposal, key, to=policies.VIEW, lock=True)
        actions.decide(session, proposal=kept, actor=g.actor, verdict=Verdict(said))
    return redirect(url_for(".show", key=kept), code=303)
