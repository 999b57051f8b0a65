/* What loa-worker can do. A verb takes the bytes of a request and makes the bytes of the answer,
 * both in the arena of the request. RC_INVALID: the input cannot be taken; anything else is a
 * failure. */
#ifndef WORKER_VERBS_H
#define WORKER_VERBS_H

#include "lib/worker/worker.h"

/* A document as doc_to_json writes it, to PDF or DOCX. */
enum rc verb_pdf(struct arena *a, struct bytes in, struct bytes *out, struct err *e) CHECKED;
enum rc verb_docx(struct arena *a, struct bytes in, struct bytes *out, struct err *e) CHECKED;
/* The parcel of qr_sheet (a document and where its QR code leads), to PDF. */
enum rc verb_sheet(struct arena *a, struct bytes in, struct bytes *out, struct err *e) CHECKED;
/* A DOCX or PDF that somebody else made, to what extract_to_json writes. */
enum rc verb_read_docx(struct arena *a, struct bytes in, struct bytes *out, struct err *e) CHECKED;
enum rc verb_read_pdf(struct arena *a, struct bytes in, struct bytes *out, struct err *e) CHECKED;
/* A spreadsheet that somebody else made, to the JSON that sheet_from_json takes. */
enum rc verb_read_xlsx(struct arena *a, struct bytes in, struct bytes *out, struct err *e) CHECKED;
/* A PDF, to a frame "png" for each of its pages, one behind the other. */
enum rc verb_pages(struct arena *a, struct bytes in, struct bytes *out, struct err *e) CHECKED;
/* An uploaded picture, to the parcel that photo_read opens. */
enum rc verb_photo(struct arena *a, struct bytes in, struct bytes *out, struct err *e) CHECKED;
/* The same with WebP, for photo_read_webp. */
enum rc verb_photo_webp(struct arena *a, struct bytes in, struct bytes *out, struct err *e) CHECKED;
/* An uploaded PDF, or a ZIP that may be DOCX or XLSX, to {"kind":...}. */
enum rc verb_examine_pdf(
	struct arena *a, struct bytes in, struct bytes *out, struct err *e) CHECKED;
enum rc verb_examine_zip(
	struct arena *a, struct bytes in, struct bytes *out, struct err *e) CHECKED;
/* The parcel of mail_send (envelope and message), to what the server answered. */
enum rc verb_mail(struct arena *a, struct bytes in, struct bytes *out, struct err *e) CHECKED;
/* The parcel of signatures_read (certificates and a PDF), to its signatures. */
enum rc verb_signatures(struct arena *a, struct bytes in, struct bytes *out, struct err *e) CHECKED;

/* An address with limits, to what stands there (fetch_get of lib/fetch). */
enum rc verb_fetch(struct arena *a, struct bytes in, struct bytes *out, struct err *e) CHECKED;
/* The parcel of feed_read or feed_page_read (lib/fetch), to what they tell. */
enum rc verb_feed(struct arena *a, struct bytes in, struct bytes *out, struct err *e) CHECKED;
enum rc verb_page(struct arena *a, struct bytes in, struct bytes *out, struct err *e) CHECKED;

#endif
