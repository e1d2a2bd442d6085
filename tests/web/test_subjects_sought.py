"""A case about somebody else: found in the register by plaque, credit code or initials, without a script."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine, select

from models.case import cases
from models.database import transaction
from models.reference import start_clock
from tests.walk import moment
from tests.web.browsing import sign_in, token_on
from tests.web.conftest import Account
from tests.workflows.guangzhou.roads import open_call
from tests.workflows.guangzhou.stations import certified
from tests.workflows.staging import title_of
from tests.world import ORGANISATION, settle


def test_a_station_is_chosen_from_the_register(db: Engine, account: Account, client: FlaskClient) -> None:
    settle(db)
    open_call(db)
    station = certified(db)
    grant = f"INSERT INTO grants (user_id, role, office) VALUES ('{account('keeper')}', 'hq_reviewer', 'gz-hq')"
    transaction(db, lambda p: p.connection.exec_driver_sql(grant))
    transaction(db, lambda p: start_clock(p.connection, at=moment("2026-11-02"), now=p.now))
    sign_in(client, "keeper")
    new = "/cases/new?lifecycle=guangzhou/2025/revocation&lang=en"
    assert "Look in the register" in client.get(new).text
    assert 'name="chosen"' not in client.get(new).text
    assert "Nothing was found in the register" in client.get(f"{new}&find=xyz").text
    for words in ("slcyy", ORGANISATION[1], title_of(db, station).plaque):
        page = client.get(f"{new}&find={words}").text
        assert f'value="{station.number}" checked' in page, words
    sent = {"csrf_token": token_on(page), "lifecycle": "guangzhou/2025/revocation", "office": "gz-hq"}
    nobody = client.post("/cases", data={**sent, "chosen": "GZ-NOBODY", "find": "slcyy"})
    assert nobody.status_code == 422 and "The register knows no such subject" in nobody.text
    assert station.number in nobody.text, "who was found stays on the page"
    assert client.post("/cases", data={**sent, "chosen": station.number}).status_code == 302
    c = cases.c
    asked = select(c.subject_number, c.subject_name, c.parties).where(c.lifecycle == sent["lifecycle"])
    number, name, party = transaction(db, lambda p: p.connection.execute(asked).one())
    assert (number, name) == (station.number, title_of(db, station).name)
    assert ORGANISATION[1] in party


@pytest.mark.parametrize("kind", ["appeal", "assignment"])
def test_people_and_enterprises_are_sought_by_offices_alone(
    db: Engine, account: Account, client: FlaskClient, kind: str
) -> None:
    settle(db)
    account("firm")
    values = "('u-firm', 'organisation', '91440101MA5EXAMPLE', 'x')"
    row = f"INSERT INTO contacts (user_id, kind, number, name) VALUES {values}"
    transaction(db, lambda p: p.connection.exec_driver_sql(row))
    sign_in(client, "firm")
    assert "Look in the register" not in client.get(f"/cases/new?lifecycle=jiangsu/2022/{kind}&lang=en").text
