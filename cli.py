"""The `telverde` command: what the people of an institution and its developers do from a terminal."""

import sys
from importlib import import_module

import click

from settings import WrongSettings
from store.database import StoreRefusal, is_no_store

# each word and the file in commands/ it is in: only that one is loaded, so that a short command is quick
WORDS = {
    "absences": "inspectors",
    "bless": "transcripts",
    "call": "calling",
    "callbacks": "calling",
    "calls": "calling",
    "check": "routing",
    "competent": "routing",
    "diff": "routing",
    "doctor": "serving",
    "inspectors": "inspectors",
    "messages": "messages",
    "migrate": "database",
    "notice": "publishing",
    "petitions": "petitions",
    "publish": "publishing",
    "revisions": "publishing",
    "rollback": "publishing",
    "tickets": "tickets",
    "tree": "routing",
    "users": "users",
    "worker": "serving",
}


class Lazily(click.Group):
    """Loads a command when it is asked for; `telverde --help` loads them all."""

    def list_commands(self, _: click.Context) -> list[str]:
        return list(WORDS)

    def get_command(self, _: click.Context, name: str) -> click.Command | None:
        if name not in WORDS:
            return None
        command: click.Command = getattr(import_module(f"commands.{WORDS[name]}"), name)
        return command


@click.group(cls=Lazily)
def telverde() -> None:
    """The citizens' hotline: serve it, call it, look after it."""


def main() -> None:
    """Runs the command; what a person can mend is one sentence on standard error, not a traceback."""
    try:
        telverde(standalone_mode=True)
    except WrongSettings as wrong:
        sys.exit(f"telverde: {wrong}")
    except StoreRefusal as error:
        if not is_no_store(error):
            raise
        sys.exit(
            f"telverde: the database cannot be used: {str(error.orig).splitlines()[0]}; run: telverde doctor"
        )


if __name__ == "__main__":
    main()
