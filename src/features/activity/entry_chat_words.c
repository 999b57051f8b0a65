/* What a message says: channel by words, numbers by the grammar of quantities, places, the day. */
#include <string.h>

#include "core/channel.h"
#include "features/activity/entry_chat_int.h"
#include "lib/base/text.h"

enum { TITLE_MAX = 150, UNIT_WORDS = 4, UNITS_MAX = 8 };

/* The first that is found decides; what is said by fewer words stands further down. */
static const struct {
	const char *words, *channel;
} channels[] = {
	{ "băng rôn", "banner" },
	{ "pa nô", "banner" },
	{ "áp phích", "banner" },
	{ "khẩu hiệu", "banner" },
	{ "tờ rơi", "leaflet" },
	{ "tờ gấp", "leaflet" },
	{ "xe tuyên truyền", "mobile" },
	{ "xe lưu động", "mobile" },
	{ "loa kéo", "mobile" },
	{ "phát thanh", "station" },
	{ "truyền thanh", "station" },
	{ "phát loa", "station" },
	{ "phát trên loa", "station" },
	{ "đối thoại", "dialogue" },
	{ "hội thi", "contest" },
	{ "cuộc thi", "contest" },
	{ "khảo sát", "survey" },
	{ "lấy ý kiến", "survey" },
	{ "cổng thông tin", "portal" },
	{ "trang thông tin", "portal" },
	{ "facebook", "social" },
	{ "fanpage", "social" },
	{ "mạng xã hội", "social" },
	{ "tiktok", "social" },
	{ "zalo", "social" },
	{ "tin nhắn", "sms" },
	{ "bảng tin", "board" },
	{ "bản tin", "newsletter" },
	{ "họp", "meeting" },
	{ "hội nghị", "meeting" },
	{ "sinh hoạt", "meeting" },
	{ "một cửa", "desk" },
	{ "hướng dẫn", "desk" },
	{ "phản ánh", "feedback" },
	{ "kiến nghị", "feedback" },
};

/* Not done yet, or asked. */
static const char *const later[] = { "ngày mai", "mai", "sắp", "sẽ", "chuẩn bị", "kính mời", "mời",
	"đề nghị", "nhớ", "?" };

static const char *const photo_marks[] = { "[hình ảnh]", "[ảnh]", "[photo]", "[image]",
	"<media omitted>", "đã gửi một ảnh", "đã gửi 1 ảnh" };

static const struct {
	const char *words;
	int days;
} relative[] = { { "hôm kia", -2 }, { "hôm qua", -1 }, { "sáng qua", -1 }, { "chiều qua", -1 },
	{ "tối qua", -1 }, { "đêm qua", -1 } };

/* A letter or digit, or a byte of one beyond ASCII. */
static bool is_word(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	       (unsigned char)c >= 0x80;
}

/* Whole words within s; where they end, or NULL. */
static const char *find_words(const char *s, const char *words)
{
	size_t n = strlen(words);
	for (const char *p = s; n && (p = strstr(p, words)); p++) {
		bool before = p == s || !is_word(p[-1]) || !is_word(*words);
		bool after = !is_word(p[n]) || !is_word(words[n - 1]);
		if (before && after)
			return p + n;
	}
	return NULL;
}

struct message {
	struct arena *a;
	const char *text, *lower;
	const char *plain; /* folded, where whoever wrote it uses no accents; else NULL */
};

static bool says(const struct message *m, const char *words)
{
	if (find_words(m->lower, words))
		return true;
	/* One word without accents may be many others. */
	return m->plain && strchr(words, ' ') && find_words(m->plain, text_fold(m->a, words));
}

static const char *channel_of(const struct message *m)
{
	for (size_t i = 0; i < sizeof channels / sizeof *channels; i++)
		if (says(m, channels[i].words))
			return channels[i].channel;
	return "";
}

/* --- numbers --- */

static const char *word_end(const char *p)
{
	while (*p && *p != ' ' && *p != '\n' && *p != '\t' && !strchr(",;.!?()", *p))
		p++;
	return p;
}

/* The longest run of words at p that is a unit; where it ends, or NULL. */
static const char *unit_end(struct arena *a, const char *p, const char **unit)
{
	const char *ends[UNIT_WORDS];
	size_t n = 0;
	for (const char *q = p; n < UNIT_WORDS; q++) {
		const char *end = word_end(q);
		if (end == q)
			break;
		ends[n++] = end;
		if (*end != ' ')
			break;
		q = end;
	}
	while (n--) {
		const struct measure *m =
			measure_find(a, arena_strndup(a, p, (size_t)(ends[n] - p)));
		if (m) {
			*unit = m->name;
			return ends[n];
		}
	}
	return NULL;
}

/* "hơn " before the number. */
static const char *qualifier_before(const char *s, const char *p)
{
	static const char *const words[] = { "hơn ", "trên ", "gần ", "khoảng ", "chừng ",
		"dưới " };
	for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
		size_t n = strlen(words[i]);
		if ((size_t)(p - s) >= n && !strncmp(p - n, words[i], n) &&
			((size_t)(p - s) == n || !is_word(p[-(long)n - 1])))
			return words[i];
	}
	return "";
}

static void add_number(struct arena *a, const char *text, struct quantities *out)
{
	struct quantities list = { 0 };
	struct err e;
	err_init(&e, a);
	if (quantities_parse(a, text, &list, &e) || list.n != 1)
		return;
	for (size_t i = 0; i < out->n; i++)
		if (text_eq(out->v[i].unit, list.v[0].unit))
			return;
	ARENA_PUSH(a, out, list.v[0]);
}

/* "mỗi lần " before the number: it is not the sum. */
static bool each_before(const char *s, const char *p)
{
	static const char each[] = "mỗi ";
	const char *word = p;
	for (int words = 0; words < 3; words++) {
		if (word == s || word[-1] != ' ')
			return false;
		for (word--; word > s && is_word(word[-1]); word--)
			;
		if (!strncmp(word, each, sizeof each - 1))
			return true;
	}
	return false;
}

/* "phát thanh 2 lần": the channel's own unit, said by its first word. */
static const char *unit_of(const char *channel, const char *unit)
{
	const struct channel *c = channel_by_code(channel);
	size_t n = strlen(unit);
	return c && text_has_prefix(c->unit, unit) && c->unit[n] == ' ' ? c->unit : unit;
}

static void read_numbers(const struct message *m, const char *channel, struct quantities *out)
{
	const char *s = m->lower;
	for (const char *p = s; *p && out->n < UNITS_MAX;) {
		size_t n = strspn(p, "0123456789");
		if (!n || (p > s && is_word(p[-1]))) {
			p += n ? n : 1;
			continue;
		}
		n += strspn(p + n, "0123456789.,/-");
		while (strchr(".,/-", p[n - 1]))
			n--;
		const char *unit, *end = p[n] == ' ' ? unit_end(m->a, p + n + 1, &unit) : NULL;
		if (end && !each_before(s, p))
			add_number(m->a,
				arena_printf(m->a, "%s%.*s %s", qualifier_before(s, p), (int)n, p,
					unit_of(channel, unit)),
				out);
		p = end ? end : p + n;
	}
}

/* --- places --- */

static void add_place(struct arena *a, struct texts *list, const char *name)
{
	for (size_t i = 0; i < list->n; i++)
		if (text_eq(list->v[i], name))
			return;
	ARENA_PUSH(a, list, name);
}

/* "tổ dân phố 3", "TDP 3", "tổ 3": numbered as communes do. */
static void read_groups(const struct message *m, struct texts *out)
{
	static const char *const words[] = { "tổ dân phố", "tdp", "tổ" };
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		for (const char *p = m->lower; (p = find_words(p, words[i]));) {
			const char *q = p + (*p == ' ');
			size_t n = q > p ? strspn(q, "0123456789") : 0;
			if (n && n <= 2 && !is_word(q[n]))
				add_place(m->a, out,
					arena_printf(m->a, "Tổ dân phố %d",
						(q[0] - '0') * (n == 2 ? 10 : 1) +
							(n == 2 ? q[1] - '0' : 0)));
		}
}

static struct texts places_of(const struct message *m, const struct chat_context *c)
{
	struct texts out = { 0 };
	for (size_t i = 0; i < c->places.n; i++)
		if (find_words(m->lower, text_lower(m->a, c->places.v[i])))
			add_place(m->a, &out, c->places.v[i]);
	read_groups(m, &out);
	return out;
}

/* --- the day --- */

/* "hôm qua" is the day before the message; "ngày 05/3" is that day. */
static struct date day_of(const struct message *m, struct date said)
{
	for (const char *p = m->lower; (p = find_words(p, "ngày"));) {
		const char *q = p + (*p == ' ');
		struct date d;
		if (q > p && chat_date(&q, &d))
			return chat_settle(d, said);
	}
	for (size_t i = 0; i < sizeof relative / sizeof *relative; i++)
		if (find_words(m->lower, relative[i].words))
			return date_add_days(said, relative[i].days);
	return said;
}

static const char *title_of(struct arena *a, const char *text)
{
	const char *line = text_squeeze(a, arena_strndup(a, text, strcspn(text, "\n")));
	if (text_length(line) <= TITLE_MAX)
		return line;
	const char *p = line;
	for (int i = 0; i < TITLE_MAX; i++)
		text_next(&p);
	const char *cut = arena_strndup(a, line, (size_t)(p - line));
	char *blank = strrchr(cut, ' ');
	return arena_printf(a, "%.*s…", (int)(blank ? (size_t)(blank - cut) : strlen(cut)), cut);
}

/* A photo belongs to what its sender wrote last. */
static bool take_photo(const struct message *m, const struct chat_message *from, struct chat *out)
{
	bool mark = false;
	for (size_t i = 0; i < sizeof photo_marks / sizeof *photo_marks; i++)
		mark = mark || text_has_prefix(m->lower, photo_marks[i]);
	if (!mark)
		return false;
	for (size_t i = out->n; i--;)
		if (text_eq(out->v[i].sender, from->sender)) {
			out->v[i].photos++;
			return true;
		}
	return false;
}

static const char *with_sender(struct arena *a, const struct chat_message *m)
{
	return *m->sender ? arena_printf(a, "%s%s%s: %s", m->time, *m->time ? " " : "", m->sender,
				    m->text)
			  : m->text;
}

void chat_understand(struct chatting *c, const struct chat_message *from, struct chat *out)
{
	struct message m = { c->a, from->text, text_lower(c->a, from->text), NULL };
	if (text_eq(text_fold(c->a, from->text), text_squeeze(c->a, m.lower)))
		m.plain = m.lower;
	if (take_photo(&m, from, out))
		return;
	struct chat_proposal p = { .sender = from->sender,
		.time = from->time,
		.channel = channel_of(&m),
		.places = places_of(&m, c->context),
		.day = day_of(&m, from->day),
		.title = title_of(c->a, from->text),
		.text = from->text };
	read_numbers(&m, p.channel, &p.quantities);
	for (size_t i = 0; i < sizeof later / sizeof *later; i++)
		p.later = p.later || find_words(m.lower, later[i]);
	p.later = p.later || date_cmp(p.day, c->context->today) > 0;
	if (out->n < CHAT_PROPOSALS && (*p.channel || p.quantities.n))
		ARENA_PUSH(c->a, out, p);
	else
		ARENA_PUSH(c->a, &out->rest, with_sender(c->a, from));
}
