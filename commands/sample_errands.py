"""What the callers of a sample line want, how often and when, and how their wishes to be rung back end."""

DAYS = 28
A_DAY, A_HOLIDAY = (6, 9), (1, 3)  # calls from and to
HOURS = {7: 2, 8: 6, 9: 12, 10: 13, 11: 11, 12: 7, 13: 7, 14: 9, 15: 8, 16: 6, 17: 4, 18: 3, 19: 3, 20: 1}
NAME_ON_KEYS = "393#"  # EXE: everybody in the register is called Exemplu

# What callers want, how often, and what they do for it, turn by turn; "?" is said, the rest is keyed.
ERRANDS: tuple[tuple[int, tuple[str, ...]], ...] = (
    (26, ("1", "{number}#", "1")),
    (5, ("1", "{number}#", "1", "1", "{other}#", "1")),
    (5, ("1", "{unknown}#", "1", "{number}#", "1")),
    (3, ("1", "{unknown}#", "1", "{unknown}#", "1", "{unknown}#", "1")),
    (4, ("1", "10234#", "1", "{year}#")),
    (20, ("2", "?{sentence}", "1", "2", "4")),
    (8, ("2", "?{sentence}", "?{county}", "1")),
    (7, ("2", "1", "1", "3", "?{county}", "1")),
    (4, ("2", "1", "3", "1")),
    (6, ("2", "?{odd}", "?{odd}", "1")),
    (9, ("3", "1", "2")),
    (5, ("1", "{number}#", "1", "2", "1", "2")),
    (5, ("0",)),
    (4, ("4",)),
    (8, ("5", "1", "{booked}#", "1", "{filed}#", "1", NAME_ON_KEYS, "1", "1", "1", "3")),
    (5, ("9", "1", "{number}#", "1")),
    (3, ("9", "2", "?{magyar}", "1")),
    (3, ("8", "1", "{number}#", "1")),
)
ODD = (
    "nu merge treaba aia de la bloc",
    "am primit o hârtie albastră și nu știu ce e",
    "cine vine să ia căruța",
    "nu mi-a răspuns nimeni de la voi",
    "vreau la ghișeul acela nou",
    "s-a pierdut coada de la poartă",
    "floare albastră",
)
COUNTIES = ("Cluj", "Iași", "Harghita", "Dolj", "Timiș", "București")
FATES = (("open", ""),) * 3 + (
    ("done", "EXEMPLU: am sunat, a aflat ce voia"),
    ("done", "EXEMPLU: i-am trimis copia răspunsului"),
    ("done", ""),
    ("unreached", "EXEMPLU: sunat de două ori, nu răspunde"),
    ("in_progress", "EXEMPLU: așteptăm dosarul de la arhivă"),
)
