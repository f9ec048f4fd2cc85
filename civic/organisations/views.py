"""The pages of partner organisations: seen by everybody, kept by the community's administrators."""

from flask import abort, flash, g, redirect, request, url_for
from flask import render_template as render
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from civic.core import db
from civic.core.addresses import Key
from civic.core.clock import now
from civic.core.markdown import render as markdown
from civic.core.web import Pages, invalid, load, local_path
from civic.core.words import language
from civic.members.models import Member
from civic.organisations import actions, people, policies, queries
from civic.organisations.forms import AdministratorForm, OrganisationForm
from civic.organisations.models import Organisation, OrganisationMembership

bp = Pages("organisations", __name__, url_prefix="/organisations")


@bp.get("/", to=policies.LIST)
def index() -> str:
    policies.LIST.check(g.actor, None)
    archived = bool(request.args.get("archived")) and bool(g.actor and g.actor.is_admin)
    after = request.args.get("after", "")[:220]
    found = queries.organisations(db.session, archived=archived, after=after)
    return render("organisations/index.html", found=found, archived=archived)


@bp.route("/new", methods=["GET", "POST"], to=policies.CREATE)
def new() -> Response | str:
    policies.CREATE.check(g.actor, None)
    form = OrganisationForm()
    if request.method == "GET":
        form.language.data = language()
        return render("organisations/edit.html", form=form, organisation=None)
    if not form.validate():
        return invalid("organisations/edit.html", form=form, organisation=None)
    with db.writing() as session:
        organisation = actions.take_in(
            session, actor=g.actor, values=form.values(), domains=form.endings()
        )
    flash(_("The organisation has a page now. Say who looks after its people."))
    return redirect(url_for(".administrators", key=organisation), code=303)


@bp.get("/<slugged:key>", to=policies.VIEW)
def show(key: Key) -> str:
    organisation = load(db.session, Organisation, key, to=policies.VIEW)
    mine = g.actor and db.session.get(OrganisationMembership, (key.id, g.actor.id))
    after = request.args.get("after", "")[:220]
    return render(
        "organisations/show.html",
        organisation=organisation,
        about=markdown(organisation.about),
        belonging=markdown(organisation.belonging),
        mine=mine if mine and not mine.ended_at else None,
        count=queries.count_people(db.session, key.id),
        listed=queries.listed(db.session, key.id, after=after) if g.actor else None,
        administrators=queries.administrators(db.session, key.id, at=now()) if g.actor else [],
    )


@bp.route("/<slugged:key>/edit", methods=["GET", "POST"], to=policies.EDIT)
def edit(key: Key) -> Response | str:
    organisation = load(db.session, Organisation, key, to=policies.EDIT)
    endings = "\n".join(queries.domains(db.session, key.id))
    form = OrganisationForm(obj=organisation, data={"domains": endings}, known=organisation)
    if request.method == "GET":
        return render("organisations/edit.html", form=form, organisation=organisation)
    if not form.validate():
        return invalid("organisations/edit.html", form=form, organisation=organisation)
    with db.writing() as session:
        kept = load(session, Organisation, key, to=policies.EDIT, lock=True)
        actions.change(
            session, organisation=kept, actor=g.actor, values=form.values(), domains=form.endings()
        )
    flash(_("Saved."))
    return redirect(url_for(".show", key=kept), code=303)


@bp.post("/<slugged:key>/archive", to=policies.EDIT)
def archive(key: Key) -> Response:
    archived = request.form.get("archived") == "1"
    with db.writing() as session:
        organisation = load(session, Organisation, key, to=policies.EDIT, lock=True)
        actions.archive(session, organisation=organisation, actor=g.actor, archived=archived)
    flash(
        _("The organisation no longer takes part.")
        if archived
        else _("The organisation takes part again.")
    )
    return redirect(url_for(".show", key=organisation), code=303)


@bp.route("/<slugged:key>/administrators", methods=["GET", "POST"], to=policies.EDIT)
def administrators(key: Key) -> Response | str:
    organisation = load(db.session, Organisation, key, to=policies.EDIT)
    form = AdministratorForm()
    shown = {
        "organisation": organisation,
        "form": form,
        "people": queries.administrators(db.session, key.id, at=now()),
    }
    if request.method == "GET":
        return render("organisations/administrators.html", **shown)
    if not form.validate() or form.found is None:
        return invalid("organisations/administrators.html", **shown)
    with db.writing() as session:
        kept = load(session, Organisation, key, to=policies.EDIT, lock=True)
        member = session.get_one(Member, form.found.id)
        actions.name_administrator(
            session, organisation=kept, actor=g.actor, member=member, until=form.end()
        )
    flash(_("%(name)s looks after the people of the organisation now.", name=member.name))
    return redirect(url_for(".administrators", key=kept), code=303)


@bp.post("/<slugged:key>/administrators/<int:member_id>/relieve", to=policies.EDIT)
def relieve(key: Key, member_id: int) -> Response:
    with db.writing() as session:
        organisation = load(session, Organisation, key, to=policies.EDIT, lock=True)
        member = session.get(Member, member_id) or abort(404)
        actions.relieve_administrator(
            session, organisation=organisation, actor=g.actor, member=member
        ) or abort(404)
    flash(_("%(name)s no longer looks after the people of the organisation.", name=member.name))
    return redirect(url_for(".administrators", key=organisation), code=303)


@bp.post("/<slugged:key>/listed", to=policies.BELONG)
def be_listed(key: Key) -> Response:
    listed = request.form.get("listed") == "1"
    with db.writing() as session:
        organisation = load(session, Organisation, key, to=policies.BELONG)
        people.be_listed(session, organisation=organisation, actor=g.actor, listed=listed)
    flash(
        _("You are named on the page of %(name)s.", name=organisation.name)
        if listed
        else _("You are no longer named on the page of %(name)s.", name=organisation.name)
    )
    onward = request.form.get("next")
    return redirect(local_path(onward) if onward else url_for(".show", key=organisation), code=303)


@bp.post("/<slugged:key>/leave", to=policies.BELONG)
def leave(key: Key) -> Response:
    with db.writing() as session:
        organisation = load(session, Organisation, key, to=policies.BELONG)
        people.leave(session, organisation=organisation, actor=g.actor)
    flash(_("You no longer belong to %(name)s.", name=organisation.name))
    return redirect(url_for(".index"), code=303)
