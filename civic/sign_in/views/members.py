"""The administrators' list of members. It stands with the doors, since it opens and shuts them."""

from flask import Response as FlaskResponse
from flask import abort, flash, g, redirect, request, url_for
from flask import render_template as render
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from civic.core import db
from civic.core.web import Pages, invalid
from civic.members import actions, policies, queries, tables
from civic.members.forms import MemberForm
from civic.members.models import Member, MemberState
from civic.sign_in import tokens
from civic.sign_in.actions import end_sessions
from civic.sign_in.models import Purpose

bp = Pages("members", __name__, url_prefix="/members")
CODES = 8


@bp.get("/", to=policies.MANAGE)
def index() -> str:
    policies.MANAGE.check(g.actor, None)
    words = request.args.get("q", "")[:120]
    states = [state.value for state in MemberState]
    state = request.args.get("state", "active")
    state = state if state in states else "active"
    page = queries.members(
        db.session, words=words, state=MemberState(state), after=request.args.get("after", "")[:140]
    )
    return render(
        "members/index.html", page=page, words=words, state=state, total=queries.count(db.session)
    )


@bp.route("/new", methods=["GET", "POST"], to=policies.MANAGE)
def new() -> Response | str:
    policies.MANAGE.check(g.actor, None)
    form = MemberForm()
    if request.method == "GET":
        return render("members/edit.html", form=form, member=None)
    if not form.validate():
        return invalid("members/edit.html", form=form, member=None)
    with db.writing() as session:
        member = actions.add(session, actor=g.actor, values=form.values())
    flash(_("%(name)s is a member now.", name=member.name))
    return redirect(url_for(".edit", member_id=member.id), code=303)


@bp.route("/<int:member_id>", methods=["GET", "POST"], to=policies.MANAGE)
def edit(member_id: int) -> Response | str:
    policies.MANAGE.check(g.actor, None)
    member = db.session.get(Member, member_id) or abort(404)
    form = MemberForm(obj=member)
    if request.method == "GET":
        return render("members/edit.html", form=form, member=member)
    if not form.validate():
        return invalid("members/edit.html", form=form, member=member)
    try:
        with db.writing() as session:
            kept = session.get_one(Member, member_id)
            actions.change(session, actor=g.actor, member=kept, values=form.values())
    except actions.LastAdministrator:
        form.form_errors.append(_("Somebody else must become administrator first."))
        return invalid("members/edit.html", form=form, member=member)
    flash(_("Saved."))
    return redirect(url_for(".edit", member_id=member_id), code=303)


@bp.post("/<int:member_id>/state", to=policies.MANAGE)
def set_state(member_id: int) -> Response:
    """Sessions end at once with leaving."""
    policies.MANAGE.check(g.actor, None)
    state = MemberState.LEFT if request.form.get("state") == "left" else MemberState.ACTIVE
    try:
        with db.writing() as session:
            member = session.get(Member, member_id) or abort(404)
            actions.change(session, actor=g.actor, member=member, values={"state": state})
            if state == MemberState.LEFT:
                end_sessions(session, member_id=member_id)
    except actions.LastAdministrator:
        flash(_("Somebody else must become administrator first."), "warn")
    return redirect(url_for(".edit", member_id=member_id), code=303)


@bp.post("/<int:member_id>/codes", to=policies.MANAGE)
def print_codes(member_id: int) -> str:
    """A fresh sheet; codes of an earlier one no longer work. Shown once, kept nowhere."""
    policies.MANAGE.check(g.actor, None)
    with db.writing() as session:
        member = session.get(Member, member_id) or abort(404)
        tokens.void(session, member_id=member_id, purposes=(Purpose.CODE,))
        codes = [
            tokens.make(session, Purpose.CODE, secret=tokens.code(), member_id=member_id)
            for _number in range(CODES)
        ]
    return render("members/codes.html", member=member, codes=codes)


@bp.route("/import", methods=["GET", "POST"], to=policies.MANAGE)
def take_in() -> Response | str:
    """A file is read and shown first; the text travels in the form and is read again to be
    applied."""
    policies.MANAGE.check(g.actor, None)
    if request.method == "GET":
        return render("members/import.html", lines=None)
    upload = request.files.get("file")
    content = upload.read() if upload else request.form.get("table", "").encode()
    try:
        lines = tables.read(content)
    except tables.NoTable as problem:
        return invalid("members/import.html", lines=None, problem=str(problem))
    good = [line for line in lines if not line.problems]
    if upload or not request.form.get("apply"):
        text = content.decode("utf-8-sig", "replace")
        return render("members/import.html", lines=lines, good=len(good), text=text)
    with db.writing() as session:
        added = actions.take_in(session, actor=g.actor, lines=good)
    flash(
        _(
            "%(added)s members were added, %(changed)s changed.",
            added=added,
            changed=len(good) - added,
        )
    )
    return redirect(url_for(".index"), code=303)


@bp.get("/members.csv", to=policies.MANAGE)
def export() -> FlaskResponse:
    policies.MANAGE.check(g.actor, None)
    return FlaskResponse(
        tables.as_csv(db.session),
        mimetype="text/csv",
        headers={"Content-Disposition": "attachment; filename=members.csv"},
    )
