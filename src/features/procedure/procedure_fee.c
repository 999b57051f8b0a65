/* A fee as one line of text, "2.000/trang; từ 3: 1.000; tối đa 200.000/bản", and what must hold of
 * a version as a whole. */
#include <ctype.h>
#include <string.h>

#include "core/quantity.h"
#include "features/procedure/procedure.h"
#include "lib/base/text.h"

enum { MONEY_MAX = 1000000000, TIERS_MAX = 20 };

/* "2.000", "2.000 đồng", "200.000 đồng/bản": the number, and what stands behind "/". */
static bool money_parse(struct arena *a, const char *text, int64_t *out, const char **per)
{
	const char *slash = strchr(text, '/');
	const char *s = text_fold(a, slash ? arena_strndup(a, text, (size_t)(slash - text)) : text);
	int64_t n = 0;
	size_t digits = 0;
	for (; isdigit((unsigned char)*s) || *s == '.'; s++)
		if (*s != '.') {
			n = n * 10 + (*s - '0');
			if (n > MONEY_MAX)
				return false;
			digits++;
		}
	if (!digits || (*s && !text_eq(s, " dong") && !text_eq(s, "d") && !text_eq(s, " d")))
		return false;
	*out = n;
	*per = slash ? text_trim(a, slash + 1) : "";
	return true;
}

static const char *read_part(struct arena *a, const char *part, struct procedure_fee *f)
{
	const char *folded = text_fold(a, part), *colon = strchr(part, ':'), *per = "";
	struct procedure_tier t = { .from = 1 };
	if (text_has_prefix(folded, "toi da ")) {
		/* "tối đa" has two words in every spelling. */
		const char *amount = strchr(strchr(part, ' ') + 1, ' ');
		if (!amount || !money_parse(a, text_trim(a, amount), &f->cap, &f->per))
			return arena_printf(
				a, "không hiểu “%s”; viết như: tối đa 200.000/bản", part);
		return NULL;
	}
	if (text_has_prefix(folded, "tu ") && colon) {
		const char *unit;
		const char *from = arena_strndup(
			a, strchr(part, ' ') + 1, (size_t)(colon - strchr(part, ' ') - 1));
		if (!money_parse(a, from, &t.from, &unit) || *unit ||
			!money_parse(a, text_trim(a, colon + 1), &t.each, &per))
			return arena_printf(a, "không hiểu “%s”; viết như: từ 3: 1.000", part);
	} else if (!money_parse(a, part, &t.each, &per)) {
		return arena_printf(
			a, "không hiểu mức thu “%s”; viết như 8.000 hoặc 2.000/trang", part);
	} else {
		f->unit = per;
	}
	if (f->tier_count == TIERS_MAX)
		return "quá nhiều bậc";
	f->tiers[f->tier_count++] = t;
	return NULL;
}

const char *procedure_fee_parse(struct arena *a, const char *text, struct procedure_fee *f)
{
	struct texts list = text_split(a, text, ';');
	f->tiers = ARENA_ARRAY(a, struct procedure_tier, TIERS_MAX);
	f->tier_count = 0;
	f->unit = f->per = "";
	f->cap = 0;
	for (size_t i = 0; i < list.n; i++) {
		const char *wrong = read_part(a, list.v[i], f);
		if (wrong)
			return wrong;
	}
	return list.n ? NULL : "thiếu mức thu";
}

static const char *plain(struct arena *a, int64_t dong)
{
	return quantity_number(a, dong * QUANTITY_ONE);
}

const char *procedure_fee_print(struct arena *a, const struct procedure_fee *f)
{
	struct buf b;
	enum { PRINT_MAX = 4096 };
	buf_init(&b, a, PRINT_MAX);
	for (size_t i = 0; i < f->tier_count; i++)
		if (!i)
			buf_printf(&b, "%s%s%s", plain(a, f->tiers[i].each), *f->unit ? "/" : "",
				f->unit);
		else
			buf_printf(&b, "; từ %s: %s", plain(a, f->tiers[i].from),
				plain(a, f->tiers[i].each));
	if (f->cap)
		buf_printf(&b, "; tối đa %s%s%s", plain(a, f->cap), *f->per ? "/" : "", f->per);
	return b.p;
}

/* --- what must hold of a version --- */

static const char *wrong_fee(const struct procedure_fee *f)
{
	if (!f->tier_count || f->tiers[0].from != 1)
		return "bậc đầu của mức thu phải từ 1";
	for (size_t i = 1; i < f->tier_count; i++)
		if (f->tiers[i].from <= f->tiers[i - 1].from)
			return "các bậc của mức thu phải tăng dần";
	if (f->tier_count > 1 && !*f->unit)
		return "mức thu có bậc phải có đơn vị đếm, như 2.000/trang";
	return *f->source ? NULL : "thiếu căn cứ của mức thu";
}

static bool unknown(const struct procedure_version *v, const char *code)
{
	return *code && !*procedure_case_name(v, code);
}

static const char *wrong_money(const struct procedure_version *v, enum procedure_column *at)
{
	enum { ALL = 100 };
	for (size_t i = 0; i < v->fees.n; i++) {
		const char *wrong = wrong_fee(&v->fees.v[i]);
		*at = PCOL_FEES;
		if (wrong)
			return wrong;
	}
	for (size_t i = 0; i < v->reliefs.n; i++) {
		*at = PCOL_RELIEFS;
		if (v->reliefs.v[i].percent < 1 || v->reliefs.v[i].percent > ALL)
			return "mức miễn, giảm phải từ 1% đến 100%";
		if (!*v->reliefs.v[i].source)
			return "thiếu căn cứ của miễn, giảm";
	}
	return NULL;
}

static const char *wrong_cases(
	struct arena *a, const struct procedure_version *v, enum procedure_column *at)
{
	const char *bad = NULL;
#define LOOK(list, column) \
	for (size_t i = 0; i < v->list.n && !bad; i++) \
		if (unknown(v, v->list.v[i].case_code)) { \
			bad = v->list.v[i].case_code; \
			*at = column; \
		}
	LOOK(papers, PCOL_PAPERS)
	LOOK(limits, PCOL_LIMITS)
	LOOK(fees, PCOL_FEES)
	LOOK(reliefs, PCOL_RELIEFS)
#undef LOOK
	return bad ? arena_printf(a, "không có trường hợp mã “%s”", bad) : NULL;
}

static bool is_web(const char *url)
{
	return !*url || text_has_prefix(url, "https://") || text_has_prefix(url, "http://");
}

static const char *wrong_links(const struct procedure_version *v, enum procedure_column *at)
{
	*at = PCOL_ONLINE;
	if (!is_web(v->online))
		return "địa chỉ phải bắt đầu bằng https://";
	*at = PCOL_FORMS;
	for (size_t i = 0; i < v->forms.n; i++)
		if (!is_web(v->forms.v[i].url))
			return "địa chỉ tải mẫu phải bắt đầu bằng https://";
	return NULL;
}

static const char *wrong_head(const struct procedure_version *v, enum procedure_column *at)
{
	const struct {
		bool missing;
		enum procedure_column column;
		const char *say;
	} must[] = {
		{ !*v->name, PCOL_NAME, "thiếu tên thủ tục" },
		{ !*v->number, PCOL_NUMBER, "thiếu số quyết định công bố" },
		{ !date_valid(v->day), PCOL_DAY, "thiếu ngày quyết định công bố" },
		{ !*v->issuer, PCOL_ISSUER, "thiếu cơ quan công bố" },
		{ !date_valid(v->from), PCOL_FROM, "thiếu ngày có hiệu lực" },
		{ date_valid(v->to) && date_cmp(v->to, v->from) < 0, PCOL_TO,
			"ngày hết hiệu lực không được trước ngày có hiệu lực" },
	};
	for (size_t i = 0; i < sizeof must / sizeof *must; i++)
		if (must[i].missing) {
			*at = must[i].column;
			return must[i].say;
		}
	return NULL;
}

const char *procedure_wrong(
	struct arena *a, const struct procedure_version *v, enum procedure_column *at)
{
	const char *wrong = wrong_head(v, at);
	if (!wrong)
		wrong = wrong_cases(a, v, at);
	if (!wrong)
		wrong = wrong_money(v, at);
	return wrong ? wrong : wrong_links(v, at);
}
