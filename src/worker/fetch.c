/* Reads what stands at an address, by libcurl: http and https only, to open addresses only, with
 * limits on everything. Redirects are followed here, one by one, each looked at like the first. */
#include <curl/curl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lib/base/text.h"
#include "lib/fetch/link.h"
#include "lib/worker/parcel.h"
#include "worker/fetch_address.h"
#include "worker/verbs.h"

/* Seconds; together within the limit of a call (lib/worker/worker.c). Slower than SLOW bytes a
 * second for SLOW_MAX seconds is given up: a server that drips must not hold up the rest. */
enum { CONNECT_MAX = 10, WHOLE_MAX = 30, SLOW = 200, SLOW_MAX = 12 };
enum { HOPS_MAX = 5, HEAD_MAX = 64 << 10, BODY_MAX = 16 << 20, WORD_MAX = 500 };

struct fetching {
	struct arena *a;
	CURL *curl;
	const char *url; /* of this hop */
	bool inside; /* its host may be inside the own network */
	bool refused; /* it was, and may not */
	const char *type, *etag, *modified, *location;
	size_t head;
	struct buf body;
	char detail[CURL_ERROR_SIZE];
};

/* What libcurl found for the name is checked just before it is connected to: nothing is looked up
 * again between. */
static curl_socket_t on_open(void *context, curlsocktype purpose, struct curl_sockaddr *at)
{
	struct fetching *f = context;
	if (purpose != CURLSOCKTYPE_IPCXN || (!f->inside && !fetch_address_open(&at->addr))) {
		f->refused = true;
		return CURL_SOCKET_BAD;
	}
	return socket(at->family, at->socktype | SOCK_CLOEXEC, at->protocol);
}

static size_t on_body(char *p, size_t size, size_t count, void *context)
{
	struct fetching *f = context;
	buf_add(&f->body, p, size * count);
	return f->body.over ? 0 : size * count;
}

/* The value of a header as text: valid, one line, not endless. */
static const char *value_of(struct arena *a, const char *p, size_t n)
{
	n = text_check(p, n < WORD_MAX ? n : WORD_MAX);
	return text_squeeze(a, arena_strndup(a, p, n));
}

static bool is_header(const char *p, size_t n, const char *name)
{
	size_t k = strlen(name);
	return n > k && p[k] == ':' && !strncasecmp(p, name, k);
}

static size_t on_head(char *p, size_t size, size_t count, void *context)
{
	struct fetching *f = context;
	size_t n = size * count;
	f->head += n;
	if (f->head > HEAD_MAX)
		return 0;
	if (n > 5 && !strncmp(p, "HTTP/", 5)) /* of an interim answer before it */
		f->type = f->etag = f->modified = f->location = "";
	if (is_header(p, n, "content-type"))
		f->type = value_of(f->a, p + 13, n - 13);
	else if (is_header(p, n, "etag"))
		f->etag = value_of(f->a, p + 5, n - 5);
	else if (is_header(p, n, "last-modified"))
		f->modified = value_of(f->a, p + 14, n - 14);
	else if (is_header(p, n, "location"))
		f->location = text_trim(f->a, arena_strndup(f->a, p + 9, text_check(p + 9, n - 9)));
	return n;
}

static bool is_allowed(struct arena *a, const json_t *root, const char *url)
{
	size_t i;
	json_t *one;
	const char *host = link_host(a, url);
	const json_t *list = json_object_get(root, "allowed");
	json_array_foreach(list, i, one) if (text_eq(json_string_value(one), host)) return true;
	return false;
}

/* The ports of the web, and those that no other service of a system has. */
static bool port_ok(const char *host)
{
	const char *colon = strrchr(host, ':');
	if (!colon || strchr(colon, ']'))
		return true;
	unsigned long port = strtoul(colon + 1, NULL, 10);
	return port == 80 || port == 443 || (port >= 1024 && port <= 65535);
}

static struct curl_slist *headers(struct arena *a, const json_t *root)
{
	const char *etag = parcel_text(a, root, "etag"),
		   *modified = parcel_text(a, root, "modified");
	struct curl_slist *list = curl_slist_append(NULL,
		"Accept: application/rss+xml, application/atom+xml, application/xml;q=0.9, "
		"text/html;q=0.9, */*;q=0.5");
	list = curl_slist_append(list, "Accept-Language: vi, en;q=0.5");
	if (etag && *etag && !strpbrk(etag, "\r\n"))
		list = curl_slist_append(list, arena_printf(a, "If-None-Match: %s", etag));
	if (modified && *modified && !strpbrk(modified, "\r\n"))
		list = curl_slist_append(list, arena_printf(a, "If-Modified-Since: %s", modified));
	return list;
}

static void set_up(struct fetching *f, struct curl_slist *list)
{
	CURL *c = f->curl;
	curl_easy_setopt(c, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(c, CURLOPT_PROTOCOLS_STR, "http,https");
	curl_easy_setopt(c, CURLOPT_PROXY, ""); /* one would look the name up again */
	curl_easy_setopt(c, CURLOPT_NETRC, (long)CURL_NETRC_IGNORED);
	curl_easy_setopt(c, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_1_1);
	curl_easy_setopt(c, CURLOPT_ACCEPT_ENCODING, "gzip, deflate");
	curl_easy_setopt(c, CURLOPT_USERAGENT, "Loa");
	curl_easy_setopt(c, CURLOPT_HTTPHEADER, list);
	curl_easy_setopt(c, CURLOPT_CONNECTTIMEOUT, (long)CONNECT_MAX);
	curl_easy_setopt(c, CURLOPT_LOW_SPEED_LIMIT, (long)SLOW);
	curl_easy_setopt(c, CURLOPT_LOW_SPEED_TIME, (long)SLOW_MAX);
	curl_easy_setopt(c, CURLOPT_FRESH_CONNECT, 1L);
	curl_easy_setopt(c, CURLOPT_FORBID_REUSE, 1L);
	curl_easy_setopt(c, CURLOPT_OPENSOCKETFUNCTION, on_open);
	curl_easy_setopt(c, CURLOPT_OPENSOCKETDATA, f);
	curl_easy_setopt(c, CURLOPT_WRITEFUNCTION, on_body);
	curl_easy_setopt(c, CURLOPT_WRITEDATA, f);
	curl_easy_setopt(c, CURLOPT_HEADERFUNCTION, on_head);
	curl_easy_setopt(c, CURLOPT_HEADERDATA, f);
	curl_easy_setopt(c, CURLOPT_ERRORBUFFER, f->detail);
}

static const char *why(struct fetching *f, CURLcode code)
{
	static const struct {
		CURLcode code;
		const char *words;
	} known[] = {
		{ CURLE_COULDNT_RESOLVE_HOST, "Không tìm thấy máy chủ của địa chỉ này" },
		{ CURLE_COULDNT_CONNECT, "Không kết nối được với máy chủ" },
		{ CURLE_OPERATION_TIMEDOUT, "Máy chủ trả lời quá chậm" },
		{ CURLE_PEER_FAILED_VERIFICATION, "Chứng thư của máy chủ không đáng tin" },
		{ CURLE_SSL_CONNECT_ERROR, "Không lập được kết nối mã hóa với máy chủ" },
		{ CURLE_GOT_NOTHING, "Máy chủ ngắt kết nối mà không trả lời" },
		{ CURLE_BAD_CONTENT_ENCODING, "Nội dung nén bị hỏng" },
		{ CURLE_PARTIAL_FILE, "Máy chủ ngắt kết nối giữa chừng" },
		{ CURLE_RECV_ERROR, "Đường truyền bị đứt" },
		{ CURLE_WEIRD_SERVER_REPLY, "Máy chủ trả lời không phải HTTP" },
		{ CURLE_UNSUPPORTED_PROTOCOL, "Máy chủ trả lời không phải HTTP" },
	};
	if (f->refused)
		return "Địa chỉ này dẫn vào mạng nội bộ hoặc chính máy chủ của Loa, không được đọc";
	if (f->body.over)
		return "Nội dung lớn quá mức cho phép";
	if (f->head > HEAD_MAX)
		return "Phần đầu trả lời lớn quá mức cho phép";
	for (size_t i = 0; i < sizeof known / sizeof *known; i++)
		if (known[i].code == code)
			return known[i].words;
	return arena_printf(f->a, "Không đọc được (%s)",
		*f->detail && text_check(f->detail, strlen(f->detail)) == strlen(f->detail)
			? f->detail
			: curl_easy_strerror(code));
}

/* One request. *status 0: no answer, why says. */
static const char *hop(struct fetching *f, const json_t *root, double left, long *status)
{
	const char *host = link_host(f->a, f->url);
	f->refused = false;
	f->head = 0;
	f->type = f->etag = f->modified = f->location = "";
	buf_clear(&f->body);
	f->inside = is_allowed(f->a, root, f->url);
	*status = 0;
	if (!f->inside && !port_ok(host))
		return "Cổng của địa chỉ này không phải cổng của trang web";
	if (left < 1)
		return "Máy chủ trả lời quá chậm";
	curl_easy_setopt(f->curl, CURLOPT_URL, f->url);
	curl_easy_setopt(f->curl, CURLOPT_TIMEOUT_MS, (long)(left * 1000));
	CURLcode code = curl_easy_perform(f->curl);
	if (code)
		return why(f, code);
	curl_easy_getinfo(f->curl, CURLINFO_RESPONSE_CODE, status);
	return NULL;
}

static const char *status_words(struct arena *a, long status)
{
	if (status == 404 || status == 410)
		return arena_printf(a, "Máy chủ nói không có trang này (%ld)", status);
	if (status == 401 || status == 403)
		return arena_printf(a, "Máy chủ không cho đọc trang này (%ld)", status);
	if (status == 429)
		return "Máy chủ nói hỏi quá nhiều lần (429)";
	if (status >= 500)
		return arena_printf(a, "Máy chủ đang lỗi (%ld)", status);
	return arena_printf(a, "Máy chủ trả lời %ld", status);
}

static bool is_redirect(long status)
{
	return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
}

/* Goes where redirects lead. NULL: there is an answer of 200 or 304. */
static const char *follow(struct fetching *f, const json_t *root, long *status)
{
	double left = WHOLE_MAX;
	for (int i = 0; i <= HOPS_MAX; i++) {
		double took = 0;
		const char *problem = hop(f, root, left, status);
		if (problem)
			return problem;
		if (!is_redirect(*status))
			return *status == 200 || *status == 304 ? NULL
								: status_words(f->a, *status);
		curl_easy_getinfo(f->curl, CURLINFO_TOTAL_TIME, &took);
		left -= took;
		f->url = link_resolve(f->a, f->url, f->location);
		if (!f->url)
			return "Máy chủ chuyển hướng tới nơi không phải trang web";
	}
	return "Máy chủ chuyển hướng vòng quanh";
}

static struct bytes answer(struct fetching *f, long status, const char *problem)
{
	struct buf b;
	struct bytes body =
		problem ? (struct bytes){ "", 0 } : (struct bytes){ f->body.p, f->body.n };
	const struct {
		const char *name, *value;
	} texts[] = { { "url", f->url ? f->url : "" }, { "type", f->type }, { "etag", f->etag },
		{ "modified", f->modified }, { "why", problem } };
	buf_init(&b, f->a, 1 << 20);
	buf_printf(&b, "{\"status\":%ld,\"body\":%zu", status, body.n);
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		buf_printf(&b, ",\"%s\":", texts[i].name);
		buf_json(&b, texts[i].value);
	}
	buf_putc(&b, '}');
	return parcel_pack(f->a, b.p, &body, 1);
}

enum rc verb_fetch(struct arena *a, struct bytes in, struct bytes *out, struct err *e)
{
	json_t *root = NULL;
	struct bytes rest;
	struct fetching f = { .a = a, .type = "", .etag = "", .modified = "" };
	long status = 0;
	const char *url = NULL;
	if (parcel_open(a, in, &root, &rest))
		url = parcel_text(a, root, "url");
	json_int_t max = json_integer_value(json_object_get(root, "max"));
	if (!url || max < 1 || max > BODY_MAX || !(f.url = link_resolve(a, NULL, url)))
		return ERR(e, RC_FAIL, NULL, "Yêu cầu đọc trang không đúng quy ước.");
	buf_init(&f.body, a, (size_t)max);
	f.curl = curl_global_init(CURL_GLOBAL_DEFAULT) ? NULL : curl_easy_init();
	if (!f.curl)
		return ERR(e, RC_FAIL, NULL, "Không khởi động được bộ đọc trang.");
	struct curl_slist *list = headers(a, root);
	set_up(&f, list);
	const char *problem = follow(&f, root, &status);
	curl_slist_free_all(list);
	curl_easy_cleanup(f.curl);
	*out = answer(&f, status, problem);
	return RC_OK;
}
