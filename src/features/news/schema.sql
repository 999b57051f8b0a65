-- step 1: articles: the text that is being worked on, and apart from it what the public sees
CREATE TABLE news (
	id {{id}},
	slug TEXT NOT NULL UNIQUE, -- its address: /tin/SLUG
	title TEXT NOT NULL,
	lead TEXT NOT NULL, -- sapo
	body TEXT NOT NULL, -- Markdown
	html TEXT NOT NULL, -- of the body, made when it was saved (lib/html/markdown.h)
	category TEXT NOT NULL, -- chuyên mục, as people read it
	source TEXT NOT NULL, -- author or source as it is shown; '' not said
	publish_at INTEGER NOT NULL, -- not before this moment; 0: as soon as it is approved
	expires_at INTEGER NOT NULL, -- shown until then; 0: without end
	review_on TEXT NOT NULL, -- a day on which somebody looks whether it is still right; ''
	state TEXT NOT NULL, -- of news.c
	since INTEGER NOT NULL, -- in this state
	author_id INTEGER NOT NULL, -- account that began it; 0: it came from a file
	bypass TEXT NOT NULL, -- why one who wrote it approved it all the same; ''
	origin TEXT NOT NULL, -- 'web' or 'import'
	corrected INTEGER NOT NULL, -- 1: changed in the office, so that no file undoes it
	version INTEGER NOT NULL
) {{table}};
CREATE INDEX news_state ON news (state, id);
CREATE INDEX news_due ON news (publish_at) WHERE state = 'approved';
CREATE TABLE news_content (
	news_id INTEGER NOT NULL REFERENCES news ON DELETE CASCADE,
	position INTEGER NOT NULL,
	code TEXT NOT NULL, -- of the plan's nội dung
	PRIMARY KEY (news_id, position)
) {{table}};
CREATE TABLE news_writer ( -- whose hand is in the text since it was last approved
	news_id INTEGER NOT NULL REFERENCES news ON DELETE CASCADE,
	account_id INTEGER NOT NULL,
	PRIMARY KEY (news_id, account_id)
) {{table}};
CREATE TABLE news_picture (
	id {{id}},
	news_id INTEGER NOT NULL REFERENCES news ON DELETE CASCADE,
	attachment_id INTEGER NOT NULL REFERENCES attachment,
	alt TEXT NOT NULL, -- what is to be seen, for who does not see it: never ''
	caption TEXT NOT NULL,
	width INTEGER NOT NULL, -- of the large one
	height INTEGER NOT NULL,
	small_width INTEGER NOT NULL,
	dropped INTEGER NOT NULL -- 1: no longer of the text; the public may still see it
) {{table}};
CREATE INDEX news_picture_news ON news_picture (news_id, id);
-- As it was when it was published last. A text that is changed does not show before it is approved.
CREATE TABLE news_live (
	news_id INTEGER NOT NULL PRIMARY KEY REFERENCES news ON DELETE CASCADE,
	slug TEXT NOT NULL UNIQUE,
	title TEXT NOT NULL,
	lead TEXT NOT NULL,
	body TEXT NOT NULL,
	html TEXT NOT NULL,
	category TEXT NOT NULL,
	category_slug TEXT NOT NULL,
	source TEXT NOT NULL,
	picture_id INTEGER NOT NULL, -- the first; 0: none
	published_at INTEGER NOT NULL, -- first
	changed_at INTEGER NOT NULL, -- last
	expires_at INTEGER NOT NULL, -- 0: without end
	withdrawn_at INTEGER NOT NULL, -- 0: it is shown
	withdrawn_reason TEXT NOT NULL, -- told to the public
	activity_id INTEGER NOT NULL -- that counts it; 0: none does (news.json said so)
) {{table}};
CREATE INDEX news_live_list ON news_live (published_at, news_id) WHERE withdrawn_at = 0;
CREATE INDEX news_live_category ON news_live (category_slug, published_at, news_id) WHERE withdrawn_at = 0;
CREATE TABLE news_live_picture (
	news_id INTEGER NOT NULL REFERENCES news_live ON DELETE CASCADE,
	picture_id INTEGER NOT NULL REFERENCES news_picture ON DELETE CASCADE,
	PRIMARY KEY (news_id, picture_id)
) {{table}};
CREATE INDEX news_live_picture_picture ON news_live_picture (picture_id);
CREATE TABLE news_fault ( -- a visitor says that something is wrong
	id {{id}},
	news_id INTEGER NOT NULL REFERENCES news ON DELETE CASCADE,
	at INTEGER NOT NULL,
	text TEXT NOT NULL,
	sender TEXT NOT NULL, -- hash of the address, for a day, so that nobody floods; then ''
	done_at INTEGER NOT NULL, -- 0: open
	done_by INTEGER NOT NULL, -- account
	answer TEXT NOT NULL -- what was done
) {{table}};
CREATE INDEX news_fault_open ON news_fault (done_at, id);
CREATE INDEX news_fault_at ON news_fault (at);
CREATE TABLE news_alert ( -- one row: the text above all pages for a span of time
	id INTEGER PRIMARY KEY,
	text TEXT NOT NULL, -- '': none
	from_at INTEGER NOT NULL,
	until_at INTEGER NOT NULL,
	version INTEGER NOT NULL
) {{table}};
-- What waits for whom, as v_dispatch. permission: of those who can bring it further.
CREATE VIEW v_news AS
	SELECT n.id, n.title, n.slug, n.state,
		CASE n.state WHEN 'draft' THEN 'bản thảo' WHEN 'submitted' THEN 'chờ duyệt'
			WHEN 'approved' THEN 'đã duyệt, chờ đến giờ đăng' WHEN 'published' THEN 'đã đăng'
			ELSE 'đã gỡ' END AS state_label,
		CASE n.state WHEN 'draft' THEN 'news.edit' WHEN 'submitted' THEN 'news.publish' END AS permission,
		n.since AS waiting_since, n.author_id,
		'/tin-bai/' || CAST(n.id AS TEXT) AS href
	FROM news n;
-- Published ones that somebody is to look at again, as v_report_duty.
CREATE VIEW v_news_review AS
	SELECT n.id, n.title, n.review_on AS due, n.author_id AS account_id, 'open' AS state,
		'/tin-bai/' || CAST(n.id AS TEXT) AS href
	FROM news n JOIN news_live l ON l.news_id = n.id
	WHERE n.review_on <> '' AND l.withdrawn_at = 0;
-- What the public may see; until: expires_at, 0 without end.
CREATE VIEW v_news_public AS
	SELECT l.news_id AS id, l.slug, l.title, l.lead, l.category, l.published_at, l.changed_at,
		l.expires_at, '/tin/' || l.slug AS href
	FROM news_live l WHERE l.withdrawn_at = 0;
-- step 2: the same pictures in WebP, in several widths; those taken in before have none
CREATE TABLE news_picture_webp (
	picture_id INTEGER NOT NULL REFERENCES news_picture ON DELETE CASCADE,
	width INTEGER NOT NULL,
	attachment_id INTEGER NOT NULL REFERENCES attachment,
	PRIMARY KEY (picture_id, width)
) {{table}};
-- step 3: lists do not read the texts, and what they ask besides is answered from an index
CREATE TABLE news_live_text (
	news_id INTEGER NOT NULL PRIMARY KEY REFERENCES news_live ON DELETE CASCADE,
	body TEXT NOT NULL,
	html TEXT NOT NULL
) {{table}};
INSERT INTO news_live_text (news_id, body, html) SELECT news_id, body, html FROM news_live;
ALTER TABLE news_live DROP COLUMN body;
ALTER TABLE news_live DROP COLUMN html;
CREATE INDEX news_live_tabs ON news_live (category_slug, category, expires_at, withdrawn_at)
	WHERE withdrawn_at = 0;
CREATE INDEX news_live_end ON news_live (expires_at) WHERE withdrawn_at = 0 AND expires_at > 0;
