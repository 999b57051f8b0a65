/* A report's text parsed by cmark-gfm, with tables. */
#ifndef FEATURES_REPORT_REPORT_MARKDOWN_H
#define FEATURES_REPORT_REPORT_MARKDOWN_H

#include <cmark-gfm.h>

#include "lib/base/arena.h"

/* The tree lives as long as a. Needs report_setup to have run. */
cmark_node *report_markdown(struct arena *a, const char *text);

#endif
