/* Taking connections, in a thread of ours. The library would do it itself, but cannot be told to
 * stop doing so: MHD_quiesce_daemon races with its own epoll threads over who takes the listening
 * socket out of the set, and who comes second ends the process. */
#include <errno.h>
#include <sys/socket.h>
#include <time.h>

#include "lib/http/http_int.h"

enum { PAUSE_MS = 5 };

static void rest(void)
{
	const struct timespec pause = { .tv_nsec = PAUSE_MS * 1000000L };
	nanosleep(&pause, NULL);
}

void *accept_run(void *server)
{
	struct http_server *s = server;
	while (!atomic_load(&s->stopping)) {
		struct sockaddr_storage peer;
		socklen_t n = sizeof peer;
		/* Full: the others wait in the kernel's queue. */
		if (atomic_load(&s->n_conns) >= s->config.connections) {
			rest();
			continue;
		}
		int fd = accept4(
			s->listen_fd, (struct sockaddr *)&peer, &n, SOCK_CLOEXEC | SOCK_NONBLOCK);
		if (fd >= 0) /* the library's from here on, also where it fails */
			(void)MHD_add_connection(s->daemon, fd, (struct sockaddr *)&peer, n);
		else if (errno != EINTR && errno != ECONNABORTED)
			rest(); /* no descriptors, no memory */
	}
	return NULL;
}
