"""The pages of votes. A view loads, acts and renders; it decides nothing."""

from civic.core.web import Pages

bp = Pages("voting", __name__, url_prefix="/votes")

from voting.views import ballots, console, counts, questions, rounds, rules, wizard  # noqa: E402

__all__ = ["ballots", "bp", "console", "counts", "questions", "rounds", "rules", "wizard"]
