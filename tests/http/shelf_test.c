/* core/web/shelf.h: which page is sent from memory, and until when. */
#include "../test.h"

#include <string.h>
#include <time.h>

#include "core/web/shelf.h"

enum { NOW = 1700000000, NEVER = NOW + 86400, ROOM = 64 << 10 };

static struct arena *a;
static struct shelf *k;

static int setup(void **state)
{
	(void)state;
	a = arena_new();
	k = shelf_new(a, ROOM);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	arena_free(a);
	return 0;
}

static struct request *request(const char *path)
{
	struct request *rq = ARENA_NEW(a, struct request);
	struct http_pair host = { "host", "xa.vn" };
	rq->a = a;
	rq->path = rq->target = path;
	ARENA_PUSH(a, &rq->headers, host);
	return rq;
}

static const char *key_of(const char *path)
{
	return shelf_key(request(path), "phien");
}

static struct reply page(const char *text)
{
	struct reply rp = { .a = a, .fd = -1 };
	reply_bytes(&rp, 200, "text/html; charset=utf-8", text, strlen(text));
	return rp;
}

static void keep(const char *path, const char *text, int64_t mark, int64_t until)
{
	struct reply rp = page(text);
	shelf_put(k, key_of(path), shelf_epoch(k), mark, until, &rp);
}

/* What is sent from memory; NULL: it has to be asked for. */
static const char *sent(const char *path, int64_t now)
{
	struct reply rp = { .a = a, .fd = -1 };
	return shelf_answer(k, key_of(path), request(path), now, &rp) ? rp.body : NULL;
}

static bool still(const char *path, int64_t mark, int64_t now)
{
	struct reply rp = { .a = a, .fd = -1 };
	return shelf_still(k, key_of(path), shelf_epoch(k), mark, now, request(path), &rp);
}

static void a_page_is_sent_until_something_is_written(void **state)
{
	(void)state;
	assert_null(sent("/", NOW));
	keep("/", "một", 7, NEVER);
	assert_string_equal(sent("/", NOW), "một");
	assert_null(sent("/khac", NOW));
	shelf_changed(k);
	assert_null(sent("/", NOW));
	assert_false(still("/", 8, NOW)); /* it was about this commune */
	assert_true(still("/", 7, NOW)); /* it was about another one */
	assert_string_equal(sent("/", NOW), "một");
}

static void a_page_ends_at_its_moment(void **state)
{
	(void)state;
	keep("/", "một", 7, NOW + 10);
	assert_non_null(sent("/", NOW + 9));
	assert_null(sent("/", NOW + 10));
	assert_false(still("/", 7, NOW + 10));
}

/* Made while somebody else wrote: its mark is of before. */
static void what_was_made_before_a_write_is_asked_for(void **state)
{
	(void)state;
	uint64_t epoch = shelf_epoch(k);
	struct reply rp = page("cũ");
	shelf_changed(k);
	shelf_put(k, key_of("/"), epoch, 7, NEVER, &rp);
	assert_null(sent("/", NOW));
	assert_false(still("/", 8, NOW));
}

/* After a second one asks, and the others are not kept waiting. */
static void one_asks_for_all(void **state)
{
	(void)state;
	const struct timespec pause = { .tv_sec = SHELF_CHECK_MS / 1000, .tv_nsec = 50000000 };
	keep("/", "một", 7, NEVER);
	nanosleep(&pause, NULL);
	assert_null(sent("/", NOW));
	assert_non_null(sent("/", NOW));
}

static void what_is_for_one_alone_is_not_kept(void **state)
{
	(void)state;
	struct request *rq = request("/");
	struct http_pair query = { "x", "1" }, cookie = { "phien", "z" };
	assert_non_null(shelf_key(rq, "phien"));
	rq->method = HTTP_POST;
	assert_null(shelf_key(rq, "phien"));
	rq->method = HTTP_HEAD;
	assert_non_null(shelf_key(rq, "phien"));
	ARENA_PUSH(a, &rq->query, query);
	assert_null(shelf_key(rq, "phien"));
	rq = request("/");
	rq->target = "/?";
	assert_null(shelf_key(rq, "phien"));
	rq = request("/");
	ARENA_PUSH(a, &rq->cookies, cookie);
	assert_null(shelf_key(rq, "phien"));
	struct reply rp = page("lỗi");
	rp.status = 404;
	shelf_put(k, key_of("/"), shelf_epoch(k), 7, NEVER, &rp);
	rp = page("bí mật");
	rp.secret = true;
	shelf_put(k, key_of("/"), shelf_epoch(k), 7, NEVER, &rp);
	rp = page("tải về");
	reply_download(&rp, "x.pdf");
	shelf_put(k, key_of("/"), shelf_epoch(k), 7, NEVER, &rp);
	assert_null(sent("/", NOW));
}

static void the_room_is_bounded(void **state)
{
	(void)state;
	enum { SIZE = 4096, MANY = 100 };
	char text[SIZE + 1];
	for (int i = 0; i < MANY; i++) {
		for (int n = 0; n < SIZE; n++) /* nothing that packs well */
			text[n] = (char)('!' + (n * 7919 + i * 104729 + n * n % 89) % 90);
		text[SIZE] = '\0';
		keep(arena_printf(a, "/%d", i), text, 7, NEVER);
		assert_true(still("/0", 7, NOW)); /* used all the time */
	}
	struct shelf_figures f = shelf_figures(k);
	assert_true(f.bytes <= ROOM && f.pages > 1 && f.pages < MANY);
	assert_false(still("/1", 7, NOW));
	assert_true(still(arena_printf(a, "/%d", MANY - 1), 7, NOW));
	char *large = arena_alloc(a, ROOM + 1);
	memset(large, 'x', ROOM);
	keep("/lon", large, 7, NEVER);
	assert_false(still("/lon", 7, NOW));
}

static void each_form_has_the_same_tag(void **state)
{
	(void)state;
	char *text = arena_alloc(a, 5001);
	memset(text, 'a', 5000);
	keep("/", text, 7, NEVER);
	struct request *rq = request("/");
	struct reply plain = { .a = a, .fd = -1 }, packed = { .a = a, .fd = -1 };
	assert_true(shelf_answer(k, key_of("/"), rq, NOW, &plain));
	assert_null(plain.encoding);
	assert_int_equal(plain.n, 5000);
	rq->accepts_gzip = true;
	assert_true(shelf_answer(k, key_of("/"), rq, NOW, &packed));
	assert_string_equal(packed.encoding, "gzip");
	rq->accepts_br = true;
	assert_true(shelf_answer(k, key_of("/"), rq, NOW, &packed));
	assert_string_equal(packed.encoding, "br");
	assert_true(packed.n < 100);
	assert_string_equal(packed.etag, plain.etag);
}

/* It is being sent while it is dropped, and others get it with other headers. */
static void what_is_sent_outlives_the_shelf(void **state)
{
	(void)state;
	keep("/", "một", 7, NEVER);
	struct arena *mine = arena_new();
	struct reply first = { .a = mine, .fd = -1 }, second = { .a = a, .fd = -1 };
	assert_true(shelf_answer(k, key_of("/"), request("/"), NOW, &first));
	size_t n = first.headers.n;
	reply_header(&first, "X-Mine", "1");
	assert_true(shelf_answer(k, key_of("/"), request("/"), NOW, &second));
	assert_int_equal(second.headers.n, n);
	assert_string_equal(first.headers.v[n].name, "X-Mine");
	keep("/", "hai", 8, NEVER);
	assert_string_equal(sent("/", NOW), "hai");
	assert_string_equal(first.body, "một");
	assert_string_equal(second.body, "một");
	reply_bytes(&first, 404, "text/plain", "", 0);
	assert_null(first.ready);
	arena_free(mine);
}

int main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
	const struct CMUnitTest tests[] = {
		T(a_page_is_sent_until_something_is_written),
		T(a_page_ends_at_its_moment),
		T(what_was_made_before_a_write_is_asked_for),
		T(one_asks_for_all),
		T(what_is_for_one_alone_is_not_kept),
		T(the_room_is_bounded),
		T(each_form_has_the_same_tag),
		T(what_is_sent_outlives_the_shelf),
	};
	return cmocka_run_group_tests_name("shelf", tests, NULL, NULL);
}
