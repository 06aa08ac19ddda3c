"""All thresholds of the voice rules in one place, each with the number of its rule. Times are seconds."""

# How long speech takes (T): measured on four Romanian prompts, 9.4 to 12.8 characters a second.
CHARACTERS_A_SECOND = 11

EMERGENCY = 6  # 2
DISCLAIMER = 20  # 3
FIRST_OPTION, FIRST_OPTION_WANTED = 30, 20  # 3: from pickup until it begins
REMINDER_WANTED = 8  # 4: what a repeat caller hears of the disclaimer
LANGUAGE_OFFER = 4  # 5

OPTIONS, OPTIONS_WANTED = 7, 5  # 7: besides 0 * #
DEPTH, DEPTH_WANTED = 3, 2  # 8: menus from entry to any step
OPTION_WORDS, OPTION = 12, 5  # 11
PAUSE_WANTED = (0.5, 0.75)  # 12: between options
MENU, MENU_WANTED = 30, 20  # 13
TOPICS_ALIKE_WANTED = 80  # 15: 0 to 100
UNCOUNTED_WANTED = 3  # 17: more options than these are counted aloud

FIRST_KEY = (5, 10)  # 20
BETWEEN_DIGITS = 6  # 21: numbers, dates, phones
ALIKE = 90  # 22: 0 to 100
FIRST_HELP, SECOND_HELP = 8, 15  # 24
TEXT = 30  # 38: one entry of the catalogue
PIECE = 15  # 38: a contact, to be written down
NOTICE_WANTED = 18  # 38: an announcement that every caller hears first; as for emergencies
NEWS_WANTED = 30  # 38: everything told before the options of a menu
SENTENCE_WORDS_WANTED = 20  # 42: a value counts as one word
HAPPY_PATHS = {"status": (90, 25), "competence": (120, 35), "ticket": (240, 45)}  # 45: seconds, keys

TWIML_BYTES = 64_000  # the platform's limit

# Words in which a rule can be seen, without accents, by language; a language not listed is not judged by them.
AUTOMATIC = "automat"  # 1: the same stem in Romanian, Hungarian and English
BLAME = {  # 24: stems
    "ro": ("gresi", "greseal", "invalid", "eroare", "erori", "incorect"),
    "hu": ("hiba", "ervenytelen", "rossz", "teved", "helytelen"),
    "en": ("wrong", "invalid", "error", "incorrect", "mistake"),
}
WHERE_FOUND = {  # 29: stems of what the registration number stands on
    "ro": ("bon", "harti", "mesaj", "dovad", "raspuns"),
    "hu": ("papir", "level", "uzenet", "igazolas", "bizonylat", "elismerveny"),
    "en": ("paper", "letter", "message", "slip", "receipt"),
}
ABBREVIATIONS = frozenset(  # 42
    ("nr", "str", "art", "alin", "bl", "sc", "ap", "jud", "tel", "dvs", "dl", "dna", "etc", "lit", "pct")
)
