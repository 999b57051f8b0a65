/* Handlers of the office's pages: office_web.c, version_web.c, import_web.c. */
#ifndef FEATURES_PROCEDURE_OFFICE_H
#define FEATURES_PROCEDURE_OFFICE_H

#include "features/procedure/procedure_page.h"

enum { OFFICE_FILE_MAX = 8 << 20 }; /* bytes of a catalogue; a commune's has some 400 procedures */

/* Of the address. */
enum rc office_procedure(struct web *w, struct procedure *out) CHECKED;

enum rc office_new_form(struct web *w) CHECKED;
enum rc office_add(struct web *w) CHECKED;
enum rc office_version_form(struct web *w) CHECKED;
enum rc office_version_add(struct web *w) CHECKED;
enum rc office_version_edit(struct web *w) CHECKED;
enum rc office_version_save(struct web *w) CHECKED;

enum rc office_import(struct web *w) CHECKED;
enum rc office_import_read(struct web *w) CHECKED;
enum rc office_import_take(struct web *w) CHECKED;
enum rc office_import_show(struct web *w) CHECKED;
enum rc office_import_apply(struct web *w) CHECKED;

#endif
