/* Widgets and parts as the examples of govuk-frontend ask for them, for kit_test.py: each begins
 * with a line "== component: example". */
#include <stdio.h>

#include "lib/html/part.h"
#include "lib/html/widget.h"

#define N(array) (sizeof(array) / sizeof *(array))

static void show(struct buf *b, const char *name)
{
	buf_printf(b, "\n== %s\n", name);
}

static void input(struct buf *b, const char *name, struct widget w)
{
	show(b, name);
	widget_input(b, &w);
}

static void inputs(struct buf *b)
{
	const char *ni =
		"It’s on your National Insurance card, benefit letter, payslip or P60. For "
		"example, ‘QQ 12 34 56 C’.";
	input(b, "input: with error and hint",
		(struct widget){ .name = "with-error-hint",
			.label = "National insurance number",
			.hint = ni,
			.error = "Enter a National Insurance number in the correct format" });
	input(b, "input: with label as page heading",
		(struct widget){ .name = "test-name",
			.id = "input-with-page-heading",
			.label = "National Insurance number",
			.size = WIDGET_L,
			.heading = true });
	input(b, "input: with prefix and suffix and error",
		(struct widget){ .name = "cost",
			.id = "input-with-prefix-suffix",
			.label = "Cost per item, in pounds",
			.prefix = "£",
			.suffix = "per item",
			.error = "Error message goes here" });
	input(b, "input: with width-10 class",
		(struct widget){ .name = "test-width-10",
			.id = "input-width-10",
			.label = "National insurance number",
			.hint = ni,
			.width = 10 });
	input(b, "input: value",
		(struct widget){
			.name = "with-value", .label = "With value", .value = "QQ 12 34 56 C" });
	input(b, "input: with autocomplete attribute",
		(struct widget){ .name = "postcode",
			.id = "input-with-autocomplete-attribute",
			.label = "Postcode",
			.autocomplete = "postal-code" });
	input(b, "input: disabled",
		(struct widget){
			.name = "disabled-input", .label = "Disabled input", .off = true });
}

static void lines(struct buf *b)
{
	show(b, "textarea: with hint and error message");
	widget_lines(b, &(struct widget){ .name = "with-hint-error",
				.label = "With hint and error",
				.hint = "Hint",
				.error = "Error message" });
	show(b, "textarea: with default value");
	widget_lines(b, &(struct widget){ .name = "address",
				.id = "full-address",
				.label = "Full address",
				.value = "221B Baker Street\nLondon\nNW1 6XE\n" });
	show(b, "file-upload: with error message and hint");
	widget_file(b,
		&(struct widget){ .name = "file-upload-3",
			.label = "Upload a file",
			.hint = "Your photo may be in your Pictures, Photos, Downloads or Desktop "
				"folder. Or in an app like iPhoto.",
			.error = "Error message goes here" });
	show(b, "file-upload: allows multiple files");
	widget_file(
		b, &(struct widget){
			   .name = "file-upload-1", .label = "Upload a file", .several = true });
}

static void selects(struct buf *b)
{
	static const struct widget_choice three[] = {
		{ .value = "1", .label = "GOV.UK frontend option 1" },
		{ .value = "2", .label = "GOV.UK frontend option 2" },
		{ .value = "3", .label = "GOV.UK frontend option 3" },
	};
	static const struct widget_choice last_off[] = {
		{ .value = "1", .label = "GOV.UK frontend option 1" },
		{ .value = "2", .label = "GOV.UK frontend option 2" },
		{ .value = "3", .label = "GOV.UK frontend option 3", .off = true },
	};
	struct widget w = { .name = "select-2",
		.label = "Label text goes here",
		.hint = "Hint text goes here",
		.error = "Error message goes here",
		.choices = three,
		.n = N(three) };
	show(b, "select: with hint text and error message");
	widget_select(b, &w);
	w = (struct widget){ .name = "select-1",
		.label = "Label text goes here",
		.value = "2",
		.choices = last_off,
		.n = N(last_off) };
	show(b, "select: with selected value");
	widget_select(b, &w);
	w.name = "select-3";
	w.size = WIDGET_L;
	w.heading = true;
	show(b, "select: with label as page heading");
	widget_select(b, &w);
}

static void radios(struct buf *b)
{
	static const struct widget_choice yes_no[] = { { .value = "yes", .label = "Yes" },
		{ .value = "no", .label = "No", .chosen = true } };
	static const struct widget_choice hinted[] = {
		{ .value = "yes", .label = "Yes", .hint = "Hint for yes option here" },
		{ .value = "no", .label = "No", .hint = "Hint for no option here" },
	};
	struct widget w = { .name = "example",
		.label = "Have you changed your name?",
		.hint = "This includes changing your last name or spelling your name differently.",
		.choices = yes_no,
		.n = 2,
		.layout = WIDGET_INLINE };
	show(b, "radios: inline");
	widget_radios(b, &w);
	w.layout = WIDGET_STACKED;
	w.hint = NULL;
	w.error = "Please select an option";
	show(b, "radios: with fieldset and error message");
	widget_radios(b, &w);
	w = (struct widget){ .name = "example-multiple-hints",
		.label = "Have you changed your name?",
		.hint = "This includes changing your last name or spelling your name differently.",
		.choices = hinted,
		.n = 2 };
	show(b, "radios: with hints on parent and items");
	widget_radios(b, &w);
}

static void checks(struct buf *b)
{
	static const struct widget_choice nations[] = { { .value = "british", .label = "British" },
		{ .value = "irish", .label = "Irish" } };
	static const struct widget_choice things[] = { { .value = "a", .label = "a thing" },
		{ .value = "b", .label = "another thing" },
		{ .value = "c", .label = "this thing" } };
	show(b, "checkboxes: with error message and hint");
	widget_checks(
		b, &(struct widget){ .name = "example",
			   .label = "What is your nationality?",
			   .hint = "If you have dual nationality, select all options that are "
				   "relevant to you.",
			   .error = "Please select an option",
			   .choices = nations,
			   .n = N(nations) });
	show(b, "checkboxes: small with error");
	widget_checks(b, &(struct widget){ .name = "nationality",
				 .label = "Filter by",
				 .error = "Select a thing",
				 .choices = things,
				 .n = N(things),
				 .layout = WIDGET_SMALL });
}

static void button(struct buf *b, const char *name, struct widget_button w)
{
	show(b, name);
	widget_button(b, &w);
}

static void buttons(struct buf *b)
{
	button(b, "button: default", (struct widget_button){ .text = "Save and continue" });
	button(b, "button: disabled",
		(struct widget_button){ .text = "Disabled button", .off = true });
	button(b, "button: link", (struct widget_button){ .text = "Link button", .href = "/" });
	button(b, "button: secondary",
		(struct widget_button){ .text = "Secondary button",
			.name = "secondary",
			.kind = WIDGET_SECONDARY });
	button(b, "button: warning",
		(struct widget_button){
			.text = "Warning button", .name = "Warning", .kind = WIDGET_WARNING });
	button(b, "button: value", (struct widget_button){ .text = "Submit", .value = "start" });
	show(b, "error-summary: mixed with and without links");
	widget_errors(b,
		(struct widget_error[]){ { NULL, "Invalid username or password" },
			{ "example-error-1", "Agree to the terms of service to log in" } },
		2);
}

static void notices(struct buf *b)
{
	show(b, "notification-banner: default");
	part_notice(b,
		&(struct part_notice){ .text = "This publication was withdrawn on 7 March 2014." });
	show(b, "notification-banner: with type as success");
	part_notice(b,
		&(struct part_notice){ .text = "Email sent to example@email.com", .done = true });
	show(b, "panel: title with no body text");
	part_panel(b, "Application complete", NULL);
	show(b, "warning-text: default");
	part_warning(b, "You can be fined up to £5,000 if you don’t register.");
	show(b, "back-link: with custom text and link");
	part_back(b, "/home", "Back to home");
	show(b, "tag: grey");
	part_tag(b, "Grey", PART_GREY);
	show(b, "details: default");
	part_details(b, "Help with nationality",
		"We need to know your nationality so we can work out which elections you’re "
		"entitled to vote in. If you can’t provide your nationality, you’ll have to send "
		"copies of identity documents through the post.");
}

static void lists(struct buf *b)
{
	static const struct part_column columns[] = { { "Month you apply", false },
		{ "Rate for bicycles", true }, { "Rate for vehicles", true } };
	static const struct part_cell cells[] = { { .text = "January" }, { .text = "£85" },
		{ .text = "£95" }, { .text = "February" }, { .text = "£75" }, { .text = "£55" },
		{ .text = "March" }, { .text = "£165" }, { .text = "£125" } };
	show(b, "table: with head and caption");
	part_table(b, &(struct part_table){ .caption = "Caption 1: Months and rates",
			      .headed = true,
			      .columns = columns,
			      .columns_n = 3,
			      .cells = cells,
			      .rows = 3 });
	show(b, "breadcrumbs: with last breadcrumb as current page");
	part_crumbs(b,
		(struct part_link[]){ { .text = "Home", .href = "/" },
			{ .text = "Passports, travel and living abroad", .href = "/browse/abroad" },
			{ .text = "Travel abroad" } },
		3);
	show(b, "task-list: with hint text and additional states");
	part_tasks(b, "task-list",
		(struct part_task[]){ { "Company Directors", "#", NULL, "Completed", PART_PLAIN },
			{ "Registered company details", "#", NULL, "Not started", PART_GREY },
			{ "Business plan", "#",
				"Ensure the plan covers objectives, strategies, sales, marketing "
				"and financial forecasts.",
				"Review", PART_YELLOW },
			{ "Documentation", "#", NULL, "In progress", PART_BLUE },
			{ "Charitable status", "#", NULL, "Error", PART_RED },
			{ "Payment", NULL, "It will cost between £15 and £75", "Cannot start yet",
				PART_PLAIN } },
		6);
}

static void pages(struct buf *b)
{
	show(b, "pagination: with many pages");
	part_pages(b, &(struct part_pages){ .page = 10, .pages = 40, .base = "/page/" });
	show(b, "pagination: first page");
	part_pages(b, &(struct part_pages){ .page = 1, .pages = 3, .base = "/page/" });
	show(b, "pagination: with prev and next only");
	part_pages(b, &(struct part_pages){ .previous = "/previous", .next = "/next" });
}

int main(void)
{
	struct arena *a = arena_new();
	struct buf b;
	buf_init(&b, a, 1 << 20);
	inputs(&b);
	lines(&b);
	selects(&b);
	radios(&b);
	checks(&b);
	buttons(&b);
	notices(&b);
	lists(&b);
	pages(&b);
	int rc = b.over || fputs(b.p, stdout) == EOF;
	arena_free(a);
	return rc;
}
