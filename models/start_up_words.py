"""The sentences of the checks before a start, in both languages, each with its remedy."""

from collections.abc import Sequence
from datetime import date

SHORTEST_SECRET = 32

HOW = "python3 -c 'import secrets; print(secrets.token_hex(32))'"
NO_SECRET = (
    f"生产环境必须设置 YIZHAN_SECRET_KEY，可用后面的命令生成 · Production needs YIZHAN_SECRET_KEY; make one with: {HOW}"
)
WEAK_SECRET = (
    f"YIZHAN_SECRET_KEY 太短或太简单，至少 {SHORTEST_SECRET} 个随机字符 · "
    f"YIZHAN_SECRET_KEY is too short or too simple: {SHORTEST_SECRET} random characters at least, from: {HOW}"
)
SIMULATED_CLOCK = (
    "生产环境不得使用模拟时钟：请去掉 YIZHAN_CLOCK=simulated · "
    "Production must not run on a simulated clock: unset YIZHAN_CLOCK, or set YIZHAN_ENV=demo"
)
DEBUG = (
    "生产环境不得开启调试：请去掉 FLASK_DEBUG · "
    "Production must not run in debug mode, which shows code and values to visitors: unset FLASK_DEBUG"
)
PLAIN_HTTP = (
    "YIZHAN_BASE_URL 必须以 https:// 开头，否则密码在网络上可被窃听 · "
    "YIZHAN_BASE_URL must begin with https://, or passwords can be read on the way: "
    "put a reverse proxy with a certificate in front, and set YIZHAN_PROXIES"
)
LOOPBACK_ADDRESS = (
    "YIZHAN_BASE_URL 指向本机，链接和二维码在别处打不开：请设为对外的 https:// 地址 · "
    "YIZHAN_BASE_URL names this machine itself, so links and QR codes lead nowhere from another one: "
    "set it to the public https:// address"
)
SEVERAL_ON_SQLITE = (
    "多个网页进程不能共用 SQLite：请用 YIZHAN_DATABASE_URL 指定 PostgreSQL，或设 YIZHAN_PROCESSES=1 · "
    "Several processes need PostgreSQL: set YIZHAN_DATABASE_URL, or run one process (YIZHAN_PROCESSES=1)"
)
MEMORY_LIMITER = (
    "多个网页进程须共用限流计数：请将 YIZHAN_LIMITER_URL 设为共享存储，或设 YIZHAN_PROCESSES=1 · "
    "Several processes need one place where rates are counted: set YIZHAN_LIMITER_URL to a shared store, "
    "such as redis://, or run one process (YIZHAN_PROCESSES=1)"
)
NO_SECOND_FACTOR = (
    "生产环境不得关闭动态码：请去掉 YIZHAN_SECOND_FACTOR=off · "
    "Production must not do without second factors for those who decide: unset YIZHAN_SECOND_FACTOR"
)
SECOND_FACTOR_SECRET = (
    "启用动态码须设置固定的 YIZHAN_SECRET_KEY，否则重启后动态码失效 · "
    f"Second factors need a YIZHAN_SECRET_KEY that stays, or a restart makes them worthless; make one with: {HOW}"
)
NO_LEAKED_PASSWORDS = (
    "YIZHAN_LEAKED_PASSWORDS 指定的文件不存在 · There is no such file as YIZHAN_LEAKED_PASSWORDS names: "
    "download it anew, or unset it"
)
OIDC_CLIENT = (
    "设置了 YIZHAN_OIDC_ISSUER，还须设置 YIZHAN_OIDC_CLIENT_ID 和 YIZHAN_OIDC_CLIENT_SECRET · "
    "With YIZHAN_OIDC_ISSUER set, YIZHAN_OIDC_CLIENT_ID and YIZHAN_OIDC_CLIENT_SECRET are needed, too"
)
OIDC_ISSUER = (
    "YIZHAN_OIDC_ISSUER 必须以 https:// 开头 · YIZHAN_OIDC_ISSUER must begin with https://: "
    "whoever could answer in the provider's place could sign in as anybody"
)

SMTP_FROM = (
    "设置了 YIZHAN_SMTP_HOST，还须用 YIZHAN_SMTP_FROM 设置发件地址 · "
    "With YIZHAN_SMTP_HOST set, YIZHAN_SMTP_FROM must hold the address that letters come from"
)
WITNESS_MAIL = (
    "YIZHAN_WITNESS_MAIL 须是邮箱地址，多个以逗号分隔 · "
    "YIZHAN_WITNESS_MAIL must hold mail addresses, with commas between several"
)
WITNESS_WITHOUT_MAIL = (
    "设置了 YIZHAN_WITNESS_MAIL，还须设置发信服务器 YIZHAN_SMTP_HOST · "
    "With YIZHAN_WITNESS_MAIL set, YIZHAN_SMTP_HOST must name a mail server"
)
PLAIN_MAIL = (
    "YIZHAN_SMTP_SECURITY=none 会让邮件和密码明文传输：请用 starttls 或 tls · "
    "YIZHAN_SMTP_SECURITY=none sends letters and the password in the clear: use starttls or tls"
)


def demo_accounts(names: Sequence[str]) -> str:
    return (
        f"数据库中有 {len(names)} 个演示账号（{names[0]} 等），不能用于生产环境：请另用空数据库 · "
        f"This database holds {len(names)} demo accounts ({names[0]}, ...), whose passwords anybody knows: "
        "use another database, or set YIZHAN_ENV=demo"
    )


def unsafe_database(setting: str, remedy: str) -> str:
    return (
        f"数据库设置 {setting} 不安全，断电可能丢失已确认的办理：请执行 {remedy} · "
        f"The database runs with {setting}: a power cut could lose what was acknowledged. Set it right: {remedy}"
    )


def calendar_ends(last: date | None) -> str:
    until = f"{last:%Y-%m-%d}" if last else "∅"
    return (
        f"节假日安排只到 {until}，之后的期限均为暂定：通知发布后请导入 · "
        f"The calendar ends on {until}; periods beyond it are provisional: import the next year's notice when it is out"
    )
