"""Who may open which page of the console, written out by hand: a page that is not here fails a test.

S is a supervisor, I an inspector, A an auditor, D an administrator; "" is nobody who is signed in.
"""

from office.users import Role

_ROLES = {"S": Role.supervisor, "I": Role.inspector, "A": Role.auditor, "D": Role.administrator}

_MATRIX = {
    # everybody who is signed in
    "account": "SIAD",
    "new_password": "SIAD",
    "sign_out": "SIAD",
    "sign_out_everywhere": "SIAD",
    # the line now, and over time
    "call_as_test": "S",
    "call_page": "S",
    "callback": "S",
    "callback_changed": "S",
    "callbacks": "S",
    "calls_list": "S",
    "notice_off": "S",
    "notice_put_on": "S",
    "now": "S",
    "now_alarms": "S",
    "now_live": "S",
    "over_time": "S",
    "over_time_csv": "S",
    "pass_over": "S",
    # the routing file: who checks on others reads what was published
    "alias_form": "S",
    "alias_from_unmatched": "S",
    "closed_days_form": "S",
    "contact_checked": "S",
    "contact_form": "S",
    "contacts": "S",
    "editor": "S",
    "editor_check": "S",
    "editor_discard": "S",
    "editor_save": "S",
    "hours_form": "S",
    "notice_form": "S",
    "revision_compare": "SA",
    "revision_compare_part": "SA",
    "revision_text": "SA",
    "revisions": "SA",
    "roll_back": "S",
    "routing_conflict": "S",
    "routing_preview": "S",
    "routing_preview_part": "S",
    "routing_publish": "S",
    "routing_rebase": "S",
    "routing_try": "S",
    # inspectors' days: a supervisor sees to absences, only the inspector writes what was concluded
    "absence_added": "SI",
    "absence_dropped": "SI",
    "absences": "SI",
    "agenda": "SI",
    "calendar_feed": "I",
    "feed_opened": "I",
    "feed_shut": "I",
    "outcome": "I",
    "outcome_paper": "I",
    "outcome_preview": "I",
    "outcome_saved": "I",
    "outcome_signed": "I",
    "outcome_typed": "I",
    "seen_to": "SI",
    "ticket_page": "SI",
    "ticket_paper": "SI",
    "ticket_rings": "SI",
    "ticket_rung": "I",
    # the log, and how long things are kept
    "events_csv": "AD",
    "events_log": "AD",
    "retention": "AD",
    # users
    "add_person": "D",
    "change_person": "D",
    "people": "D",
    "person": "D",
    "set_password": "D",
    "unlock_person": "D",
}

# for who is not signed in; a calendar shows its secret instead
OPEN = {"feed_read", "home", "language", "sign_in", "sign_on", "signed_in", "signed_on"}

MATRIX = {endpoint: frozenset(_ROLES[letter] for letter in may) for endpoint, may in _MATRIX.items()}
