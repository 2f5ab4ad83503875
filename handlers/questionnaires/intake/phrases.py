"""What people say about questionnaires: 问卷在哪填, 我要填问卷, 还有什么调查."""

import re

ASKING = re.compile(
    r"[^。！!]{0,14}(?:问卷|民意调查|民意测评|民调|调查表|社情民意)[^。！!]{0,14}[？?。！!]?"
    r"|[^。！!]{0,8}(?:什么|哪些|啥|有没有)(?:网上)?调查[^。！!]{0,8}(?:参加|参与|填|做)?[^。！!]{0,4}[？?。！!]?"
)
ASKING_PLAIN = re.compile(
    r"(?:问卷|调查|测评|民调)[^。！!?？]{0,14}(?:哪里|哪儿|哪点|哪|怎么|咋|到?哪天|什么时候|啥时候|几号)[^。！!?？]{0,6}(?:填|做|答|参加|截止|结束|点进|打开)"
    r"|(?:填|做|答|参加)[^,，。！!?？]{0,6}(?:问卷|调查)"
)
"""Asks in everyday words where a sheet is filled in, or until when."""
# About somebody else's sheet, or a matter that has only the word: left to others.
OTHERS = re.compile(
    r"投诉|举报|诈骗|骗|假的|收费|快递|银行|保险公司|学校让|公司让|结果(?:造假|不公)|人口普查|经济普查"
)
