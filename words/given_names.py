"""The given names most people in Romania have, Romanian and Hungarian: whoever says one says a name.

Folded (words/vocabulary.py). Left out are those that are rather a word or a place: Luca, Doina, Constanța, Virág.
"""

_ROMANIAN = """
    adela adelina adina adrian adriana alexandra alexandru alin alina ana anca andra andrea andreea andrei angela
    anton antonia antoniu aurel aurelia aurica bianca bogdan camelia carmen catalin catalina cezar ciprian claudia
    claudiu constantin corina corneliu cornelia cosmin costel costica cristi cristian cristina dan dana daniel
    daniela david delia denis denisa diana dorel dorin dorina dragos dumitra dumitru ecaterina eduard elena eliza
    emanuel emil emilia eugen eugenia felicia filip flavia flavius florea florentina florica florin florina gabi
    gabriel gabriela george georgeta georgiana gheorghe gica gigel grigore horatiu horia ileana ilie ilinca ioan
    ioana ion ionel ionela ionica ionut irina isabela iulia iulian iuliana ivan larisa laura laurentiu lavinia
    lenuta lidia liliana liviu livia loredana lucia lucian luciana ludmila luminita madalina madalin magda
    magdalena manuela marcel marcela maria marian mariana marin marinela marioara marius matei mihaela mihai
    mihail mihaita mircea mirela miruna monica nadia narcisa natalia neculai nelu nicoleta nicolae nicu nicusor
    oana octavian octavia olga olimpia otilia ovidiu paraschiva patricia paul paula petre petrica petronela petru
    petruta rafael raluca ramona raul razvan rares rebeca remus robert roberta rodica romeo roxana ruxandra sabina
    sabin sandu sebastian septimiu serban sergiu silvia silviu simona simion sofia sorin sorina stan stanca stela
    stefan stefania steliana stelian tatiana teodor teodora tiberiu tudor traian valentin valentina valeria
    valeriu vasile vasilica veronica victor viorel viorica virgil violeta vlad vladimir voicu zoe
"""
_HUNGARIAN = """
    adam adel adorjan agnes agota akos aladar albert aliz almos anett anita anna andras aniko antal arpad aron
    arnold attila balazs balint barbara barna bea beata bela bence benedek beno bernadett bertalan bianka boglarka
    borbala botond brigitta csaba csenge csilla csongor denes dezso dominik dora dorottya edina edit elemer elod
    emese emoke endre eniko erika erno ervin erzsebet erzsi eszter eva evelin fanni ferenc flora frigyes gabor
    gaspar gellert gergely gergo geza gizella gyorgy gyongyi gyula hajnal hajnalka helga henrietta henrik hilda
    huba hunor ibolya ilona ildiko imola imre iren istvan ivett izabella janka janos jeno jolan jozsef jozsi judit
    juci julianna julia juliska kalman karoly karola kata katalin kati kincso kinga klara klaudia kornel kornelia
    kristof krisztian krisztina lajos laszlo lehel lenard lenke levente lilla lorand lorant magdolna mate matyas
    margit marika marta marton melinda miklos mihaly monika nandor natalia nikolett nimrod noemi nora norbert odon
    orsolya orban oszkar otto pal palma patrik peter piroska pista rajmund reka regina renata richard robert
    roland rozalia rudolf sandor sara sarolta szabolcs szilard szilvia tamas terez terezia tibor timea tivadar
    tunde vera veronika viktor viktoria vilma vilmos vince zita zoltan zsanett zsofia zsolt zsuzsa zsuzsanna
    zsuzsi
"""
GIVEN_NAMES = frozenset((_ROMANIAN + _HUNGARIAN).split())
PLACES = frozenset((("alba", "iulia"), ("sfantu", "gheorghe"), ("sfantul", "gheorghe")))
_ENDINGS = (
    "nak",
    "nek",
    "val",
    "vel",
    "ert",
    "hoz",
    "hez",
    "tol",
    "rol",
    "ul",
    "lui",
    "t",
)  # of either language


def is_given_name(word: str) -> bool:
    """Whether the folded word is one, also as "Mariei" or "Jánosnak"."""
    if word in GIVEN_NAMES or (word.endswith("ei") and f"{word[:-2]}a" in GIVEN_NAMES):
        return True
    return any(word.endswith(end) and word[: -len(end)] in GIVEN_NAMES for end in _ENDINGS)
