"""The languages the tests speak: Romanian as it is, Hungarian and English as samples."""

import shutil
from pathlib import Path

import pytest

from words.catalogue import Catalogue, open_words

HERE = Path(__file__).parent
ROMANIAN = HERE.parents[1] / "words" / "ro.yaml"


@pytest.fixture(scope="session")
def words_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A words folder with three languages."""
    folder = tmp_path_factory.mktemp("words")
    shutil.copy(ROMANIAN, folder / "ro.yaml")
    for code in ("hu", "en"):
        shutil.copy(HERE / f"{code}_sample.yaml", folder / f"{code}.yaml")
    return folder


@pytest.fixture(scope="session")
def languages(words_folder: Path) -> dict[str, Catalogue]:
    """The three languages, opened."""
    return open_words(words_folder)


@pytest.fixture(scope="session")
def ro(languages: dict[str, Catalogue]) -> Catalogue:
    """Romanian."""
    return languages["ro"]
