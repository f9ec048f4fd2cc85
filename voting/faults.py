"""What is wrong with a ballot, in words: by the stable code of each problem."""

from civic.core.words import N_

PROBLEMS = {
    "nothing_chosen": N_("Choose something, or vote blank."),
    "blank_and_more": N_("You chose something and blank. Keep one of the two."),
    "more_than_one": N_("Choose one option only."),
    "unknown_option": N_("One of the options does not belong to this vote. Choose again."),
    "option_twice": N_("An option stands there twice. Choose again."),
    "not_in_order": N_("This could not be read. Choose again."),
    "too_long": N_("This could not be read. Choose again."),
    "too_many": N_("You chose %(chosen)s; %(max)s are allowed at most. Take some away."),
    "too_few": N_("You chose %(chosen)s; %(min)s are needed at least. Add some."),
    "unknown_grade": N_("This grade is not on the scale. Choose another one."),
    "unknown_score": N_("This number of points cannot be given. Choose another one."),
    "unknown_points": N_("Points are whole numbers. Write 1, 2, 3 …, or nothing."),
    "too_many_points": N_("One option can get %(max)s points at most. Take some away."),
    "over_points": N_(
        "Your points cost %(spent)s of %(points)s: that is %(extra)s too many. Take some away."
    ),
    "unknown_rank": N_("A rank could not be read. Put the options in order again."),
    "rank_skipped": N_("A rank is missing. Put the options in order again."),
    "rank_shared": N_("Two options share a rank. Put one before the other."),
    "two_rankings": N_("This could not be read. Put the options in order again."),
    "blank_with_reason": N_(
        "A blank ballot carries no reason. Choose a stance, or take the reason out."
    ),
    "reason_missing": N_("This stance needs a reason: say why."),
    "reason_too_long": N_(
        "Your reason has %(chosen)s characters; %(max)s are allowed at most. Shorten it."
    ),
    "reason_unreadable": N_("Your reason holds characters that cannot be shown. Write it again."),
    "no_list": N_("You crossed out names and chose no list. Choose one, or vote blank."),
    "unknown_list": N_("This list does not belong to this vote. Choose again."),
    "no_crossing": N_("Names cannot be crossed out in this vote. Choose a list alone."),
    "crossed_elsewhere": N_(
        "You crossed out somebody who is not on the list that you chose. Take that cross away, or "
        "choose the other list."
    ),
    "all_crossed": N_("You crossed out the whole list. Leave one name at least, or vote blank."),
    "over_budget": N_("Your basket is %(over)s over the budget of %(budget)s. Take something out."),
}
