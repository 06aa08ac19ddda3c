"""Which words tell of danger: a house, a number or a name is no alarm, however often it stands beside fire."""

from __future__ import annotations

from collections.abc import Callable

from routing.evidence import Words
from routing.likeness import COMMON_WORDS
from routing.stems import stem
from words.hearing import fold

# Romanian, Hungarian, English; folded on reading, endings do not matter. Whoever says one is believed with less.
_OF_DANGER = """
    foc focul focuri flacără flăcări incendiu incendiază arde ard aprins aprinde fum fumul fumegă scântei explozie
    explodat explodează bombă grenadă obuz gaz gaze monoxid amoniac electrocutat curentat bate bătut bătută bătaie
    lovește lovesc lovit lovită lovitură ucide omoară omor omorât împușcat împușcă împușcături pistol pușca înarmat
    cuțit cuțitul cuțite înjunghiat înjunghie sugrumă sugrumat strangulează sabie bâtă violează violat sechestrat
    ostatic răpit răpesc răpire jaf jefuiesc tâlhărit hoți hoțul amenință sparg accident accidentat ciocnit
    răsturnat deraiat prăbușit dărâmat dărâmături surpat rănit răniți căzut căzută înec îneacă înecat viitură
    viitura puhoi avalanșă respiră respir răsuflă inconștient leșinat leșină leșinăm convulsii spasme epilepsie
    infarct avc puls sânge sângerează sângerare hemoragie sufocă sufoc cadavru comă otrăvit otravă otrăvire
    intoxicat supradoză înghițit opărit degerat vomită atacă atacat sinucid sinucide sinucidere spânzură spânzurat
    venele ajutor ajutați săriți pericol țipă urlă urlete strigă fugărește scufundă
    ég égünk tűz tüzet füstöl lángol lángok kigyulladt felrobbant robbanás gázszag gázt gránát veri megver megütött
    megöl meghal haldoklik kés kést késsel pisztoly fegyver fegyveres lövöldöznek megszúrt megszúrták fojtogat
    megerőszakol elrabolták betörő baleset sérült sérültek elütött elütötték elgázoltak felborult összedőlt leesett
    kiesett beesett beleesett fuldoklik fullad megfulladt lélegzik levegőt eszméletlen elájult szívroham agyvérzés
    vérzik görcsöl mérgezés áradás lavina megtámadott segítség segítsen segítsenek küldjenek siessenek felakasztotta
    leugrott ugrani kiabál verekednek
    fire burning smoke explosion exploded beating hitting attacking attack attacked knife gun shooting gunshots
    choking stabbed burglar robbing kidnapped raping screaming accident crash trapped breathing unconscious
    collapsed seizure bleeding drowning drown flood avalanche grenade bomb help ambulance dying suicide
"""
SHORT = 6  # letters of a word that a name is easily mistaken for
OF_DANGER = frozenset(map(stem, fold(_OF_DANGER).split()))

# beside the words of every call: what says nothing of danger even two by two
_NEUTRAL = """
    zero unu doi două trei patru cinci șase șapte opt nouă zece unsprezece doisprezece douăsprezece zeci sută
    sute mie mii primul prima doilea treilea oară oră ore număr numărul strada scara etaj apartament
    numesc cheamă numele prenumele familie domnul doamna nevem hívnak név úr
    egy kettő két három négy öt hat hét nyolc kilenc tíz száz ezer be el fel ki le itt ott most utca szám
    an and at do have he her his how i in is it me my of on our she the they to we you your
"""
NEUTRAL = COMMON_WORDS | frozenset(fold(_NEUTRAL).split())


def has_word_of_danger(words: Words, said: Words) -> bool:
    """Whether a word of danger is among the mended words of a sentence; `said` are those it was mended from.

    A short word must have been said as it is: "Cozma" is no "comă", though "incendju" is "incendiu".
    """
    return any(stem(word) in OF_DANGER and (len(word) > SHORT or word in said) for word in words)


def telling_words(said: Words, is_known: Callable[[str], bool]) -> int:
    """How many known words are said that are no number, no address and no word of every call.

    Two may tell of danger though neither does: "urs în curte", "copilul a dispărut". A name of which a known word
    could be made, "Lupu", is a name.
    """
    told = (word for word in said if word not in NEUTRAL and not word.isdigit())
    return len({stem(word) for word in told if is_known(word)})
