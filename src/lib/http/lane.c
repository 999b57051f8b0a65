#include "lib/http/lane.h"

#include <pthread.h>
#include <signal.h>
#include <stdlib.h>

struct worker {
	struct lane *lane;
	pthread_t thread;
	unsigned number;
};

struct lane {
	pthread_mutex_t lock;
	pthread_cond_t more;
	struct job *first, *last;
	unsigned waiting, busy, queue_max;
	bool stopping;
	unsigned threads;
	struct worker workers[];
};

/* The next job; NULL when there is none and the lane stops. Called and left with the lock held. */
static struct job *next(struct lane *l)
{
	while (!l->first && !l->stopping)
		pthread_cond_wait(&l->more, &l->lock);
	struct job *j = l->first;
	if (j) {
		l->first = j->next;
		l->waiting--;
	}
	return j;
}

static void *work(void *arg)
{
	struct worker *w = arg;
	struct lane *l = w->lane;
	pthread_mutex_lock(&l->lock);
	for (struct job *j; (j = next(l));) {
		l->busy++;
		pthread_mutex_unlock(&l->lock);
		j->run(j, w->number);
		pthread_mutex_lock(&l->lock);
		l->busy--;
	}
	pthread_mutex_unlock(&l->lock);
	return NULL;
}

struct lane *lane_start(unsigned threads, unsigned queue_max)
{
	struct lane *l = calloc(1, sizeof *l + threads * sizeof *l->workers);
	if (!l)
		return NULL;
	pthread_mutex_init(&l->lock, NULL);
	pthread_cond_init(&l->more, NULL);
	l->queue_max = queue_max;
	/* Signals are for the main thread. */
	sigset_t all, before;
	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	for (; l->threads < threads; l->threads++) {
		struct worker *w = &l->workers[l->threads];
		*w = (struct worker){ .lane = l, .number = l->threads };
		if (pthread_create(&w->thread, NULL, work, w) != 0)
			break;
	}
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	if (l->threads == threads)
		return l;
	lane_stop(l);
	return NULL;
}

bool lane_push(struct lane *l, struct job *j)
{
	pthread_mutex_lock(&l->lock);
	bool room = !l->stopping && l->waiting < l->queue_max;
	if (room) {
		j->next = NULL;
		if (l->first)
			l->last->next = j;
		else
			l->first = j;
		l->last = j;
		l->waiting++;
		pthread_cond_signal(&l->more);
	}
	pthread_mutex_unlock(&l->lock);
	return room;
}

void lane_stop(struct lane *l)
{
	if (!l)
		return;
	pthread_mutex_lock(&l->lock);
	l->stopping = true;
	pthread_cond_broadcast(&l->more);
	pthread_mutex_unlock(&l->lock);
	for (unsigned i = 0; i < l->threads; i++)
		pthread_join(l->workers[i].thread, NULL);
	pthread_cond_destroy(&l->more);
	pthread_mutex_destroy(&l->lock);
	free(l);
}

void lane_load(struct lane *l, unsigned *waiting, unsigned *busy)
{
	pthread_mutex_lock(&l->lock);
	*waiting = l->waiting;
	*busy = l->busy;
	pthread_mutex_unlock(&l->lock);
}
