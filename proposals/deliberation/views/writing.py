"""Saying something: a message, an argument, a reply; mending it, deleting it, weighing it."""

from flask import flash, g, redirect, request, url_for
from flask import render_template as render
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from civic.core import db
from civic.core.addresses import Key, numbered
from civic.core.clock import now
from civic.core.forms import Form
from civic.core.web import (
    fragment_or_redirect,
    invalid,
    load,
    local_path,
    page_or_fragment,
    viewer_id,
    wants_fragment,
)
from proposals.deliberation import actions, mentions, policies, queries
from proposals.deliberation.forms import ArgumentForm, EditArgumentForm, MessageForm
from proposals.deliberation.models import Alignment, Comment
from proposals.deliberation.views import bp
from proposals.deliberation.views.reading import language, load_comment, place_of
from proposals.models import Proposal

Answer = Response | str


@bp.route("/<slugged:key>/comments/new", methods=["GET", "POST"], to=policies.WRITE)
def say(key: Key) -> Answer:
    return _begin(key, MessageForm(), "proposals/deliberation/new.html")


@bp.route("/<slugged:key>/arguments/new", methods=["GET", "POST"], to=policies.WRITE)
def argue(key: Key) -> Answer:
    return _begin(key, ArgumentForm(), "proposals/deliberation/new_argument.html")


def _begin(key: Key, form: Form, template: str) -> Answer:
    proposal = load(db.session, Proposal, key, to=policies.READ)
    policies.WRITE.check(g.actor, proposal)
    if request.method == "GET":
        return render(template, proposal=proposal, form=form)
    comment = _written(key, form, parent_id=None)
    if comment is None:
        return invalid(template, proposal=proposal, form=form)
    return _done(proposal, comment)


@bp.get("/<slugged:key>/names", to=policies.WRITE)
def names(key: Key) -> Answer:
    """Filled in below a message while a name is typed behind an @."""
    proposal = load(db.session, Proposal, key, to=policies.READ)
    policies.WRITE.check(g.actor, proposal)
    found = mentions.beginning(
        db.session,
        begun=request.args.get("begun", "")[:60],
        space_id=proposal.space_id,
        but=g.actor.id,
    )
    return render("proposals/deliberation/_names.html", names=list(dict.fromkeys(found)))


def _done(proposal: Proposal, comment: Comment) -> Response:
    """Back to the message in its place; names that fit several people are told to its author."""
    named = mentions.find(
        db.session, body=comment.body, space_id=proposal.space_id, but=comment.author_id
    )
    for name in named.unclear:
        flash(
            _("Several people here are called %(name)s: write the whole name, so that the right "
              "one is told. You can edit your message for fifteen minutes.", name=name),
            "info",
        )  # fmt: skip
    return redirect(place_of(proposal, comment), code=303)


@bp.route(
    "/<slugged:key>/comments/<int:comment_id>/reply", methods=["GET", "POST"], to=policies.REPLY
)
def reply(key: Key, comment_id: int) -> Answer:
    """Without JavaScript a page with the message quoted; otherwise the form in its place."""
    proposal, parent = load_comment(db.session, key, comment_id, to=policies.REPLY)
    form = MessageForm()
    form.body.id = form.body.label.field_id = f"reply-{parent.id}"  # many forms on one page
    if wants_fragment():  # who pressed "Reply" goes on there
        form.body.render_kw = {**form.body.render_kw, "autofocus": True}
    post = queries.post(db.session, comment_id=parent.id, viewer_id=viewer_id())
    shown = {"proposal": proposal, "post": post, "form": form}
    if request.method == "GET":
        return page_or_fragment(
            "proposals/deliberation/reply.html", "proposals/deliberation/_reply.html", **shown
        )
    comment = _written(key, form, parent_id=parent.id)
    if comment is None:
        return invalid("proposals/deliberation/reply.html", **shown)
    return _done(proposal, comment)


def _written(key: Key, form: Form, *, parent_id: int | None) -> Comment | None:
    """None where the form says what is wrong."""
    if not form.validate():
        return None
    side = form["side"].data if "side" in form else None
    try:
        with db.writing() as session:
            return actions.write(
                session,
                actor=g.actor,
                proposal=session.get_one(Proposal, key.id),
                body=form["body"].data,
                language=language(),
                now=now(),
                alignment=Alignment(side) if side else None,
                parent=session.get_one(Comment, parent_id) if parent_id else None,
            )
    except actions.TooMany:
        form["body"].errors = [
            _("You have written a great deal within an hour. Keep your text and wait a little.")
        ]
        return None


@bp.route(
    "/<slugged:key>/comments/<int:comment_id>/edit", methods=["GET", "POST"], to=policies.EDIT
)
def edit(key: Key, comment_id: int) -> Answer:
    proposal, comment = load_comment(db.session, key, comment_id, to=policies.EDIT)
    form = (EditArgumentForm if comment.alignment else MessageForm)(obj=comment)
    if request.method == "GET" or not form.validate():
        shown = {"proposal": proposal, "comment": comment, "form": form}
        page = "proposals/deliberation/edit.html"
        return render(page, **shown) if request.method == "GET" else invalid(page, **shown)
    with db.writing() as session:
        fresh = session.get_one(Comment, comment_id)
        actions.edit(session, actor=g.actor, comment=fresh, body=form.body.data, now=now())
    return _done(proposal, fresh)


@bp.route(
    "/<slugged:key>/comments/<int:comment_id>/delete", methods=["GET", "POST"], to=policies.DELETE
)
def erase(key: Key, comment_id: int) -> Answer:
    proposal, comment = load_comment(db.session, key, comment_id, to=policies.DELETE)
    if request.method == "GET":
        return render("proposals/deliberation/delete.html", proposal=proposal, comment=comment)
    with db.writing() as session:
        actions.erase(session, actor=g.actor, comment=session.get_one(Comment, comment_id))
    return redirect(place_of(proposal, comment), code=303)


@bp.post("/<slugged:key>/comments/<int:comment_id>/weigh", to=policies.WEIGH)
def weigh(key: Key, comment_id: int) -> Response:
    with db.writing() as session:
        proposal, _comment = load_comment(session, key, comment_id, to=policies.READ_COMMENT)
        counts = request.form.get("counts") == "yes"
        comment = actions.weigh(session, actor=g.actor, comment_id=comment_id, counts=counts)
    post = queries.post(db.session, comment_id=comment.id, viewer_id=viewer_id())
    return fragment_or_redirect(
        "proposals/deliberation/_weigh.html",
        f"{local_path(request.form['next'])}#c{comment.id}"
        if request.form.get("next")
        else place_of(proposal, comment),
        post=post,
        debate=url_for("deliberation.thread", key=numbered(proposal)),
        writes=policies.WRITE.allows(g.actor, proposal),
    )


@bp.post("/<slugged:key>/follow", to=policies.FOLLOW)
def follow(key: Key) -> Response:
    wanted = request.form.get("follow") == "yes"
    with db.writing() as session:
        proposal = load(session, Proposal, key, to=policies.READ)
        actions.follow(session, actor=g.actor, proposal=proposal, wanted=wanted)
    return fragment_or_redirect(
        "proposals/deliberation/_follow.html",
        local_path(request.form.get("next") or url_for("deliberation.thread", key=proposal)),
        proposal=proposal,
        follows=wanted,
    )
