"""Spaces, seen and founded."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from flask import current_app, flash, g, redirect, request, url_for
from flask import render_template as render
from flask_babel import gettext as _
from sqlmodel import select
from werkzeug.wrappers import Response

from civic.core import db
from civic.core.actor import Actor
from civic.core.addresses import Key
from civic.core.markdown import render as markdown
from civic.core.web import invalid, load, number
from civic.core.words import language, speaking, time_zone
from civic.joint import actions as joint
from civic.joint.models import JointAct
from civic.organisations.models import Organisation
from civic.organisations.queries import taking_part
from civic.spaces import actions, policies, queries, widening
from civic.spaces.forms import SpaceForm
from civic.spaces.models import Phase, Role, Space
from civic.spaces.views import bp


@bp.get("/", to=policies.LIST)
def index() -> str:
    policies.LIST.check(g.actor, None)
    archived = bool(request.args.get("archived"))
    after = request.args.get("after", type=number)
    page = queries.visible(db.session, g.actor, archived=archived, after=after)
    return render("spaces/index.html", spaces=page.rows, next=page.next, archived=archived)


@bp.route("/new", methods=["GET", "POST"], to=policies.CREATE)
def new() -> Response | str:
    policies.CREATE.check(g.actor, None)
    form = SpaceForm(partners=_partners())
    if request.method == "GET":
        form.language.data = language()
        return render("spaces/edit.html", form=form, space=None)
    if not form.validate():
        return invalid("spaces/edit.html", form=form, space=None)
    with db.writing() as session:
        space = actions.create(session, actor=g.actor, values=form.values())
        acts = [str(act) for act in current_app.extensions["registry"].acts]
        with speaking(space.language, time_zone()):
            phase = {"title": _("Everything is open"), "acts": acts}
        actions.plan(session, space=space, actor=_as_facilitator(space), phases=[phase])
        first = session.exec(select(Phase).where(Phase.space_id == space.id)).one()
        actions.enter(session, space=space, phase=first, actor=_as_facilitator(space))
    flash(_("The space is created."))
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
        facilitators=queries.facilitators(db.session, space.id),
        organisation=db.session.get(Organisation, space.organisation_id)
        if space.organisation_id
        else None,
        asked=policies.ASK.allows(g.actor, space)
        and queries.has_asked(db.session, space.id, g.actor.id),
        acts=current_app.extensions["registry"].acts,
        wider=widening.waiting(db.session, space) if g.actor else [],
        earliest=widening.earliest,
    )


@bp.route("/<slugged:key>/edit", methods=["GET", "POST"], to=policies.ADMINISTER)
def edit(key: Key) -> Response | str:
    space = load(db.session, Space, key, to=policies.VIEW)
    policies.ADMINISTER.check(g.actor, space)
    form = SpaceForm(obj=space, partners=_partners())
    if request.method == "GET":
        return render("spaces/edit.html", form=form, space=space)
    if not form.validate():
        return invalid("spaces/edit.html", form=form, space=space)
    try:
        kept, act = _changed(key, form.values())
    except joint.TooMany:
        form.audience.errors = [_(joint.TOO_MANY)]
        return invalid("spaces/edit.html", form=form, space=space)
    if act:
        flash(_("All else is saved. Who sees it changes later: its members are told first."))
        return redirect(url_for("joint.show", act_id=act.id), code=303)
    return redirect(url_for(".show", key=kept), code=303)


def _changed(key: Key, values: dict[str, Any]) -> tuple[Space, JointAct | None]:
    """With what was asked for, where a wider audience takes two. Raises TooMany."""
    with db.writing() as session:
        space = load(session, Space, key, to=policies.VIEW, lock=True)
        try:
            actions.change(session, space=space, actor=g.actor, values=values)
            return space, None
        except actions.WiderAudience:
            wanted = values.pop("audience")
            actions.change(session, space=space, actor=g.actor, values=values)
            return space, widening.ask(session, space=space, actor=g.actor, audience=wanted)


@bp.post("/<slugged:key>/archive", to=policies.ADMINISTER)
def archive(key: Key) -> Response:
    with db.writing() as session:
        space = load(session, Space, key, to=policies.VIEW)
        archived = request.form.get("archived") == "1"
        actions.archive(session, space=space, actor=g.actor, archived=archived)
    flash(_("The space is archived.") if archived else _("The space is open again."))
    return redirect(url_for(".show", key=space), code=303)


def _partners() -> Sequence[Organisation]:
    """Whose space it is, an administrator says."""
    return taking_part(db.session) if g.actor.is_admin else ()


def _as_facilitator(space: Space) -> Actor:
    """Who has just founded the space, before the next request knows it."""
    roles = {**g.actor.roles_by_space, space.id: frozenset({Role.FACILITATOR.value})}
    actor: Actor = replace(g.actor, roles_by_space=roles)
    return actor
