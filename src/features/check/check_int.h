/* Inside the checker: the document as its rules see it. */
#ifndef FEATURES_CHECK_CHECK_INT_H
#define FEATURES_CHECK_CHECK_INT_H

#include <stdbool.h>

#include "features/check/check.h"
#include "lib/doc/layout.h"

/* The elements of Nghị định 30/2020, Annex I, that a line may be. */
enum element {
	EL_OTHER,
	EL_NATION,
	EL_MOTTO,
	EL_ISSUER, /* either agency of the head */
	EL_NUMBER,
	EL_PLACE,
	EL_KIND,
	EL_SUBJECT,
	EL_LETTER, /* "V/v ..." */
	EL_ADDRESS, /* Kính gửi and its dashes */
	EL_BASIS,
	EL_BODY,
	EL_HEADING,
	EL_COPIES_HEAD,
	EL_COPIES,
	EL_SIGNING,
	EL_SIGNER,
	EL_ANNEX
};

/* What a part of the body is about. */
enum section {
	SECTION_NONE,
	SECTION_RESULT,
	SECTION_FORMS, /* hình thức: the channels used */
	SECTION_CONTENT, /* nội dung: what was told through them */
	SECTION_COUNTS, /* số lượng */
	SECTION_JUDGE, /* nhận xét, tồn tại */
	SECTION_TASKS /* what is to come */
};

struct line {
	const struct extract_para *p;
	const char *text;
	const char *low; /* lower case, the same length in bytes as text */
	enum element element;
	enum section section;
	int list; /* number of its section's heading: lines of one list have the same */
	bool cut; /* so long that only its beginning is judged */
	bool item; /* begins with "-", "+" or the like */
};

struct check {
	struct arena *a;
	const struct extract *x;
	const struct layout *layout;
	struct date day; /* whose rules apply */
	struct findings *out;
	struct {
		struct line *v;
		size_t n, cap;
	} lines;
	size_t head_end; /* lines before it are the head: agencies, number, title, addressees */
	size_t tail; /* first line of recipients or signature; lines.n where there is none */
	const char *kind; /* "báo cáo"; NULL where no type name was found */
	const char *subject; /* trích yếu, its lines joined, lower case; "" */
};

void check_view(struct check *c);
/* The first line of an element, or NULL. */
const struct line *check_find(const struct check *c, enum element el);

/* The rule in force on the document's day, or NULL. */
const struct check_rule *check_rule_at(const char *id, struct date day);
/* Reports line l (NULL: the document as a whole) under a rule, if that is in force on the day. */
void check_say(struct check *c, const char *rule, const struct line *l, const char *fix,
	const char *fmt, ...) __attribute__((format(printf, 5, 6), nonnull(1, 2, 4, 5)));
/* The same for a record that has its own source and day, such as a replaced law. */
struct check_ground {
	const char *source;
	struct date from;
	enum severity severity;
};
void check_say_on(struct check *c, const char *rule, const struct check_ground *ground,
	const struct line *l, const char *fix, const char *fmt, ...)
	__attribute__((format(printf, 6, 7), nonnull(1, 2, 3, 5, 6)));

/* Where a thing stands, for a message: the first few places. */
struct places {
	struct texts list;
	size_t more; /* that were left out */
};
void places_add(struct check *c, struct places *p, const struct line *l);
const char *places_text(struct check *c, const struct places *p);

void check_layout(struct check *c);
void check_head(struct check *c);
void check_number(struct check *c);
void check_date(struct check *c);
void check_tail(struct check *c);
void check_terms(struct check *c);
/* What the line names that there was no more on the document's day ("huyện"), or NULL. */
const char *check_gone(struct check *c, const struct line *l);
void check_laws(struct check *c);
void check_channels(struct check *c);
void check_figures(struct check *c);
void check_sums(struct check *c);
void check_prose(struct check *c);

/* --- text ----------------------------------------------------------------------------------- */

/* Lower case with every byte at the same place as in s. */
const char *low_of(struct arena *a, const char *s);
bool word_char(unsigned code_point); /* letter or digit */
/* Whole words: needle in hay at or after from, no letter or digit on either side. NULL: none. */
const char *find_words(const char *hay, const char *from, const char *needle);
/* The first of a NULL-ended list to be found in hay, as find_words. *which (may be NULL): its
 * index. */
const char *find_any(const char *hay, const char *from, const char *const *needles, size_t *which);
bool has_words(const char *hay, const char *needle);
bool has_any(const char *hay, const char *const *needles);
bool starts_with_any(const char *s, const char *const *prefixes);
/* The word before p (which lies in s), lower case as s is; "" at the start or after punctuation. */
const char *word_before(struct arena *a, const char *s, const char *p);
/* The word at or after p past blanks; "" where something else comes. */
const char *word_at(struct arena *a, const char *p);
/* Reads decimal digits at *p: their number, and the value in *v. */
int read_digits(const char **p, int *v);
/* The sentence of s in which p lies: *from and its length. Ends at ". ", ";" or the end. */
size_t sentence_at(const char *s, const char *p, const char **from);
/* A short quotation for messages, cut at a word. */
const char *quote(struct arena *a, const char *s);
/* Roman or Arabic heading mark, such as "I.", "1.", "1.2.", "a)"; its level 1 to 3, 0 for none.
 * *rest is the text behind. */
int heading_level(const char *s, const char **rest);
/* The text of an item behind its dash. */
const char *item_text(const char *s);

/* A place-and-date line: the parts found; 0 for what is blank. */
struct place_date {
	const char *place; /* before the comma, trimmed */
	bool comma;
	int day, month, year;
	int day_digits, month_digits;
};
bool place_date_parse(struct arena *a, const char *text, struct place_date *out);

/* A number in running text that counts something: not a date, a document's number, a year, a law's
 * article. */
struct figure_text {
	const char *at; /* in the line */
	const char *digits; /* as written: "02", "1.500" */
	long value; /* without grouping dots; -1: not a whole number */
	const char *unit; /* the words behind it, at most two: "băng rôn"; "" */
	bool vague; /* khoảng, hơn, gần, trên, dưới */
};
/* The next figure of low at or after from. */
bool figure_next(struct arena *a, const char *low, const char *from, struct figure_text *out);
bool has_figure(struct arena *a, const char *low);

#endif
