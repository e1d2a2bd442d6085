"""The page of readiness: it says what somebody should mend soon."""

from pathlib import Path

from sqlalchemy import delete

from migrations.run import upgrade
from models import reference
from models.calendar import calendar_days, calendar_notices
from models.database import Present, connect, transaction
from models.settings import Settings
from web.app import create_app


def test_a_calendar_at_its_end_stands_on_the_page(empty_url: str, tmp_path: Path) -> None:
    upgrade(empty_url)
    engine = connect(empty_url)

    def forget(present: Present) -> None:
        for table in (calendar_days, calendar_notices):
            present.connection.execute(delete(table))
        reference.changed(present.connection)

    client = create_app(Settings(env="test", data_dir=tmp_path), engine).test_client()
    ready = client.get("/readyz").json
    assert ready is not None and ready["calendar_until"] == "2026-12-31"
    transaction(engine, forget)
    answer = client.get("/readyz")
    assert answer.status_code == 200 and answer.json is not None
    assert answer.json["calendar_until"] is None and answer.json["calendar_missing"] is not None
    scheduler, calendar = answer.json["warnings"]
    assert "No scheduler has looked" in scheduler and "The calendar ends" in calendar
    engine.dispose()
