"""What someone may write to make Slack show more than words: a few hundred of our own."""

BROADCASTS = (
    "<!channel>", "<!here>", "<!everyone>", "<!channel|channel>", "<!here|here>",
    "<!everyone|all>", "<! channel>", "<!CHANNEL>", "<!channel><!here>", "x<!channel>y",
    "<!channel|<!here>>", "<!group>", "<!channel\n>", "please read <!here>, all of you",
)  # fmt: skip
MENTIONS = (
    "<@U012AB3CD>", "<@W012AB3CD>", "<@U012AB3CD|ana>", "<@B012AB3CD>", "<@USLACKBOT>", "<@u012>",
    "<@U012AB3CD><@U98>", "(<@U012AB3CD>)", "<@ U012AB3CD>", "<@U012AB3CD|<!channel>>",
    "Ana<@U012AB3CD>", "<@U012AB3CD", "@U012AB3CD>", "<<@U012AB3CD>>", "*<@U012AB3CD>*",
)  # fmt: skip
PLACES = (
    "<#C012AB3CD>", "<#C012AB3CD|general>", "<#G012AB3CD|>", "<#D012AB3CD>",
    "<!subteam^S012AB3CD>", "<!subteam^S012AB3CD|@nurses>", "<!subteam^S1><!subteam^S2>",
    "#general", "@nurses", "@channel", "@here", "@everyone", "<!team^T012>", "<!workspace>",
)  # fmt: skip
DATES = (
    "<!date^0^{date}|never>", "<!date^1392734382^{date_num} {time_secs}|then>",
    "<!date^1^{time}>", "<!date^1392734382^{date}^https://evil.example|now>",
    "<!date^x^{date}|x>", "<!date^^|>", "<!date^1392734382^Posted {ago}|x>",
    "{date_long_pretty}, {time}", "!date^0^{date}|never", "<!date^99999999999999^{date}|x>",
    "<!date^-1^{date}|x>", "|Monday 23 November>",
)  # fmt: skip
LINKS = (
    "<https://evil.example>", "<https://evil.example|the hospital>",
    "<http://evil.example|https://x>", "https://evil.example/login", "http://evil.example",
    "www.evil.example", "evil.example/x?a=1&b=2", "<mailto:a@b.example|write>",
    "<mailto:a@b.example>", "a@b.example", "<tel:+15550100|call>",
    "<slack://user?team=T1&id=U1|open>", "<javascript:alert(1)|x>", "<data:text/html,x|y>",
    "<file:///etc/passwd|z>", "<//evil.example|x>", "<https://evil.example|<@U1>>",
    "[a](https://e.example)", "![a](https://e.example/a.png)", "<https://evil.example|a\nb>",
    "<https://evil.example|>", "<|https://evil.example>", "<ftp://evil.example|f>",
    "https://evil.example|the hospital", "<https://hooks.slack.com/services/T/B/x|in>",
    "<https://evil.example#*a*|_b_>",
)  # fmt: skip
ESCAPES = (
    "a & b", "&", "&&", "&amp;", "&amp;amp;", "&lt;!channel&gt;", "&amp;lt;!here&amp;gt;",
    "&#60;!here&#62;", "&lt;@U012AB3CD&gt;", "&gt; quoted", "&nbsp;", "&copy;", "R&D <b>",
    "<b>bold</b>", "<br/>", "<", ">", "<>", "< >", ">>>", "<<<", "a < b > c", "a<b && b>c",
    "x <- y -> z", "<script>alert(1)</script>", "<!-- x -->", "<![CDATA[x]]>",
)  # fmt: skip
EMPHASIS = (
    "*bold*", "_slanted_", "~struck~", "*_both_*", "_*both*_", "~*_all_*~", "**two**", "__two__",
    "~~two~~", "***three***", "*bold", "bold*", "a *b* c", "a*b*c", "*a* *b*", "*a*b*", "* a *",
    "*a\nb*", "_a\nb_", "(*a*)", "“*a*”", "*", "**", "_", "~", "*a*.", "-*a*-", "_a_/_b_", "*Ana",
    "Ana*", "An*a", "snake_case_name", "2*3*4", "~5 and ~6", "*é*", "*名前*", "_أهلاً_",
)  # fmt: skip
CODE = (
    "`code`", "``two``", "```block```", "```\nblock\n```", "`a", "a`", "`*a*`", "`<!channel>`",
    "```<@U1>```", "`` ` ``", "a `b` c `d`", "```py\nx\n``` `y`",
)  # fmt: skip
EMOJI = (
    ":tada:", ":smile: :wave:", ":+1:", ":-1:", ":thumbsup::skin-tone-3:", ":slack_call:",
    "a:b:c", "10:30:45", ":)", ":-(", "<3", ":white_check_mark: Approved by the chief",
    ":no_entry:", "::", ":a", ":flag-us:", ":100:", ":o:", ":e-mail:", ":man-woman-boy:",
)  # fmt: skip
LINES = (
    "> quoted", ">>> all of it", ">quoted", "a\n> b", "a\n>b\n>c", " > b", "1. one\n2. two",
    "• one\n• two", "- one\n- two", "* one\n* two", "# heading", "---", "a\n\n\nb", "\n> b",
    "a\r\n> b", "> *a* <!here>",
)  # fmt: skip
UNSEEN = (
    "\u202egnp.exe", "\u2066hidden\u2069", "\u202dleft\u202c", "\u200b<!here>\u200b",
    "<\u200b!here>", "<!\u2060here>", "*\u200ba*", "\u00ad*a*\u00ad", "\ufeff> quoted",
    "\x00\x07bell", "\x1b[31mred", "a\x08b", "\x7f", "\u2028> b", "\u2029<!here>", "Z̴̡̛a̵l̷g̸o",
    "＜!channel＞", "﹤!here﹥", "＊a＊", "︰tada︰", "*\u2060a*\u2060", ":\u2060tada\u2060:",
    "👩🏽‍⚕️ <!here>", "ﷺ*a*", "\U000e0041\U000e007f",
)  # fmt: skip
BREAKING = (
    '"}],"type":"mrkdwn"', '{"type":"divider"}', "\\u003c!channel\\u003e", "\\n\\n<!here>",
    "%3C!here%3E", "'; drop table members; --", "${7*7}", "{{7*7}}", "{names}", "{0}", "%s %(x)s",
    "\r\nX-Header: 1", "=HYPERLINK(\"https://e.example\")", "press.yes.0.0", "field.words",
    "--><!here>", "“<!here>”", "”*a*“",
)  # fmt: skip

PAYLOADS = (
    *BROADCASTS, *MENTIONS, *PLACES, *DATES, *LINKS, *ESCAPES, *EMPHASIS, *CODE, *EMOJI, *LINES,
    *UNSEEN, *BREAKING,
)  # fmt: skip
