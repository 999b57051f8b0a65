/* measure PROGRAM ARGUMENT...: runs it without its output, then prints its seconds and its peak
 * memory in kB (the kernel's count, of the program and the children it waited for). A program as
 * small as this one must start it: the kernel counts the memory of who forks to the child. */
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static double now(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

int main(int argc, char **argv)
{
	if (argc < 2)
		return 2;
	double start = now();
	pid_t child = fork();
	if (child == 0) {
		if (freopen("/dev/null", "w", stdout))
			execvp(argv[1], argv + 1);
		_exit(127);
	}
	int status;
	struct rusage used;
	if (child < 0 || wait4(child, &status, 0, &used) != child)
		return 1;
	printf("%.6f %ld\n", now() - start, used.ru_maxrss);
	return WIFEXITED(status) ? WEXITSTATUS(status) : 1;
}
