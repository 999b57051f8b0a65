/* Contents handed in, settings: kept and audited alike on both engines. */
#include "store.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "core/attachment.h"
#include "core/setting.h"
#include "core/unit.h"
#include "lib/base/text.h"

static const struct db_schema schemas[] = { { "core", core_schema_sql } };
static const struct audit_actor by = { "canbo", "web 127.0.0.1" };

static void begin(struct store *s, struct audit *t)
{
	store_ok(s, db_migrate(s->d, schemas, 1, &s->e));
	store_ok(s, db_begin(s->d, DB_WRITE, &s->e));
	store_ok(s, audit_open(t, s->d, by, 1700000000, &s->e));
}

/* Every byte value, over several parts. */
static struct bytes content(struct store *s, size_t n)
{
	char *p = arena_alloc(s->a, n);
	for (size_t i = 0; i < n; i++)
		p[i] = (char)(i * 7 + i / 256);
	return (struct bytes){ p, n };
}

static void contents_come_back(void **state)
{
	struct store *s = *state;
	struct audit t;
	static const size_t sizes[] = { 0, 1, 131072, 300001 };
	begin(s, &t);
	for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
		struct bytes in = content(s, sizes[i]), out, thumb = { 0 };
		struct attachment x = { .name = "ảnh.jpg", .type = "image/jpeg" }, back;
		store_ok(s, attachment_add(&t, s->a, &x, in, thumb, &s->e));
		store_ok(s, attachment_get(s->d, s->a, x.id, &back, &s->e));
		assert_string_equal(back.name, "ảnh.jpg");
		assert_string_equal(back.taken, "");
		assert_int_equal(back.size, sizes[i]);
		store_ok(s, attachment_content(s->d, s->a, &back, &out, &s->e));
		assert_int_equal(out.n, in.n);
		assert_memory_equal(out.p, in.p, in.n);
	}
	store_ok(s, db_commit(s->d, &s->e));
	struct attachment none;
	store_fails(s, attachment_get(s->d, s->a, 99, &none, &s->e), RC_NOTFOUND);
}

static void the_same_content_is_kept_once_and_survives_a_rollback(void **state)
{
	struct store *s = *state;
	struct audit t;
	struct bytes in = content(s, 5000), small = content(s, 50), out;
	struct attachment x = { .name = "a", .type = "image/png" }, y = x;
	begin(s, &t);
	store_ok(s, attachment_add(&t, s->a, &x, in, small, &s->e));
	db_rollback(s->d);
	begin(s, &t);
	store_ok(s, attachment_add(&t, s->a, &y, in, small, &s->e));
	store_ok(s, attachment_add(&t, s->a, &x, in, small, &s->e));
	store_ok(s, db_commit(s->d, &s->e));
	assert_string_equal(x.hash, y.hash);
	assert_int_not_equal(x.id, y.id);
	store_ok(s, attachment_thumb(s->d, s->a, &x, &out, &s->e));
	assert_int_equal(out.n, small.n);
}

static const struct db_sql spoil = { "UPDATE blob SET content = decode('00', 'hex')" };

static void damage_is_told(void **state)
{
	struct store *s = *state;
	struct audit t;
	struct texts found;
	struct attachment x = { .name = "bien-ban.pdf", .type = "application/pdf" };
	begin(s, &t);
	store_ok(s, attachment_add(&t, s->a, &x, content(s, 700), (struct bytes){ 0 }, &s->e));
	store_ok(s, db_commit(s->d, &s->e));
	store_ok(s, attachment_damage(s->d, s->a, &found, &s->e));
	assert_int_equal(found.n, 0);
	if (s->pg) {
		store_ok(s, db_run(s->d, &spoil, DB_NONE, NULL, &s->e));
	} else {
		FILE *f = fopen(
			arena_printf(s->a, "%s.files/%.2s/%s", s->address, x.hash, x.hash), "r+b");
		assert_non_null(f);
		fputc('?', f);
		fclose(f);
	}
	store_ok(s, attachment_damage(s->d, s->a, &found, &s->e));
	assert_int_equal(found.n, 1);
	assert_non_null(strstr(found.v[0], "bien-ban.pdf"));
}

static void a_setting_has_its_default_until_it_is_chosen(void **state)
{
	struct store *s = *state;
	struct audit t;
	bool on = true;
	const char *value;
	begin(s, &t);
	store_ok(s, setting_on(s->d, SETTING_OWN_APPROVAL, &on, &s->e));
	assert_false(on);
	store_ok(s, setting_set(&t, s->a, SETTING_OWN_APPROVAL, "1", &s->e));
	store_ok(s, setting_set(&t, s->a, SETTING_OWN_APPROVAL, "1", &s->e));
	store_ok(s, setting_set(&t, s->a, SETTING_MAIL_PASSWORD, "rất kín", &s->e));
	store_ok(s, db_commit(s->d, &s->e));
	store_ok(s, setting_on(s->d, SETTING_OWN_APPROVAL, &on, &s->e));
	assert_true(on);
	store_ok(s, setting_get(s->d, s->a, SETTING_MAIL_PASSWORD, &value, &s->e));
	assert_string_equal(value, "rất kín");
	struct audit_rows rows;
	store_ok(s, audit_find(s->d, s->a, &(struct audit_query){ .limit = 10 }, &rows, &s->e));
	assert_int_equal(rows.n, 2); /* the same value again is no change */
	for (size_t i = 0; i < rows.n; i++)
		assert_null(strstr(rows.v[i].change.after, "kín"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		STORE_TEST(contents_come_back),
		STORE_TEST(the_same_content_is_kept_once_and_survives_a_rollback),
		STORE_TEST(damage_is_told),
		STORE_TEST(a_setting_has_its_default_until_it_is_chosen),
	};
	return STORE_RUN(tests);
}
