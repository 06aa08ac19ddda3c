"""All thresholds of the voice rules in one place, each with the number of its rule. Times are seconds."""

from math import inf

# How long speech takes (T): measured on four Romanian prompts, 9.4 to 12.8 characters a second.
CHARACTERS_A_SECOND = 11

EMERGENCY = 6  # 2
EMERGENCY_KEYS = ("1", "1", "2")  # 2: said key by key
DISCLAIMER = 20  # 3
FIRST_OPTION, FIRST_OPTION_WANTED = 30, 20  # 3: from pickup
REMINDER_WANTED = 8  # 4: what a repeat caller hears of the disclaimer
LANGUAGE_OFFER = 4  # 5

OPTIONS, OPTIONS_WANTED = 7, 5  # 7: besides 0 * #
DEPTH, DEPTH_WANTED = 3, 2  # 8: menus from entry to any step
OPTION_WORDS, OPTION = 12, 5  # 11
PAUSE_WANTED = (0.5, 0.75)  # 12: between options
MENU, MENU_WANTED = 30, 20  # 13
TOPICS_ALIKE_WANTED = 80  # 15: 0 to 100
UNCOUNTED_OPTIONS_WANTED = 3  # 17: more than these are counted aloud

FIRST_KEY = (5, 10)  # 20
BETWEEN_DIGITS = 6  # 21: numbers, dates, phones
ALIKE = 90  # 22: 0 to 100
FIRST_HELP, SECOND_HELP = 8, 15  # 24
TEXT = 30  # 38
SENTENCE_WORDS_WANTED = 20  # 42; a value counts as one word
HAPPY_PATHS = {"status": (90, 25), "institution": (120, 35), "booking": (240, 45)}  # 45: seconds, keys
OTHER_HAPPY_PATHS = (inf, inf)  # 45 names no limits for the others; they are printed

SAY_CHARACTERS = 1000  # the end of the rules: voices tire, platforms refuse more
TWIML_BYTES = 64_000

# Words in which a rule can be seen, by language; a language that is not here is not judged by it.
AUTOMATIC = "automat"  # 1: the same stem in Romanian, Hungarian and English
BLAME = {  # 24: stems, without accents
    "ro": ("gresi", "gresea", "invalid", "eroare", "erori", "incorect"),
    "hu": ("hiba", "hibas", "ervenytelen", "rossz", "teved", "helytelen"),
    "en": ("wrong", "invalid", "error", "incorrect", "mistake"),
}
WHERE_FOUND = {  # 29: where the registration number is to be found
    "ro": ("bon", "harti", "mesaj", "dovada", "raspuns"),
    "hu": ("papir", "level", "uzenet", "igazolas", "bizonylat", "elismerveny"),
    "en": ("paper", "letter", "message", "slip", "receipt"),
}
ABBREVIATIONS = (
    "nr",
    "str",
    "art",
    "alin",
    "bl",
    "sc",
    "ap",
    "jud",
    "tel",
    "dvs",
    "dl",
    "dna",
    "etc",
    "lit",
    "pct",
)  # 42
