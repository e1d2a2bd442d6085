"""What is kept of persons beside cases and accounts: at desks, and at the edge."""

from workflows.form import Label
from workflows.keeping import OFFICE, TO_SHARE, WITH_CASE, Kept

# The order of a desk (models/desk.py, models/review.py).
DESKS = (
    Kept(
        "cases.assignee, in_hand.account, in_hand.assigned_by, copies.account, copies.copied_by, batches.account, "
        "urgings.account",
        Label(
            "经办、抄送、催办督办、批量办理人的不透明编号",
            "opaque ids: in whose hand, sent to, who urged, took many",
        ),
        TO_SHARE,
        OFFICE,
        WITH_CASE,
    ),
    Kept(
        "in_hand.note, copies.note, urgings.note, saved_lists.name, saved_lists.query",
        Label("分派、抄送和催办的说明、保存的清单", "notes with assignments, copies, reminders; lists one keeps"),
        TO_SHARE,
        Label("说明为办件机构；清单仅本人", "notes: the offices that handle the case; lists: oneself alone"),
        WITH_CASE,
    ),
    Kept(
        "marks.note, remarks.text",
        Label("对材料的审查意见、内部意见和告知申请人的留言", "what a desk notes of materials, remarks beside a case"),
        Label("审查材料，一次性告知", "to look at what was handed in, and to say at once what is missing"),
        Label(
            "办件机构及其上级、审计员；告知申请人的留言，申请人也可见",
            "the offices that handle the case and those above, auditors; the applicant, what is written to them",
        ),
        WITH_CASE,
    ),
    Kept(
        "marks.marked_by, remarks.written_by, phrases.account, phrases.text",
        Label("填写人的不透明编号、常用意见", "opaque ids of who wrote, and phrases that one keeps"),
        TO_SHARE,
        Label("编号同上；常用意见仅本人", "ids: as above; phrases: oneself alone"),
        WITH_CASE,
    ),
)

# Who saw what (models/access.py).
EDGE = (
    Kept(
        "accesses.account, accesses.whom",
        Label("谁查看、导出了谁的信息，或者被拒绝", "who read or took along whose data, or was refused"),
        Label("查明谁看过某人的信息", "to find out who saw a person's data"),
        Label("审计员", "auditors"),
        Label("三年", "three years"),
    ),
)
