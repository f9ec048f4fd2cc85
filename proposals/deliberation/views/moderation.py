"""Reports, removals, suspensions and appeals."""

from flask import abort, flash, g, redirect, request, url_for
from flask import render_template as render
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from civic.core import db
from civic.core.addresses import Key
from civic.core.clock import now
from civic.core.web import invalid, number, viewer_id
from civic.members.models import Member
from proposals.deliberation import moderating, policies, queries, queue
from proposals.deliberation.forms import (
    REASONS,
    AnswerForm,
    AppealForm,
    FlagForm,
    RemovalForm,
    SuspensionAppealForm,
    SuspensionForm,
)
from proposals.deliberation.models import Comment, FlagReason, Removal, Suspension
from proposals.deliberation.views import bp
from proposals.deliberation.views.reading import load_comment, place_of
from proposals.models import Proposal

Answer = Response | str
PAGES = "proposals/deliberation/moderation"


@bp.get("/moderation", to=policies.QUEUE)
def moderation() -> str:
    policies.QUEUE.check(g.actor, None)
    return _overview(SuspensionAppealForm(formdata=None))


def _overview(form: SuspensionAppealForm, appealing: int | None = None) -> str:
    """What waits for those who moderate; for everybody, what became of their own."""
    flagged = queue.flagged(db.session, actor=g.actor) if queue.moderates(g.actor) else []
    return render(
        f"{PAGES}/queue.html",
        moderates=queue.moderates(g.actor),
        flagged=flagged,
        reports=queue.reports(db.session, comment_ids=[row.id for row in flagged]),
        appealed=queue.appealed(db.session, actor=g.actor) if queue.moderates(g.actor) else [],
        suspensions=queue.suspensions(db.session, actor=g.actor, before=_place("suspensions")),
        my_reports=queue.my_reports(db.session, actor=g.actor, before=_place("reports")),
        my_removals=queue.my_removals(db.session, actor=g.actor, before=_place("removals")),
        form=form,
        appealing=appealing,
        reasons=REASONS,
        now=now(),
    )


def _place(which: str) -> int:
    """Where one of the lists of the page goes on."""
    return request.args.get(which, 0, type=number)


def _suspension(suspension_id: int) -> Suspension:
    """In a space that one may look into, or one's own; of others nobody learns that they are."""
    found = db.session.get(Suspension, suspension_id)
    if found is None or (g.actor and not policies.learns_of_suspension.holds(g.actor, found)):
        abort(404)
    return found


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
    shown = _shown(proposal, comment)
    record = (0, 0)
    if comment.author_id:
        record = queue.record(db.session, author_id=comment.author_id, space_id=proposal.space_id)
    return render(
        f"{PAGES}/flagged.html",
        reports=queue.reports(db.session, comment_ids=[comment.id])[comment.id],
        reasons=REASONS,
        place=place_of(proposal, comment),
        removed_before=record[0],
        suspended_before=record[1],
        **shown,
    )


@bp.post("/<slugged:key>/comments/<int:comment_id>/dismiss", to=policies.DISMISS)
def dismiss(key: Key, comment_id: int) -> Response:
    with db.writing() as session:
        _proposal, comment = load_comment(session, key, comment_id, to=policies.DISMISS)
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
    flash(_("Removed. Its author is told why, and may appeal."))
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
    flash(_("Decided. The member concerned is told, with your reason."))
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
    flash(_("Suspended. The member is told why, and may appeal."))
    return redirect(url_for(".moderation"), code=303)


@bp.post("/suspensions/<int:suspension_id>/appeal", to=policies.APPEAL_SUSPENSION)
def appeal_suspension(suspension_id: int) -> Answer | tuple[str, int]:
    policies.APPEAL_SUSPENSION.check(g.actor, _suspension(suspension_id))
    form = SuspensionAppealForm()
    if not form.validate():
        return _overview(form, suspension_id), 422
    with db.writing() as session:
        moderating.appeal_suspension(
            session,
            actor=g.actor,
            suspension=session.get_one(Suspension, suspension_id, with_for_update=True),
            text=form.text.data,
            now=now(),
        )
    flash(_("Your appeal is with the facilitators. Somebody else will decide."))
    return redirect(url_for(".moderation"), code=303)


@bp.route(
    "/suspensions/<slugged:key>/answer", methods=["GET", "POST"], to=policies.ANSWER_SUSPENSION
)
def answer_suspension(key: Key) -> Answer:
    suspension = _suspension(key.id)
    policies.ANSWER_SUSPENSION.check(g.actor, suspension)
    form = AnswerForm()
    page = f"{PAGES}/answer_suspension.html"
    member = db.session.get_one(Member, suspension.member_id)
    if request.method == "GET":
        return render(page, form=form, suspension=suspension, member=member)
    if not form.validate():
        return invalid(page, form=form, suspension=suspension, member=member)
    with db.writing() as session:
        moderating.answer_suspension(
            session,
            actor=g.actor,
            suspension=session.get_one(Suspension, key.id, with_for_update=True),
            upheld=form.decision.data == "upheld",
            answer=form.answer.data,
            now=now(),
        )
    flash(_("Decided. The member concerned is told, with your reason."))
    return redirect(url_for(".moderation"), code=303)
