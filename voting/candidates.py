"""Where a question fills several places with people, its words speak of candidates, not of options.
Pure.

A sentence that has no line here is said alike of both.
"""

from collections.abc import Mapping
from typing import Any

from civic.core.words import N_
from voting.candidates_of_rules import OF_RULES
from voting.rules import all_rules

OF_PAGES = {
    # The question, while it is written
    N_("Options"): N_("Candidates"),
    N_("Option %(place)s"): N_("Candidate %(place)s"),
    N_("Option %(place)s is taken out."): N_("Candidate %(place)s is taken out."),
    N_("One more option"): N_("One more candidate"),
    N_("Write several options at once"): N_("Write several candidates at once"),
    N_("One option a line"): N_("One candidate a line"),
    N_("Add these options"): N_("Add these candidates"),
    # The ballot
    N_("Tick every option that you accept"): N_("Tick every candidate whom you accept"),
    N_("An option that you do not tick gets nothing from you."): N_(
        "A candidate whom you do not tick gets nothing from you."
    ),
    N_(
        "Add options, the best first, and move them with the arrows. One is enough; what you "
        "leave out is unranked."
    ): N_(
        "Add candidates, the best first, and move them with the arrows. One is enough; whom you "
        "leave out is unranked."
    ),
    N_("The options stand in an order drawn at random for you, which stays the same."): N_(
        "The candidates stand in an order drawn at random for you, which stays the same."
    ),
    N_("does not count for this option"): N_("does not count for this candidate"),
    # What is wrong with it
    N_("Choose one option only."): N_("Choose one candidate only."),
    N_("One of the options does not belong to this vote. Choose again."): N_(
        "One of the candidates does not belong to this vote. Choose again."
    ),
    N_("An option stands there twice. Choose again."): N_(
        "A candidate stands there twice. Choose again."
    ),
    N_("One option can get %(max)s points at most. Take some away."): N_(
        "One candidate can get %(max)s points at most. Take some away."
    ),
    N_("A rank could not be read. Put the options in order again."): N_(
        "A rank could not be read. Put the candidates in order again."
    ),
    N_("A rank is missing. Put the options in order again."): N_(
        "A rank is missing. Put the candidates in order again."
    ),
    N_("Two options share a rank. Put one before the other."): N_(
        "Two candidates share a rank. Put one before the other."
    ),
    N_("This could not be read. Put the options in order again."): N_(
        "This could not be read. Put the candidates in order again."
    ),
    # What is required
    N_("An option needs %(n)s approvals at least."): N_(
        "A candidate needs %(n)s approvals at least."
    ),
    N_("If options are level, nobody breaks the tie: the result says so."): N_(
        "If candidates are level, nobody breaks the tie: the result says so."
    ),
    N_("If options are level, the one that stands first on the list wins."): N_(
        "If candidates are level, the one who stands first on the list wins."
    ),
    N_("If options are level, a lot decides whose seed was fixed before the vote."): N_(
        "If candidates are level, a lot decides whose seed was fixed before the vote."
    ),
    N_("If options are level, the chair decides, in public and with a reason."): N_(
        "If candidates are level, the chair decides, in public and with a reason."
    ),
    # The result
    N_("Option"): N_("Candidate"),
    N_("A tie between %(count)s options"): N_("A tie between %(count)s candidates"),
    N_("No option is chosen"): N_("Nobody is elected"),
    N_("Points of each option. The longest bar is the most points."): N_(
        "Points of each candidate. The longest bar is the most points."
    ),
    N_("The grades of each option"): N_("The grades of each candidate"),
    N_(
        "Number of ballots for each grade, the best on the left. The line marks the middle of "
        "the ballots: the colour that it crosses is the option’s middle grade."
    ): N_(
        "Number of ballots for each grade, the best on the left. The line marks the middle of "
        "the ballots: the colour that it crosses is the candidate’s middle grade."
    ),
}
"""What pages say of options -> the same of candidates."""


def stand(question: Mapping[str, Any]) -> bool:
    """Whether people stand for several places. Lists and projects can win several, too."""
    rule = all_rules()[question["rule"]]
    return rule.persons and (question["parameters"].get("seats") or 1) > 1


def said(question: Mapping[str, Any] | None, sentence: str) -> str:
    """As it is said in this question, to be translated; None: one that is not written yet."""
    if not question or not stand(question):
        return sentence
    return OF_PAGES.get(sentence) or OF_RULES.get(sentence, sentence)
