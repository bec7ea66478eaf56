"""What email-reply-parser for Python takes for the reply in a file."""

import sys

from email_reply_parser import EmailReplyParser

with open(sys.argv[1], encoding="utf-8", errors="replace") as file:
    print(EmailReplyParser.parse_reply(file.read()))
