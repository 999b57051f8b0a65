/* Words, codes and snippets of search. */
#include <string.h>

#include "core/search_int.h"
#include "lib/base/text.h"

static const char *limited(struct arena *a, const char *s, size_t letters)
{
	const char *p = s;
	while (letters-- && *p)
		text_next(&p);
	return arena_strndup(a, s, (size_t)(p - s));
}

const char *search_words(struct arena *a, const char *s, bool folded)
{
	struct buf b;
	size_t letters = 0;
	buf_init(&b, a, SEARCH_TEXT);
	if (!folded)
		s = text_lower(a, s);
	for (unsigned c; (c = text_next(&s));) {
		if (!text_is_word(c)) {
			letters = 0;
			continue;
		}
		if (!letters && b.n)
			buf_putc(&b, ' ');
		if (letters++ < SEARCH_WORD)
			text_put(&b, folded ? text_fold_one(c) : c);
	}
	return b.p;
}

/* "1.001612" of "1.001612.000.00.00.h48": the old local form only adds to it. */
static size_t procedure_part(const char *s)
{
	enum { SHORT = 8 };
	if (s[0] < '1' || s[0] > '3' || s[1] != '.')
		return 0;
	return strspn(s + 2, "0123456789") == SHORT - 2 && s[SHORT] == '.' ? SHORT : 0;
}

/* A number below 10 has a nought before it or not (Nghị định 30/2020, Phụ lục I): all the same. */
const char *search_code(struct arena *a, const char *s)
{
	struct buf b;
	s = text_fold(a, s);
	buf_init(&b, a, strlen(s) + 1);
	for (unsigned c; (c = text_next(&s));)
		if (c > ' ' && c != 0xA0)
			text_put(&b, c);
	const char *code = b.p;
	while (code[0] == '0' && code[1] >= '0' && code[1] <= '9')
		code++;
	size_t n = procedure_part(code);
	return n ? arena_strndup(a, code, n) : code;
}

bool search_code_like(const char *code)
{
	enum { SHORTEST = 3 };
	return strlen(code) >= SHORTEST && *code >= '0' && *code <= '9' && strpbrk(code, "./");
}

static const char *first_words(struct arena *a, const char *words, size_t n)
{
	struct texts list = text_split(a, words, ' ');
	if (list.n > n)
		list.n = n;
	return text_join(a, &list, " ");
}

/* Where the words of `part` stand within `whole`, both with a blank around each; NULL: nowhere. */
static const char *within(struct arena *a, const char *whole, const char *part)
{
	return *part ? strstr(whole, arena_printf(a, " %s ", part)) : NULL;
}

/* The folded words with the first name among them as it is written; "" where there is none. */
static const char *meant(struct arena *a, const char *folded, const struct texts *names)
{
	const char *whole = arena_printf(a, " %s ", folded);
	for (size_t i = 0; names && i < names->n; i++) {
		const char *name = search_words(a, names->v[i], true);
		const char *at = within(a, whole, name);
		if (!at)
			continue;
		const char *all = arena_printf(a, "%.*s %s%s", (int)(at - whole), whole,
			search_words(a, names->v[i], false), at + 1 + strlen(name));
		return text_trim(a, all);
	}
	return "";
}

/* "1.001193" of "1001193": the dot is easily lost. */
static const char *dotted(struct arena *a, const char *s)
{
	enum { DIGITS = 7 };
	bool procedure = strlen(s) == DIGITS && strspn(s, "0123456789") == DIGITS && s[0] >= '1' &&
			 s[0] <= '3';
	return procedure ? arena_printf(a, "%c.%s", s[0], s + 1) : s;
}

static void add_code(struct arena *a, struct texts *out, const char *code)
{
	for (size_t i = 0; i < out->n; i++)
		if (text_eq(out->v[i], code))
			return;
	ARENA_PUSH(a, out, code);
}

/* "Kế hoạch số 24/KH-UBND ngày 19/02/2024": what is copied has its words around it. */
static struct texts codes_in(struct arena *a, const char *typed)
{
	struct texts out = { 0 }, each = text_split(a, text_squeeze(a, typed), ' ');
	const char *whole = dotted(a, search_code(a, typed));
	if (*whole)
		add_code(a, &out, whole);
	for (size_t i = 0; i < each.n && i < SEARCH_WORDS; i++) {
		const char *word = each.v[i] + strspn(each.v[i], "(\"'[");
		size_t n = strlen(word);
		while (n && strchr(".,;:)\"']?!", word[n - 1]))
			n--;
		const char *code = dotted(a, search_code(a, arena_strndup(a, word, n)));
		if (search_code_like(code))
			add_code(a, &out, code);
	}
	return out;
}

const char *search_topic(struct arena *a, const char *typed)
{
	static const char asking[] =
		" o dau gi nao sao may bao nhieu lau khi the nhu can giay to phai lam mat het tien"
		" phi xin muon hoi duoc khong co la va cho thi toi minh cach nhung ";
	struct texts all = text_split(
			     a, search_words(a, limited(a, typed, SEARCH_TYPED), false), ' '),
		     kept = { 0 };
	for (size_t i = 0; i < all.n; i++)
		if (!within(a, asking, text_fold(a, all.v[i])))
			ARENA_PUSH(a, &kept, all.v[i]);
	return kept.n && kept.n < all.n ? text_join(a, &kept, " ") : NULL;
}

struct search_asked search_ask(struct arena *a, const struct search_query *q)
{
	const char *typed = limited(a, q->typed, SEARCH_TYPED);
	struct search_asked x = { .codes = codes_in(a, typed),
		.folded = first_words(a, search_words(a, typed, true), SEARCH_WORDS) };
	const char *exact = first_words(a, search_words(a, typed, false), SEARCH_WORDS);
	x.exact = text_eq(exact, x.folded) ? meant(a, x.folded, q->names) : exact;
	return x;
}

/* --- snippets --- */

/* A word of a text: where it is, and whether the query has it. */
struct seen {
	const char *from, *to;
	bool hit;
};

struct scan {
	const char *p; /* what is left */
	const char *words; /* " dat dai " */
	struct buf word;
};

static bool next_word(struct scan *s, struct seen *out)
{
	const char *here = s->p;
	unsigned c;
	buf_clear(&s->word);
	buf_putc(&s->word, ' ');
	while ((c = text_next(&s->p)) && !text_is_word(c))
		here = s->p;
	if (!c)
		return false;
	out->from = here;
	size_t letters = 0;
	do {
		if (letters++ < SEARCH_WORD)
			text_put(&s->word, text_fold_one(c));
		out->to = s->p;
	} while ((c = text_next(&s->p)) && text_is_word(c));
	buf_putc(&s->word, ' ');
	out->hit = strstr(s->words, s->word.p) != NULL;
	return true;
}

static struct scan scan_of(struct arena *a, const char *text, const char *typed)
{
	struct scan s = { .p = text,
		.words = arena_printf(
			a, " %s ", search_words(a, limited(a, typed, SEARCH_TYPED), true)) };
	buf_init(&s.word, a, 8 * (SEARCH_WORD + 2));
	return s;
}

/* Where the snippet begins: a few words before two hits that stand together, since a syllable alone
 * ("công khai" for "khai sinh") says little; else before the first hit, or the beginning. */
static const char *beginning(struct arena *a, const char *text, const char *typed, size_t most)
{
	enum { BEFORE = 8, FURTHER = 2000 }; /* words; bytes behind the first hit */
	const char *last[BEFORE] = { 0 }, *first = text;
	size_t far = 0;
	struct scan s = scan_of(a, text, typed);
	struct seen w;
	bool after_hit = false;
	for (size_t n = 0; next_word(&s, &w) && (!far || (size_t)(w.from - text) < far); n++) {
		const char *from = last[n % BEFORE];
		last[n % BEFORE] = w.from;
		bool near = (size_t)(w.from - text) < most / 2;
		if (w.hit && (!far || after_hit))
			first = near || !from ? text : from;
		if (w.hit && after_hit)
			break;
		if (w.hit && !far)
			far = (size_t)(w.from - text) + FURTHER;
		after_hit = w.hit;
	}
	return first;
}

static void add_piece(
	struct arena *a, struct search_pieces *out, const char *from, const char *to, bool hit)
{
	struct search_piece x = { arena_strndup(a, from, (size_t)(to - from)), hit };
	if (to > from)
		ARENA_PUSH(a, out, x);
}

static void add_mark(struct arena *a, struct search_pieces *out)
{
	struct search_piece x = { "…", false };
	ARENA_PUSH(a, out, x);
}

struct search_pieces search_snippet(
	struct arena *a, const char *text, const char *typed, size_t most)
{
	struct search_pieces out = { 0 };
	struct seen w;
	const char *from = most ? beginning(a, text, typed, most) : text, *done = from;
	struct scan s = scan_of(a, from, typed);
	if (from != text)
		add_mark(a, &out);
	for (const char *end = from; next_word(&s, &w); end = w.to) {
		if (most &&
			(size_t)(w.to - from) > most * 3 / 2) { /* bytes: one to three a letter */
			add_piece(a, &out, done, end, false);
			add_mark(a, &out);
			return out;
		}
		if (!w.hit)
			continue;
		add_piece(a, &out, done, w.from, false);
		add_piece(a, &out, w.from, w.to, true);
		done = w.to;
	}
	add_piece(a, &out, done, done + strlen(done), false);
	return out;
}
