/* The list as the file that `loa import` takes. */
#include "features/activity/activity_int.h"
#include "features/activity/list_page.h"
#include "lib/base/csv.h"
#include "lib/base/text.h"

enum { BLOCK = 1000, FILE_MAX = 128 << 20 };

static void put_cell(struct buf *b, const char *text)
{
	csv_put(b, text);
	buf_putc(b, ',');
}

static const char *day_or_none(struct arena *a, const struct list_row *x)
{
	return date_cmp(x->from, x->to) ? date_short(a, x->to) : "";
}

/* What was recorded in the office has no key of its own; brought in again it is known by this. */
static const char *code_of(struct arena *a, const struct list_row *x)
{
	bool bare = !*x->code && x->account;
	return bare ? arena_printf(a, ACTIVITY_CODE "%lld", (long long)x->key.id) : x->code;
}

static void put_row(struct buf *b, struct arena *a, const struct list_row *x)
{
	put_cell(b, code_of(a, x));
	put_cell(b, date_short(a, x->from));
	put_cell(b, day_or_none(a, x));
	put_cell(b, x->channel);
	put_cell(b, x->title);
	put_cell(b, list_numbers(a, &x->quantities));
	put_cell(b, text_join(a, &x->places, "; "));
	put_cell(b, text_join(a, &x->contents, "; "));
	put_cell(b, x->task);
	put_cell(b, text_join(a, &x->references, "; "));
	csv_put(b, x->note);
	buf_putc(b, '\n');
}

/* One block; *key: behind which the next begins, copied since the block's memory goes. */
static enum rc put_block(
	struct web *w, const struct list_filter *f, struct list_key *key, struct buf *b, bool *more)
{
	struct arena *a = arena_new();
	struct list_page p;
	enum rc rc = list_block(w->db, a, f, key->day ? key : NULL, BLOCK, &p, &w->e);
	for (size_t i = 0; !rc && i < p.n; i++)
		put_row(b, a, &p.v[i]);
	*more = !rc && p.older;
	if (*more) {
		*key = p.v[p.n - 1].key;
		key->day = arena_strdup(w->a, key->day);
	}
	arena_free(a);
	return rc;
}

enum rc list_csv(struct web *w)
{
	struct list_form f;
	struct list_key key = { 0 };
	struct buf b;
	bool more = true;
	enum rc rc = list_form_read(w, &f);
	if (!rc && f.errors_n)
		return ERR(&w->e, RC_INVALID, "filter", "%s", f.errors[0].message);
	buf_init(&b, w->a, FILE_MAX);
	/* With the mark by which Excel knows UTF-8; the import takes it off. */
	buf_puts(&b, "\xEF\xBB\xBF"
		     "Mã,Ngày,Đến ngày,Kênh,Hoạt động,Số liệu,Địa bàn,Nội dung,Nhiệm vụ,"
		     "Minh chứng,Ghi chú\n");
	while (!rc && more)
		rc = put_block(w, &f.filter, &key, &b, &more);
	if (!rc && b.over)
		return ERR(&w->e, RC_INVALID, "file",
			"Danh sách quá lớn; hãy lọc theo năm hoặc kênh rồi tải từng phần.");
	if (rc)
		return rc;
	reply_bytes(w->rp, 200, "text/csv; charset=utf-8", b.p, b.n);
	reply_download(w->rp, "hoat-dong.csv");
	return RC_OK;
}
