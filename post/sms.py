"""A citizen gets a text message that can be read at a glance: figures, one part, and our number at its end."""

from collections.abc import Mapping

from words.catalogue import Catalogue
from words.gsm import one_part


def worded(kind: str, values: Mapping[str, object], catalogue: Catalogue, line: str) -> str:
    """The text of an SMS, at most 160 septets of GSM 03.38. `line` is our number in E.164 form.

    Raises LookupError or ValueError for values that do not fit the sentence.
    """
    return one_part(catalogue.pieces(kind, {**values, "line": line}))
