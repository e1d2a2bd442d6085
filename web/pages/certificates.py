"""The certificate of a title in force, for those who speak for its unit."""

from flask import Blueprint, Response
from flask.typing import ResponseReturnValue

from documents.certificate import Certificate, certificate_pdf
from models.database import Present
from models.reference import current
from web import auth, public_register
from web.doors import door
from web.language import day, language, t
from web.pages.register import address_of
from web.problems import NotFound
from web.public_register import Title
from workflows.form import Label
from workflows.rulebooks import rulebooks

blueprint = Blueprint("certificates", __name__)
HEADINGS = {
    "station": Label("中小企业服务站", "SME service station"),
    "institution": Label("中小企业服务机构", "SME service institution"),
}


@door(blueprint, "/certificates/<plaque>.pdf", right="account.export")
def certificate(present: Present, plaque: str) -> ResponseReturnValue:
    actor, reference = auth.actor_of(present.visitor), current(present.connection)
    title = public_register.by_plaque(present.connection, plaque, reference, present.at)
    if title is None or actor is None or ("organisation", title.credit_code) not in actor.contacts:
        raise NotFound
    if title.standing != "in_force":
        raise NotFound(
            "称号目前不在有效期内，没有可下载的证书。", "The title is not in force now: there is no certificate of it."
        )
    response = Response(certificate_pdf(_of(title), present.at), mimetype="application/pdf")
    response.headers["Content-Disposition"] = f"attachment; filename={title.plaque}.pdf"
    return response


def _of(title: Title) -> Certificate:
    region = next(book.label for book in rulebooks().values() if book.book == title.book)
    rows = (
        (t("牌匾编号", "Plaque"), title.plaque),
        (t("运营单位", "Operator"), title.operator),
        (t("统一社会信用代码", "Credit code"), title.credit_code),
        (t("服务场所", "Premises"), title.address),
        (t("公布日期", "Announced on"), day(title.certified_on)),
        (t("有效期至", "Valid until"), day(title.valid_until) if title.valid_until else t("未规定", "no end set")),
    )
    note = t("扫描二维码查验；状态以名录公布的为准。", "Scan the code to check it; the register's word decides.")
    return Certificate(
        language(), t(*region), t(*HEADINGS[title.kind]), title.name, title.plaque, rows, note, address_of(title.plaque)
    )
