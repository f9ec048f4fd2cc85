"""The pages of joining and splitting, and the deeds on the page of the text that is made."""

from flask import abort, flash, g, redirect, request, url_for
from flask import render_template as render
from flask_babel import gettext as _
from sqlmodel import Session
from werkzeug.wrappers import Response

from civic.core import db
from civic.core.addresses import Key
from civic.core.web import Pages, invalid, load, number
from civic.core.words import N_
from proposals.actions import TooMany
from proposals.lineage import actions, policies, queries
from proposals.lineage.models import Origin
from proposals.models import Proposal
from proposals.policies import VIEW

bp = Pages("lineage", __name__, url_prefix="/proposals")
TOO_MANY = N_("You have begun many proposals today. Go on tomorrow.")


@bp.route("/<slugged:key>/join", methods=["GET", "POST"], to=policies.CONTINUE)
def join(key: Key) -> Response | str:
    proposal = load(db.session, Proposal, key, to=VIEW)
    policies.CONTINUE.check(g.actor, proposal)
    words = request.args.get("q", "").strip()[:200]
    offered = queries.candidates(db.session, proposal, actor=g.actor, words=words)
    page = {"proposal": proposal, "offered": offered, "words": words}
    if request.method == "GET":
        return render("proposals/lineage/join.html", **page)
    chosen = request.form.getlist("with", type=number)
    try:
        with db.writing() as session:
            text = actions.join(session, proposal_ids=[key.id, *chosen], actor=g.actor)
    except (actions.Refused, TooMany) as refused:
        return invalid("proposals/lineage/join.html", problem=_said(refused), chosen=chosen, **page)
    flash(
        _(
            "The joint text is begun: put the texts together here. For now only their authors and "
            "the facilitators see it."
        )
    )
    return redirect(url_for("proposals.edit", key=text), code=303)


@bp.route("/<slugged:key>/split", methods=["GET", "POST"], to=policies.CONTINUE)
def split(key: Key) -> Response | str:
    proposal = load(db.session, Proposal, key, to=VIEW)
    policies.CONTINUE.check(g.actor, proposal)
    page = {"proposal": proposal, "most": actions.MOST}
    into = request.form.get("into", 0, type=number)
    if request.method == "GET":
        return render("proposals/lineage/split.html", **page)
    if not 2 <= into <= actions.MOST:
        return invalid("proposals/lineage/split.html", problem=_("Choose how many."), **page)
    try:
        with db.writing() as session:
            text = actions.split(session, proposal_id=key.id, into=into, actor=g.actor)
    except (actions.Refused, TooMany) as refused:
        return invalid("proposals/lineage/split.html", problem=_said(refused), **page)
    flash(_("The parts are begun: each still has the whole text. Take out what belongs elsewhere."))
    return redirect(url_for("proposals.show", key=text), code=303)


def _said(refused: Exception) -> str:
    return str(_(TOO_MANY) if isinstance(refused, TooMany) else _(str(refused)))


@bp.post("/<slugged:key>/made-from/<int:origin_id>/agree", to=policies.AGREE)
def agree(key: Key, origin_id: int) -> Response:
    try:
        with db.writing() as session:
            origin = _origin(session, key, origin_id)
            read = request.form.get("version", 0, type=number)
            actions.agree(session, origin=origin, actor=g.actor, read=read)
        flash(_("You agree to this wording."))
    except actions.Refused as refused:
        flash(_(str(refused)), "bad")
    return _back(key)


@bp.post("/<slugged:key>/made-from/<int:origin_id>/stand-in", to=policies.STAND_IN)
def stand_in(key: Key, origin_id: int) -> Response:
    reason = request.form.get("reason", "").strip()[:1000]
    try:
        with db.writing() as session:
            origin = _origin(session, key, origin_id)
            read = request.form.get("version", 0, type=number)
            actions.stand_in(session, origin=origin, actor=g.actor, reason=reason, read=read)
        flash(_("Your agreement and its reason stand on the text’s page."))
    except actions.Refused as refused:
        flash(_(str(refused)), "bad")
    return _back(key)


@bp.post("/<slugged:key>/made-from/<int:origin_id>/take-back", to=policies.TAKE_BACK)
def take_back(key: Key, origin_id: int) -> Response:
    with db.writing() as session:
        actions.take_back(session, origin=_origin(session, key, origin_id), actor=g.actor)
    flash(_("The agreement in the author’s place is taken back."))
    return _back(key)


@bp.post("/<slugged:key>/made-from/<int:origin_id>/take-out", to=policies.TAKE_OUT)
def take_out(key: Key, origin_id: int) -> Response:
    with db.writing() as session:
        origin = _own_or_seen(session, key, origin_id)
        first, text = origin.origin, origin.proposal
        actions.take_out(session, origin=origin, actor=g.actor)
        session.refresh(text, ["co_authors"])
        stays = VIEW.allows(g.actor, text)
    flash(_("The proposal stands for itself again."))
    return redirect(url_for("proposals.show", key=text if stays else first), code=303)


def _origin(session: Session, key: Key, origin_id: int) -> Origin:
    """Of a text that one may see and that nobody else changes until the deed is done."""
    text = load(session, Proposal, key, to=VIEW, lock=True)
    origin = session.get(Origin, (text.id, origin_id))
    if origin is None:
        abort(404)
    return origin


def _own_or_seen(session: Session, key: Key, origin_id: int) -> Origin:
    """The author of an original has it back, also from a text that they may not see any more, as
    they were struck off its list: else it would be held there for ever."""
    text = session.get(Proposal, key.id, with_for_update={"of": Proposal})
    origin = session.get(Origin, (key.id, origin_id)) if text else None
    if origin is not None and policies.TAKE_OUT.allows(g.actor, origin):
        return origin
    return _origin(session, key, origin_id)


@bp.post("/<slugged:key>/made-from/publish", to=policies.PUBLISH)
def publish(key: Key) -> Response:
    """Locks are taken by the action: of the text, and of all that it is made from."""
    try:
        with db.writing() as session:
            load(session, Proposal, key, to=VIEW)
            read = {
                id: request.form.get(f"version-{id}", 0, type=number)
                for id in queries.kin(session, key.id)
            }
            texts = actions.publish(session, proposal_id=key.id, actor=g.actor, read=read)
        several = _(
            "The parts are published. Whoever supported the original proposal is asked again."
        )
        one = _("The text is published. Whoever supported the original proposals is asked again.")
        flash(several if len(texts) > 1 else one)
    except actions.Refused as refused:
        flash(_(str(refused)), "bad")
    return _back(key)


@bp.post("/<slugged:key>/made-from/not-again", to=policies.NOT_AGAIN)
def not_again(key: Key) -> Response:
    with db.writing() as session:
        text = load(session, Proposal, key, to=VIEW, lock=True)
        actions.not_again(session, text=text, actor=g.actor)
    flash(_("You are asked no more. You may still support it later."))
    return _back(key)


def _back(key: Key) -> Response:
    return redirect(url_for("proposals.show", key=key), code=303)
