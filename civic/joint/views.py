from flask import abort, flash, g, redirect, request, url_for
from flask import render_template as render
from flask_babel import gettext as _
from itsdangerous import BadSignature
from sqlmodel import Session
from werkzeug.wrappers import Response

from civic.core import db
from civic.core.web import Pages, number
from civic.joint import actions, policies, queries
from civic.joint.links import read_stop
from civic.joint.models import JointAct

bp = Pages("joint", __name__, url_prefix="/acts-of-two")


@bp.get("/", to=policies.LIST)
def index() -> str:
    policies.LIST.check(g.actor, None)
    is_past = request.args.get("show") == "past"
    page = queries.acts(
        db.session, open=not is_past, size=30, before=request.args.get("before", type=number)
    )
    return render("joint/index.html", page=page, is_past=is_past, said=_said)


@bp.get("/about", to=policies.ABOUT)
def about() -> str:
    """What takes two, and what that means where one person administers."""
    policies.ABOUT.check(g.actor, None)
    kinds = db.session.info["registry"].joint_kinds.values()
    return render(
        "joint/about.html", kinds=kinds, administrators=queries.administrators(db.session)
    )


@bp.get("/<int:act_id>", to=policies.VIEW)
def show(act_id: int) -> str:
    line = queries.line(db.session, act_id) or abort(404)
    if not policies.VIEW.allows(g.actor, line[0]):
        abort(404)
    policies.VIEW.check(g.actor, line[0])
    kind = actions.kind_of(db.session, line[0].kind)
    return render("joint/show.html", line=line, kind=kind, said=_said)


@bp.post("/<int:act_id>/agree", to=policies.AGREE)
def agree(act_id: int) -> Response:
    try:
        with db.writing() as session:
            act = _there(session, act_id)
            actions.agree(session, actor=g.actor, act=act)
    except actions.NoSecondPerson:
        flash(
            _(
                "One of you two has their office of the other, so you are no second person. "
                "Somebody else has to agree."
            ),
            "warn",
        )
        return redirect(url_for(".show", act_id=act_id), code=303)
    except actions.CannotBeDone:
        with db.writing() as session:
            actions.end(session, act_id)
        flash(_("This can no longer be done, so it is stopped."), "warn")
        return redirect(url_for(".show", act_id=act_id), code=303)
    flash(_("You agreed, and it is done.") if act.done_at else _("You agreed."))
    return redirect(url_for(".show", act_id=act_id), code=303)


@bp.post("/<int:act_id>/stop", to=policies.STOP)
def stop(act_id: int) -> Response:
    with db.writing() as session:
        actions.stop(session, actor=g.actor, act=_there(session, act_id))
    flash(_("It is stopped, and will not be done."))
    return redirect(url_for(".show", act_id=act_id), code=303)


@bp.route("/stop/<signed>", methods=["GET", "POST"], to=policies.STOP_BY_LINK, keeps_text=False)
def stop_by_link(signed: str) -> str:
    """For the member concerned, who may be signed in nowhere: a GET shows a button."""
    policies.STOP_BY_LINK.check(g.actor, None)
    try:
        act_id = read_stop(signed)
    except (BadSignature, ValueError):
        abort(404)
    if request.method == "POST":
        with db.writing() as session:
            act = session.get(JointAct, act_id, with_for_update=True) or abort(404)
            if act.is_open:
                actions.stop(session, actor=None, act=act)
    act = db.session.get(JointAct, act_id) or abort(404)
    return render("joint/stop.html", act=act, said=_said)


def _there(session: Session, act_id: int) -> JointAct:
    """Locked: of two who press at once, the second finds it as the first left it. What one may
    not see is not there."""
    act = session.get(JointAct, act_id, with_for_update=True, populate_existing=True)
    if act is None or not policies.VIEW.allows(g.actor, act):
        abort(404)
    return act


def _said(act: JointAct) -> str:
    return actions.kind_of(db.session, act.kind).describe(db.session, act.details)
