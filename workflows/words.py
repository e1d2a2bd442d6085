"""The names of roles, levels and records in both languages."""

from workflows.actors import Role
from workflows.form import Label

ROLES: dict[Role, Label] = {
    Role.DISTRICT_REVIEWER: Label("区级审核人", "district reviewer"),
    Role.HQ_REVIEWER: Label("总站审核人", "headquarters reviewer"),
    Role.BUREAU_APPROVER: Label("市局审定人", "bureau approver"),
    Role.RECOMMENDER: Label("推荐单位经办人", "recommending unit"),
    Role.CENTRE_REVIEWER: Label("省中心审核人", "centre reviewer"),
    Role.OFFICE_CLERK: Label("专员办经办人", "office clerk"),
    Role.OFFICE_LEADER: Label("专员办负责人", "office leader"),
    Role.AUDITOR: Label("审计员", "auditor"),
    Role.ACCOUNTS_ADMIN: Label("账号管理员", "accounts administrator"),
    Role.SETTINGS_ADMIN: Label("设置管理员", "settings administrator"),
    Role.APPLICANT: Label("申请人", "applicant"),
    Role.ENTERPRISE: Label("企业", "enterprise"),
    Role.COMMISSIONER: Label("服务专员", "commissioner"),
    Role.EXPERT: Label("评审专家", "expert"),
    Role.PUBLIC: Label("社会公众", "member of the public"),
    Role.CLOCK: Label("系统（期限届满）", "the system (a deadline)"),
    Role.SYSTEM: Label("系统", "the system"),
}

RECORDS: dict[str, Label] = {
    "begin": Label("开立", "Opened"),
    "reckon": Label("期限重算", "Deadline reckoned anew"),
    "amend": Label("变更承办机构", "Desk or home changed"),
    "erase": Label("依法删除内容", "Values erased"),
    "migrate": Label("定义更正", "Definition corrected"),
}

LEVELS: dict[str, Label] = {
    "bureau": Label("市局", "bureau"),
    "hq": Label("总站", "headquarters"),
    "district": Label("区级", "district"),
    "station": Label("服务站", "station"),
    "centre": Label("省中心", "provincial centre"),
    "recommender": Label("推荐单位", "recommending unit"),
    "province": Label("省级", "province"),
    "city": Label("市级", "city"),
    "county": Label("县级", "county"),
}
