#include "core/password.h"

#include <sodium.h>
#include <string.h>

#include "lib/base/text.h"

const struct password_cost password_cost_default = { 2, (size_t)LOA_PASSWORD_KIB << 10 };

/* Own list: what stands at the top of public lists of leaked passwords, and what Vietnamese offices
 * use. Folded, digits and signs at the ends cut off: "Matkhau@123" is "matkhau". */
static const char *const common[] = { "abc", "abcd", "abcdef", "admin", "administrator", "anhyeuem",
	"asdfghjkl", "cchc", "chaomung", "changeme", "congchuc", "cutephomaique", "dragon",
	"emyeuanh", "football", "hanoi", "hochiminh", "iloveyou", "khongbiet", "letmein", "loa",
	"login", "master", "matkhau", "matkhaumoi", "minhanh", "monkey", "ngocanh", "password",
	"passw0rd", "p@ssw0rd", "p@ssword", "princess", "qazwsx", "qazwsxedc", "quangngai",
	"quantri", "qwerty", "qwertyuiop", "root", "saigon", "samsung", "sunshine", "superman",
	"test", "thanhcong", "tinhyeu", "toiyeuem", "toiyeuvietnam", "tuyentruyen", "ubnd",
	"ubndphuong", "ubndxa", "uybannhandan", "vietnam", "welcome", "yeuem", "zxcvbnm" };

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (unsigned char)c >= 0x80;
}

/* The word without blanks, and without what is not a letter at both ends. */
static const char *core_of(struct arena *a, const char *password)
{
	const char *folded = text_fold(a, password);
	char *word = arena_strdup(a, folded);
	size_t n = 0;
	for (const char *p = folded; *p; p++)
		if (*p != ' ')
			word[n++] = *p;
	while (n && !is_letter(word[n - 1]))
		n--;
	word[n] = '\0';
	while (*word && !is_letter(*word))
		word++;
	return word;
}

static size_t distinct(const char *s)
{
	bool seen[256] = { false };
	size_t n = 0;
	for (; *s; s++) {
		n += !seen[(unsigned char)*s];
		seen[(unsigned char)*s] = true;
	}
	return n;
}

static bool is_common(const char *word)
{
	for (size_t i = 0; i < sizeof common / sizeof *common; i++)
		if (text_eq(common[i], word))
			return true;
	return false;
}

enum rc password_check(
	struct arena *a, const char *password, const char *login, const char *name, struct err *e)
{
	enum { DISTINCT_MIN = 5, WORD_MIN = 3 };
	const char *word = core_of(a, password);
	if (text_length(password) < PASSWORD_MIN)
		return ERR(e, RC_INVALID, "password", "mật khẩu phải có ít nhất %d ký tự",
			PASSWORD_MIN);
	if (strlen(password) > PASSWORD_MAX)
		return ERR(e, RC_INVALID, "password", "mật khẩu dài quá %d byte", PASSWORD_MAX);
	if (strlen(word) < WORD_MIN)
		return ERR(e, RC_INVALID, "password",
			"mật khẩu chỉ gồm chữ số và ký hiệu thì dễ đoán; hãy thêm vài từ");
	if (distinct(password) < DISTINCT_MIN)
		return ERR(e, RC_INVALID, "password", "mật khẩu lặp đi lặp lại vài ký tự, dễ đoán");
	if (is_common(word))
		return ERR(e, RC_INVALID, "password",
			"mật khẩu này nằm trong số những mật khẩu hay bị dò nhất");
	if (text_eq(word, core_of(a, login)) || text_eq(word, core_of(a, name)))
		return ERR(e, RC_INVALID, "password",
			"mật khẩu không được là tên của chính người dùng");
	return RC_OK;
}

enum rc password_hash(struct arena *a, const char *password, const struct password_cost *cost,
	const char **out, struct err *e)
{
	char *hash = arena_alloc(a, crypto_pwhash_STRBYTES);
	if (sodium_init() < 0)
		die("libsodium");
	if (crypto_pwhash_str_alg(hash, password, strlen(password), cost->passes, cost->memory,
		    crypto_pwhash_ALG_ARGON2ID13))
		return ERR(e, RC_BUSY, NULL, "máy chưa đủ bộ nhớ để băm mật khẩu; xin thử lại");
	*out = hash;
	return RC_OK;
}

bool password_verify(
	const char *hash, const char *password, const struct password_cost *cost, bool *again)
{
	struct arena *a = arena_new();
	struct err e;
	const char *unused;
	bool right = false;
	err_init(&e, a);
	*again = false;
	if (sodium_init() < 0)
		die("libsodium");
	if (!hash) {
		/* Who is not there must not be told by the clock. */
		enum rc rc = password_hash(a, password, cost, &unused, &e);
		(void)rc;
	} else {
		right = !crypto_pwhash_str_verify(hash, password, strlen(password));
		*again = right && crypto_pwhash_str_needs_rehash(hash, cost->passes, cost->memory);
	}
	arena_free(a);
	return right;
}

int64_t password_delay(int64_t failures, int64_t free)
{
	enum { CEILING = 15 * 60 };
	int64_t delay = 1;
	if (failures <= free)
		return 0;
	for (int64_t i = free + 1; i < failures && delay < CEILING; i++)
		delay *= 2;
	return delay < CEILING ? delay : CEILING;
}
