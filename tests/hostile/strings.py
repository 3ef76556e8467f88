"""Strings that a reader could take for more than text, drawn at random, and what becomes of them.

Bytes that are no UTF-8 stand in a str as surrogateescape has them.
"""

ATOMS = [
    "--x", "-o", "--out=/tmp/x", "--", "-", "@file", "..", "../../x", "/etc/passwd", "~", "$HOME",
    "$(touch x)", "`id`", ";ls", "|ls", "&&", "%s%n", "{version}", "{}", "*", "?", "[!a]", "\\", "\\|",
    "=cmd|' /C calc'!A0", "=1+2", "+1", "-1", "@SUM(1)", "=HYPERLINK(\"http://x\")", "\t=1", "1e5",
    "\x1b[31m", "\x1b]0;title\x07", "\x1b[2J", "\x9b31m", "\x9d0;x\x9c", "\x08\x08", "\r", "\n", "\t",
    "\v", "\f", "\x7f", "\x01", "\x1e", "\u2028", "\u2029", "\x85",
    "\u202e", "\u2066", "\u2069", "\u200f", "\u061c", "\ufeff", "\u200b",
    "<b>", "</b>", "<script>alert(1)</script>", "</script>", "</title>", "</text>", "</svg>", "<!--",
    "-->", "]]>", "<![CDATA[", "<?xml?>", "<!DOCTYPE x>", "<img src=x onerror=alert(1)>",
    "<a href=\"javascript:x\">y</a>", "&lt;", "&amp;", "&#60;", "&", "<", ">", "\"", "'",
    "<CTestMeasurementFile type=\"file\" name=\"x\">/etc/passwd</CTestMeasurementFile>",
    "<DartMeasurement name=\"x\" type=\"numeric/double\">1</DartMeasurement>", "</CTestDetails>",
    "<CTestLabel>x</CTestLabel>",
    "|", "||", "`", "``", "*x*", "**x**", "_x_", "~~x~~", "[x](http://y)", "![x](y)", "[x][y]", "[x]: y",
    "# x", "> x", "- x", "1. x", "---", "$x$", "http://x/", "@someone", "#1", "\\<b>", "\\[x](y)",
    ",", "\"\"", "\",\"", ";", "a,b", "::", "/", "[", "]", "[1-2]", "a-b", "=", "key=value", " ", "",
    "e\u0301", "\u0301", "z\u0351\u036b\u0343", "\u0645\u0631\u062d\u0628\u0627", "\u05d0",
    "\U0001f468\u200d\U0001f469\u200d\U0001f467", "\U0001f1e9\U0001f1ea", "\u5bbd", "\uff1d1",
    "\ufffd", "\ufffe", "\uffff", "\U0010ffff", "\ufdd0", "\udcff", "\udcc3", "\udce2\udc80", "nan", "inf",
    "None", "null", "true", "fullname", "time", "benchmem", "UNSERIALIZABLE[x]", "%", "x" * 300,
]
#: Only JSON can carry these into the program.
ONLY_JSON = ["\0", "a\0b", "\ud800", "\udfff", "\ud800x"]


def draw(random, json=False, most=3):
    """A string of a few atoms; with JSON one that no command line could hold, now and then."""
    atoms = ATOMS + ONLY_JSON if json else ATOMS
    parts = [random.choice(atoms) for _ in range(random.randint(1, most))]
    text = random.choice(["", "", "", " ", "x"]).join(parts)
    return "y" * 10000 + text if random.random() < 0.005 else text


def from_json(text, raw):
    """The same as the program has it: a zero byte has become U+FFFD, and half a surrogate pair too
    where it is escaped; where it is RAW its three bytes are no UTF-8."""
    text = text.replace("\0", "\ufffd")
    text = "\ufffd" + text[1:] if text[:1] == "\x01" else text  # it marks numbers: runfile/squeeze.h
    if raw:
        return text.encode("utf-8", "surrogatepass").decode("utf-8", "surrogateescape")
    return "".join("\ufffd" if "\ud800" <= c <= "\udfff" else c for c in text)


HIDDEN = {0x061C, 0x200B, 0x200E, 0x200F, 0xFEFF, *range(0x2028, 0x202F), *range(0x2060, 0x2070),
          *range(0x20), *range(0x7F, 0xA0)}
ORDERS = ("<CTest", "</CTest", "<Dart", "</Dart")


def visible(text):
    """As a terminal and Markdown show it: tool/text/visible.h."""
    out = []
    for i, c in enumerate(text):
        code = ord(c)
        if c in "\n\t\r":
            out.append({"\n": "\\n", "\t": "\\t", "\r": "\\r"}[c])
        elif 0xDC80 <= code <= 0xDCFF:
            out.append("\\x%02x" % (code - 0xDC00))
        elif code in HIDDEN:
            out.append(("\\x%02x" if code < 0x80 else "\\u%04x") % code)
        elif text.startswith(ORDERS, i):
            out.append("\\x3c")
        else:
            out.append(c)
    return "".join(out)


def clean(text):
    """As XML and pictures show it: tool/text/utf8.h."""
    return "".join(" " if c in "\t\n\r" else
                   "\ufffd" if ord(c) < 0x20 or 0x7F <= ord(c) < 0xA0 or ord(c) & 0xFFFE == 0xFFFE or
                   "\ufdd0" <= c <= "\ufdef" or "\ud800" <= c <= "\udfff" else c for c in text)


def valid(text):
    """As JSON holds it: a byte that is no UTF-8 is U+FFFD."""
    return "".join("\ufffd" if "\ud800" <= c <= "\udfff" else c for c in text)


def masked(text):
    """As CSV holds it: an apostrophe before what a spreadsheet takes for a formula."""
    return "'" + text if text[:1] and text[0] in "=+-@\t\r" else text


def unsafe(text):
    """What of a text that was printed would do something to a terminal, or to CTest."""
    found = sorted({repr(c) for c in text if c != "\n" and (ord(c) in HIDDEN or
                                                            "\ud800" <= c <= "\udfff")})
    return found + [order for order in ORDERS if order in text]
