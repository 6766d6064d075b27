"""The step that adds the search keys fills them for what is already there."""

import pytest
import sqlalchemy as sa

from engine.migrations import upgrade
from engine.storage.database import open_database, reading
from engine.storage.types import new_id
from tests.conftest import DIALECTS, KEYS
from tests.databases import postgres_database


@pytest.fixture(params=DIALECTS)
def old_database(request, tmp_path):
    """A database as it was before the step."""
    if request.param == "sqlite":
        database = open_database(f"sqlite:///{tmp_path / 'old.db'}", KEYS)
        upgrade(database, "0001")
        yield database
        database.close()
        return
    with postgres_database(request.getfixturevalue("postgres")) as url:
        database = open_database(url, KEYS)
        upgrade(database, "0001")
        yield database
        database.close()


def plant(database, schools):
    """A region with schools, as the first version of the schema kept them."""
    metadata = sa.MetaData()
    metadata.reflect(database.source, only=["region", "municipality", "school"])
    region, town, ids = new_id(), new_id(), [new_id() for _ in range(schools)]

    def kept(value):
        return value.hex if database.dialect == "sqlite" else value

    rows = {
        "region": [{"id": kept(region), "code": "amur", "title": "Амур", "zone": "Asia/Yakutsk"}],
        "municipality": [{"id": kept(town), "region_id": kept(region), "title": "Сковородинский"}],
        "school": [
            {
                "id": kept(one),
                "region_id": kept(region),
                "municipality_id": kept(town),
                "title": f"МБОУ СОШ № {number}",
                "sort_key": str(number),
                "mode": "at_risk",
                "demo": False,
                "closed": False,
                "revision": 1,
            }
            for number, one in enumerate(ids)
        ],
    }
    with database.source.begin() as connection:
        for table, values in rows.items():
            connection.execute(metadata.tables[table].insert(), values)


def test_what_was_there_before_the_keys_gets_its_keys(old_database):
    plant(old_database, 1_003)

    upgrade(old_database)

    with reading(old_database) as connection:
        query = "SELECT search_key FROM school ORDER BY CAST(sort_key AS integer)"
        keys = connection.execute(sa.text(query)).scalars().all()
        town = connection.execute(sa.text("SELECT search_key FROM municipality")).scalar_one()
    assert keys == [f" мбоу сош {number} " for number in range(1_003)]
    assert town == " сковородинский "
