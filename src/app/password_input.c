#include "app/password_input.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "app/command.h"
#include "core/password.h"
#include "lib/base/text.h"

/* One line of standard input, byte by byte: what follows is not ours. */
static bool read_line(struct arena *a, const char **out)
{
	char line[PASSWORD_MAX + 2];
	size_t n = 0;
	char c;
	ssize_t got;
	while ((got = read(STDIN_FILENO, &c, 1)) == 1 && c != '\n' && n < sizeof line - 1)
		line[n++] = c;
	if (n && line[n - 1] == '\r')
		n--;
	if (got < 0 || (!n && got == 0)) {
		command_usage("không đọc được mật khẩu từ đầu vào chuẩn");
		return false;
	}
	if (n > PASSWORD_MAX || text_check(line, n) != n) {
		command_usage("mật khẩu dài quá %d byte, hoặc không phải UTF-8", PASSWORD_MAX);
		return false;
	}
	*out = text_nfc(a, arena_strndup(a, line, n), NULL);
	return true;
}

static bool ask(struct arena *a, const char *prompt, const char **out)
{
	struct termios before, quiet;
	sigset_t stops, old;
	if (tcgetattr(STDIN_FILENO, &before)) {
		command_usage("không tắt được hiện chữ của màn hình");
		return false;
	}
	/* Ctrl-C counts once the terminal shows letters again. */
	sigemptyset(&stops);
	sigaddset(&stops, SIGINT);
	sigaddset(&stops, SIGTERM);
	sigaddset(&stops, SIGTSTP);
	sigprocmask(SIG_BLOCK, &stops, &old);
	quiet = before;
	quiet.c_lflag &= ~(tcflag_t)ECHO;
	/* What was typed before the question is no answer to it; what comes behind the prompt is.
	 */
	tcsetattr(STDIN_FILENO, TCSAFLUSH, &quiet);
	fputs(prompt, stderr);
	bool good = read_line(a, out);
	tcsetattr(STDIN_FILENO, TCSADRAIN, &before);
	sigprocmask(SIG_SETMASK, &old, NULL);
	fputc('\n', stderr);
	return good;
}

bool password_input(struct arena *a, const char **out)
{
	const char *first, *second;
	if (!isatty(STDIN_FILENO))
		return read_line(a, out);
	if (!ask(a, "Mật khẩu: ", &first) || !ask(a, "Nhập lại mật khẩu: ", &second))
		return false;
	if (!text_eq(first, second)) {
		command_usage("hai lần nhập không giống nhau");
		return false;
	}
	*out = first;
	return true;
}
