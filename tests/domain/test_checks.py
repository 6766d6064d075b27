"""What is found in a definition before it may be published."""

from dataclasses import replace

import pytest

from engine.domain.definition import RESUME, OnDue, Phase, StageKind, Way, Word
from engine.domain.requirements import Requirement
from engine.domain.roles import Role
from engine.domain.terms import Term, TermKind
from tests.domain.definitions import (
    SOUND,
    and_moves,
    and_stages,
    fact,
    findings,
    move,
    requiring,
    stage,
    term,
    with_move,
    with_stage,
    without,
)

SCHEDULED = (Role.MUNICIPAL_COORDINATOR, Role.SCHEDULER)


def test_in_a_sound_definition_nothing_is_found():
    assert findings(SOUND) == []


# Codes and titles.


@pytest.mark.parametrize("code", ["Listed", "1listed", "listed-2", "", "listed two", "listed\n"])
def test_a_code_is_written_in_small_latin_letters_digits_and_underscores(code):
    found = findings(replace(SOUND, code=code))

    assert found == [("error", "code_malformed", "definition", {"code": code, "most": 64})]


def test_a_code_with_a_cyrillic_look_alike_names_the_letters():
    found = findings(replace(SOUND, code="sоchі"))  # о and і are Cyrillic

    fields = {"code": "sоchі", "letters": ("о", "і")}
    assert found == [("error", "code_look_alike", "definition", fields)]


def test_a_code_has_at_most_64_signs():
    assert findings(replace(SOUND, code="a" * 64)) == []
    assert findings(replace(SOUND, code="a" * 65)) == [
        ("error", "code_too_long", "definition", {"code": "a" * 65, "most": 64})
    ]


def test_stages_terms_moves_words_and_dictionaries_all_have_their_codes_looked_at():
    spoiled = replace(
        with_stage(
            "listed",
            replace(
                and_moves(move("Move", "listed", "Stage", roles=(Role.CURATOR,))),
                words=(Word("Book", "Word", "Слово"),),
            ),
            terms=(term("Term"),),
        ),
        stages=(
            replace(SOUND.stages[0], terms=(term("Term"),)),
            *SOUND.stages[1:],
            stage("Stage", StageKind.END, Phase.EXIT),
        ),
    )

    found = [element for _, code, element, _ in findings(spoiled) if code == "code_malformed"]

    assert found == [
        "stages.listed.terms.Term",
        "stages.Stage",
        "moves.Move",
        "words.Book.Word",
        "words.Book",
    ]


def test_a_code_is_given_once():
    words = (*SOUND.words, Word("document", "self_diagnosis", "Самоанализ"))
    twice = replace(SOUND, words=words)

    assert findings(twice) == [
        ("error", "code_duplicate", "words.document.self_diagnosis", {"times": 2})
    ]


def test_the_same_code_in_two_dictionaries_is_two_words():
    words = (*SOUND.words, Word("event", "self_diagnosis", "Самодиагностика"))

    assert findings(replace(SOUND, words=words)) == []


def test_two_terms_of_one_stage_have_two_codes():
    assert findings(with_stage("listed", terms=(term(), term()))) == [
        ("error", "code_duplicate", "stages.listed.terms.term", {"times": 2})
    ]


@pytest.mark.parametrize("title", ["", "  "])
def test_everything_has_a_title(title):
    assert findings(with_move("resume", title=title)) == [
        ("error", "title_empty", "moves.resume", {})
    ]


def test_a_title_has_at_most_200_signs():
    assert findings(with_stage("listed", title="я" * 200)) == []
    assert findings(with_stage("listed", title="я" * 201)) == [
        ("error", "title_too_long", "stages.listed", {"length": 201, "most": 200})
    ]


def test_a_hint_has_at_most_500_signs():
    assert findings(with_stage("listed", hint="я" * 500)) == []
    assert findings(with_stage("listed", hint="я" * 501)) == [
        ("error", "hint_too_long", "stages.listed", {"length": 501, "most": 500})
    ]


# The path.


def test_a_path_has_a_start():
    found = findings(with_stage("listed", kind=StageKind.OPEN))

    assert found == [("error", "start_missing", "definition", {})]


def test_a_path_has_one_start():
    found = findings(with_stage("mentoring", kind=StageKind.START))

    assert found == [("error", "start_several", "definition", {"stages": ("listed", "mentoring")})]


def test_every_stage_can_be_reached():
    lonely = and_moves(
        move("leave_lonely", "lonely", "exited"),
        definition=and_stages(stage("lonely")),
    )

    assert findings(lonely) == [("error", "stage_unreachable", "stages.lonely", {})]


def test_a_way_back_from_a_pause_reaches_no_new_stage():
    paused = and_moves(
        move("suspend_lonely", "lonely", "suspended"),
        definition=and_stages(stage("lonely")),
    )

    assert findings(paused) == [("error", "stage_unreachable", "stages.lonely", {})]


def test_an_open_stage_has_a_way_out():
    stuck = and_moves(move("lose", "mentoring", "lost"), definition=and_stages(stage("lost")))

    assert findings(stuck) == [
        ("error", "stage_dead_end", "stages.lost", {}),
        ("error", "end_unreachable", "stages.lost", {}),
    ]


def test_from_every_stage_an_end_can_be_reached():
    turning = and_moves(
        move("lose", "mentoring", "lost"),
        move("wander", "lost", "wandering"),
        move("turn_back", "wandering", "lost"),
        definition=and_stages(stage("lost"), stage("wandering")),
    )

    assert findings(turning) == [
        ("error", "end_unreachable", "stages.lost", {}),
        ("error", "end_unreachable", "stages.wandering", {}),
    ]


def test_a_pause_leads_to_an_end_over_the_stage_it_came_from():
    assert findings(without("close_other", definition=without_closed())) == []


def without_closed():
    return replace(SOUND, stages=SOUND.stages[:-1])


def test_closing_for_another_reason_is_not_the_only_way_out_of_the_path():
    trap = and_moves(
        move("lose", "mentoring", "lost"),
        move("close_lost", "lost", "closed_other"),
        definition=and_stages(stage("lost")),
    )

    assert findings(trap) == [("error", "only_outside_reachable", "stages.lost", {})]


def test_a_path_whose_only_end_lies_outside_is_not_called_a_trap():
    without_exit = without("approve_exit", definition=replace(SOUND, stages=_but("exited")))

    assert findings(without_exit) == [("note", "no_exit_phase", "definition", {})]


def _but(*codes):
    return tuple(one for one in SOUND.stages if one.code not in codes)


def test_a_path_may_turn_without_an_end_and_the_publisher_is_told():
    turning = replace(
        SOUND,
        stages=(
            stage("planning", StageKind.START),
            stage("review", phase=Phase.EXIT),
        ),
        moves=(
            move("start_review", "planning", "review"),
            move("start_year", "review", "planning"),
        ),
    )

    assert findings(turning) == [("note", "no_end", "definition", {})]


def test_a_path_may_have_no_exit_phase_and_the_publisher_is_told():
    found = findings(with_stage("exited", phase=Phase.MONITORING))

    assert found == [("note", "no_exit_phase", "definition", {})]


def test_an_end_that_is_left_again_is_a_note():
    watched = and_moves(
        move("start_watch", "exited", "watch"),
        move("end_watch", "watch", "exited"),
        definition=and_stages(stage("watch", phase=Phase.EXIT)),
    )

    assert findings(watched) == [("note", "end_is_left", "stages.exited", {})]


def test_a_stage_without_terms_is_no_finding():
    assert all(not one.terms for one in SOUND.stages)
    assert findings(SOUND) == []


def test_a_pause_has_a_way_back():
    assert findings(without("resume")) == [
        ("error", "pause_without_return", "stages.suspended", {})
    ]


def test_a_pause_may_lead_back_to_a_named_stage():
    found = findings(with_move("resume", ways=(Way(("suspended",), "mentoring"),)))

    assert found == []


def test_a_way_back_starts_in_a_pause():
    found = findings(and_moves(move("go_back", "mentoring", RESUME)))

    assert found == [("error", "resume_without_pause", "moves.go_back", {"stage": "mentoring"})]


def test_a_way_leaves_a_stage_there_is():
    found = findings(and_moves(move("jump", "nowhere", "exited")))

    fields = {"stage": "nowhere", "side": "from"}
    assert found == [("error", "way_unknown_stage", "moves.jump", fields)]


def test_a_way_leads_to_a_stage_there_is():
    found = findings(and_moves(move("jump", "mentoring", "nowhere")))

    fields = {"stage": "nowhere", "side": "to"}
    assert found == [("error", "way_unknown_stage", "moves.jump", fields)]


def test_a_move_has_a_way():
    found = findings(and_moves(move("stay", "", "", ways=())))

    assert found == [("error", "move_without_ways", "moves.stay", {})]


def test_a_second_way_from_a_stage_without_a_condition_is_never_taken():
    ways = (Way(("listed", "mentoring"), "exited"), Way(("mentoring",), "closed_other"))
    found = findings(with_move("approve_exit", ways=ways))

    fields = {"stage": "mentoring", "target": "closed_other"}
    assert found == [("error", "way_shadowed", "moves.approve_exit", fields)]


def test_the_last_way_from_a_stage_may_be_without_a_condition():
    first_year = fact("years_in_status", at_most=1)
    ways = (Way(("mentoring",), "closed_other", first_year), Way(("mentoring",), "exited"))

    assert findings(with_move("approve_exit", ways=ways)) == []


# Who.


def test_a_move_is_given_to_somebody():
    assert findings(with_move("resume", roles=())) == [
        ("error", "move_without_roles", "moves.resume", {})
    ]


def test_a_move_of_the_clock_can_be_made_by_a_person_too():
    assert findings(with_move("resume", roles=(Role.SCHEDULER,))) == [
        ("error", "move_only_scheduler", "moves.resume", {})
    ]


def test_who_may_never_open_a_case_is_not_named_to_open_them():
    opening = (("opening_roles", (Role.MUNICIPAL_COORDINATOR.value, Role.CURATOR.value)),)

    assert findings(replace(SOUND, settings=opening)) == [
        ("error", "role_cannot_open", "settings.opening_roles", {"role": "curator"})
    ]


@pytest.mark.parametrize(
    "role", [Role.AUDITOR, Role.REGIONAL_ADMIN, Role.SYSTEM_ADMIN, Role.VIEWER]
)
def test_who_may_never_move_a_case_is_given_no_move(role):
    assert findings(with_move("resume", roles=(Role.CURATOR, role))) == [
        ("error", "role_cannot_move", "moves.resume", {"role": role.value})
    ]


# Requirements.


def test_a_requirement_names_a_fact_of_the_catalogue():
    assert findings(requiring(fact("moon_phase", phase="full"))) == [
        ("error", "fact_unknown", "moves.approve_exit", {"fact": "moon_phase"})
    ]


def test_the_condition_of_a_way_is_looked_at_like_a_requirement():
    ways = (Way(("mentoring",), "exited", fact("moon_phase")),)

    assert findings(with_move("approve_exit", ways=ways)) == [
        ("error", "fact_unknown", "moves.approve_exit", {"fact": "moon_phase"})
    ]


def test_facts_inside_a_combination_are_looked_at():
    inside = Requirement("not", parts=(Requirement("all", parts=(fact("moon_phase"),)),))

    assert findings(requiring(Requirement("any", parts=(inside,)))) == [
        ("error", "fact_unknown", "moves.approve_exit", {"fact": "moon_phase"})
    ]


def test_a_fact_has_its_required_parameters():
    fields = {"fact": "document_present", "param": "kind"}

    assert findings(requiring(fact("document_present"))) == [
        ("error", "param_missing", "moves.approve_exit", fields)
    ]


def test_a_fact_has_no_parameter_it_does_not_know():
    fields = {"fact": "curator_assigned", "param": "colour"}

    assert findings(requiring(fact("curator_assigned", colour="green"))) == [
        ("error", "param_unknown", "moves.approve_exit", fields)
    ]


def test_every_fact_may_say_who_supplies_it():
    assert findings(requiring(fact("curator_assigned", supplied_by=("expert",)))) == []


@pytest.mark.parametrize(
    ("name", "params", "param", "expected"),
    [
        ("reason_given", {"min_length": "ten"}, "min_length", "number"),
        ("reason_given", {"min_length": True}, "min_length", "number"),
        ("tutor_active", {"by_order": 1}, "by_order", "flag"),
        ("document_present", {"kind": ("self_diagnosis",)}, "kind", "text"),
        ("document_present", {"kind": 5}, "kind", "text"),
        ("role_of_actor", {"roles": 5}, "roles", "roles"),
        ("role_of_actor", {"roles": ()}, "roles", "roles"),
        ("measures_ratio", {"statuses": True}, "statuses", "words"),
        ("from_stage", {"stages": 5}, "stages", "stages"),
        ("date_window", {"from": 5}, "from", "date"),
    ],
)
def test_a_parameter_has_the_type_the_fact_asks_for(name, params, param, expected):
    fields = {"fact": name, "param": param, "expected": expected}

    assert findings(requiring(fact(name, **params))) == [
        ("error", "param_type", "moves.approve_exit", fields)
    ]


@pytest.mark.parametrize("by_order", [True, False])
def test_a_flag_is_yes_or_no(by_order):
    assert findings(requiring(fact("tutor_active", by_order=by_order))) == []


def test_a_single_word_is_a_list_of_one():
    assert findings(requiring(fact("actor_not", of="author"))) == []


def test_a_number_is_not_negative():
    fields = {"fact": "reason_given", "param": "min_length"}

    assert findings(requiring(fact("reason_given", min_length=-1))) == [
        ("error", "param_negative", "moves.approve_exit", fields)
    ]


@pytest.mark.parametrize("day", ["06-01", "02-28", "2024-02-29", "2023-12-31"])
def test_a_day_is_of_each_year_or_of_one(day):
    assert findings(requiring(fact("date_window", **{"from": day}))) == []


@pytest.mark.parametrize(
    "day", ["6-1", "13-01", "02-30", "2023-02-29", "01.06", "0６-01", "20230601", "2023-W01-1"]
)
def test_a_day_that_the_calendar_does_not_have_is_found(day):
    fields = {"fact": "date_window", "param": "from", "value": day}

    assert findings(requiring(fact("date_window", **{"from": day}))) == [
        ("error", "date_malformed", "moves.approve_exit", fields)
    ]


def test_a_parameter_with_choices_takes_one_of_them():
    fields = {
        "fact": "document_present",
        "param": "status",
        "word": "signed",
        "choices": ("draft", "submitted", "approved"),
    }

    assert findings(
        requiring(fact("document_present", kind="self_diagnosis", status="signed"))
    ) == [("error", "param_choice", "moves.approve_exit", fields)]


def test_a_word_is_in_its_dictionary():
    fields = {
        "fact": "document_present",
        "param": "kind",
        "word": "exit_order",
        "dictionary": "document",
    }

    assert findings(requiring(fact("document_present", kind="exit_order"))) == [
        ("error", "word_unknown", "moves.approve_exit", fields)
    ]


def test_a_role_in_a_parameter_is_a_role_there_is():
    fields = {"fact": "approvals", "param": "roles", "word": "tsar"}

    assert findings(requiring(fact("approvals", roles=("curator", "tsar")))) == [
        ("error", "role_unknown", "moves.approve_exit", fields)
    ]


def test_a_stage_in_a_parameter_is_a_stage_there_is():
    fields = {"fact": "from_stage", "param": "stages", "word": "nowhere"}

    assert findings(requiring(fact("from_stage", stages=("mentoring", "nowhere")))) == [
        ("error", "stage_unknown", "moves.approve_exit", fields)
    ]


@pytest.mark.parametrize("combinator", ["all", "any", "not"])
def test_a_combination_has_parts(combinator):
    assert findings(requiring(Requirement(combinator))) == [
        ("error", "requirement_empty", "moves.approve_exit", {"fact": combinator})
    ]


def test_a_denial_has_one_part():
    two = Requirement("not", parts=(fact("curator_assigned"), fact("entry_facts")))

    assert findings(requiring(two)) == [
        ("error", "requirement_not_single", "moves.approve_exit", {})
    ]


NEVER = [
    fact("years_in_status", at_least=3, at_most=2),
    fact("date_window", **{"from": "2024-05-01", "to": "2024-04-30"}),
    fact("from_stage", stages=("exited",)),
    fact("measures_ratio", at_least=101),
    fact("profile_complete", min_directions=3, max_directions=2),
    fact("profile_complete", min_directions=1000),
    fact("approvals", roles=("auditor", "system_admin")),
]


@pytest.mark.parametrize("never", NEVER)
def test_a_requirement_that_no_case_can_meet_is_found(never):
    found = [
        ("error", "requirement_never_holds", "moves.approve_exit", {"fact": never.fact}),
    ]

    assert findings(requiring(never)) == found
    assert findings(requiring(Requirement("all", parts=(fact("curator_assigned"), never)))) == found
    assert findings(requiring(Requirement("any", parts=(never, never)))) == found
    assert findings(requiring(Requirement("any", parts=(fact("curator_assigned"), never)))) == []
    assert findings(requiring(Requirement("not", parts=(never,)))) == []


@pytest.mark.parametrize(
    "possible",
    [
        fact("years_in_status", at_least=2, at_most=2),
        fact("date_window", **{"from": "11-01", "to": "03-31"}),
        fact("date_window", **{"from": "2024-05-01", "to": "04-30"}),
        fact("measures_ratio", at_least=100),
        fact("profile_complete", min_directions=0, max_directions=0),
        fact("approvals", roles=("auditor", "expert")),
        fact("actor_not", of=("curator", "tutor")),
    ],
)
def test_a_requirement_that_some_case_meets_is_no_finding(possible):
    assert findings(requiring(possible)) == []


def test_a_move_is_not_left_to_those_alone_who_may_not_make_it():
    alone = with_move(
        "approve_exit", roles=(Role.CURATOR,), requirements=(fact("actor_not", of="curator"),)
    )

    assert findings(alone) == [
        ("error", "requirement_never_holds", "moves.approve_exit", {"fact": "actor_not"})
    ]


def test_a_requirement_is_not_denied_by_another_of_the_same_move():
    wanted = fact("curator_assigned")
    denied = Requirement("all", parts=(Requirement("not", parts=(wanted,)),))

    assert findings(requiring(wanted, denied)) == [
        ("error", "requirement_denied", "moves.approve_exit", {"fact": "curator_assigned"})
    ]


def test_no_move_takes_the_code_of_the_forced_one():
    forced = move("force_move", "mentoring", "exited")

    assert findings(and_moves(forced)) == [
        ("error", "code_reserved", "moves.force_move", {"code": "force_move"})
    ]


def test_requirements_are_nested_six_deep_at_most():
    assert findings(requiring(_nested(6))) == []
    assert findings(requiring(_nested(7))) == [
        ("error", "requirement_too_deep", "moves.approve_exit", {"most": 6})
    ]


def test_a_tree_of_any_depth_is_looked_at_without_exhausting_the_stack():
    assert findings(requiring(_nested(100_000))) == [
        ("error", "requirement_too_deep", "moves.approve_exit", {"most": 6})
    ]


def _nested(depth):
    requirement = fact("curator_assigned")
    for _ in range(depth - 1):
        requirement = Requirement("all", parts=(requirement,))
    return requirement


# Terms.


@pytest.mark.parametrize(
    "due",
    [
        Term(TermKind.CALENDAR_DAYS, days=1),
        Term(TermKind.WORKING_DAYS, days=1100),
        Term(TermKind.YEARLY_DATE, day=31, month=12),
        Term(TermKind.YEARLY_DATE, day=28, month=2),
        Term(TermKind.MONTH_WINDOW, from_month=12, month=1),
        Term(TermKind.OPEN, note="по графику"),
    ],
)
def test_a_term_the_calendar_has_is_sound(due):
    assert findings(with_stage("listed", terms=(term(due=due),))) == []


@pytest.mark.parametrize(
    ("due", "name", "value", "least", "most"),
    [
        (Term(TermKind.CALENDAR_DAYS), "days", 0, 1, 1100),
        (Term(TermKind.WORKING_DAYS, days=1101), "days", 1101, 1, 1100),
        (Term(TermKind.WORKING_DAYS, days=5, month=3), "month", 3, 0, 0),
        (Term(TermKind.YEARLY_DATE, day=1, month=13), "month", 13, 1, 12),
        (Term(TermKind.YEARLY_DATE, day=29, month=2), "day", 29, 1, 28),
        (Term(TermKind.YEARLY_DATE, day=31, month=4), "day", 31, 1, 30),
        (Term(TermKind.YEARLY_DATE, day=0, month=4), "day", 0, 1, 30),
        (Term(TermKind.MONTH_WINDOW, from_month=0, month=4), "from_month", 0, 1, 12),
        (Term(TermKind.MONTH_WINDOW, from_month=3, month=13), "month", 13, 1, 12),
        (Term(TermKind.OPEN, days=5), "days", 5, 0, 0),
    ],
)
def test_a_number_of_a_term_lies_in_its_range(due, name, value, least, most):
    fields = {"name": name, "value": value, "least": least, "most": most}

    assert findings(with_stage("listed", terms=(term(due=due),))) == [
        ("error", "term_out_of_range", "stages.listed.terms.term", fields)
    ]


@pytest.mark.parametrize("days", [0, 367])
def test_a_reminder_comes_one_day_to_a_year_ahead(days):
    fields = {"name": "remind_before", "value": days, "least": 1, "most": 366}

    assert findings(with_stage("listed", terms=(term(remind_before=(366, days, 1)),))) == [
        ("error", "term_out_of_range", "stages.listed.terms.term", fields)
    ]


def timed(code="start_mentoring", due=None, definition=None):
    clocked = term(due=due, on_due=OnDue.MOVE, move=code)
    base = definition or with_move("start_mentoring", roles=SCHEDULED)
    return with_stage("listed", base, terms=(clocked,))


def test_a_term_may_make_a_move_of_the_clock():
    assert findings(timed()) == []


def test_a_term_that_moves_names_the_move():
    assert findings(timed(None)) == [("error", "term_move_missing", "stages.listed.terms.term", {})]


def test_a_term_names_a_move_there_is():
    assert findings(timed("fly")) == [
        ("error", "term_move_unknown", "stages.listed.terms.term", {"move": "fly"})
    ]


def test_a_timed_move_leaves_the_stage_of_the_term():
    away = timed("approve_exit", definition=with_move("approve_exit", roles=SCHEDULED))

    assert findings(away) == [
        ("error", "term_move_elsewhere", "stages.listed.terms.term", {"move": "approve_exit"})
    ]


def test_a_timed_move_is_given_to_the_clock():
    assert findings(timed(definition=SOUND)) == [
        (
            "error",
            "term_move_not_scheduled",
            "stages.listed.terms.term",
            {"move": "start_mentoring"},
        )
    ]


def test_a_term_without_a_day_makes_no_move():
    assert findings(timed(due=Term(TermKind.OPEN))) == [
        ("error", "term_never_due", "stages.listed.terms.term", {})
    ]


def test_a_term_that_only_reminds_names_no_move():
    reminding = term(on_due=OnDue.REMIND, move="start_mentoring")

    assert findings(with_stage("listed", terms=(reminding,))) == [
        ("error", "term_move_unused", "stages.listed.terms.term", {"move": "start_mentoring"})
    ]


def test_the_clock_alone_leads_no_case_around_for_ever():
    watched = and_moves(
        move("start_watch", "exited", "watch", roles=SCHEDULED),
        move("end_watch", "watch", "exited", roles=SCHEDULED),
        definition=and_stages(
            stage(
                "watch",
                phase=Phase.EXIT,
                terms=(term(on_due=OnDue.MOVE, move="end_watch"),),
            )
        ),
    )
    turning = with_stage("exited", watched, terms=(term(on_due=OnDue.MOVE, move="start_watch"),))

    assert findings(watched) == [("note", "end_is_left", "stages.exited", {})]
    assert findings(turning) == [
        ("error", "timed_moves_turn", "stages.exited", {"stages": ("exited", "watch")}),
        ("note", "end_is_left", "stages.exited", {}),
    ]


def test_a_term_is_closed_by_a_fact_about_the_case():
    closed = term(met_by=Requirement("curator_assigned"))

    assert findings(with_stage("listed", terms=(closed,))) == []


def test_what_closes_a_term_is_checked_like_any_requirement():
    unknown = term(met_by=Requirement("all", (), (Requirement("curator_is_kind"),)))

    assert findings(with_stage("listed", terms=(unknown,))) == [
        ("error", "fact_unknown", "stages.listed.terms.term", {"fact": "curator_is_kind"})
    ]


@pytest.mark.parametrize(
    "requirement",
    [
        Requirement("reason_given"),
        Requirement("role_of_actor", (("roles", ("curator",)),)),
        Requirement("any", (), (Requirement("curator_assigned"), Requirement("basis_given"))),
    ],
)
def test_a_term_is_not_closed_by_how_somebody_makes_a_move(requirement):
    fact = requirement.parts[-1].fact if requirement.parts else requirement.fact

    assert findings(with_stage("listed", terms=(term(met_by=requirement),))) == [
        ("error", "term_met_by_attempt", "stages.listed.terms.term", {"fact": fact})
    ]


def test_a_term_that_moves_the_case_is_closed_by_the_move_alone():
    clocked = term(
        on_due=OnDue.MOVE, move="start_mentoring", met_by=Requirement("curator_assigned")
    )
    base = with_move("start_mentoring", roles=SCHEDULED)

    assert findings(with_stage("listed", base, terms=(clocked,))) == [
        ("error", "term_met_moves", "stages.listed.terms.term", {})
    ]


# All together.


def test_errors_stand_before_notes():
    both = with_stage("exited", replace(SOUND, title=""), phase=Phase.MONITORING)

    assert [code for _, code, _, _ in findings(both)] == ["title_empty", "no_exit_phase"]
