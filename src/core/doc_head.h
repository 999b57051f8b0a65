/* What every official document of the unit has: its head, and who signs. */
#ifndef CORE_DOC_HEAD_H
#define CORE_DOC_HEAD_H

#include "core/unit.h"
#include "lib/doc/doc.h"

/* The head of that day; doctype: "KH", see core/doctype.h. RC_INVALID: no name is in force then. */
enum rc doc_head(struct arena *a, const struct unit *u, struct date day, const char *doctype,
	struct doc *out, struct err *e) CHECKED;

/* "TM. ỦY BAN NHÂN DÂN | KT. CHỦ TỊCH | PHÓ CHỦ TỊCH | Phạm Thị Đới": lines in capitals, then the
 * name, if any. NULL where all is well, else the part that is neither. */
const char *doc_signing(struct arena *a, const char *text, struct texts *lines, const char **name);
/* The same in one text again; NULL where there is nothing. */
const char *doc_signing_text(struct arena *a, const struct texts *lines, const char *name);
/* Lines of "Nơi nhận" as people type them, "- UBND tỉnh": without the dash, each with ";", the last
 * one with "." (Nghị định 30/2020/NĐ-CP, Annex I, 9b). What has its own mark keeps it. */
struct texts doc_recipients(struct arena *a, const struct texts *typed);

#endif
