"""The debates of the demo: who speaks, argues, sums up, reports and removes in them."""

from collections.abc import Sequence

from sqlmodel import col, select

from civic.core import clock
from civic.seeds.village import Village, at
from proposals.deliberation import actions as debate
from proposals.deliberation import moderating, summarising, thanking
from proposals.deliberation.models import Alignment, Comment, FlagReason
from proposals.models import Proposal


class Debate:
    """The debate of one proposal, in which people of the village speak."""

    def __init__(self, village: Village, title: str, language: str) -> None:
        self.village, self.session, self.language = village, village.session, language
        found = select(Proposal).where(col(Proposal.title).startswith(title, autoescape=True))
        self.proposal = self.session.exec(found).one()

    def says(
        self,
        who: str,
        day: float,
        body: str,
        *,
        to: Comment | None = None,
        side: Alignment | None = None,
        language: str = "",
    ) -> Comment:
        with at(self.village.days(day)):
            return debate.write(
                self.session,
                actor=self.village.acting(who),
                proposal=self.proposal,
                body=body,
                language=language or self.language,
                now=clock.now(),
                alignment=side,
                parent=to,
            )

    def argues(
        self, who: str, day: float, side: Alignment, body: str, *, counts_for: Sequence[str]
    ) -> Comment:
        argument = self.says(who, day, body, side=side)
        for name in counts_for:
            debate.weigh(
                self.session,
                actor=self.village.acting(name),
                comment_id=argument.id,
                counts=True,
            )
        return argument

    def takes_back(self, who: str, message: Comment) -> None:
        debate.erase(self.session, actor=self.village.acting(who), comment=message)

    def led_to_a_version(self, who: str, day: float, message: Comment) -> None:
        """Whoever signs the proposal says so of the newest one."""
        with at(self.village.days(day)):
            thanking.thank(
                self.session,
                actor=self.village.acting(who),
                proposal=self.proposal,
                comment_id=message.id,
            )

    def sums_up(self, day: float, agreed: str, discussed: str, missing: str) -> None:
        with at(self.village.days(day)):
            self.summary = summarising.summarise(
                self.session,
                actor=self.village.acting("Nadia"),
                proposal=self.proposal,
                agreed=agreed,
                discussed=discussed,
                missing=missing,
                now=clock.now(),
            )

    def finds_left_out(self, who: str, day: float, sentence: str) -> None:
        with at(self.village.days(day)):
            summarising.mark_omission(
                self.session,
                actor=self.village.acting(who),
                proposal=self.proposal,
                summary=self.summary,
                sentence=sentence,
            )

    def reports(self, who: str, day: float, message: Comment, why: FlagReason, note: str) -> None:
        with at(self.village.days(day)):
            moderating.flag(
                self.session,
                actor=self.village.acting(who),
                comment_id=message.id,
                reason=why,
                note=note,
                now=clock.now(),
            )

    def removes(self, day: float, message: Comment, reason: str) -> None:
        with at(self.village.days(day)):
            moderating.remove(
                self.session,
                actor=self.village.acting("Nadia"),
                comment_id=message.id,
                reason=reason,
                now=clock.now(),
            )

    def is_looked_at(self, who: str, day: float) -> None:
        debate.note_visit(
            self.session,
            member_id=self.village.people[who].id,
            proposal_id=self.proposal.id,
            now=self.village.days(day),
        )
