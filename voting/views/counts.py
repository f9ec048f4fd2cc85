"""What anybody takes away to count again."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from flask import Response as FlaskResponse
from flask import abort, g, request, send_file
from flask import render_template as render
from werkzeug.wrappers import Response

from civic.core import db
from civic.core.addresses import Key
from civic.core.permissions import Permission
from civic.core.web import load
from civic.core.words import spoken
from voting import comparing, papers, policies, publishing, queries, replay, tables, writers
from voting.models import Publication, Round
from voting.rules import all_rules
from voting.views import bp

SCRIPT = Path(__file__).parents[1] / "recount.py"


@bp.get("/<slugged:key>/bundle.json", to=policies.RECOUNT)
def bundle(key: Key) -> FlaskResponse:
    """As published: ballots, or sums."""
    round = load(db.session, Round, key, to=policies.VIEW)
    policies.RECOUNT.check(g.actor, round)
    return _json(round, for_auditors=False)


@bp.get("/<slugged:key>/full-bundle.json", to=policies.SCRUTINISE)
def full_bundle(key: Key) -> FlaskResponse:
    """With every ballot, for auditors where only sums are published."""
    round = load(db.session, Round, key, to=policies.VIEW)
    policies.SCRUTINISE.check(g.actor, round)
    return _json(round, for_auditors=True)


@bp.get("/<slugged:key>/<question>.csv", to=policies.RECOUNT)
def table(key: Key, question: str) -> FlaskResponse:
    """One question's ballots or sums, as published, for a spreadsheet or ``civic tally``."""
    round = load(db.session, Round, key, to=policies.VIEW)
    policies.RECOUNT.check(g.actor, round)
    asked = next((one for one in papers.questions_of(round) if one["id"] == question), None)
    if asked is None:
        abort(404)

    def text() -> str:
        if round.publication == Publication.SUMS:
            return tables.sums(asked, (round.result or {})["sums"][question])
        return tables.ballots(asked, queries.counted_ballots(db.session, round)[question])

    return _download(round, f"-{question}.csv", "text/csv", text)


@bp.get("/<slugged:key>/<question>.<any(blt, soi, cat, pb):ending>", to=policies.RECOUNT)
def other_format(key: Key, question: str, ending: str) -> FlaskResponse:
    """One question's ballots, where they are published, for other software that counts."""
    round = load(db.session, Round, key, to=policies.VIEW)
    policies.RECOUNT.check(g.actor, round)
    asked = next((one for one in papers.questions_of(round) if one["id"] == question), None)
    in_full = round.publication == Publication.BALLOTS
    if asked is None or not in_full or ending not in writers.OTHERS.get(asked["form"], ()):
        abort(404)

    def text() -> str:
        entries = queries.counted_ballots(db.session, round)[question]
        currency = (round.result or {}).get("currency", "")
        election = replace(tables.election_of(asked, entries), currency=currency)
        return writers.write(election, f".{ending}")

    return _download(round, f"-{question}.{ending}", "text/plain", text)


@bp.get("/recount.py", to=policies.LIST)
def script() -> Response:
    policies.LIST.check(g.actor, None)
    return send_file(SCRIPT, mimetype="text/x-python", as_attachment=True)


def _json(round: Round, *, for_auditors: bool) -> FlaskResponse:
    def text() -> str:
        ballots = queries.counted_ballots(db.session, round)
        content = publishing.bundle(round, ballots, for_auditors=for_auditors)
        return json.dumps(content, ensure_ascii=False, indent=1)

    to = policies.SCRUTINISE if for_auditors else policies.RECOUNT
    return _download(round, ".json", "application/json", text, to=to)


def _download(
    round: Round,
    ending: str,
    kind: str,
    text: Callable[[], str],
    *,
    to: Permission = policies.RECOUNT,
) -> FlaskResponse:
    """What was counted stays as it is: for a reader who has the file, no ballot is read again.
    No browser keeps what only some may read (``to``)."""
    tag = publishing.tag(round, request.path, spoken())
    if request.if_none_match.contains_weak(tag):
        answer = FlaskResponse(status=304)
    else:
        name = f"attachment; filename=civic-{round.id}{ending}"
        answer = FlaskResponse(text(), mimetype=kind, headers={"Content-Disposition": name})
    answer.set_etag(tag)
    if g.community.open_to_read and to.allows(None, round):
        answer.headers["Cache-Control"] = "private, no-cache"
    return answer


@bp.get("/<slugged:key>/count/<question>/<int:step>", to=policies.RESULT)
def count_step(key: Key, question: str, step: int) -> str:
    """One step of a count, told again from the published result."""
    round = load(db.session, Round, key, to=policies.VIEW)
    policies.RESULT.check(g.actor, round)
    asked = next((one for one in papers.questions_of(round) if one["id"] == question), None)
    if asked is None or round.result is None:
        abort(404)
    frames = replay.frames(
        asked, round.result["results"][question], round.result["explained"][question]
    )
    if not 1 <= step <= len(frames):
        abort(404)
    return render(
        "voting/count.html",
        round=round,
        question=asked,
        rule=all_rules()[asked["rule"]],
        frames=frames,
        frame=frames[step - 1],
        step=step,
    )


@bp.get("/<slugged:key>/what-if", to=policies.WHAT_IF)
def what_if(key: Key) -> str:
    """The published ballots under every other rule that can count them: a game, said as one."""
    round = load(db.session, Round, key, to=policies.VIEW)
    policies.WHAT_IF.check(g.actor, round)
    ballots = queries.counted_ballots(db.session, round)
    questions = papers.questions_of(round)
    cast = [len(entries) for entries in ballots.values()]
    options = [len(question["options"]) for question in questions]
    few = comparing.is_small(max(options), sum(cast))
    games = [
        (question, *comparing.played(question, ballots.get(question["id"], [])))
        for question in questions
        if few
    ]
    return render("voting/what_if.html", round=round, games=games, rules=all_rules())
