"""Reports, removals, suspensions and appeals."""

from flask import abort, flash, g, redirect, request, url_for
from flask import render_template as render
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from civic.core import db
from civic.core.addresses import Key
from civic.core.clock import now
from civic.core.web import invalid
from proposals.deliberation import moderating, policies, queries, queue
from proposals.deliberation.forms import (
    AnswerForm,
    AppealForm,
    FlagForm,
    RemovalForm,
    SuspensionForm,
)
from proposals.deliberation.models import Comment, FlagReason, Removal, Suspension
from proposals.deliberation.views import bp
from proposals.deliberation.views.reading import load_comment, place_of, viewer_id
from proposals.models import Proposal

Answer = Response | str
PAGES = "proposals/deliberation/moderation"


@bp.get("/moderation", to=policies.QUEUE)
def moderation() -> str:
    policies.QUEUE.check(g.actor, None)
    return render(
        f"{PAGES}/queue.html",
        flagged=queue.flagged(db.session, actor=g.actor),
        appealed=queue.appealed(db.session, actor=g.actor),
        suspensions=queue.suspensions(db.session, actor=g.actor),
    )


def _shown(proposal: Proposal, comment: Comment) -> dict[str, object]:
    post = queries.post(db.session, comment_id=comment.id, viewer_id=viewer_id())
    return {"proposal": proposal, "comment": comment, "post": post}


@bp.route(
    "/<slugged:key>/comments/<int:comment_id>/flag", methods=["GET", "POST"], to=policies.FLAG
)
def flag(key: Key, comment_id: int) -> Answer:
    proposal, comment = load_comment(db.session, key, comment_id, to=policies.FLAG)
    form = FlagForm()
    if request.method == "GET":
        return render(f"{PAGES}/flag.html", form=form, **_shown(proposal, comment))
    if not form.validate():
        return invalid(f"{PAGES}/flag.html", form=form, **_shown(proposal, comment))
    with db.writing() as session:
        moderating.flag(
            session,
            actor=g.actor,
            comment_id=comment_id,
            reason=FlagReason(form.reason.data),
            note=form.note.data or "",
            now=now(),
        )
    flash(_("Thank you. The facilitators will look at it."))
    return redirect(place_of(proposal, comment), code=303)


@bp.get("/<slugged:key>/comments/<int:comment_id>/flagged", to=policies.MODERATE)
def flagged(key: Key, comment_id: int) -> str:
    proposal, comment = load_comment(db.session, key, comment_id, to=policies.MODERATE)
    return render(f"{PAGES}/flagged.html", **_shown(proposal, comment))


@bp.post("/<slugged:key>/comments/<int:comment_id>/dismiss", to=policies.MODERATE)
def dismiss(key: Key, comment_id: int) -> Response:
    with db.writing() as session:
        _proposal, comment = load_comment(session, key, comment_id, to=policies.MODERATE)
        moderating.dismiss(session, actor=g.actor, comment=comment, now=now())
    flash(_("The message stays. The reports are settled."))
    return redirect(url_for(".moderation"), code=303)


@bp.route(
    "/<slugged:key>/comments/<int:comment_id>/remove", methods=["GET", "POST"], to=policies.REMOVE
)
def remove(key: Key, comment_id: int) -> Answer:
    proposal, comment = load_comment(db.session, key, comment_id, to=policies.REMOVE)
    form = RemovalForm()
    if request.method == "GET":
        return render(f"{PAGES}/remove.html", form=form, **_shown(proposal, comment))
    if not form.validate():
        return invalid(f"{PAGES}/remove.html", form=form, **_shown(proposal, comment))
    with db.writing() as session:
        moderating.remove(
            session, actor=g.actor, comment_id=comment_id, reason=form.reason.data, now=now()
        )
    return redirect(place_of(proposal, comment), code=303)


@bp.route(
    "/<slugged:key>/comments/<int:comment_id>/appeal", methods=["GET", "POST"], to=policies.APPEAL
)
def appeal(key: Key, comment_id: int) -> Answer:
    proposal, comment = load_comment(db.session, key, comment_id, to=policies.APPEAL)
    form = AppealForm()
    if request.method == "GET":
        return render(f"{PAGES}/appeal.html", form=form, **_shown(proposal, comment))
    if not form.validate():
        return invalid(f"{PAGES}/appeal.html", form=form, **_shown(proposal, comment))
    with db.writing() as session:
        moderating.appeal(
            session, actor=g.actor, comment_id=comment_id, text=form.text.data, now=now()
        )
    flash(_("Your appeal is with the facilitators. Somebody else will decide."))
    return redirect(place_of(proposal, comment), code=303)


@bp.route(
    "/<slugged:key>/comments/<int:comment_id>/answer",
    methods=["GET", "POST"],
    to=policies.ANSWER_APPEAL,
)
def answer(key: Key, comment_id: int) -> Answer:
    proposal, comment = load_comment(db.session, key, comment_id, to=policies.MODERATE)
    removal = db.session.get(Removal, comment_id) or abort(404)
    policies.ANSWER_APPEAL.check(g.actor, removal)
    form = AnswerForm()
    shown = {"form": form, "removal": removal, **_shown(proposal, comment)}
    if request.method == "GET":
        return render(f"{PAGES}/answer.html", **shown)
    if not form.validate():
        return invalid(f"{PAGES}/answer.html", **shown)
    with db.writing() as session:
        moderating.answer_appeal(
            session,
            actor=g.actor,
            comment_id=comment_id,
            upheld=form.decision.data == "upheld",
            answer=form.answer.data,
            now=now(),
        )
    return redirect(url_for(".moderation"), code=303)


@bp.route(
    "/<slugged:key>/comments/<int:comment_id>/suspend",
    methods=["GET", "POST"],
    to=policies.SUSPEND,
)
def suspend(key: Key, comment_id: int) -> Answer:
    proposal, comment = load_comment(db.session, key, comment_id, to=policies.SUSPEND)
    form = SuspensionForm()
    if request.method == "GET":
        return render(f"{PAGES}/suspend.html", form=form, **_shown(proposal, comment))
    if not form.validate():
        return invalid(f"{PAGES}/suspend.html", form=form, **_shown(proposal, comment))
    with db.writing() as session:
        moderating.suspend(
            session,
            actor=g.actor,
            comment=session.get_one(Comment, comment_id),
            reason=form.reason.data,
            days=int(form.days.data),
            now=now(),
        )
    return redirect(url_for(".moderation"), code=303)


@bp.post("/suspensions/<int:suspension_id>/appeal", to=policies.APPEAL_SUSPENSION)
def appeal_suspension(suspension_id: int) -> Response:
    text = request.form.get("text", "").strip()[:2_000]
    with db.writing() as session:
        found = session.get(Suspension, suspension_id) or abort(404)
        policies.APPEAL_SUSPENSION.check(g.actor, found)
        if text:
            moderating.appeal_suspension(
                session, actor=g.actor, suspension=found, text=text, now=now()
            )
    return redirect(url_for(".moderation"), code=303)


@bp.post("/suspensions/<int:suspension_id>/answer", to=policies.ANSWER_APPEAL)
def answer_suspension(suspension_id: int) -> Response:
    upheld = request.form.get("decision") != "reversed"
    with db.writing() as session:
        found = session.get(Suspension, suspension_id) or abort(404)
        moderating.answer_suspension(
            session, actor=g.actor, suspension=found, upheld=upheld, now=now()
        )
    return redirect(url_for(".moderation"), code=303)
