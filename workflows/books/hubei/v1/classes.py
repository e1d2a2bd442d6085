"""Hubei 1: the two kinds of institution, the functions of the one and the nine classes of the other (art. 4, 6, 7)."""

from workflows.errors import Reason
from workflows.form import Label
from workflows.moves import Move

KINDS = (
    ("comprehensive", Label("综合服务机构", "Comprehensive institution")),
    ("professional", Label("专业服务机构", "Professional institution")),
)
FUNCTIONS = (
    ("policies", Label("熟悉各级产业和扶持政策", "Knows the policies of every level")),
    ("organising", Label("采集需求、组织资源、管控活动", "Gathers needs, organises resources, steers activities")),
    ("services", Label("提供公共性、公益性和市场化服务", "Provides public, free and market services")),
    ("core_role", Label("在服务体系中发挥核心和引导作用", "Leads within the service system")),
)
CLASSES = (
    ("information", Label("信息服务", "Information")),
    ("digital", Label("数字化服务", "Digital")),
    ("technology", Label("技术创新和质量服务", "Technology and quality")),
    ("startup", Label("创业服务", "Start-up")),
    ("talent", Label("人才和培训服务", "Talent and training")),
    ("finance", Label("投融资服务", "Finance")),
    ("market", Label("市场开拓服务", "Market")),
    ("management", Label("管理咨询及财税服务", "Management and tax")),
    ("legal", Label("法律服务", "Legal")),
)


def kind_and_functions(move: Move) -> Reason | None:
    """A comprehensive institution has all functions (HB-6), a professional one at least one class (HB-7)."""
    if move.data.get("kind") == "professional" and not move.data.get("service_classes"):
        return Reason(
            "no_class",
            "专业服务机构须至少选择一类服务",
            "A professional institution names at least one class of service.",
            "service_classes",
        )
    lacking = [label for name, label in FUNCTIONS if name not in move.data.get("functions", ())]
    if move.data.get("kind") == "comprehensive" and lacking:
        return Reason(
            "function_missing",
            "综合服务机构尚缺功能：" + "、".join(label.zh for label in lacking),
            "A comprehensive institution lacks: " + "; ".join(label.en for label in lacking),
            "functions",
        )
    return None


def legal_person_or_partnership(move: Move) -> Reason | None:
    """Legal status is never relaxed."""
    if move.data.get("legal_form") in ("legal_person", "partnership"):
        return None
    return Reason(
        "legal_form",
        "须为独立法人或合伙制，此项不得放宽",
        "Only a legal person or a partnership may apply; this is never relaxed.",
        "legal_form",
    )
