/* A password from the terminal without echo, or from standard input; never from the command line,
 * where everybody on the machine can read it. */
#ifndef APP_PASSWORD_INPUT_H
#define APP_PASSWORD_INPUT_H

#include <stdbool.h>

#include "lib/base/arena.h"

/* In NFC. Asked twice at a terminal. False after saying why. */
bool password_input(struct arena *a, const char **out);

#endif
