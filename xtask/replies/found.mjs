// What email-reply-parser for Node takes for the reply in a file. It is looked for where this is started.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const found = createRequire(`${process.cwd()}/`).resolve("email-reply-parser");
const { default: EmailReplyParser } = await import(pathToFileURL(found));
console.log(new EmailReplyParser().read(readFileSync(process.argv[2], "utf8")).getVisibleText());
