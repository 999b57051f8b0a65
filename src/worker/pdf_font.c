#include <fontconfig/fontconfig.h>
#include <pango/pangofc-fontmap.h>

#include "worker/pdf.h"
#include "worker_fonts.h"

static const char *const files[] = {
	FONT_FOLDER "/LiberationSerif-Regular.ttf",
	FONT_FOLDER "/LiberationSerif-Bold.ttf",
	FONT_FOLDER "/LiberationSerif-Italic.ttf",
	FONT_FOLDER "/LiberationSerif-BoldItalic.ttf",
};

/* Read by the leak checker of debug builds: Debian 12's fontconfig keeps a few kB of each font file
 * it was given by name. */
const char *__lsan_default_suppressions(void);
const char *__lsan_default_suppressions(void)
{
	return "leak:libfontconfig\n";
}

static void release_config(void *config)
{
	FcConfigDestroy(config);
	FcFini();
}

/* Made by hand: no file of /etc/fonts, no cache and no other font has a say. */
static enum rc open_fonts(struct arena *a, FcConfig **out, struct err *e)
{
	FcConfig *config = FcConfigCreate();
	if (!config)
		return ERR(e, RC_FAIL, NULL, "Không mở được phông chữ.");
	arena_defer(a, release_config, config);
	for (size_t i = 0; i < sizeof files / sizeof *files; i++)
		if (!FcConfigAppFontAddFile(config, (const FcChar8 *)files[i]))
			return ERR(e, RC_FAIL, NULL,
				"Thiếu phông chữ Liberation Serif (gói fonts-liberation2): %s.",
				files[i]);
	FcConfigSetCurrent(config);
	*out = config;
	return RC_OK;
}

/* Widths as the font has them: no rounding to the dots of a screen. */
static void exact_widths(PangoContext *context)
{
	cairo_font_options_t *options = cairo_font_options_create();
	cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
	cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
	pango_cairo_context_set_font_options(context, options);
	cairo_font_options_destroy(options);
	pango_cairo_context_set_resolution(context, 72);
	pango_context_set_round_glyph_positions(context, FALSE);
	pango_context_set_language(context, pango_language_from_string("vi"));
}

enum rc pdf_context(struct arena *a, PangoContext **out, struct err *e)
{
	FcConfig *config = NULL;
	enum rc rc = open_fonts(a, &config, e);
	if (rc)
		return rc;
	PangoFontMap *map = pango_cairo_font_map_new_for_font_type(CAIRO_FONT_TYPE_FT);
	arena_defer(a, g_object_unref, map);
	pango_fc_font_map_set_config(PANGO_FC_FONT_MAP(map), config);
	PangoContext *context = pango_font_map_create_context(map);
	arena_defer(a, g_object_unref, context);
	exact_widths(context);
	*out = context;
	return RC_OK;
}
