/* load PORT CONNECTIONS SECONDS [-g] PATH...: asks 127.0.0.1 for the paths in turn over connections
 * that stay open, and prints one line: answers a second, p50, p99 and the longest in microseconds,
 * bytes of a body on average, and how many were not 200. -g: takes gzip. */
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { ROOM = 1 << 18, MOST = 1024, TIMES = 1 << 23 };

struct peer {
	int fd;
	double sent;
	size_t got, head, need; /* head: bytes up to the body, 0 while it is not whole */
	bool ok;
	char *in;
};

struct load {
	char **paths;
	int paths_n, next, port, epoll;
	bool packed;
	float *times;
	size_t n, bad;
	double bytes;
};

static double now(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1e6 + (double)t.tv_nsec / 1e3;
}

static void fail(const char *what)
{
	perror(what);
	exit(1);
}

static void ask(struct load *l, struct peer *p)
{
	char text[4096];
	int n = snprintf(text, sizeof text, "GET %s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\n%s\r\n",
		l->paths[l->next++ % l->paths_n], l->port,
		l->packed ? "Accept-Encoding: gzip\r\n" : "");
	p->got = p->head = p->need = 0;
	p->sent = now();
	if (n >= (int)sizeof text || write(p->fd, text, (size_t)n) != n)
		fail("write");
}

static void open_peer(struct load *l, struct peer *p)
{
	struct sockaddr_in to = { .sin_family = AF_INET,
		.sin_port = htons((unsigned short)l->port),
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	int on = 1;
	p->fd = socket(AF_INET, SOCK_STREAM, 0);
	if (p->fd < 0 || connect(p->fd, (struct sockaddr *)&to, sizeof to))
		fail("connect");
	setsockopt(p->fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
	fcntl(p->fd, F_SETFL, O_NONBLOCK);
	struct epoll_event e = { .events = EPOLLIN, .data.ptr = p };
	if (epoll_ctl(l->epoll, EPOLL_CTL_ADD, p->fd, &e))
		fail("epoll_ctl");
	ask(l, p);
}

/* Line by line, so that a long head costs the client little: it shares the machine with the server.
 */
static void read_head(struct peer *p)
{
	static const char name[] = "content-length:";
	size_t length = 0;
	p->in[p->got] = '\0';
	for (char *line = p->in, *end; (end = strchr(line, '\n')); line = end + 1) {
		if (*line == '\r') {
			p->head = (size_t)(end - p->in) + 1;
			p->need = p->head + length;
			p->ok = !strncmp(p->in, "HTTP/1.1 200", 12);
			return;
		}
		if ((*line | 0x20) == 'c' && !strncasecmp(line, name, sizeof name - 1))
			length = strtoul(line + sizeof name - 1, NULL, 10);
	}
}

static void take(struct load *l, struct peer *p)
{
	for (;;) {
		ssize_t n = read(p->fd, p->in + p->got, ROOM - 1 - p->got);
		if (n < 0 && errno == EAGAIN)
			return;
		if (n <= 0)
			fail("read");
		p->got += (size_t)n;
		if (!p->head)
			read_head(p);
		if (!p->head || p->got < p->need)
			continue;
		if (l->n < TIMES)
			l->times[l->n++] = (float)(now() - p->sent);
		l->bad += !p->ok;
		l->bytes += (double)(p->need - p->head);
		ask(l, p);
		return;
	}
}

static int by_value(const void *a, const void *b)
{
	float x = *(const float *)a, y = *(const float *)b;
	return (x > y) - (x < y);
}

int main(int argc, char **argv)
{
	if (argc < 5)
		return 2;
	static struct peer peers[MOST];
	int n = (int)strtol(argv[2], NULL, 10), first = strcmp(argv[4], "-g") ? 4 : 5;
	struct load l = { .port = (int)strtol(argv[1], NULL, 10),
		.paths = argv + first,
		.paths_n = argc - first,
		.packed = first == 5,
		.epoll = epoll_create1(0),
		.times = malloc(TIMES * sizeof(float)) };
	if (n < 1 || n > MOST || l.paths_n < 1 || !l.times)
		return 2;
	for (int i = 0; i < n; i++) {
		peers[i].in = malloc(ROOM);
		open_peer(&l, &peers[i]);
	}
	double begin = now(), end = begin + strtod(argv[3], NULL) * 1e6;
	while (now() < end) {
		struct epoll_event v[64];
		int got = epoll_wait(l.epoll, v, 64, 100);
		for (int i = 0; i < got; i++)
			take(&l, v[i].data.ptr);
	}
	double seconds = (now() - begin) / 1e6;
	if (!l.n)
		return 1;
	qsort(l.times, l.n, sizeof *l.times, by_value);
	printf("%.0f %.0f %.0f %.0f %.0f %zu\n", (double)l.n / seconds, l.times[l.n / 2],
		l.times[l.n * 99 / 100], l.times[l.n - 1], l.bytes / (double)l.n, l.bad);
	return 0;
}
