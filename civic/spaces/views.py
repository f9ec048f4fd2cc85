from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from flask import abort, current_app, flash, g, redirect, request, url_for
from flask import render_template as render
from flask_babel import gettext as _
from sqlmodel import Session, select
from werkzeug.wrappers import Response

from civic.core import db
from civic.core.actor import Actor
from civic.core.addresses import Key
from civic.core.markdown import render as markdown
from civic.core.web import Pages, invalid, load
from civic.core.words import language, time_zone
from civic.members.models import Member, MemberState
from civic.spaces import actions, policies, queries
from civic.spaces.forms import SpaceForm
from civic.spaces.models import Phase, Role, Space

bp = Pages("spaces", __name__, url_prefix="/spaces")


@bp.get("/", to=policies.LIST)
def index() -> str:
    policies.LIST.check(g.actor, None)
    archived = bool(request.args.get("archived"))
    return render(
        "spaces/index.html",
        spaces=queries.visible(db.session, g.actor, archived=archived),
        archived=archived,
    )


@bp.route("/new", methods=["GET", "POST"], to=policies.CREATE)
def new() -> Response | str:
    policies.CREATE.check(g.actor, None)
    form = SpaceForm()
    if request.method == "GET":
        form.language.data = language()
        return render("spaces/edit.html", form=form, space=None)
    if not form.validate():
        return invalid("spaces/edit.html", form=form, space=None)
    with db.writing() as session:
        space = actions.create(session, actor=g.actor, values=form.values())
        acts = [str(act) for act in current_app.extensions["registry"].acts]
        phase = {"title": _("Everything is open"), "acts": acts}
        actions.plan(session, space=space, actor=_as_facilitator(space), phases=[phase])
        first = session.exec(select(Phase).where(Phase.space_id == space.id)).one()
        actions.enter(session, space=space, phase=first, actor=_as_facilitator(space))
    return redirect(url_for(".show", key=space), code=303)


@bp.get("/<slugged:key>", to=policies.VIEW)
def show(key: Key) -> str:
    space = load(db.session, Space, key, to=policies.VIEW)
    return render(
        "spaces/show.html",
        space=space,
        purpose=markdown(space.purpose),
        phases=queries.phases(db.session, space.id),
        people=queries.count_people(db.session, space.id),
    )


@bp.route("/<slugged:key>/edit", methods=["GET", "POST"], to=policies.ADMINISTER)
def edit(key: Key) -> Response | str:
    space = load(db.session, Space, key, to=policies.VIEW)
    policies.ADMINISTER.check(g.actor, space)
    form = SpaceForm(obj=space)
    if request.method == "GET":
        return render("spaces/edit.html", form=form, space=space)
    if not form.validate():
        return invalid("spaces/edit.html", form=form, space=space)
    with db.writing() as session:
        kept = session.get_one(Space, key.id)
        actions.change(session, space=kept, actor=g.actor, values=form.values())
    return redirect(url_for(".show", key=kept), code=303)


@bp.post("/<slugged:key>/archive", to=policies.ADMINISTER)
def archive(key: Key) -> Response:
    with db.writing() as session:
        space = load(session, Space, key, to=policies.VIEW)
        archived = request.form.get("archived") == "1"
        actions.archive(session, space=space, actor=g.actor, archived=archived)
    return redirect(url_for(".show", key=space), code=303)


@bp.post("/<slugged:key>/join", to=policies.JOIN)
def join(key: Key) -> Response:
    with db.writing() as session:
        space = load(session, Space, key, to=policies.VIEW)
        actions.join(session, space=space, actor=g.actor)
    flash(_("You belong to this space now."))
    return redirect(url_for(".show", key=space), code=303)


@bp.post("/<slugged:key>/leave", to=policies.LEAVE)
def leave(key: Key) -> Response:
    space = load(db.session, Space, key, to=policies.VIEW)
    policies.LEAVE.check(g.actor, space)
    try:
        with db.writing() as session:
            actions.leave(session, space=session.get_one(Space, key.id), actor=g.actor)
    except actions.LastFacilitator:
        flash(_("Somebody else must facilitate this space first."), "warn")
        return redirect(url_for(".show", key=space), code=303)
    return redirect(url_for(".index"), code=303)


@bp.route("/<slugged:key>/members", methods=["GET", "POST"], to=policies.ADMINISTER)
def members(key: Key) -> Response | str:
    space = load(db.session, Space, key, to=policies.VIEW)
    policies.ADMINISTER.check(g.actor, space)
    if request.method == "GET":
        after = request.args.get("after", "")[:120]
        return render(
            "spaces/members.html",
            space=space,
            people=queries.people(db.session, space.id, after=after),
            roles=list(Role),
        )
    role = request.form.get("role", "")
    try:
        with db.writing() as session:
            kept = session.get_one(Space, key.id)
            member = _named(session, request.form.get("member", "")) or abort(422)
            given = Role(role) if role in {r.value for r in Role} else None
            actions.give_role(session, space=kept, actor=g.actor, member=member, role=given)
    except actions.LastFacilitator:
        flash(_("Somebody else must facilitate this space first."), "warn")
    return redirect(url_for(".members", key=space), code=303)


@bp.route("/<slugged:key>/phases", methods=["GET", "POST"], to=policies.ADMINISTER)
def phases(key: Key) -> Response | str:
    space = load(db.session, Space, key, to=policies.VIEW)
    policies.ADMINISTER.check(g.actor, space)
    if request.method == "GET":
        known = queries.phases(db.session, space.id)
        acts = current_app.extensions["registry"].acts
        return render("spaces/phases.html", space=space, phases=known, acts=acts)
    with db.writing() as session:
        kept = session.get_one(Space, key.id)
        actions.plan(session, space=kept, actor=g.actor, phases=_typed_phases())
    flash(_("The phases are saved."))
    return redirect(url_for(".phases", key=space), code=303)


@bp.post("/<slugged:key>/phases/<int:phase_id>/enter", to=policies.ADMINISTER)
def enter(key: Key, phase_id: int) -> Response:
    with db.writing() as session:
        space = load(session, Space, key, to=policies.VIEW)
        phase = session.get(Phase, phase_id)
        if phase is None or phase.space_id != space.id:
            abort(404)
        actions.enter(session, space=space, phase=phase, actor=g.actor)
    return redirect(url_for(".show", key=space), code=303)


def _as_facilitator(space: Space) -> Actor:
    """Who has just founded the space, before the next request knows it."""
    roles = {**g.actor.roles_by_space, space.id: frozenset({Role.FACILITATOR.value})}
    actor: Actor = replace(g.actor, roles_by_space=roles)
    return actor


def _named(session: Session, text: str) -> Member | None:
    """A member by number, or by exact name or address."""
    found = select(Member).where(Member.state == MemberState.ACTIVE)
    if text.isascii() and text.isdigit() and len(text) < 16:
        found = found.where(Member.id == int(text))
    else:
        found = found.where((Member.name == text) | (Member.email == text.casefold()))
    rows = session.exec(found.limit(2)).all()
    return rows[0] if len(rows) == 1 else None


def _typed_phases() -> list[dict[str, object]]:
    """Up to six rows: ``title-1``, ``acts-1``, ``starts-1``…; rows without a title are left out."""
    typed: list[dict[str, object]] = []
    for row in range(1, 7):
        title = request.form.get(f"title-{row}", "").strip()[:80]
        if not title:
            continue
        try:
            start = datetime.fromisoformat(request.form.get(f"starts-{row}", ""))
            starts_at = start.replace(tzinfo=ZoneInfo(time_zone()))
        except ValueError:
            starts_at = None
        acts = request.form.getlist(f"acts-{row}")
        typed.append({"title": title, "acts": acts, "starts_at": starts_at})
    return typed
