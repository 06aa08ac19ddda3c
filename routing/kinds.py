"""Words that stand for one another: what is true of a mother from Egypt is true of a sister from China."""

from __future__ import annotations

from functools import lru_cache

from routing.stems import stem
from words.hearing import fold

# Romanian, then Hungarian; folded on reading, endings do not matter
_KINDS = {
    "kin": """mama maica tata taica sot soț soția soții bărbatul nevasta fiul fiu fiica fata băiat băiatul bunica
        bunicul bunicii soacra socrul unchiul mătușa vărul verișoara nepotul nepoata nepoți frate sora cumnat cumnata
        ginere nora părinți părintele copil copii prunc plod fecior logodnic logodnica concubin concubina iubit
        iubita prieten prietena mami mamaie tataie bătrânul bătrâna moșul baba
        anyám apám férjem feleségem gyerek fiam lányom nagymama nagyapa anyósom apósom testvérem
        bátyám öcsém nővérem""",
    "official": """polițist milițian agent ofițer subofițer funcționar funcționara șef șefa director inspector
        comisar jandarm vameș grănicer pompier primar consilier ministru deputat prefect examinator
        rendőr tiszt ügyintéző főnök polgármester csendőr határőr""",
    "nation": """neamț german italian spaniol francez englez american turc sirian ucrainean moldovean basarabean rus
        bulgar sârb maghiar ungur grec arab chinez vietnamez nepalez indian pakistanez bangladez lankez filipinez
        egiptean tunisian marocan irakian iranian afgan israelian albanez polonez austriac elvețian olandez belgian
        portughez brazilian columbian georgian armean străin cetățean african nigerian etiopian somalez congolez
        külföldi német olasz ukrán török szír""",
    "country": """Anglia Marea Britanie Londra America Statele Unite Germania Nemția Italia Spania Franța Paris Roma
        Moldova Basarabia Chișinău Ucraina Rusia Turcia Siria Egipt China India Nepal Bangladesh Lanka Pakistan
        Vietnam Filipine Tunisia Maroc Irak Iran Afganistan Israel Albania Polonia Austria Viena Elveția Olanda Belgia
        Portugalia Brazilia Columbia Georgia Armenia Africa Nigeria Grecia Cipru Ungaria Budapesta Serbia Bulgaria
        Suedia Norvegia Danemarca Finlanda Irlanda Cehia Slovacia Canada Australia Japonia Coreea Dubai străinătate
        Milano Torino Madrid Berlin Bruxelles Schengen
        külföld Németország Olaszország Spanyolország Anglia Magyarország Ukrajna Törökország""",
    "paper": """buletin pașaport permis carnet certificat adeverință cazier dosar act hârtie autorizație aviz talon
        legitimație diplomă cerere igazolvány útlevél jogosítvány igazolás engedély kérvény""",
    "vehicle": """mașină autoturism motocicletă motor scuter remorcă dubă duba camion tir tractor atv autobuz microbuz
        rablă bmw dacia logan golf audi moped trotinetă bicicletă autocar autó kocsi motor teherautó traktor""",
    "animal": """câine câini pisică urs ursoaică vacă cal porc oaie capră mistreț lup vulpe șarpe viperă
        kutya macska medve tehén ló disznó""",
    "money": "lei euro bani mii sută sute dolari parale ron pénz forint",
    "time": """ianuarie februarie martie aprilie iunie iulie august septembrie octombrie noiembrie decembrie lună luni
        an ani săptămână zile zi ieri azi mâine aseară noapte dimineață weekend tegnap ma holnap hét hónap év""",
}
_EVERYDAY = frozenset(["marea"])  # beside "Britanie" it says nothing


@lru_cache(maxsize=65536)
def kind_of(word: str) -> str | None:
    """What a folded word is one of ("soacrei" -> "kin"), or None."""
    return "number" if word.isdigit() else _BY_STEM.get(stem(word))


def _by_stem() -> dict[str, str]:
    words = ((word, kind) for kind, text in _KINDS.items() for word in fold(text).split())
    return {stem(word): kind for word, kind in words if word not in _EVERYDAY}


_BY_STEM = _by_stem()
