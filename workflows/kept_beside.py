"""What is kept of persons beside cases and accounts: at desks, and at the edge."""

from workflows.form import Label
from workflows.keeping import OFFICE, TO_SHARE, WITH_CASE, Kept

# The order of a desk (models/desk.py).
DESKS = (
    Kept(
        "cases.assignee, in_hand.account, in_hand.assigned_by, copies.account, copies.copied_by, batches.account",
        Label("经办、抄送、批量办理人的不透明编号", "opaque ids of who has a case in hand, was sent it, took many"),
        TO_SHARE,
        OFFICE,
        WITH_CASE,
    ),
    Kept(
        "in_hand.note, copies.note, saved_lists.name, saved_lists.query",
        Label("分派和抄送的说明、保存的清单", "notes with an assignment or a copy, lists that one keeps"),
        TO_SHARE,
        Label("说明为办件机构；清单仅本人", "notes: the offices that handle the case; lists: oneself alone"),
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
