"""The table of cases in Django's admin, as somebody would register it: `bench/bare.py` asks it for a list."""

from importlib import import_module
from typing import Any

from bench.bare import COLUMNS

models, admin = import_module("django.db.models"), import_module("django.contrib.admin")


def _model() -> Any:
    class Meta:
        app_label, db_table, managed, ordering = "bench", "cases", False, ("soonest", "id")

    numbers = {name: models.BigIntegerField(null=True) for name in ("target_at", "entered_at", "soonest")}
    texts = {name: models.TextField(null=True) for name in COLUMNS if name not in numbers}
    keyed = {"id": models.BigIntegerField(primary_key=True), **texts, **numbers}
    return type("Case", (models.Model,), {"__module__": __name__, "Meta": Meta, **keyed})


class _Cases(admin.ModelAdmin):  # type: ignore[misc,name-defined]  # Django is no dependency: it ships no types here
    list_display, list_filter, search_fields, list_per_page = COLUMNS, ("state", "office"), ("number",), 50


admin.site.register(_model(), _Cases)
urlpatterns = [import_module("django.urls").path("", admin.site.urls)]
