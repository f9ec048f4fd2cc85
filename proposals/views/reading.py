"""Reading proposals: the list with its filters, one proposal, its versions."""

from flask import abort, g, request
from flask import render_template as render
from werkzeug.wrappers import Response

from civic.core import db
from civic.core.addresses import Key
from civic.core.links import Link
from civic.core.web import load, number, page_or_fragment, viewer_id
from civic.spaces.queries import named
from proposals import differences, lifecycle, listing, policies, queries, records
from proposals.models import Proposal, ProposalVersion, Stage
from proposals.views import bp

SIZE = 20
STAGES = tuple(stage for stage in Stage if stage in lifecycle.SHOWN)


@bp.get("/", to=policies.LIST)
def index() -> Response:
    policies.LIST.check(g.actor, None)
    filters = _filters()
    after = request.args.get("after", "")[:40]
    page = listing.proposals(db.session, actor=g.actor, filters=filters, size=SIZE, after=after)
    ids = [row.id for row in page]
    return page_or_fragment(
        "proposals/index.html",
        "proposals/_list.html",
        page=page,
        filters=filters,
        total=listing.count(db.session, actor=g.actor, filters=filters),
        tags=queries.tags(db.session, ids),
        has_buttons=True,
        spaces=named(db.session, g.actor),
        used_tags=listing.used_tags(db.session, actor=g.actor, space_id=filters.space_id),
        stages=STAGES,
        sorts=listing.SORTS,
    )


@bp.get("/<slugged:key>", to=policies.VIEW)
def show(key: Key) -> str:
    proposal = load(db.session, Proposal, key, to=policies.VIEW)
    standing = records.standing(db.session, proposal, viewer_id=viewer_id())
    is_draft = proposal.stage == Stage.DRAFT
    shows_votes = standing.has_votes and not is_draft
    return render(
        "proposals/show.html",
        proposal=proposal,
        standing=standing,
        tags=queries.tags(db.session, [proposal.id])[proposal.id],
        answers=records.answers(db.session, proposal.id) if standing.has_answers else [],
        files=records.attachments(db.session, proposal.id) if standing.has_files else [],
        votes=records.votes_on(db.session, proposal.id, g.actor) if shows_votes else [],
        place=lifecycle.place(proposal.stage, proposal.verdict),
        similar=similar_to(proposal) if is_draft and not proposal.made else [],
    )


@bp.get("/<slugged:key>/versions", to=policies.VIEW)
def versions(key: Key) -> str:
    """Two versions in one text, the newest two unless asked otherwise."""
    proposal = load(db.session, Proposal, key, to=policies.VIEW)
    after = request.args.get("after", proposal.version, type=number)
    before = request.args.get("before", max(after - 1, 1), type=number)
    old, new = (
        db.session.get(ProposalVersion, (proposal.id, version)) or abort(404)
        for version in (before, after)
    )
    return render(
        "proposals/versions.html",
        proposal=proposal,
        known=records.versions(
            db.session, proposal.id, before=request.args.get("older", 0, type=number)
        ),
        before=before,
        after=after,
        title=differences.difference(old.title, new.title),
        pieces=differences.difference(old.body, new.body),
        supporters=records.supporters_by_version(db.session, proposal.id),
    )


@bp.get("/<slugged:key>/answers", to=policies.VIEW)
def former_answers(key: Key) -> str:
    proposal = load(db.session, Proposal, key, to=policies.VIEW)
    return render(
        "proposals/former_answers.html",
        proposal=proposal,
        answers=records.answers(db.session, proposal.id),
        former=records.former_answers(
            db.session, proposal.id, before=request.args.get("before", 0, type=number)
        ),
    )


def similar_to(proposal: Proposal) -> list[Link]:
    return queries.similar(
        db.session, actor=g.actor, title=proposal.title, body=proposal.body, but=proposal.id
    )


def _filters() -> listing.Filters:
    asked = request.args
    stage, sort = asked.get("stage", ""), asked.get("sort", "")
    return listing.Filters(
        words=asked.get("q", "").strip()[:200],
        stage=Stage(stage) if stage in {s.value for s in lifecycle.SHOWN} else None,
        space_id=asked.get("space", type=number) or None,
        tag=asked.get("tag", "").strip()[:40] or None,
        mine=g.actor.id if g.actor and asked.get("mine") else None,
        sort=sort if sort in listing.SORTS else listing.SORTS[0],
    )
