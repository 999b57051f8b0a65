/* What every fuzz target is: libFuzzer calls it with its own inputs, replay.c with the kept ones.
 */
#ifndef TESTS_FUZZ_FUZZ_H
#define TESTS_FUZZ_FUZZ_H

#include <stddef.h>
#include <stdint.h>

#include "lib/base/arena.h"

/* Ends the program where the rule is broken. */
#define must(holds) \
	do { \
		if (!(holds)) \
			die("%s:%d: %s", __FILE__, __LINE__, #holds); \
	} while (0)

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#endif
