/* Reading a chat: lines into messages. What a message says is entry_chat_words.c. */
#include "features/activity/entry_chat_int.h"

#include <string.h>

#include "lib/base/text.h"

enum { NAME_MAX = 60 };

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool read_int(const char **p, int digits, int *out)
{
	int n = 0, v = 0;
	while (n < digits && is_digit((*p)[n]))
		v = v * 10 + ((*p)[n++] - '0');
	if (!n || is_digit((*p)[n]))
		return false;
	*p += n;
	*out = v;
	return true;
}

static bool chat_time(const char **p, int *minutes)
{
	const char *s = *p;
	int h, m, second;
	if (!read_int(&s, 2, &h) || *s++ != ':' || !read_int(&s, 2, &m) || h > 23 || m > 59)
		return false;
	if (*s == ':' && is_digit(s[1])) {
		s++;
		if (!read_int(&s, 2, &second))
			return false;
	}
	/* As phones with a 12-hour clock write (sáng, chiều), in lower case. */
	static const struct {
		const char *word;
		bool noon;
	} halves[] = { { " sa", false }, { " ch", true }, { " am", false }, { " pm", true } };
	for (size_t i = 0; i < sizeof halves / sizeof *halves; i++)
		if (text_has_prefix(s, halves[i].word)) {
			s += strlen(halves[i].word);
			h = h % 12 + (halves[i].noon ? 12 : 0);
		}
	*minutes = h * 60 + m;
	*p = s;
	return true;
}

/* 05/03/2024, 5-3-2024, 05/03, 2024-03-05; year 0 where it is not said. */
bool chat_date(const char **p, struct date *out)
{
	const char *s = *p;
	struct date d = { 0 };
	int first, second, third = 0;
	if (!read_int(&s, 4, &first) || !strchr("/-.", *s) || !*s)
		return false;
	char mark = *s++;
	if (!read_int(&s, 2, &second))
		return false;
	if (*s == mark && is_digit(s[1])) {
		s++;
		if (!read_int(&s, 4, &third))
			return false;
	}
	if (first > 31)
		d = (struct date){ first, second, third };
	else
		d = (struct date){ third, second, first };
	if (d.year && d.year < 100)
		d.year += 2000;
	struct date probe = d;
	probe.year = d.year ? d.year : 2024; /* a year with 29/02 */
	if (!date_valid(probe))
		return false;
	*p = s;
	*out = d;
	return true;
}

static bool skip_word(const char **p, const char *word)
{
	if (!text_has_prefix(*p, word))
		return false;
	*p += strlen(word);
	return true;
}

static void skip(const char **p, const char *set)
{
	*p += strspn(*p, set);
}

/* A day without its year is the last such day that has come. */
struct date chat_settle(struct date d, struct date today)
{
	if (d.year)
		return d;
	d.year = today.year;
	if (date_cmp(d, today) > 0 || !date_valid(d))
		d.year--;
	return date_valid(d) ? d : today;
}

/* "Hôm nay", "Hôm qua", "Thứ Ba, 05/03/2024", "Ngày 5 tháng 3 năm 2024", as far as it goes. */
static bool read_day(struct chatting *c, const char **p, struct date *out)
{
	static const char *const week[] = { "thứ hai", "thứ ba", "thứ tư", "thứ năm", "thứ sáu",
		"thứ bảy", "chủ nhật", "t2", "t3", "t4", "t5", "t6", "t7", "cn" };
	const char *s = *p;
	struct date d;
	if (skip_word(&s, "hôm nay")) {
		*out = c->context->today;
	} else if (skip_word(&s, "hôm qua")) {
		*out = date_add_days(c->context->today, -1);
	} else {
		for (size_t i = 0; i < sizeof week / sizeof *week; i++)
			if (skip_word(&s, week[i]))
				break;
		skip(&s, ", ");
		bool word = skip_word(&s, "ngày ");
		int day, month, year = 0;
		if (chat_date(&s, &d)) {
			*out = chat_settle(d, c->context->today);
		} else if (word && read_int(&s, 2, &day) && skip_word(&s, " tháng ") &&
			   read_int(&s, 2, &month)) {
			if (skip_word(&s, ", ") || skip_word(&s, " năm "))
				if (!read_int(&s, 4, &year))
					return false;
			*out = chat_settle((struct date){ year, month, day }, c->context->today);
		} else {
			return false;
		}
	}
	if (!date_valid(*out))
		return false;
	*p = s;
	return true;
}

/* A moment: day and time in either order, each may lack, not both. */
static bool read_moment(struct chatting *c, const char **p, struct chat_head *h)
{
	const char *s = *p;
	bool day = false, time = false;
	for (int i = 0; i < 2; i++) {
		time = time || chat_time(&s, &h->minutes);
		skip(&s, ", ");
		skip_word(&s, "lúc ");
		day = day || read_day(c, &s, &h->day);
		skip(&s, ", ");
		skip_word(&s, "lúc ");
	}
	if (!day && !time)
		return false;
	h->has_day = day;
	h->has_time = time;
	*p = s;
	return true;
}

/* "Nguyễn Văn Mẫu: ..." up to the colon; *rest behind it. */
static const char *read_sender(struct arena *a, const char *line, const char **rest)
{
	const char *colon = strchr(line, ':');
	if (!colon || colon == line)
		return NULL;
	const char *name = text_trim_n(a, line, (size_t)(colon - line));
	if (!*name || text_length(name) > NAME_MAX)
		return NULL;
	*rest = text_trim(a, colon + 1);
	return name;
}

/* "[05/03/2024 08:15] Tên: ..." and "05/03/2024, 08:15 - Tên: ..." */
static bool read_marked(struct chatting *c, const char *line, struct chat_head *h)
{
	const char *lower = text_lower(c->a, line), *p = lower;
	bool bracket = *p == '[';
	p += bracket;
	skip(&p, " ");
	if (!read_moment(c, &p, h) || !h->has_time)
		return false;
	skip(&p, " ");
	if (bracket ? *p != ']' : *p != '-')
		return false;
	/* Lower case may be of another length; what is read so far has one byte a sign, or the
	 * same letters. */
	const char *end = strchr(line, bracket ? ']' : ' ');
	if (!bracket)
		end = strstr(line, " - ");
	if (!end)
		return false;
	const char *rest = text_trim(c->a, end + (bracket ? 1 : 3));
	h->sender = read_sender(c->a, rest, &h->text);
	if (!h->sender) {
		h->sender = "";
		h->text = rest;
	}
	return true;
}

/* A line with nothing but a moment. */
static bool read_alone(struct chatting *c, const char *line, struct chat_head *h)
{
	const char *p = text_lower(c->a, line);
	skip(&p, "[( -–—");
	if (!read_moment(c, &p, h))
		return false;
	skip(&p, "]) -");
	return !*p || text_eq(p, "–") || text_eq(p, "—");
}

/* What may be a person's name above a line with the time. */
static bool is_name(const char *line)
{
	if (!*line || text_length(line) > NAME_MAX || strpbrk(line, "0123456789.?!;:"))
		return false;
	return true;
}

static void end_message(struct chatting *c)
{
	struct chat_message m = c->open;
	m.text = text_trim(c->a, c->body.p);
	if (*m.text && !c->body.over)
		ARENA_PUSH(c->a, &c->messages, m);
	buf_clear(&c->body);
}

static void begin_message(struct chatting *c, const struct chat_head *h, const char *sender)
{
	end_message(c);
	c->any_head = true;
	if (h->has_day)
		c->day = h->day;
	c->open = (struct chat_message){ .sender = sender,
		.day = c->day,
		.time = h->has_time
				? arena_printf(c->a, "%02d:%02d", h->minutes / 60, h->minutes % 60)
				: "" };
}

static void add_line(struct chatting *c, const char *line)
{
	if (c->body.n)
		buf_putc(&c->body, '\n');
	buf_puts(&c->body, line);
}

/* A line with the time alone: the last line so far was the name of who wrote what follows. */
static void begin_under_name(struct chatting *c, const struct chat_head *h)
{
	char *last = strrchr(c->body.p, '\n');
	last = last ? last + 1 : c->body.p;
	const char *name = is_name(last) ? arena_strdup(c->a, last) : c->open.sender;
	if (is_name(last)) {
		c->body.n = (size_t)(last - c->body.p);
		c->body.p[c->body.n] = '\0';
	}
	begin_message(c, h, name);
}

static void read_line(struct chatting *c, const char *line)
{
	struct chat_head h = { .sender = "", .text = "" };
	if (!*line) {
		if (!c->any_head) /* without any header, paragraphs are messages */
			end_message(c);
		return;
	}
	if (read_marked(c, line, &h)) {
		begin_message(c, &h, h.sender);
		add_line(c, h.text);
		return;
	}
	h = (struct chat_head){ 0 };
	if (!read_alone(c, line, &h)) {
		add_line(c, line);
		return;
	}
	if (h.has_time) {
		begin_under_name(c, &h);
		return;
	}
	end_message(c);
	c->any_head = true;
	c->day = h.day;
	c->open.day = h.day;
}

void entry_chat_parse(
	struct arena *a, const char *text, const struct chat_context *context, struct chat *out)
{
	struct chatting c = { .a = a,
		.context = context,
		.day = context->today,
		.open = { .sender = "", .time = "", .day = context->today } };
	buf_init(&c.body, a, CHAT_TEXT + 1);
	*out = (struct chat){ 0 };
	for (const char *p = text; *p;) {
		size_t n = strcspn(p, "\n");
		read_line(&c, text_trim_n(a, p, n));
		p += n + (p[n] == '\n');
	}
	end_message(&c);
	for (size_t i = 0; i < c.messages.n; i++)
		chat_understand(&c, &c.messages.v[i], out);
}
