#include "core/token.h"
#include "features/people/people_int.h"
#include "lib/base/text.h"

static const struct form_field fields[PERSON_FIELDS] = {
	[PERSON_LOGIN] = { .name = "ten",
		.kind = FORM_TEXT,
		.required = true,
		.label = "Tên đăng nhập",
		.max = 64 },
	[PERSON_NAME] = { .name = "ho-ten",
		.kind = FORM_TEXT,
		.required = true,
		.label = "Họ và tên",
		.max = 100 },
	[PERSON_ROLES] = { .name = "vai-tro",
		.kind = FORM_MANY,
		.required = true,
		.label = "Vai trò",
		.message = "Xin chọn ít nhất một vai trò." },
	[PERSON_PASSWORD] = { .name = "mat-khau",
		.kind = FORM_SECRET,
		.label = "Mật khẩu lần đầu",
		.max = PASSWORD_MAX },
};

static const char *const role_hints[ROLES] = {
	[ROLE_OFFICER] = "Lập kế hoạch, ghi và sửa mọi hoạt động, soạn báo cáo.",
	[ROLE_DESK] = "Ghi việc hướng dẫn người dân ở bộ phận một cửa.",
	[ROLE_STATION] = "Ghi nhật ký phát thanh.",
	[ROLE_EDITOR] = "Ghi tin, bài; kiểm tra nội dung báo cáo.",
	[ROLE_LEADER] = "Duyệt, ký báo cáo; xem nhật ký.",
	[ROLE_ADMIN] = "Quản lý người dùng, cài đặt; xem nhật ký. Không sửa số liệu.",
	[ROLE_GROUP_HEAD] = ("Tổ trưởng, trưởng thôn: vào bằng liên kết cá nhân, chỉ thấy việc "
			     "mình ghi. Không kèm vai trò khác."),
	[ROLE_READER] = "Chỉ xem.",
};

/* The table with the roles as choices. */
static struct form_field *fields_of(struct arena *a)
{
	struct form_field *v = ARENA_ARRAY(a, struct form_field, PERSON_FIELDS);
	struct form_choice *roles = ARENA_ARRAY(a, struct form_choice, ROLES + 1);
	for (int r = 0; r < ROLES; r++)
		roles[r] = (struct form_choice){ role_code((enum role)r),
			role_title(a, (enum role)r) };
	for (int i = 0; i < PERSON_FIELDS; i++)
		v[i] = fields[i];
	v[PERSON_ROLES].choices = roles;
	return v;
}

void person_form_init(struct web *w, struct person_form *x, const struct user *u)
{
	*x = (struct person_form){ 0 };
	form_init(&x->f, w->a, fields_of(w->a), PERSON_FIELDS);
	if (!u)
		return;
	x->f.v[PERSON_NAME].typed = u->name;
	for (int r = 0; r < ROLES; r++)
		if (u->roles & ROLE(r)) {
			const char *code = role_code((enum role)r);
			ARENA_PUSH(w->a, &x->f.v[PERSON_ROLES].many, code);
		}
}

static unsigned roles_of(struct arena *a, const struct texts *codes)
{
	unsigned roles = 0;
	for (size_t i = 0; i < codes->n; i++) {
		enum role r;
		if (role_find(a, codes->v[i], &r))
			roles |= ROLE(r);
	}
	return roles;
}

static void check_password(struct web *w, struct person_form *x)
{
	struct err e;
	const struct form_value *typed = &x->f.v[PERSON_PASSWORD];
	err_init(&e, w->a);
	if (!typed->given || typed->error)
		return;
	if (x->roles == ROLE(ROLE_GROUP_HEAD))
		form_fail(&x->f, PERSON_PASSWORD,
			"Tổ trưởng vào bằng liên kết cá nhân, không có mật khẩu; xin để trống.");
	else if (x->login &&
		 password_check(w->a, typed->text, x->login, x->f.v[PERSON_NAME].text, &e))
		form_fail(&x->f, PERSON_PASSWORD, e.message);
}

void person_form_read(struct web *w, struct person_form *x, bool is_new)
{
	struct err e;
	struct form_field *v = fields_of(w->a);
	*x = (struct person_form){ 0 };
	v[PERSON_LOGIN].required = is_new;
	err_init(&e, w->a);
	enum rc rc = form_read(&x->f, w->rq, v, PERSON_FIELDS, &e);
	(void)rc; /* its errors stand in the form, beside those below */
	err_clear(&e);
	if (is_new && !x->f.v[PERSON_LOGIN].error &&
		user_login_check(w->a, x->f.v[PERSON_LOGIN].text, &x->login, &e))
		form_fail(&x->f, PERSON_LOGIN, e.message);
	err_clear(&e);
	x->roles = roles_of(w->a, &x->f.v[PERSON_ROLES].many);
	if (!x->f.v[PERSON_ROLES].error && user_roles_check(x->roles, &e))
		form_fail(&x->f, PERSON_ROLES, e.message);
	if (is_new)
		check_password(w, x);
}

enum rc person_form_hash(struct web *w, struct person_form *x)
{
	const struct form_value *typed = &x->f.v[PERSON_PASSWORD];
	if (x->f.errors || x->roles == ROLE(ROLE_GROUP_HEAD))
		return RC_OK;
	x->password = typed->given ? typed->text : token_code(w->a);
	return password_hash(w->a, x->password, &password_cost_default, &x->hash, &w->e);
}

static void add_hints(struct arena *a, struct widget *roles)
{
	struct widget_choice *v = ARENA_ARRAY(a, struct widget_choice, roles->n);
	for (size_t i = 0; i < roles->n; i++) {
		v[i] = roles->choices[i];
		v[i].hint = role_hints[i];
	}
	roles->choices = v;
}

struct person_form_view person_form_view(struct web *w, const struct person_form *x)
{
	struct person_form_view v = { .login = web_widget(w->a, &x->f, PERSON_LOGIN),
		.name = web_widget(w->a, &x->f, PERSON_NAME),
		.roles = web_widget(w->a, &x->f, PERSON_ROLES),
		.password = web_widget(w->a, &x->f, PERSON_PASSWORD) };
	v.login.hint = "Chữ thường không dấu và số, ví dụ nguyenvana. Không đổi được về sau.";
	v.login.autocomplete = "off";
	v.login.width = 20;
	v.name.width = 30;
	v.password.hint = "Để trống: Loa tự đặt một mật khẩu và cho xem một lần.";
	v.password.autocomplete = "new-password";
	add_hints(w->a, &v.roles);
	return v;
}
