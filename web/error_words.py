"""What the pages of errors say by the status alone, in three parts: what happened, what was kept, what to do next."""

from typing import NamedTuple

from workflows.form import Label


class Words(NamedTuple):
    """What an error page says by its status alone."""

    title: Label
    what: Label
    kept: Label
    next: Label


NOTHING_DONE = Label("没有作任何改动。", "Nothing was changed.")
SAVED = Label(
    "没有作任何改动；先前保存的草稿和材料都在。",
    "Nothing was changed; drafts and files that were saved before are untouched.",
)
WORDS = {
    400: Words(
        Label("请求不完整", "The request is incomplete"),
        Label("收到的内容缺了一部分，或者格式有误。", "Part of what was sent is missing or malformed."),
        SAVED,
        Label("请重新打开上一页，核对后再提交。", "Open the page before again, check, and send it once more."),
    ),
    401: Words(
        Label("请先登录", "Please sign in"),
        Label("您尚未登录，或者登录已经结束。", "You are not signed in, or your session has ended."),
        SAVED,
        Label(
            "请登录，然后重新打开该页面办理。",
            "Sign in, then open the page again.",
        ),
    ),
    403: Words(
        Label("无权办理", "Not yours to do"),
        Label("您的角色不能做这件事。", "None of your roles may do this."),
        NOTHING_DONE,
        Label(
            "如需办理，请联系本单位的账号管理员。", "If you should be able to, ask your office's account administrator."
        ),
    ),
    404: Words(
        Label("没有找到", "Not found"),
        Label("没有这个页面，或者您无权查看它。", "There is no such page, or it is not yours to see."),
        NOTHING_DONE,
        Label("请核对编号或网址，或者从首页重新查找。", "Check the number or address, or start from the front page."),
    ),
    405: Words(
        Label("不能这样打开", "This cannot be opened like that"),
        Label("这个地址只接收表单。", "This address only takes forms."),
        NOTHING_DONE,
        Label("请从首页重新进入。", "Please start from the front page."),
    ),
    409: Words(
        Label("情况已有变化", "Things have changed"),
        Label("您查看之后，情况已有变化。", "Things have changed since you looked."),
        SAVED,
        Label("请查看最新情况后再办理。", "Look at the latest state, then decide anew."),
    ),
    413: Words(
        Label("内容太大", "Too large"),
        Label("提交的内容超过了允许的大小。", "What was sent is larger than allowed."),
        SAVED,
        Label("请缩小文件，或者分几次上传。", "Make the file smaller, or upload in several parts."),
    ),
    422: Words(
        Label("尚不能办理", "This cannot be done yet"),
        Label("提交的内容不符合要求。", "What was sent does not meet the requirements."),
        SAVED,
        Label("请按以下说明更正后重新提交。", "Correct what is named here and send it again."),
    ),
    429: Words(
        Label("请稍候", "Please wait a little"),
        Label("短时间内次数过多。", "Too many tries in a short time."),
        SAVED,
        Label("请稍后再试。", "Please try again later."),
    ),
    500: Words(
        Label("系统出现错误", "Something went wrong on our side"),
        Label(
            "系统未能完成这次操作；错误已记录，将予处理。",
            "This could not be done; the error is recorded and will be looked at.",
        ),
        NOTHING_DONE,
        Label(
            "请稍后再试；如仍不行，请联系本单位的管理员。", "Try again later; if it stays so, tell your administrator."
        ),
    ),
    503: Words(
        Label("系统暂时繁忙", "The system is busy"),
        Label("数据库暂时无法使用。", "The database cannot be used just now."),
        Label("先前保存的草稿和材料都在。", "Drafts and files that were saved before are untouched."),
        Label(
            "请过几秒后先查看是否已经办理，没有的话再提交一次。",
            "In a few seconds, look whether it was done; if not, send it again.",
        ),
    ),
}
