"""What hinders no opening and is better known before it than after it. Where a sentence has the
``name`` of its question, the page puts it there, in the language of whoever reads."""

from sqlmodel import Session, col, select

from civic.core.words import N_
from civic.members.models import CommunityRole, Member, MemberState
from voting.actions.questions import BadRound, usual_publication
from voting.families import family
from voting.models import Publication, Round
from voting.rules import all_rules


def cautions(session: Session, round: Round, *, voters: int) -> list[BadRound]:
    """``voters``: how many would be on the roll today."""
    counted = _left_to_auditors(round, voters)
    if counted and _has_auditor(session):
        counted = []
    return _all_elected(round) + counted


def _all_elected(round: Round) -> list[BadRound]:
    found = []
    for place, question in enumerate(round.questions, start=1):
        seats, size = question["parameters"].get("seats"), len(question["options"])
        shared_out = family(all_rules()[question["rule"]]) == "lists"
        if seats and not shared_out and 2 <= size <= seats:
            found.append(
                BadRound(
                    N_(
                        "“%(name)s” fills %(seats)s places from %(size)s options: all of them are "
                        "elected, whatever the ballots say."
                    ),
                    place=place,
                    seats=seats,
                    size=size,
                )
            )
    return found


def _left_to_auditors(round: Round, voters: int) -> list[BadRound]:
    """Questions that nobody but an auditor can count again: sums are published, and do not do."""
    publication = round.publication
    if not round.publication_chosen:
        publication = usual_publication(
            round.questions, round.disclosure, voters, passed_on=round.mandates is not None
        )
    if publication != Publication.SUMS:
        return []
    return [
        BadRound(
            N_(
                "Sums are published, and “%(name)s” cannot be counted again from sums: only "
                "auditors can, and this community has none. Name one, or publish every ballot."
            ),
            step="secrecy",
            place=place,
        )
        for place, question in enumerate(round.questions, start=1)
        if all_rules()[question["rule"]].sums is None
    ]


def _has_auditor(session: Session) -> bool:
    found = select(Member.id).where(
        col(Member.role) == CommunityRole.AUDITOR, col(Member.state) == MemberState.ACTIVE
    )
    return session.exec(found.limit(1)).first() is not None
