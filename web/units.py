"""For whom somebody wants to speak: a unit, by its name and its credit code with the check sign, or themselves."""

from stdnum.cn import uscc
from werkzeug.datastructures import MultiDict

from workflows.errors import Reason
from workflows.form import Label

LONGEST = 200
KINDS = (
    ("organisation", Label("申请称号的单位（服务站、服务机构）", "An applicant for a title (station, institution)")),
    ("enterprise", Label("接受服务的企业", "An enterprise that is served")),
)
PERSON = "person"  # somebody who acts for themselves, as a mobile commissioner does
Unit = tuple[str, str, str]  # kind, number, name


def oneself(account: str, display: str) -> Unit:
    """The person behind an account, known by its id: no number of theirs is asked for."""
    return PERSON, account, " ".join(display.split())


def unit_of(form: MultiDict[str, str]) -> tuple[Unit | None, list[Reason]]:
    """The unit, or why it is none, at its fields."""
    kind, name = form.get("kind", "organisation"), " ".join(form.get("unit_name", "").split())
    code = "".join(form.get("credit_code", "").split()).upper()
    reasons = []
    if not name or len(name) > LONGEST or not name.isprintable():
        reasons.append(Reason("field_missing", "请填写单位全称。", "Give the unit’s full name.", "unit_name"))
    if not uscc.is_valid(code):
        reasons.append(
            Reason(
                "credit_code",
                "统一社会信用代码应为 18 位，且校验位正确，请对照营业执照核对。",
                "A unified social credit code has 18 signs and a check sign that fits: compare it with the licence.",
                "credit_code",
            )
        )
    if kind not in dict(KINDS):
        reasons.append(Reason("field_wrong", "请选择单位类型。", "Choose what the unit is.", "kind"))
    return (None, reasons) if reasons else ((kind, code, name), [])
