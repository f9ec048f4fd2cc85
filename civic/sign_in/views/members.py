"""The administrators' list of members. It stands with the doors, since it opens and shuts them."""

from functools import partial

from flask import Response as FlaskResponse
from flask import abort, flash, g, redirect, request, url_for
from flask import render_template as render
from flask_babel import force_locale, ngettext
from flask_babel import gettext as _
from sqlmodel import Session
from werkzeug.wrappers import Response

from civic.core import db
from civic.core.downloads import download
from civic.core.mail import OutboxMail, post
from civic.core.web import Pages, invalid
from civic.members import actions, mandates, policies, queries, tables
from civic.members.forms import MandateForm, MemberForm
from civic.members.models import CommunityRole, Member, MemberState
from civic.members.queries import Filters
from civic.sign_in import granting, identity, joining, recovering, taking_along, tokens
from civic.sign_in.joining import until
from civic.sign_in.views.door import letter
from civic.sign_in.views.uploads import is_to_be_applied, table_sent

bp = Pages("members", __name__, url_prefix="/members")


@bp.get("/", to=policies.MANAGE)
def index() -> str:
    policies.MANAGE.check(g.actor, None)
    asked = {name: request.args.get(name, "")[:120] for name in FILTERS}
    state = request.args.get("state", "")
    shown = (MemberState.ACTIVE, MemberState.REQUESTED, MemberState.LEFT)
    filters = Filters(state=next((s for s in shown if s == state), MemberState.ACTIVE), **asked)
    page = queries.members(db.session, filters, after=request.args.get("after", "")[:220])
    categories, colleges = queries.words_used(db.session)
    return render(
        "members/index.html",
        page=page,
        filters=filters,
        asked={**asked, "state": filters.state.value},
        total=queries.count(db.session, filters),
        categories=[(word, word) for word in categories],
        colleges=[(word, word) for word in colleges],
    )


FILTERS = ("words", "role", "category", "college", "reach")


@bp.route("/new", methods=["GET", "POST"], to=policies.MANAGE)
def new() -> Response | str:
    policies.MANAGE.check(g.actor, None)
    form = MemberForm()
    if request.method == "GET":
        return render("members/edit.html", form=form, member=None)
    if not form.validate():
        return invalid("members/edit.html", form=form, member=None)
    values, role = _without_office(form, None)
    with db.writing() as session:
        member = actions.add(session, actor=g.actor, values=values)
        act = granting.ask(session, actor=g.actor, member=member, role=role) if role else None
    flash(_("%(name)s is a member now.", name=member.name))
    if act:
        return redirect(url_for("joint.show", act_id=act.id), code=303)
    return redirect(url_for(".edit", member_id=member.id), code=303)


@bp.route("/<int:member_id>", methods=["GET", "POST"], to=policies.MANAGE)
def edit(member_id: int) -> Response | str:
    policies.MANAGE.check(g.actor, None)
    member = _there(db.session, member_id)
    form = MemberForm.showing(db.session, member)
    shown = {"form": form, "member": member, **_standing(member)}
    if request.method == "GET":
        return render("members/edit.html", **shown)
    if not form.validate():
        return invalid("members/edit.html", **shown)
    if shown["has_come_in"] and not _stays_who_they_are(form, member):
        return invalid("members/edit.html", **shown)
    values, role = _without_office(form, member)
    try:
        with db.writing() as session:
            kept = _there(session, member_id)
            actions.change(session, actor=g.actor, member=kept, values=values)
            act = granting.ask(session, actor=g.actor, member=kept, role=role) if role else None
    except actions.LastAdministrator:
        form.form_errors.append(_("Somebody else must become administrator first."))
        return invalid("members/edit.html", **shown)
    flash(_("Saved."))
    if act:
        return redirect(url_for("joint.show", act_id=act.id), code=303)
    return redirect(url_for(".edit", member_id=member_id), code=303)


@bp.post("/<int:member_id>/state", to=policies.MANAGE)
def set_state(member_id: int) -> Response:
    """Out at once, or back; whoever holds an office leaves when two have agreed."""
    policies.MANAGE.check(g.actor, None)
    back = redirect(url_for(".edit", member_id=member_id), code=303)
    with db.writing() as session:
        member = _there(session, member_id)
        if request.form.get("state") != "left":
            active = {"state": MemberState.ACTIVE}
            actions.change(session, actor=g.actor, member=member, values=active)
        elif member.role == CommunityRole.MEMBER or member.id == g.actor.id:
            try:
                granting.leave(session, actor=g.actor, member=member)
            except actions.LastAdministrator:
                flash(_("Somebody else must become administrator first."), "warn")
        else:
            act = granting.ask_to_relieve(session, actor=g.actor, member=member, leaves=True)
            return redirect(url_for("joint.show", act_id=act.id), code=303)
    return back


@bp.post("/<int:member_id>/mandate", to=policies.MANAGE)
def limit_mandate(member_id: int) -> Response | str:
    policies.MANAGE.check(g.actor, None)
    mandate, member = MandateForm(), _there(db.session, member_id)
    if not mandate.validate():
        form = MemberForm.showing(db.session, member)
        shown = {"form": form, "member": member, **_standing(member), "mandate": mandate}
        return invalid("members/edit.html", **shown)
    try:
        with db.writing() as session:
            kept = _there(session, member_id)
            mandates.limit(session, actor=g.actor, member=kept, until=mandate.end())
    except mandates.NoOffice:
        abort(404)
    except (mandates.TooSoon, mandates.OwnMandate) as refused:
        mandate.until.errors = [_(str(refused))]
        form = MemberForm.showing(db.session, member)
        shown = {"form": form, "member": member, **_standing(member), "mandate": mandate}
        return invalid("members/edit.html", **shown)
    flash(_("Saved."))
    return redirect(url_for(".edit", member_id=member_id), code=303)


@bp.post("/<int:member_id>/codes", to=policies.MANAGE, fresh=True)
def print_codes(member_id: int) -> str:
    """A fresh sheet; codes of an earlier one no longer work. Shown once, kept nowhere."""
    policies.MANAGE.check(g.actor, None)
    with db.writing() as session:
        member = _there(session, member_id)
        codes = joining.print_sheet(session, actor=g.actor, member=member)
    back = url_for(".edit", member_id=member_id)
    return render("members/codes.html", member=member, codes=codes, back=back, until=until())


@bp.post("/<int:member_id>/welcome", to=policies.MANAGE)
def welcome(member_id: int) -> Response:
    """A mail that says where to sign in, in the member's language."""
    policies.MANAGE.check(g.actor, None)
    member = _there(db.session, member_id)
    if member.email is None:
        abort(404)
    with force_locale(member.locale or g.community.languages[0]):
        mail = letter("welcome", member=member)
    with db.writing() as session:
        post(
            session,
            OutboxMail(
                key=f"welcome:{tokens.code()}",
                member_id=member.id,
                address=member.email,
                subject=mail.subject,
                body=mail.body,
            ),
        )
    flash(_("An e-mail is on its way to %(address)s.", address=member.email))
    return redirect(url_for(".edit", member_id=member_id), code=303)


@bp.route("/import", methods=["GET", "POST"], to=policies.MANAGE)
def take_in() -> Response | str:
    policies.MANAGE.check(g.actor, None)
    if request.method == "GET":
        return render("members/import.html", table=None)
    try:
        table, packed = table_sent()
        identity.recognise(db.session, table)
    except tables.NoTable as problem:
        return invalid("members/import.html", table=None, problem=_(str(problem)))
    if not is_to_be_applied():
        return render("members/import.html", table=table, packed=packed)
    with db.writing() as session:
        identity.recognise(session, table)
        added = actions.take_in(session, actor=g.actor, lines=table.good)
    changed = len(table.good) - added
    if added:
        flash(ngettext("%(num)s member was added.", "%(num)s members were added.", added))
    if changed:
        flash(ngettext("%(num)s was changed.", "%(num)s were changed.", changed))
    return redirect(url_for(".tell" if added else ".index"), code=303)


@bp.get("/empty.csv", to=policies.MANAGE)
def empty_table() -> Response:
    """The columns that an import knows, in the reader's language."""
    policies.MANAGE.check(g.actor, None)
    return FlaskResponse(
        tables.empty([_(name) for name in tables.HEADINGS]),
        mimetype="text/csv",
        headers={"Content-Disposition": f"attachment; filename={_('members')}.csv"},
    )


def _standing(member: Member) -> dict[str, object]:
    """What the page says about how the member comes in, and for how long an office is theirs."""
    bearer = joining.bearer(db.session, space=None, member=member)
    return {
        "mandate": MandateForm.showing(member),
        "has_come_in": bearer.has_come_in,
        "bearer": bearer,
        "recovery": recovering.under_way(db.session, member.id),
        "sheet_is_due": recovering.may_print(db.session, member.id) is not None,
    }


def _stays_who_they_are(form: MemberForm, member: Member) -> bool:
    """Of somebody who has signed in, one administrator alone changes neither the mailbox nor who
    casts the ballot."""
    values = form.values()
    if values["email"] != member.email:
        form.email.errors = [_(identity.TWO_CHANGE_IT)]
    if identity.becomes_an_entity(values, member):
        form.kind.errors = [_(identity.IS_SOMEBODY)]
    return not form.errors


def _without_office(
    form: MemberForm, member: Member | None
) -> tuple[dict[str, object], CommunityRole | None]:
    """What may be saved at once, and the role for which a second administrator has to be asked."""
    values = form.values()
    was, role = member.role if member else CommunityRole.MEMBER, CommunityRole(form.role.data)
    is_own = member is not None and member.id == g.actor.id and role == CommunityRole.MEMBER
    if role == was or is_own:
        return values, None
    return values | {"role": was}, role


def _there(session: Session, member_id: int) -> Member:
    """A member who was erased is in no list, and has no page."""
    member = session.get(Member, member_id)
    if member is None or member.erased_at:
        abort(404)
    return member


@bp.route("/export", methods=["GET", "POST"], to=policies.MANAGE, fresh=True)
def export() -> Response | str:
    """Names and addresses of everybody leave the house when two people have agreed."""
    policies.MANAGE.check(g.actor, None)
    if request.method == "GET":
        with db.reading() as session:
            ready = taking_along.ready(session, actor=g.actor)
        return render("members/export.html", ready=ready, until=taking_along.TAKEN_WITHIN)
    with db.writing() as session:
        act = taking_along.ask(session, actor=g.actor)
    return redirect(url_for("joint.show", act_id=act.id), code=303)


@bp.post("/members.csv", to=policies.MANAGE, fresh=True)
def take() -> Response:
    """Once, by whoever asked for it."""
    policies.MANAGE.check(g.actor, None)
    with db.writing() as session:
        if not taking_along.take(session, actor=g.actor):
            return redirect(url_for(".export"), code=303)
    return download(partial(tables.write, db.session), name="members.csv")
