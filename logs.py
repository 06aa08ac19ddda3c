"""What the hotline writes about itself: one JSON line for each sentence, with facts, never with a caller's data."""

import json
import logging
import re
import sys
from datetime import UTC, datetime
from typing import Any

# a place in the routing file, which has more than 10,000 rows; never more than five digits, and nothing behind them
_PLACE = r"(?<=rândul |oloana )\d{4,5}(?![ ./*-]?\d)"
_DIGITS = re.compile(rf"(?<![0-9A-Za-z-])(?!{_PLACE})\+?\d(?:[ ./*-]?\d){{3,}}(?![0-9A-Za-z])")
_BROUGHT = re.compile(r"(DETAIL:|\[parameters:).*", re.DOTALL)  # databases quote the row they refuse


class Lines(logging.Formatter):
    """`{"at": ..., "level": ..., "said": ..., "call": "CA...", ...}`; numbers of four digits or more are struck out."""

    def format(self, record: logging.LogRecord) -> str:
        facts: dict[str, Any] = getattr(record, "facts", {})
        line = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "said": struck(record.getMessage()),
        } | {name: struck(value) if isinstance(value, str) else value for name, value in facts.items()}
        if record.exc_info:
            line["trace"] = struck(self.formatException(record.exc_info))
        return json.dumps(line, ensure_ascii=False)


def struck(text: str) -> str:
    """The text without numbers a person could have given, and without rows a database quotes."""
    return _DIGITS.sub("••••", _BROUGHT.sub(r"\1 ••••", text))


def to_stderr(level: int = logging.INFO) -> None:
    """All logs of this process, as lines on standard error."""
    lines = logging.StreamHandler(sys.stderr)
    lines.setFormatter(Lines())
    logging.basicConfig(level=level, handlers=[lines], force=True)
