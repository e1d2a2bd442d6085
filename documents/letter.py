"""What a letter says: messages with their numbers and links, in both languages, and nothing that tells of a person."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from typing import NamedTuple
from urllib.parse import urlsplit

from workflows.inbox import Message
from workflows.instants import local
from workflows.rulebooks import lifecycles
from workflows.topics import KINDS

MOST = 50  # messages that a letter tells one by one
SEVERAL = "驿站：{n} 条消息 · Yizhan: {n} messages"
FOOT = """\
--
登录后查看 · Sign in to read on: {base}/messages
更改邮件提醒 · To change or stop these letters: {base}/account/mail
"""
ASK = "驿站：确认邮箱 · Yizhan: is this your address?"
CONFIRM = """\
有账号希望把驿站的消息发到这个邮箱。确认码：{code}
An account of Yizhan wants its messages sent to this address. The code is: {code}

登录后打开 · Sign in, and open: {base}/account/mail?code={code}

如果不是您本人的操作，请忽略本邮件，不会再收到其他邮件。
If it wasn't you, leave this letter alone: no other will come.
"""

WITNESSED = "驿站：第 {size} 条记录的检查点 · Yizhan: the checkpoint over {size} entries"
WITNESS = """\
附件是驿站对截至其时全部办理记录的签名检查点。请原样保存：此后若有人改动、删除或倒换其中任何一条记录，
凭它即可发现。收到证据包时，可用其中的核验程序比对：
Attached is Yizhan's signed checkpoint over every entry of its history so far. Keep it as it is: whoever changes,
removes or reorders any of these entries later is found out by it. The verifier of an evidence package compares:

  python3 verify.py --checkpoint {name}

{text}
--
每天至多一封，仅在有新记录时发送；收件人由 YIZHAN_WITNESS_MAIL 设定。
One a day at most, and only where something was entered. YIZHAN_WITNESS_MAIL names who gets it.
{base}
"""


class Envelope(NamedTuple):
    """From where a letter goes, to whom, and by which name it is known wherever it is seen twice."""

    sender: str
    to: str
    token: str
    made_at: int  # µs
    base: str  # the installation's public address


def news(envelope: Envelope, messages: Sequence[Message], many: int) -> EmailMessage:
    """One message, or several as one letter; `many` are they in all."""
    subject = _subject(messages[0]) if many == 1 else SEVERAL.format(n=many)
    rest = many - len(messages)
    more = f"另有 {rest} 条 · and {rest} more\n\n" if rest > 0 else ""
    said = "\n".join(_told(message, envelope.base) for message in messages)
    return _letter(envelope, subject, f"{said}\n{more}{FOOT.format(base=envelope.base)}")


def confirmation(envelope: Envelope, code: str) -> EmailMessage:
    return _letter(envelope, ASK, CONFIRM.format(base=envelope.base, code=code))


def checkpoint(envelope: Envelope, size: int, text: str) -> EmailMessage:
    """A signed checkpoint for a witness, as a file that the offline verifier takes."""
    name = f"checkpoint-{size}.txt"
    letter = _letter(envelope, WITNESSED.format(size=size), WITNESS.format(name=name, text=text, base=envelope.base))
    # No text to mail programs: they would mend its line ends.
    letter.add_attachment(text.encode(), maintype="application", subtype="octet-stream", filename=name)
    return letter


def _letter(envelope: Envelope, subject: str, text: str) -> EmailMessage:
    # The policy refuses a line break in any header: nothing that is written here can begin another one.
    letter = EmailMessage(policy=SMTP)
    letter["From"], letter["To"], letter["Subject"] = envelope.sender, envelope.to, subject
    letter["Message-ID"] = f"<{envelope.token}@{urlsplit(envelope.base).hostname or 'yizhan.invalid'}>"
    letter["Date"] = format_datetime(datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=envelope.made_at))
    letter["Auto-Submitted"] = "auto-generated"
    letter.set_content(text, charset="utf-8", cte="base64")
    return letter


def _subject(message: Message) -> str:
    kind = KINDS[message.kind]
    about = f"{message.case.number} " if message.case else ""
    return f"驿站：{about}{kind.zh} · Yizhan: {about}{kind.en}"


def _told(message: Message, base: str) -> str:
    kind, case = KINDS[message.kind], message.case
    known = lifecycles().get(case.lifecycle) if case else None
    lines = [
        f"{local(message.made_at)[:16].replace('T', ' ')} {case.number if case else ''}".rstrip(),
        *([f"{known.label.zh} · {known.label.en}"] if known else ()),
        f"{kind.zh}：{message.words.zh}",
        f"{kind.en}: {message.words.en}",
        *([f"{base}/cases/{case.number}"] if case else ()),
    ]
    return "\n".join(lines) + "\n"
