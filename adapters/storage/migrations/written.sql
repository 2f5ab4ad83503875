CREATE TABLE account_recovery_codes (
	login VARCHAR(40) NOT NULL, 
	fingerprint VARCHAR(64) NOT NULL, 
	used_at DATETIME, 
	CONSTRAINT pk_account_recovery_codes PRIMARY KEY (login, fingerprint), 
	CONSTRAINT fk_account_recovery_codes_login_accounts FOREIGN KEY(login) REFERENCES accounts (login)
);
--
CREATE TABLE "accounts" (
	login VARCHAR(40) NOT NULL, 
	display_name VARCHAR(40) NOT NULL, 
	roles JSON NOT NULL, 
	password_hash VARCHAR(200) NOT NULL, 
	disabled BOOLEAN NOT NULL, 
	created_at DATETIME NOT NULL, 
	last_login_at DATETIME, 
	unit VARCHAR(80) DEFAULT ('') NOT NULL, 
	password_until DATETIME, 
	session_round INTEGER DEFAULT '0' NOT NULL, 
	factor_sealed BLOB, 
	factor_since DATETIME, 
	factor_step INTEGER DEFAULT '0' NOT NULL, 
	CONSTRAINT pk_accounts PRIMARY KEY (login)
);
--
CREATE TABLE activities (
	number INTEGER NOT NULL, 
	kind VARCHAR(16) NOT NULL, 
	title VARCHAR(60) NOT NULL, 
	about TEXT NOT NULL, 
	day DATE NOT NULL, 
	starts VARCHAR(5) NOT NULL, 
	ends VARCHAR(5) NOT NULL, 
	place VARCHAR(60) NOT NULL, 
	address VARCHAR(120) NOT NULL, 
	unit VARCHAR(60) NOT NULL, 
	phone VARCHAR(40) NOT NULL, 
	capacity INTEGER NOT NULL, 
	until DATETIME NOT NULL, 
	asks_contact BOOLEAN NOT NULL, 
	agenda JSON NOT NULL, 
	topics JSON NOT NULL, 
	conditions JSON NOT NULL, 
	state VARCHAR(12) NOT NULL, 
	reason VARCHAR(200) NOT NULL, 
	made_by VARCHAR(80) NOT NULL, 
	made_at DATETIME NOT NULL, 
	version INTEGER NOT NULL, 
	CONSTRAINT pk_activities PRIMARY KEY (number)
);
--
CREATE TABLE activity_issue_notes (
	id INTEGER NOT NULL, 
	issue INTEGER NOT NULL, 
	kind VARCHAR(12) NOT NULL, 
	words TEXT NOT NULL, 
	at DATETIME NOT NULL, 
	actor VARCHAR(80) NOT NULL, 
	CONSTRAINT pk_activity_issue_notes PRIMARY KEY (id)
);
--
CREATE TABLE activity_issues (
	number INTEGER NOT NULL, 
	activity INTEGER NOT NULL, 
	words TEXT NOT NULL, 
	unit VARCHAR(60) NOT NULL, 
	raised_on DATE NOT NULL, 
	due_on DATE NOT NULL, 
	promised_on DATE, 
	state VARCHAR(12) NOT NULL, 
	CONSTRAINT pk_activity_issues PRIMARY KEY (number)
);
--
CREATE TABLE activity_signup_events (
	id INTEGER NOT NULL, 
	number VARCHAR(20) NOT NULL, 
	kind VARCHAR(16) NOT NULL, 
	at DATETIME NOT NULL, 
	actor VARCHAR(80) NOT NULL, 
	detail JSON NOT NULL, 
	CONSTRAINT pk_activity_signup_events PRIMARY KEY (id)
);
--
CREATE TABLE activity_signups (
	number VARCHAR(20) NOT NULL, 
	form_id VARCHAR(64) NOT NULL, 
	channel VARCHAR(16) NOT NULL, 
	citizen VARCHAR(80) NOT NULL, 
	activity INTEGER NOT NULL, 
	participant BLOB NOT NULL, 
	state VARCHAR(12) NOT NULL, 
	open_key VARCHAR(64), 
	made_at DATETIME NOT NULL, 
	arrived_at DATETIME, 
	reminded_at DATETIME, 
	version INTEGER NOT NULL, 
	CONSTRAINT pk_activity_signups PRIMARY KEY (number), 
	CONSTRAINT uq_activity_signups_form_id UNIQUE (form_id), 
	CONSTRAINT uq_activity_signups_open_key UNIQUE (open_key)
);
--
CREATE TABLE annual_report_entries (
	agency VARCHAR(24) NOT NULL, 
	year INTEGER NOT NULL, 
	published JSON NOT NULL, 
	carried JSON, 
	entered_by VARCHAR(80) NOT NULL, 
	entered_at DATETIME NOT NULL, 
	CONSTRAINT pk_annual_report_entries PRIMARY KEY (agency, year)
);
--
CREATE TABLE answer_switches (
	id INTEGER NOT NULL, 
	kind VARCHAR(12) NOT NULL, 
	subject VARCHAR(200) NOT NULL, 
	along BOOLEAN NOT NULL, 
	words VARCHAR(200) NOT NULL, 
	set_by VARCHAR(80) NOT NULL, 
	set_at DATETIME NOT NULL, 
	ends_at DATETIME, 
	lifted_by VARCHAR(80) NOT NULL, 
	lifted_at DATETIME, 
	CONSTRAINT pk_answer_switches PRIMARY KEY (id)
);
--
CREATE TABLE appointment_changes (
	id INTEGER NOT NULL, 
	place VARCHAR(40) NOT NULL, 
	desk VARCHAR(40) NOT NULL, 
	first_on DATE NOT NULL, 
	last_on DATE NOT NULL, 
	kind VARCHAR(12) NOT NULL, 
	hours JSON NOT NULL, 
	counters INTEGER NOT NULL, 
	reason VARCHAR(200) NOT NULL, 
	entered_by VARCHAR(80) NOT NULL, 
	entered_at DATETIME NOT NULL, 
	withdrawn_by VARCHAR(80) NOT NULL, 
	withdrawn_at DATETIME, 
	CONSTRAINT pk_appointment_changes PRIMARY KEY (id)
);
--
CREATE TABLE appointment_events (
	id INTEGER NOT NULL, 
	number VARCHAR(20) NOT NULL, 
	kind VARCHAR(16) NOT NULL, 
	at DATETIME NOT NULL, 
	actor VARCHAR(80) NOT NULL, 
	detail JSON NOT NULL, 
	CONSTRAINT pk_appointment_events PRIMARY KEY (id)
);
--
CREATE TABLE appointments (
	number VARCHAR(20) NOT NULL, 
	form_id VARCHAR(64) NOT NULL, 
	channel VARCHAR(16) NOT NULL, 
	citizen VARCHAR(80) NOT NULL, 
	matter VARCHAR(40) NOT NULL, 
	place VARCHAR(40) NOT NULL, 
	desk VARCHAR(40) NOT NULL, 
	day DATE NOT NULL, 
	starts VARCHAR(5) NOT NULL, 
	ends VARCHAR(5) NOT NULL, 
	whom VARCHAR(16) NOT NULL, 
	priority BOOLEAN NOT NULL, 
	state VARCHAR(12) NOT NULL, 
	open_key VARCHAR(160), 
	made_at DATETIME NOT NULL, 
	arrived_at DATETIME, 
	reminded_at DATETIME, 
	version INTEGER NOT NULL, awaited VARCHAR(200) DEFAULT '' NOT NULL, 
	CONSTRAINT pk_appointments PRIMARY KEY (number), 
	CONSTRAINT uq_appointments_form_id UNIQUE (form_id), 
	CONSTRAINT uq_appointments_open_key UNIQUE (open_key)
);
--
CREATE TABLE audit_entries (
	id INTEGER NOT NULL, 
	at DATETIME NOT NULL, 
	actor VARCHAR(80) NOT NULL, 
	action VARCHAR(60) NOT NULL, 
	subject VARCHAR(80) NOT NULL, 
	detail JSON NOT NULL, 
	seal VARCHAR(64) NOT NULL, covers JSON, 
	CONSTRAINT pk_audit_entries PRIMARY KEY (id)
);
--
CREATE TABLE canned_texts (
	id INTEGER NOT NULL, 
	unit VARCHAR(80) NOT NULL, 
	title VARCHAR(60) NOT NULL, 
	words TEXT NOT NULL, 
	edited_at DATETIME NOT NULL, 
	edited_by VARCHAR(40) NOT NULL, 
	CONSTRAINT pk_canned_texts PRIMARY KEY (id)
);
--
CREATE TABLE capacity_seats (
	subject VARCHAR(120) NOT NULL, 
	pool VARCHAR(120) NOT NULL, 
	taken INTEGER NOT NULL, 
	CONSTRAINT pk_capacity_seats PRIMARY KEY (subject)
);
--
CREATE TABLE capacity_waiters (
	id INTEGER NOT NULL, 
	holder VARCHAR(20) NOT NULL, 
	pool VARCHAR(120) NOT NULL, 
	state VARCHAR(8) NOT NULL, 
	subject VARCHAR(120) NOT NULL, 
	joined_at DATETIME NOT NULL, 
	offered_until DATETIME, 
	CONSTRAINT pk_capacity_waiters PRIMARY KEY (id), 
	CONSTRAINT uq_capacity_waiters_holder UNIQUE (holder)
);
--
CREATE TABLE capacity_wants (
	waiter INTEGER NOT NULL, 
	pool VARCHAR(120) NOT NULL, 
	first VARCHAR(120) NOT NULL, 
	until VARCHAR(120) NOT NULL, 
	CONSTRAINT pk_capacity_wants PRIMARY KEY (waiter, pool), 
	CONSTRAINT fk_capacity_wants_waiter_capacity_waiters FOREIGN KEY(waiter) REFERENCES capacity_waiters (id) ON DELETE CASCADE
);
--
CREATE TABLE case_counters (
	prefix VARCHAR(4) NOT NULL, 
	day DATE NOT NULL, 
	last INTEGER NOT NULL, 
	CONSTRAINT pk_case_counters PRIMARY KEY (prefix, day)
);
--
CREATE TABLE citizen_picture_parts (
	id INTEGER NOT NULL, 
	owner VARCHAR(32) NOT NULL, 
	place INTEGER NOT NULL, 
	sealed BLOB NOT NULL, 
	CONSTRAINT pk_citizen_picture_parts PRIMARY KEY (id), 
	CONSTRAINT fk_citizen_picture_parts_owner_citizen_pictures FOREIGN KEY(owner) REFERENCES citizen_pictures (id) ON DELETE CASCADE, 
	CONSTRAINT uq_citizen_picture_parts_owner UNIQUE (owner, place)
);
--
CREATE TABLE citizen_picture_thumbnails (
	owner VARCHAR(32) NOT NULL, 
	sealed BLOB NOT NULL, 
	CONSTRAINT pk_citizen_picture_thumbnails PRIMARY KEY (owner), 
	CONSTRAINT fk_citizen_picture_thumbnails_owner_citizen_pictures FOREIGN KEY(owner) REFERENCES citizen_pictures (id) ON DELETE CASCADE
);
--
CREATE TABLE citizen_pictures (
	id VARCHAR(32) NOT NULL, 
	push VARCHAR(64) NOT NULL, 
	holder VARCHAR(80) NOT NULL, 
	channel VARCHAR(16) NOT NULL, 
	citizen VARCHAR(80) NOT NULL, 
	media VARCHAR(256) NOT NULL, 
	state VARCHAR(8) NOT NULL, 
	reason VARCHAR(40) NOT NULL, 
	tries INTEGER NOT NULL, 
	sent_at DATETIME NOT NULL, 
	due_at DATETIME NOT NULL, 
	kept_at DATETIME, 
	form VARCHAR(8) NOT NULL, 
	turn INTEGER NOT NULL, 
	octets INTEGER NOT NULL, 
	digest VARCHAR(64) NOT NULL, 
	CONSTRAINT pk_citizen_pictures PRIMARY KEY (id), 
	CONSTRAINT uq_citizen_pictures_push UNIQUE (push)
);
--
CREATE TABLE complaint_alerts (
	id INTEGER NOT NULL, 
	"key" VARCHAR(80) NOT NULL, 
	number VARCHAR(20) NOT NULL, 
	kind VARCHAR(12) NOT NULL, 
	rule VARCHAR(24) NOT NULL, 
	unit VARCHAR(80) NOT NULL, 
	since_on DATE NOT NULL, 
	given_by VARCHAR(40) NOT NULL, 
	given_at DATETIME NOT NULL, 
	lifted_by VARCHAR(40) NOT NULL, 
	lifted_at DATETIME, 
	CONSTRAINT pk_complaint_alerts PRIMARY KEY (id), 
	CONSTRAINT fk_complaint_alerts_number_complaints FOREIGN KEY(number) REFERENCES complaints (number), 
	CONSTRAINT uq_complaint_alerts_key UNIQUE ("key")
);
--
CREATE TABLE complaint_doors (
	door VARCHAR(24) NOT NULL, 
	day DATE NOT NULL, 
	shown INTEGER NOT NULL, 
	CONSTRAINT pk_complaint_doors PRIMARY KEY (door, day)
);
--
CREATE TABLE complaint_events (
	id INTEGER NOT NULL, 
	number VARCHAR(20) NOT NULL, 
	kind VARCHAR(40) NOT NULL, 
	at DATETIME NOT NULL, 
	actor VARCHAR(80) NOT NULL, 
	detail JSON NOT NULL, 
	CONSTRAINT pk_complaint_events PRIMARY KEY (id), 
	CONSTRAINT fk_complaint_events_number_complaints FOREIGN KEY(number) REFERENCES complaints (number)
);
--
CREATE TABLE complaint_exclusions (
	id INTEGER NOT NULL, 
	number VARCHAR(20) NOT NULL, 
	rule VARCHAR(24) NOT NULL, 
	proposed_by VARCHAR(40) NOT NULL, 
	proposed_at DATETIME NOT NULL, 
	decided_by VARCHAR(40) NOT NULL, 
	decided_at DATETIME, 
	approved BOOLEAN, 
	lapsed BOOLEAN NOT NULL, 
	CONSTRAINT pk_complaint_exclusions PRIMARY KEY (id), 
	CONSTRAINT fk_complaint_exclusions_number_complaints FOREIGN KEY(number) REFERENCES complaints (number)
);
--
CREATE TABLE complaint_facts (
	number VARCHAR(20) NOT NULL, 
	month VARCHAR(7) NOT NULL, 
	unit VARCHAR(80) NOT NULL, 
	kind VARCHAR(16) NOT NULL, 
	area VARCHAR(40) NOT NULL, 
	matter VARCHAR(60) NOT NULL, 
	figure VARCHAR(12) NOT NULL, 
	late BOOLEAN NOT NULL, 
	rated BOOLEAN NOT NULL, 
	satisfied BOOLEAN NOT NULL, 
	repeated BOOLEAN NOT NULL, 
	excluded VARCHAR(24) NOT NULL, 
	due_on DATE, 
	ended_on DATE, 
	hours_accept INTEGER, 
	hours_dispatch INTEGER, 
	hours_handle INTEGER, 
	hours_review INTEGER, 
	CONSTRAINT pk_complaint_facts PRIMARY KEY (number), 
	CONSTRAINT fk_complaint_facts_number_complaints FOREIGN KEY(number) REFERENCES complaints (number)
);
--
CREATE TABLE complaint_incident_messages (
	id INTEGER NOT NULL, 
	incident VARCHAR(20) NOT NULL, 
	words TEXT NOT NULL, 
	written_by VARCHAR(40) NOT NULL, 
	written_at DATETIME NOT NULL, 
	approved_by VARCHAR(40) NOT NULL, 
	approved_at DATETIME, 
	CONSTRAINT pk_complaint_incident_messages PRIMARY KEY (id), 
	CONSTRAINT fk_complaint_incident_messages_incident_complaint_incidents FOREIGN KEY(incident) REFERENCES complaint_incidents (number)
);
--
CREATE TABLE complaint_incidents (
	number VARCHAR(20) NOT NULL, 
	title TEXT NOT NULL, 
	place VARCHAR(200) NOT NULL, 
	area VARCHAR(40) NOT NULL, 
	lead VARCHAR(20) NOT NULL, 
	members INTEGER NOT NULL, 
	opened_at DATETIME NOT NULL, 
	last_at DATETIME NOT NULL, 
	merging_by VARCHAR(40) NOT NULL, 
	closed_at DATETIME, look_at DATETIME, 
	CONSTRAINT pk_complaint_incidents PRIMARY KEY (number), 
	CONSTRAINT fk_complaint_incidents_lead_complaints FOREIGN KEY(lead) REFERENCES complaints (number)
);
--
CREATE TABLE complaint_papers (
	id INTEGER NOT NULL, 
	number VARCHAR(20) NOT NULL, 
	kind VARCHAR(24) NOT NULL, 
	at DATETIME NOT NULL, 
	author VARCHAR(80) NOT NULL, 
	content BLOB NOT NULL, 
	CONSTRAINT pk_complaint_papers PRIMARY KEY (id), 
	CONSTRAINT fk_complaint_papers_number_complaints FOREIGN KEY(number) REFERENCES complaints (number)
);
--
CREATE TABLE complaint_signs (
	number VARCHAR(20) NOT NULL, 
	person VARCHAR(64) NOT NULL, 
	phone VARCHAR(64) NOT NULL, 
	place VARCHAR(64) NOT NULL, 
	area VARCHAR(40) NOT NULL, 
	terms JSON NOT NULL, 
	at DATETIME NOT NULL, 
	repeat_of VARCHAR(20) NOT NULL, 
	joined BOOLEAN NOT NULL, 
	sifted BOOLEAN NOT NULL, 
	incident VARCHAR(20) NOT NULL, 
	told_message INTEGER NOT NULL, 
	CONSTRAINT pk_complaint_signs PRIMARY KEY (number), 
	CONSTRAINT fk_complaint_signs_number_complaints FOREIGN KEY(number) REFERENCES complaints (number)
);
--
CREATE TABLE complaint_tallies (
	id INTEGER NOT NULL, 
	month VARCHAR(7) NOT NULL, 
	unit VARCHAR(80) NOT NULL, 
	dimension VARCHAR(8) NOT NULL, 
	value VARCHAR(60) NOT NULL, 
	fresh BOOLEAN NOT NULL, 
	registered INTEGER NOT NULL, 
	excluded INTEGER NOT NULL, 
	running INTEGER NOT NULL, 
	ended INTEGER NOT NULL, 
	late INTEGER NOT NULL, 
	solved INTEGER NOT NULL, 
	unsolved INTEGER NOT NULL, 
	answered INTEGER NOT NULL, 
	redirected INTEGER NOT NULL, 
	rated INTEGER NOT NULL, 
	satisfied INTEGER NOT NULL, 
	repeated INTEGER NOT NULL, 
	hours_accept INTEGER NOT NULL, 
	cases_accept INTEGER NOT NULL, 
	hours_dispatch INTEGER NOT NULL, 
	cases_dispatch INTEGER NOT NULL, 
	hours_handle INTEGER NOT NULL, 
	cases_handle INTEGER NOT NULL, 
	hours_review INTEGER NOT NULL, 
	cases_review INTEGER NOT NULL, 
	CONSTRAINT pk_complaint_tallies PRIMARY KEY (id)
);
--
CREATE TABLE complaint_terms (
	id INTEGER NOT NULL, 
	term VARCHAR(24) NOT NULL, 
	number VARCHAR(20) NOT NULL, 
	at DATETIME NOT NULL, area VARCHAR(40) DEFAULT '' NOT NULL, 
	CONSTRAINT pk_complaint_terms PRIMARY KEY (id), 
	CONSTRAINT fk_complaint_terms_number_complaints FOREIGN KEY(number) REFERENCES complaints (number)
);
--
CREATE TABLE complaint_walls (
	id INTEGER NOT NULL, 
	number VARCHAR(20) NOT NULL, 
	unit VARCHAR(80) NOT NULL, 
	login VARCHAR(40) NOT NULL, 
	found BOOLEAN NOT NULL, 
	raised_by VARCHAR(80) NOT NULL, 
	raised_at DATETIME NOT NULL, 
	lifted_by VARCHAR(80) NOT NULL, 
	lifted_at DATETIME, 
	CONSTRAINT pk_complaint_walls PRIMARY KEY (id), 
	CONSTRAINT fk_complaint_walls_number_complaints FOREIGN KEY(number) REFERENCES complaints (number)
);
--
CREATE TABLE complaints (
	number VARCHAR(20) NOT NULL, 
	form_id VARCHAR(64) NOT NULL, 
	push_key VARCHAR(160) NOT NULL, 
	channel VARCHAR(16) NOT NULL, 
	talk_channel VARCHAR(16) NOT NULL, 
	citizen VARCHAR(80) NOT NULL, 
	kind VARCHAR(16) NOT NULL, 
	category VARCHAR(16) NOT NULL, 
	told BLOB NOT NULL, 
	gist TEXT NOT NULL, 
	place VARCHAR(200) NOT NULL, 
	wish TEXT NOT NULL, 
	anonymous BOOLEAN NOT NULL, 
	urgent BOOLEAN NOT NULL, 
	notice_version VARCHAR(32) NOT NULL, 
	notice_at DATETIME NOT NULL, 
	state VARCHAR(24) NOT NULL, 
	result VARCHAR(16) NOT NULL, 
	matter VARCHAR(60) NOT NULL, 
	unit VARCHAR(80) NOT NULL, 
	helpers JSON NOT NULL, 
	handler VARCHAR(40) NOT NULL, 
	lead VARCHAR(20) NOT NULL, 
	submitted_at DATETIME NOT NULL, 
	due_on DATE, 
	due_provisional BOOLEAN NOT NULL, 
	warn_on DATE, 
	version INTEGER NOT NULL, departed VARCHAR(64) DEFAULT '' NOT NULL, visit_on DATE, caller VARCHAR(40) DEFAULT '' NOT NULL, 
	CONSTRAINT pk_complaints PRIMARY KEY (number), 
	CONSTRAINT uq_complaints_form_id UNIQUE (form_id)
);
--
CREATE TABLE credit_entries (
	id INTEGER NOT NULL, 
	source VARCHAR(60) NOT NULL, 
	kind VARCHAR(8) NOT NULL, 
	document VARCHAR(80) NOT NULL, 
	party VARCHAR(120) NOT NULL, 
	code VARCHAR(18) NOT NULL, 
	content TEXT NOT NULL, 
	unit VARCHAR(80) NOT NULL, 
	decided_on DATE NOT NULL, 
	published_on DATE NOT NULL, 
	until DATE, 
	taken_at DATETIME NOT NULL, 
	withdrawn_at DATETIME, 
	CONSTRAINT pk_credit_entries PRIMARY KEY (id), 
	CONSTRAINT uq_credit_entries_source UNIQUE (source, document, code)
);
--
CREATE TABLE disclosure_date_moves (
	id INTEGER NOT NULL, 
	notice_id INTEGER NOT NULL, 
	number VARCHAR(20) NOT NULL, 
	due_before DATE, 
	due_after DATE, 
	was_provisional BOOLEAN NOT NULL, 
	told BOOLEAN NOT NULL, 
	at DATETIME NOT NULL, 
	CONSTRAINT pk_disclosure_date_moves PRIMARY KEY (id), 
	CONSTRAINT fk_disclosure_date_moves_number_disclosure_requests FOREIGN KEY(number) REFERENCES disclosure_requests (number)
);
--
CREATE TABLE disclosure_document_boxes (
	id INTEGER NOT NULL, 
	document VARCHAR(32) NOT NULL, 
	page INTEGER NOT NULL, 
	"left" INTEGER NOT NULL, 
	top INTEGER NOT NULL, 
	"right" INTEGER NOT NULL, 
	bottom INTEGER NOT NULL, 
	ground VARCHAR(24) NOT NULL, 
	note TEXT NOT NULL, 
	drawn_at DATETIME NOT NULL, 
	drawn_by VARCHAR(80) NOT NULL, 
	CONSTRAINT pk_disclosure_document_boxes PRIMARY KEY (id), 
	CONSTRAINT fk_disclosure_document_boxes_document_disclosure_documents FOREIGN KEY(document) REFERENCES disclosure_documents (id)
);
--
CREATE TABLE disclosure_document_copies (
	id VARCHAR(32) NOT NULL, 
	document VARCHAR(32) NOT NULL, 
	serial INTEGER NOT NULL, 
	boxes JSON NOT NULL, 
	digest VARCHAR(64) NOT NULL, 
	octets INTEGER NOT NULL, 
	made_at DATETIME NOT NULL, 
	made_by VARCHAR(80) NOT NULL, 
	checked_at DATETIME, 
	checked_by VARCHAR(80) NOT NULL, 
	proposed VARCHAR(80) NOT NULL, left_at DATETIME, left_with VARCHAR(16) DEFAULT '' NOT NULL, opened_at DATETIME, 
	CONSTRAINT pk_disclosure_document_copies PRIMARY KEY (id), 
	CONSTRAINT fk_disclosure_document_copies_document_disclosure_documents FOREIGN KEY(document) REFERENCES disclosure_documents (id), 
	CONSTRAINT uq_disclosure_document_copies_document UNIQUE (document, serial)
);
--
CREATE TABLE disclosure_documents (
	id VARCHAR(32) NOT NULL, 
	request VARCHAR(20) NOT NULL, 
	form VARCHAR(8) NOT NULL, 
	pages INTEGER NOT NULL, 
	digest VARCHAR(64) NOT NULL, 
	octets INTEGER NOT NULL, 
	added_at DATETIME NOT NULL, 
	added_by VARCHAR(80) NOT NULL, stays BOOLEAN DEFAULT 0 NOT NULL, 
	CONSTRAINT pk_disclosure_documents PRIMARY KEY (id), 
	CONSTRAINT fk_disclosure_documents_request_disclosure_requests FOREIGN KEY(request) REFERENCES disclosure_requests (number)
);
--
CREATE TABLE disclosure_events (
	id INTEGER NOT NULL, 
	number VARCHAR(20) NOT NULL, 
	kind VARCHAR(40) NOT NULL, 
	at DATETIME NOT NULL, 
	actor VARCHAR(80) NOT NULL, 
	detail JSON NOT NULL, 
	CONSTRAINT pk_disclosure_events PRIMARY KEY (id), 
	CONSTRAINT fk_disclosure_events_number_disclosure_requests FOREIGN KEY(number) REFERENCES disclosure_requests (number)
);
--
CREATE TABLE disclosure_file_parts (
	id INTEGER NOT NULL, 
	owner VARCHAR(40) NOT NULL, 
	place INTEGER NOT NULL, 
	sealed BLOB NOT NULL, 
	CONSTRAINT pk_disclosure_file_parts PRIMARY KEY (id), 
	CONSTRAINT uq_disclosure_file_parts_owner UNIQUE (owner, place)
);
--
CREATE TABLE disclosure_letter_series (
	agency VARCHAR(24) NOT NULL, 
	year INTEGER NOT NULL, 
	series VARCHAR(16) NOT NULL, 
	last INTEGER NOT NULL, 
	CONSTRAINT pk_disclosure_letter_series PRIMARY KEY (agency, year, series)
);
--
CREATE TABLE disclosure_letters (
	id INTEGER NOT NULL, 
	number VARCHAR(64) NOT NULL, 
	agency VARCHAR(24) NOT NULL, 
	year INTEGER NOT NULL, 
	series VARCHAR(16) NOT NULL, 
	serial INTEGER NOT NULL, 
	request VARCHAR(20) NOT NULL, 
	kind VARCHAR(32) NOT NULL, 
	content BLOB NOT NULL, 
	digest VARCHAR(64) NOT NULL, 
	issued_at DATETIME NOT NULL, 
	issued_by VARCHAR(80) NOT NULL, 
	voided_at DATETIME, 
	voided_by VARCHAR(80) NOT NULL, 
	void_reason TEXT NOT NULL, 
	CONSTRAINT pk_disclosure_letters PRIMARY KEY (id), 
	CONSTRAINT fk_disclosure_letters_request_disclosure_requests FOREIGN KEY(request) REFERENCES disclosure_requests (number), 
	CONSTRAINT uq_disclosure_letters_agency UNIQUE (agency, year, series, serial), 
	CONSTRAINT uq_disclosure_letters_number UNIQUE (number)
);
--
CREATE TABLE disclosure_papers (
	id INTEGER NOT NULL, 
	number VARCHAR(20) NOT NULL, 
	kind VARCHAR(24) NOT NULL, 
	content BLOB NOT NULL, 
	author VARCHAR(80) NOT NULL, 
	at DATETIME NOT NULL, 
	CONSTRAINT pk_disclosure_papers PRIMARY KEY (id), 
	CONSTRAINT fk_disclosure_papers_number_disclosure_requests FOREIGN KEY(number) REFERENCES disclosure_requests (number)
);
--
CREATE TABLE disclosure_reminders (
	id INTEGER NOT NULL, 
	number VARCHAR(20) NOT NULL, 
	reminded_on DATE NOT NULL, 
	left_workdays INTEGER NOT NULL, 
	to_head BOOLEAN NOT NULL, 
	at DATETIME NOT NULL, 
	CONSTRAINT pk_disclosure_reminders PRIMARY KEY (id), 
	CONSTRAINT fk_disclosure_reminders_number_disclosure_requests FOREIGN KEY(number) REFERENCES disclosure_requests (number), 
	CONSTRAINT uq_disclosure_reminders_number UNIQUE (number, reminded_on)
);
--
CREATE TABLE disclosure_requests (
	number VARCHAR(20) NOT NULL, 
	form_id VARCHAR(64) NOT NULL, 
	push_key VARCHAR(160) NOT NULL, 
	channel VARCHAR(16) NOT NULL, 
	talk_channel VARCHAR(16) NOT NULL, 
	citizen VARCHAR(80) NOT NULL, 
	applicant BLOB NOT NULL, 
	applicant_kind VARCHAR(16) NOT NULL, 
	name_masked VARCHAR(80) NOT NULL, 
	identity_fingerprint VARCHAR(64) NOT NULL, 
	information TEXT NOT NULL, 
	delivery VARCHAR(16) NOT NULL, 
	notice_version VARCHAR(32) NOT NULL, 
	notice_at DATETIME NOT NULL, 
	state VARCHAR(24) NOT NULL, 
	outcome VARCHAR(32) NOT NULL, 
	submitted_at DATETIME NOT NULL, 
	receipt_on DATE, 
	due_on DATE, 
	due_provisional BOOLEAN NOT NULL, warn_on DATE, agency VARCHAR(24) DEFAULT '' NOT NULL, unit VARCHAR(80) DEFAULT '' NOT NULL, handler VARCHAR(40) DEFAULT '' NOT NULL, category VARCHAR(16) DEFAULT '' NOT NULL, name_fingerprint VARCHAR(64) DEFAULT '' NOT NULL, linked_to VARCHAR(20) DEFAULT '' NOT NULL, version INTEGER DEFAULT '1' NOT NULL, departed VARCHAR(64) DEFAULT '' NOT NULL, rep_masked VARCHAR(80) DEFAULT '' NOT NULL, rep_name_fingerprint VARCHAR(64) DEFAULT '' NOT NULL, rep_identity_fingerprint VARCHAR(64) DEFAULT '' NOT NULL, 
	CONSTRAINT pk_disclosure_requests PRIMARY KEY (number), 
	CONSTRAINT uq_disclosure_requests_form_id UNIQUE (form_id)
);
--
CREATE TABLE figure_days (
	day DATE NOT NULL, 
	measure VARCHAR(40) NOT NULL, 
	branch VARCHAR(80) NOT NULL, 
	count INTEGER NOT NULL, 
	CONSTRAINT pk_figure_days PRIMARY KEY (day, measure, branch)
);
--
CREATE TABLE holiday_notices (
	id INTEGER NOT NULL, 
	year INTEGER NOT NULL, 
	document_number VARCHAR(40) NOT NULL, 
	title VARCHAR(200) NOT NULL, 
	days_off JSON NOT NULL, 
	makeup_days JSON NOT NULL, 
	state VARCHAR(12) NOT NULL, 
	entered_by VARCHAR(40) NOT NULL, 
	entered_at DATETIME NOT NULL, 
	signed_by VARCHAR(40) NOT NULL, 
	signed_at DATETIME, 
	discarded_by VARCHAR(40) NOT NULL, 
	discarded_at DATETIME, 
	recounted_at DATETIME, 
	CONSTRAINT pk_holiday_notices PRIMARY KEY (id)
);
--
CREATE TABLE home_visit_events (
	id INTEGER NOT NULL, 
	number VARCHAR(20) NOT NULL, 
	kind VARCHAR(16) NOT NULL, 
	at DATETIME NOT NULL, 
	actor VARCHAR(80) NOT NULL, 
	detail JSON NOT NULL, 
	CONSTRAINT pk_home_visit_events PRIMARY KEY (id)
);
--
CREATE TABLE home_visits (
	number VARCHAR(20) NOT NULL, 
	form_id VARCHAR(64) NOT NULL, 
	channel VARCHAR(16) NOT NULL, 
	citizen VARCHAR(80) NOT NULL, 
	matter VARCHAR(40) NOT NULL, 
	condition VARCHAR(40) NOT NULL, 
	whom VARCHAR(16) NOT NULL, 
	told BLOB NOT NULL, 
	day DATE NOT NULL, 
	part VARCHAR(2) NOT NULL, 
	at VARCHAR(5) NOT NULL, 
	assignee VARCHAR(80) NOT NULL, 
	state VARCHAR(12) NOT NULL, 
	open_key VARCHAR(160), 
	made_at DATETIME NOT NULL, 
	version INTEGER NOT NULL, 
	CONSTRAINT pk_home_visits PRIMARY KEY (number), 
	CONSTRAINT uq_home_visits_form_id UNIQUE (form_id), 
	CONSTRAINT uq_home_visits_open_key UNIQUE (open_key)
);
--
CREATE TABLE hotline_links (
	number VARCHAR(20) NOT NULL, 
	"outer" VARCHAR(64) NOT NULL, 
	taken_at DATETIME NOT NULL, 
	sent_version INTEGER NOT NULL, 
	sent_at DATETIME, 
	due_at DATETIME NOT NULL, 
	tries INTEGER NOT NULL, 
	fault VARCHAR(40) NOT NULL, 
	CONSTRAINT pk_hotline_links PRIMARY KEY (number), 
	CONSTRAINT fk_hotline_links_number_complaints FOREIGN KEY(number) REFERENCES complaints (number), 
	CONSTRAINT uq_hotline_links_outer UNIQUE ("outer")
);
--
CREATE TABLE inspection_links (
	document_id VARCHAR(120) NOT NULL, 
	address VARCHAR(500) NOT NULL, 
	dead BOOLEAN, 
	checked_at DATETIME NOT NULL, 
	CONSTRAINT pk_inspection_links PRIMARY KEY (document_id, address)
);
--
CREATE TABLE inspection_reports (
	id INTEGER NOT NULL, 
	kind VARCHAR(12) NOT NULL, 
	first_on DATE NOT NULL, 
	last_on DATE NOT NULL, 
	body JSON NOT NULL, 
	made_at DATETIME NOT NULL, 
	CONSTRAINT pk_inspection_reports PRIMARY KEY (id)
);
--
CREATE TABLE inspection_rounds (
	document_id VARCHAR(120) NOT NULL, 
	version INTEGER NOT NULL, 
	checked_at DATETIME NOT NULL, 
	CONSTRAINT pk_inspection_rounds PRIMARY KEY (document_id)
);
--
CREATE TABLE knowledge_approvals (
	document_id VARCHAR(120) NOT NULL, 
	version INTEGER NOT NULL, 
	sources JSON NOT NULL, 
	confirmed_by VARCHAR(120) NOT NULL, 
	confirmed_at DATETIME NOT NULL, 
	CONSTRAINT pk_knowledge_approvals PRIMARY KEY (document_id, version), 
	CONSTRAINT fk_knowledge_approvals_document_id_knowledge_documents FOREIGN KEY(document_id) REFERENCES knowledge_documents (id)
);
--
CREATE TABLE knowledge_batch_items (
	batch_id INTEGER NOT NULL, 
	place INTEGER NOT NULL, 
	document_id VARCHAR(120) NOT NULL, 
	included BOOLEAN NOT NULL, 
	state VARCHAR(10) NOT NULL, 
	mark INTEGER, 
	refused VARCHAR(500) NOT NULL, 
	CONSTRAINT pk_knowledge_batch_items PRIMARY KEY (batch_id, place), 
	CONSTRAINT fk_knowledge_batch_items_batch_id_knowledge_batches FOREIGN KEY(batch_id) REFERENCES knowledge_batches (id)
);
--
CREATE TABLE knowledge_batches (
	id INTEGER NOT NULL, 
	action VARCHAR(12) NOT NULL, 
	value VARCHAR(500) NOT NULL, 
	attribute VARCHAR(20) NOT NULL, 
	stage VARCHAR(12) NOT NULL, 
	author VARCHAR(120) NOT NULL, 
	confirmed_by VARCHAR(120) NOT NULL, 
	undone_by VARCHAR(120) NOT NULL, 
	run VARCHAR(32) NOT NULL, 
	made_at DATETIME NOT NULL, 
	changed_at DATETIME NOT NULL, 
	CONSTRAINT pk_knowledge_batches PRIMARY KEY (id)
);
--
CREATE TABLE knowledge_checks (
	document_id VARCHAR(120) NOT NULL, 
	version INTEGER NOT NULL, 
	findings JSON NOT NULL, 
	checked_at DATETIME NOT NULL, 
	CONSTRAINT pk_knowledge_checks PRIMARY KEY (document_id, version), 
	CONSTRAINT fk_knowledge_checks_document_id_knowledge_documents FOREIGN KEY(document_id) REFERENCES knowledge_documents (id)
);
--
CREATE TABLE knowledge_discards (
	id INTEGER NOT NULL, 
	document_id VARCHAR(120) NOT NULL, 
	title VARCHAR(500) NOT NULL, 
	version INTEGER NOT NULL, 
	content JSON NOT NULL, 
	discarded_by VARCHAR(120) NOT NULL, 
	discarded_at DATETIME NOT NULL, 
	CONSTRAINT pk_knowledge_discards PRIMARY KEY (id)
);
--
CREATE TABLE knowledge_documents (
	id VARCHAR(120) NOT NULL, 
	title VARCHAR(500) NOT NULL, 
	kind VARCHAR(20) NOT NULL, 
	number VARCHAR(500) NOT NULL, 
	issuer VARCHAR(500) NOT NULL, 
	unit VARCHAR(500) NOT NULL, 
	unit_phone VARCHAR(500) NOT NULL, 
	theme VARCHAR(500) NOT NULL, 
	genre VARCHAR(500) NOT NULL, 
	level VARCHAR(500) NOT NULL, 
	place VARCHAR(500) NOT NULL, 
	audience JSON NOT NULL, 
	written_on DATE, 
	published_on DATE, 
	effective_on DATE, 
	expires_on DATE, 
	validity VARCHAR(20) NOT NULL, 
	successor VARCHAR(500) NOT NULL, 
	interprets JSON NOT NULL, 
	basis JSON NOT NULL, 
	disclosure VARCHAR(20) NOT NULL, 
	form VARCHAR(500) NOT NULL, 
	life_stage VARCHAR(500) NOT NULL, 
	online BOOLEAN NOT NULL, 
	sample BOOLEAN NOT NULL, 
	source VARCHAR(500) NOT NULL, 
	state VARCHAR(20) NOT NULL, 
	current_version INTEGER NOT NULL, 
	public_version INTEGER, 
	created_at DATETIME NOT NULL, 
	updated_at DATETIME NOT NULL, disclosure_reason VARCHAR(500) DEFAULT '' NOT NULL, language VARCHAR(500) DEFAULT '' NOT NULL, interpreter VARCHAR(500) DEFAULT '' NOT NULL, interpreter_unit VARCHAR(500) DEFAULT '' NOT NULL, interpreter_phone VARCHAR(500) DEFAULT '' NOT NULL, openness VARCHAR(500) DEFAULT '' NOT NULL, must_say JSON DEFAULT '[]' NOT NULL, must_not_say JSON DEFAULT '[]' NOT NULL, guide_gaps JSON DEFAULT '[]' NOT NULL, guide_phones JSON DEFAULT '[]' NOT NULL, review_on DATE, dated_on DATE, checked_on DATE, elements JSON, explanation VARCHAR(20) DEFAULT 'UNDECIDED' NOT NULL, rubric VARCHAR(500) DEFAULT '' NOT NULL, last_version INTEGER DEFAULT '0' NOT NULL, 
	CONSTRAINT pk_knowledge_documents PRIMARY KEY (id)
);
--
CREATE TABLE knowledge_element_changes (
	id INTEGER NOT NULL, 
	document_id VARCHAR(120) NOT NULL, 
	version INTEGER NOT NULL, 
	element VARCHAR(12) NOT NULL, 
	"before" TEXT NOT NULL, 
	"after" TEXT NOT NULL, 
	at DATETIME NOT NULL, 
	CONSTRAINT pk_knowledge_element_changes PRIMARY KEY (id)
);
--
CREATE TABLE knowledge_gaps (
	id INTEGER NOT NULL, 
	question VARCHAR(500) NOT NULL, 
	theme VARCHAR(500) NOT NULL, 
	unit VARCHAR(500) NOT NULL, 
	total INTEGER NOT NULL, 
	state VARCHAR(12) NOT NULL, 
	due_on DATE, 
	document_id VARCHAR(120) NOT NULL, 
	saved_id INTEGER, 
	opened_at DATETIME NOT NULL, 
	asked_at DATETIME NOT NULL, 
	closed_at DATETIME, 
	closed_by VARCHAR(120) NOT NULL, 
	reason VARCHAR(500) NOT NULL, interpreter VARCHAR(80) DEFAULT '' NOT NULL, 
	CONSTRAINT pk_knowledge_gaps PRIMARY KEY (id), 
	CONSTRAINT fk_knowledge_gaps_saved_id_knowledge_saved_questions FOREIGN KEY(saved_id) REFERENCES knowledge_saved_questions (id)
);
--
CREATE TABLE knowledge_popular_questions (
	document_id VARCHAR(120) NOT NULL, 
	question VARCHAR(500) NOT NULL, 
	theme VARCHAR(500) NOT NULL, 
	life_stage VARCHAR(500) NOT NULL, 
	state VARCHAR(12) NOT NULL, 
	askers INTEGER NOT NULL, 
	counted_at DATETIME NOT NULL, 
	decided_by VARCHAR(120) NOT NULL, 
	decided_at DATETIME, 
	CONSTRAINT pk_knowledge_popular_questions PRIMARY KEY (document_id)
);
--
CREATE TABLE knowledge_procedures (
	document_id VARCHAR(120) NOT NULL, 
	stage VARCHAR(20) NOT NULL, 
	round INTEGER NOT NULL, 
	version INTEGER NOT NULL, 
	authors JSON NOT NULL, 
	kinds JSON NOT NULL, 
	reasons JSON NOT NULL, 
	dead_links JSON NOT NULL, 
	links_checked BOOLEAN NOT NULL, 
	submitted_by VARCHAR(120) NOT NULL, 
	submitted_at DATETIME NOT NULL, 
	changed_at DATETIME NOT NULL, 
	CONSTRAINT pk_knowledge_procedures PRIMARY KEY (document_id), 
	CONSTRAINT fk_knowledge_procedures_document_id_knowledge_documents FOREIGN KEY(document_id) REFERENCES knowledge_documents (id)
);
--
CREATE TABLE knowledge_proposals (
	document_id VARCHAR(120) NOT NULL, 
	card TEXT NOT NULL, 
	source_digest VARCHAR(64) NOT NULL, 
	proposal JSON NOT NULL, 
	proposed_at DATETIME NOT NULL, 
	confirmed_at DATETIME, 
	confirmed_by VARCHAR(120) NOT NULL, 
	CONSTRAINT pk_knowledge_proposals PRIMARY KEY (document_id), 
	CONSTRAINT fk_knowledge_proposals_document_id_knowledge_documents FOREIGN KEY(document_id) REFERENCES knowledge_documents (id)
);
--
CREATE TABLE knowledge_public_changes (
	id INTEGER NOT NULL, 
	document_id VARCHAR(120) NOT NULL, 
	version INTEGER, 
	"before" INTEGER, 
	at DATETIME NOT NULL, reader VARCHAR(12) DEFAULT 'news' NOT NULL, 
	CONSTRAINT pk_knowledge_public_changes PRIMARY KEY (id)
);
--
CREATE TABLE knowledge_question_tallies (
	week_on DATE NOT NULL, 
	theme VARCHAR(500) NOT NULL, 
	outcome VARCHAR(16) NOT NULL, 
	total INTEGER NOT NULL, 
	CONSTRAINT pk_knowledge_question_tallies PRIMARY KEY (week_on, theme, outcome)
);
--
CREATE TABLE knowledge_questions (
	id INTEGER NOT NULL, 
	"key" VARCHAR(64) NOT NULL, 
	asked_at DATETIME NOT NULL, 
	week_on DATE NOT NULL, 
	channel VARCHAR(16) NOT NULL, 
	citizen VARCHAR(64) NOT NULL, 
	question VARCHAR(500) NOT NULL, 
	outcome VARCHAR(16) NOT NULL, 
	theme VARCHAR(500) NOT NULL, 
	unit VARCHAR(500) NOT NULL, 
	document_id VARCHAR(120) NOT NULL, 
	passage INTEGER, 
	score FLOAT, 
	confidence FLOAT NOT NULL, 
	threshold FLOAT NOT NULL, 
	generation VARCHAR(120) NOT NULL, 
	ms FLOAT NOT NULL, 
	gap_id INTEGER, useful BOOLEAN, 
	CONSTRAINT pk_knowledge_questions PRIMARY KEY (id), 
	CONSTRAINT fk_knowledge_questions_gap_id_knowledge_gaps FOREIGN KEY(gap_id) REFERENCES knowledge_gaps (id), 
	CONSTRAINT uq_knowledge_questions_key UNIQUE ("key")
);
--
CREATE TABLE "knowledge_reviews" (
	id INTEGER NOT NULL, 
	document_id VARCHAR(120) NOT NULL, 
	round INTEGER NOT NULL, 
	version INTEGER NOT NULL, 
	stage VARCHAR(20) NOT NULL, 
	step VARCHAR(20) NOT NULL, 
	actor VARCHAR(120) NOT NULL, 
	reason TEXT NOT NULL, 
	ticked JSON NOT NULL, 
	at DATETIME NOT NULL, 
	CONSTRAINT pk_knowledge_reviews PRIMARY KEY (id)
);
--
CREATE TABLE knowledge_saved_questions (
	id INTEGER NOT NULL, 
	question VARCHAR(500) NOT NULL, 
	document_id VARCHAR(120) NOT NULL, 
	words JSON NOT NULL, 
	passage TEXT NOT NULL, 
	watched BOOLEAN NOT NULL, 
	confirmed BOOLEAN NOT NULL, 
	saved_by VARCHAR(120) NOT NULL, 
	saved_at DATETIME NOT NULL, 
	passed BOOLEAN, 
	cited VARCHAR(120) NOT NULL, 
	confidence FLOAT NOT NULL, 
	generation VARCHAR(120) NOT NULL, 
	run_at DATETIME, 
	accepted_by VARCHAR(120) NOT NULL, 
	accepted_at DATETIME, 
	CONSTRAINT pk_knowledge_saved_questions PRIMARY KEY (id), 
	CONSTRAINT uq_knowledge_saved_questions_question UNIQUE (question)
);
--
CREATE TABLE knowledge_sayings (
	id INTEGER NOT NULL, 
	said VARCHAR(20) NOT NULL, 
	official VARCHAR(40) NOT NULL, 
	theme VARCHAR(40) NOT NULL, 
	own BOOLEAN NOT NULL, 
	struck BOOLEAN NOT NULL, 
	changed_by VARCHAR(120) NOT NULL, 
	changed_at DATETIME NOT NULL, 
	edition INTEGER NOT NULL, 
	CONSTRAINT pk_knowledge_sayings PRIMARY KEY (id), 
	CONSTRAINT uq_knowledge_sayings_said UNIQUE (said, official)
);
--
CREATE TABLE knowledge_scan_pages (
	scan VARCHAR(32) NOT NULL, 
	number INTEGER NOT NULL, 
	turn INTEGER NOT NULL, 
	lines JSON NOT NULL, 
	looked JSON NOT NULL, 
	waiting INTEGER NOT NULL, 
	looked_by VARCHAR(120) NOT NULL, 
	looked_at DATETIME, 
	CONSTRAINT pk_knowledge_scan_pages PRIMARY KEY (scan, number), 
	CONSTRAINT fk_knowledge_scan_pages_scan_knowledge_scans FOREIGN KEY(scan) REFERENCES knowledge_scans (id) ON DELETE CASCADE
);
--
CREATE TABLE knowledge_scan_parts (
	id INTEGER NOT NULL, 
	owner VARCHAR(32) NOT NULL, 
	place INTEGER NOT NULL, 
	sealed BLOB NOT NULL, 
	CONSTRAINT pk_knowledge_scan_parts PRIMARY KEY (id), 
	CONSTRAINT fk_knowledge_scan_parts_owner_knowledge_scans FOREIGN KEY(owner) REFERENCES knowledge_scans (id) ON DELETE CASCADE, 
	CONSTRAINT uq_knowledge_scan_parts_owner UNIQUE (owner, place)
);
--
CREATE TABLE "knowledge_scans" (
	id VARCHAR(32) NOT NULL, 
	document_id VARCHAR(120) NOT NULL, 
	form VARCHAR(12) NOT NULL, 
	digest VARCHAR(64) NOT NULL, 
	octets INTEGER NOT NULL, 
	is_in_force BOOLEAN NOT NULL, 
	kept_at DATETIME NOT NULL, 
	CONSTRAINT pk_knowledge_scans PRIMARY KEY (id)
);
--
CREATE TABLE knowledge_struck_passages (
	id INTEGER NOT NULL, 
	document_id VARCHAR(120) NOT NULL, 
	words TEXT NOT NULL, 
	why VARCHAR(500) NOT NULL, 
	struck_by VARCHAR(120) NOT NULL, 
	struck_at DATETIME NOT NULL, 
	lifted_by VARCHAR(120) NOT NULL, 
	lifted_at DATETIME, 
	CONSTRAINT pk_knowledge_struck_passages PRIMARY KEY (id)
);
--
CREATE TABLE knowledge_versions (
	document_id VARCHAR(120) NOT NULL, 
	number INTEGER NOT NULL, 
	card TEXT NOT NULL, 
	text TEXT NOT NULL, 
	digest VARCHAR(64) NOT NULL, 
	author VARCHAR(120) NOT NULL, 
	note VARCHAR(500) NOT NULL, 
	created_at DATETIME NOT NULL, 
	CONSTRAINT pk_knowledge_versions PRIMARY KEY (document_id, number), 
	CONSTRAINT fk_knowledge_versions_document_id_knowledge_documents FOREIGN KEY(document_id) REFERENCES knowledge_documents (id)
);
--
CREATE TABLE knowledge_waiting (
	id INTEGER NOT NULL, 
	gap_id INTEGER NOT NULL, 
	person VARCHAR(64) NOT NULL, 
	citizen BLOB NOT NULL, 
	channel VARCHAR(16) NOT NULL, 
	asked_at DATETIME NOT NULL, 
	told_at DATETIME, 
	CONSTRAINT pk_knowledge_waiting PRIMARY KEY (id), 
	CONSTRAINT fk_knowledge_waiting_gap_id_knowledge_gaps FOREIGN KEY(gap_id) REFERENCES knowledge_gaps (id), 
	CONSTRAINT uq_knowledge_waiting_gap_id UNIQUE (gap_id, person)
);
--
CREATE TABLE knowledge_watchwords (
	word VARCHAR(40) NOT NULL, 
	concern VARCHAR(20) NOT NULL, 
	"instead" VARCHAR(40) NOT NULL, 
	added_by VARCHAR(120) NOT NULL, 
	added_at DATETIME NOT NULL, 
	CONSTRAINT pk_knowledge_watchwords PRIMARY KEY (word)
);
--
CREATE TABLE knowledge_withheld (
	id INTEGER NOT NULL, 
	year INTEGER NOT NULL, 
	number INTEGER NOT NULL, 
	title VARCHAR(500) NOT NULL, 
	document_id VARCHAR(120) NOT NULL, 
	unit VARCHAR(500) NOT NULL, 
	ground VARCHAR(20) NOT NULL, 
	basis VARCHAR(500) NOT NULL, 
	reason VARCHAR(500) NOT NULL, 
	sealed BLOB NOT NULL, 
	decided_by VARCHAR(120) NOT NULL, 
	decided_on DATE NOT NULL, 
	review_on DATE NOT NULL, 
	stage VARCHAR(12) NOT NULL, 
	changed_at DATETIME NOT NULL, 
	CONSTRAINT pk_knowledge_withheld PRIMARY KEY (id), 
	CONSTRAINT uq_knowledge_withheld_year UNIQUE (year, number)
);
--
CREATE TABLE knowledge_withheld_steps (
	id INTEGER NOT NULL, 
	withheld_id INTEGER NOT NULL, 
	step VARCHAR(12) NOT NULL, 
	actor VARCHAR(120) NOT NULL, 
	reason TEXT NOT NULL, 
	at DATETIME NOT NULL, 
	CONSTRAINT pk_knowledge_withheld_steps PRIMARY KEY (id), 
	CONSTRAINT fk_knowledge_withheld_steps_withheld_id_knowledge_withheld FOREIGN KEY(withheld_id) REFERENCES knowledge_withheld (id)
);
--
CREATE TABLE matter_binding_claims (
	id INTEGER NOT NULL, 
	citizen VARCHAR(80) NOT NULL, 
	channel VARCHAR(16) NOT NULL, 
	mark VARCHAR(64) NOT NULL, 
	person BLOB NOT NULL, 
	kind VARCHAR(8) NOT NULL, 
	shown_mark VARCHAR(64) NOT NULL, 
	sms_state VARCHAR(8) NOT NULL, 
	sms_tries INTEGER NOT NULL, 
	wrong INTEGER NOT NULL, 
	made_at DATETIME NOT NULL, 
	expires_at DATETIME NOT NULL, 
	over_at DATETIME, 
	CONSTRAINT pk_matter_binding_claims PRIMARY KEY (id), 
	CONSTRAINT uq_matter_binding_claims_shown_mark UNIQUE (shown_mark)
);
--
CREATE TABLE matter_bindings (
	id INTEGER NOT NULL, 
	citizen VARCHAR(80) NOT NULL, 
	channel VARCHAR(16) NOT NULL, 
	mark VARCHAR(64) NOT NULL, 
	person BLOB NOT NULL, 
	kind VARCHAR(8) NOT NULL, 
	confirmed_by VARCHAR(8) NOT NULL, 
	clerk VARCHAR(80) NOT NULL, 
	grantor VARCHAR(64) NOT NULL, 
	made_at DATETIME NOT NULL, 
	ends_on DATE, 
	ended_at DATETIME, 
	ended_by VARCHAR(8) NOT NULL, 
	CONSTRAINT pk_matter_bindings PRIMARY KEY (id)
);
--
CREATE TABLE matter_sources (
	name VARCHAR(40) NOT NULL, 
	title VARCHAR(60) NOT NULL, 
	key_mark VARCHAR(64) NOT NULL, 
	made_at DATETIME NOT NULL, 
	closed_at DATETIME, 
	delivered_at DATETIME, 
	CONSTRAINT pk_matter_sources PRIMARY KEY (name), 
	CONSTRAINT uq_matter_sources_key_mark UNIQUE (key_mark)
);
--
CREATE TABLE matter_steps (
	id INTEGER NOT NULL, 
	number VARCHAR(20) NOT NULL, 
	place INTEGER NOT NULL, 
	name VARCHAR(60) NOT NULL, 
	unit VARCHAR(80) NOT NULL, 
	state VARCHAR(12) NOT NULL, 
	started_on DATE, 
	ended_on DATE, 
	due_on DATE, 
	CONSTRAINT pk_matter_steps PRIMARY KEY (id), 
	CONSTRAINT uq_matter_steps_number UNIQUE (number, place)
);
--
CREATE TABLE matters (
	number VARCHAR(20) NOT NULL, 
	source VARCHAR(40) NOT NULL, 
	"outer" VARCHAR(80) NOT NULL, 
	title VARCHAR(120) NOT NULL, 
	unit VARCHAR(80) NOT NULL, 
	state VARCHAR(12) NOT NULL, 
	opened_on DATE NOT NULL, 
	due_on DATE, 
	ended_on DATE, 
	mark VARCHAR(64) NOT NULL, 
	holder BLOB NOT NULL, 
	digest VARCHAR(64) NOT NULL, 
	delivered_at DATETIME NOT NULL, 
	withdrawn_at DATETIME, 
	CONSTRAINT pk_matters PRIMARY KEY (number), 
	CONSTRAINT uq_matters_source UNIQUE (source, "outer")
);
--
CREATE TABLE openness_plans (
	id INTEGER NOT NULL, 
	areas TEXT NOT NULL, 
	rubrics TEXT NOT NULL, 
	channels TEXT NOT NULL, 
	again INTEGER, 
	changed_at DATETIME NOT NULL, 
	changed_by VARCHAR(80) NOT NULL, 
	CONSTRAINT pk_openness_plans PRIMARY KEY (id)
);
--
CREATE TABLE opinion_drafts (
	number VARCHAR(20) NOT NULL, 
	title VARCHAR(200) NOT NULL, 
	unit VARCHAR(80) NOT NULL, 
	text TEXT NOT NULL, 
	basis TEXT NOT NULL, 
	explanation TEXT NOT NULL, 
	contact VARCHAR(300) NOT NULL, 
	allows_anonymous BOOLEAN NOT NULL, 
	opens_on DATE, 
	closes_on DATE NOT NULL, 
	result_due_on DATE NOT NULL, 
	short_reason VARCHAR(300) NOT NULL, 
	state VARCHAR(12) NOT NULL, 
	document VARCHAR(120) NOT NULL, 
	made_by VARCHAR(80) NOT NULL, 
	made_at DATETIME NOT NULL, 
	version INTEGER NOT NULL, 
	CONSTRAINT pk_opinion_drafts PRIMARY KEY (number)
);
--
CREATE TABLE opinion_groups (
	id INTEGER NOT NULL, 
	draft VARCHAR(20) NOT NULL, 
	gist VARCHAR(300) NOT NULL, 
	outcome VARCHAR(12) NOT NULL, 
	reasons TEXT NOT NULL, 
	decided_by VARCHAR(80) NOT NULL, 
	CONSTRAINT pk_opinion_groups PRIMARY KEY (id)
);
--
CREATE TABLE opinions (
	number VARCHAR(20) NOT NULL, 
	form_id VARCHAR(80) NOT NULL, 
	draft VARCHAR(20) NOT NULL, 
	article VARCHAR(20) NOT NULL, 
	said BLOB NOT NULL, 
	is_anonymous BOOLEAN NOT NULL, 
	mark VARCHAR(64) NOT NULL, 
	citizen VARCHAR(80) NOT NULL, 
	channel VARCHAR(16) NOT NULL, 
	group_id INTEGER, 
	made_at DATETIME NOT NULL, 
	told_at DATETIME, 
	CONSTRAINT pk_opinions PRIMARY KEY (number), 
	CONSTRAINT uq_opinions_form_id UNIQUE (form_id)
);
--
CREATE TABLE other_door_checks (
	"key" VARCHAR(40) NOT NULL, 
	address VARCHAR(500) NOT NULL, 
	dead BOOLEAN NOT NULL, 
	checked_at DATETIME NOT NULL, 
	CONSTRAINT pk_other_door_checks PRIMARY KEY ("key")
);
--
CREATE TABLE outbox (
	id INTEGER NOT NULL, 
	dedup VARCHAR(64) NOT NULL, 
	channel VARCHAR(16) NOT NULL, 
	citizen VARCHAR(80) NOT NULL, 
	body JSON NOT NULL, 
	state VARCHAR(8) NOT NULL, 
	attempts INTEGER NOT NULL, 
	created_at DATETIME NOT NULL, 
	due_at DATETIME NOT NULL, 
	leased_until DATETIME, 
	sent_at DATETIME, 
	reason VARCHAR(200) NOT NULL, kind VARCHAR(8) DEFAULT 'answer' NOT NULL, wait_until DATETIME, task VARCHAR(20) DEFAULT '' NOT NULL, invited_at DATETIME, 
	CONSTRAINT pk_outbox PRIMARY KEY (id), 
	CONSTRAINT uq_outbox_dedup UNIQUE (dedup)
);
--
CREATE TABLE outbox_attempts (
	id INTEGER NOT NULL, 
	parcel_id INTEGER NOT NULL, 
	at DATETIME NOT NULL, 
	rung VARCHAR(8) NOT NULL, 
	messages INTEGER NOT NULL, 
	errcode INTEGER, 
	reason VARCHAR(80) NOT NULL, 
	rid VARCHAR(64) NOT NULL, 
	msgid VARCHAR(64) NOT NULL, 
	report VARCHAR(80) NOT NULL, 
	reported_at DATETIME, 
	CONSTRAINT pk_outbox_attempts PRIMARY KEY (id), 
	CONSTRAINT fk_outbox_attempts_parcel_id_outbox FOREIGN KEY(parcel_id) REFERENCES outbox (id) ON DELETE CASCADE
);
--
CREATE TABLE outlet_items (
	outlet VARCHAR(12) NOT NULL, 
	document_id VARCHAR(120) NOT NULL, 
	wanted INTEGER, 
	shown INTEGER, 
	state VARCHAR(12) NOT NULL, 
	attempts INTEGER NOT NULL, 
	next_at DATETIME, 
	refusal VARCHAR(200) NOT NULL, 
	traces JSON NOT NULL, 
	title VARCHAR(500) NOT NULL, 
	digest VARCHAR(500) NOT NULL, 
	text TEXT NOT NULL, 
	source VARCHAR(1000) NOT NULL, 
	dated_on DATE, 
	shown_at DATETIME, 
	changed_at DATETIME NOT NULL, 
	CONSTRAINT pk_outlet_items PRIMARY KEY (outlet, document_id)
);
--
CREATE TABLE "outside_figures" (
	id INTEGER NOT NULL, 
	name VARCHAR(40) NOT NULL, 
	first_on DATE NOT NULL, 
	last_on DATE NOT NULL, 
	value NUMERIC(18, 2) NOT NULL, 
	source VARCHAR(200) NOT NULL, 
	as_of DATE NOT NULL, 
	brought_by VARCHAR(80) NOT NULL, 
	brought_at DATETIME NOT NULL, 
	is_about BOOLEAN DEFAULT 0 NOT NULL, 
	CONSTRAINT pk_outside_figures PRIMARY KEY (id)
);
--
CREATE TABLE "place_arrangements" (
	place VARCHAR(40) NOT NULL, 
	zone BOOLEAN NOT NULL, 
	marks VARCHAR(40) NOT NULL, 
	zone_note VARCHAR(200) NOT NULL, 
	topics JSON NOT NULL, 
	takes_remarks BOOLEAN NOT NULL, 
	box_words VARCHAR(100) NOT NULL, 
	version INTEGER NOT NULL, 
	changed_at DATETIME NOT NULL, 
	changed_by VARCHAR(80) NOT NULL, 
	address VARCHAR(100) NOT NULL, 
	phone VARCHAR(60) NOT NULL, 
	workdays VARCHAR(80) NOT NULL, 
	late VARCHAR(80) NOT NULL, 
	rest_days VARCHAR(80) NOT NULL, 
	CONSTRAINT pk_place_arrangements PRIMARY KEY (place)
);
--
CREATE TABLE place_visits (
	place VARCHAR(40) NOT NULL, 
	day_on DATE NOT NULL, 
	way VARCHAR(8) NOT NULL, 
	total INTEGER NOT NULL, 
	CONSTRAINT pk_place_visits PRIMARY KEY (place, day_on, way)
);
--
CREATE TABLE project_entries (
	id INTEGER NOT NULL, 
	project INTEGER NOT NULL, 
	kind VARCHAR(24) NOT NULL, 
	day DATE NOT NULL, 
	words TEXT NOT NULL, 
	made_by VARCHAR(80) NOT NULL, 
	made_at DATETIME NOT NULL, 
	CONSTRAINT pk_project_entries PRIMARY KEY (id), 
	CONSTRAINT fk_project_entries_project_projects FOREIGN KEY(project) REFERENCES projects (number)
);
--
CREATE TABLE projects (
	number INTEGER NOT NULL, 
	title VARCHAR(60) NOT NULL, 
	year INTEGER NOT NULL, 
	unit VARCHAR(80) NOT NULL, 
	phone VARCHAR(40) NOT NULL, 
	place VARCHAR(80) NOT NULL, 
	about TEXT NOT NULL, 
	stage VARCHAR(12) NOT NULL, 
	progress INTEGER NOT NULL, 
	state VARCHAR(12) NOT NULL, 
	made_by VARCHAR(80) NOT NULL, 
	made_at DATETIME NOT NULL, 
	version INTEGER NOT NULL, 
	CONSTRAINT pk_projects PRIMARY KEY (number)
);
--
CREATE TABLE publication_effects (
	id INTEGER NOT NULL, 
	document_id VARCHAR(120) NOT NULL, 
	version INTEGER NOT NULL, 
	at DATETIME NOT NULL, 
	effect JSON NOT NULL, 
	CONSTRAINT pk_publication_effects PRIMARY KEY (id)
);
--
CREATE TABLE questionnaire_replies (
	id VARCHAR(100) NOT NULL, 
	questionnaire VARCHAR(20) NOT NULL, 
	mark VARCHAR(64) NOT NULL, 
	citizen VARCHAR(80) NOT NULL, 
	channel VARCHAR(16) NOT NULL, 
	answers BLOB NOT NULL, 
	begun_at DATETIME NOT NULL, 
	done_at DATETIME, 
	CONSTRAINT pk_questionnaire_replies PRIMARY KEY (id)
);
--
CREATE TABLE questionnaires (
	number VARCHAR(20) NOT NULL, 
	title VARCHAR(120) NOT NULL, 
	unit VARCHAR(60) NOT NULL, 
	intro TEXT NOT NULL, 
	outline TEXT NOT NULL, 
	is_anonymous BOOLEAN NOT NULL, 
	opens_on DATE, 
	closes_on DATE NOT NULL, 
	state VARCHAR(12) NOT NULL, 
	totals JSON, 
	made_by VARCHAR(80) NOT NULL, 
	made_at DATETIME NOT NULL, 
	version INTEGER NOT NULL, 
	CONSTRAINT pk_questionnaires PRIMARY KEY (number)
);
--
CREATE TABLE ratings (
	number VARCHAR(20) NOT NULL, 
	kind VARCHAR(12) NOT NULL, 
	unit VARCHAR(80) NOT NULL, 
	channel VARCHAR(16) NOT NULL, 
	citizen VARCHAR(80) NOT NULL, 
	asked_at DATETIME NOT NULL, 
	points INTEGER, 
	rated_at DATETIME, 
	CONSTRAINT pk_ratings PRIMARY KEY (number)
);
--
CREATE TABLE schema_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT schema_version_pkc PRIMARY KEY (version_num)
);
--
INSERT INTO "schema_version" VALUES('0057');
--
CREATE TABLE sealing_keys (
	key_id VARCHAR(8) NOT NULL, 
	canary BLOB NOT NULL, 
	first_seen_at DATETIME NOT NULL, 
	CONSTRAINT pk_sealing_keys PRIMARY KEY (key_id)
);
--
CREATE TABLE source_file_parts (
	id INTEGER NOT NULL, 
	owner VARCHAR(32) NOT NULL, 
	place INTEGER NOT NULL, 
	sealed BLOB NOT NULL, 
	CONSTRAINT pk_source_file_parts PRIMARY KEY (id), 
	CONSTRAINT uq_source_file_parts_owner UNIQUE (owner, place)
);
--
CREATE TABLE source_file_uses (
	id INTEGER NOT NULL, 
	document_id VARCHAR(120) NOT NULL, 
	source VARCHAR(32) NOT NULL, 
	used_at DATETIME NOT NULL, 
	CONSTRAINT pk_source_file_uses PRIMARY KEY (id), 
	CONSTRAINT uq_source_file_uses_document_id UNIQUE (document_id, source)
);
--
CREATE TABLE source_files (
	id VARCHAR(32) NOT NULL, 
	digest VARCHAR(64) NOT NULL, 
	name VARCHAR(255) NOT NULL, 
	octets INTEGER NOT NULL, 
	kept_at DATETIME NOT NULL, 
	kept_by VARCHAR(120) NOT NULL, 
	CONSTRAINT pk_source_files PRIMARY KEY (id), 
	CONSTRAINT uq_source_files_digest UNIQUE (digest)
);
--
CREATE TABLE staff_notice_addresses (
	id VARCHAR(36) NOT NULL, 
	login VARCHAR(40) NOT NULL, 
	unit VARCHAR(80) NOT NULL, 
	channel VARCHAR(12) NOT NULL, 
	target BLOB NOT NULL, 
	label VARCHAR(140) NOT NULL, 
	kinds JSON NOT NULL, 
	is_on BOOLEAN NOT NULL, 
	looked_at DATETIME, 
	made_by VARCHAR(40) NOT NULL, 
	made_at DATETIME NOT NULL, 
	CONSTRAINT pk_staff_notice_addresses PRIMARY KEY (id)
);
--
CREATE TABLE staff_notices (
	id INTEGER NOT NULL, 
	address VARCHAR(36) NOT NULL, 
	kind VARCHAR(12) NOT NULL, 
	title VARCHAR(200) NOT NULL, 
	text TEXT NOT NULL, 
	count INTEGER NOT NULL, 
	most_pressing INTEGER NOT NULL, 
	earliest_on DATE, 
	is_trial BOOLEAN NOT NULL, 
	state VARCHAR(12) NOT NULL, 
	attempts INTEGER NOT NULL, 
	next_at DATETIME, 
	refusal VARCHAR(60) NOT NULL, 
	made_at DATETIME NOT NULL, 
	sent_at DATETIME, 
	CONSTRAINT pk_staff_notices PRIMARY KEY (id), 
	CONSTRAINT fk_staff_notices_address_staff_notice_addresses FOREIGN KEY(address) REFERENCES staff_notice_addresses (id)
);
--
CREATE TABLE staff_notices_told (
	address VARCHAR(36) NOT NULL, 
	kind VARCHAR(12) NOT NULL, 
	number VARCHAR(120) NOT NULL, 
	pressing INTEGER NOT NULL, 
	CONSTRAINT pk_staff_notices_told PRIMARY KEY (address, kind, number), 
	CONSTRAINT fk_staff_notices_told_address_staff_notice_addresses FOREIGN KEY(address) REFERENCES staff_notice_addresses (id)
);
--
CREATE TABLE subscribers (
	person VARCHAR(64) NOT NULL, 
	citizen BLOB NOT NULL, 
	channel VARCHAR(16) NOT NULL, 
	hour INTEGER NOT NULL, 
	next_at DATETIME NOT NULL, 
	told_to INTEGER NOT NULL, 
	cause VARCHAR(64) NOT NULL, 
	CONSTRAINT pk_subscribers PRIMARY KEY (person)
);
--
CREATE TABLE subscription_news (
	serial INTEGER NOT NULL, 
	document_id VARCHAR(120) NOT NULL, 
	version INTEGER NOT NULL, 
	changed BOOLEAN NOT NULL, 
	title VARCHAR(500) NOT NULL, 
	at DATETIME NOT NULL, 
	withdrawn_at DATETIME, 
	recalled BOOLEAN NOT NULL, 
	CONSTRAINT pk_subscription_news PRIMARY KEY (serial)
);
--
CREATE TABLE subscription_news_keys (
	kind VARCHAR(12) NOT NULL, 
	"key" VARCHAR(120) NOT NULL, 
	serial INTEGER NOT NULL, 
	CONSTRAINT pk_subscription_news_keys PRIMARY KEY (kind, "key", serial)
);
--
CREATE TABLE subscription_told (
	person VARCHAR(64) NOT NULL, 
	document_id VARCHAR(120) NOT NULL, 
	edition INTEGER NOT NULL, 
	serial INTEGER NOT NULL, 
	cause VARCHAR(64) NOT NULL, 
	at DATETIME NOT NULL, 
	CONSTRAINT pk_subscription_told PRIMARY KEY (person, document_id, edition)
);
--
CREATE TABLE subscriptions (
	id INTEGER NOT NULL, 
	person VARCHAR(64) NOT NULL, 
	kind VARCHAR(12) NOT NULL, 
	target VARCHAR(120) NOT NULL, 
	name VARCHAR(120) NOT NULL, 
	consent VARCHAR(20) NOT NULL, 
	made_at DATETIME NOT NULL, 
	CONSTRAINT pk_subscriptions PRIMARY KEY (id), 
	CONSTRAINT uq_subscriptions_person UNIQUE (person, kind, target)
);
--
CREATE TABLE ticket_file_parts (
	id INTEGER NOT NULL, 
	owner VARCHAR(32) NOT NULL, 
	place INTEGER NOT NULL, 
	sealed BLOB NOT NULL, 
	CONSTRAINT pk_ticket_file_parts PRIMARY KEY (id), 
	CONSTRAINT uq_ticket_file_parts_owner UNIQUE (owner, place)
);
--
CREATE TABLE ticket_files (
	id VARCHAR(32) NOT NULL, 
	number VARCHAR(20) NOT NULL, 
	state VARCHAR(8) NOT NULL, 
	form VARCHAR(8) NOT NULL, 
	name BLOB NOT NULL, 
	digest VARCHAR(64) NOT NULL, 
	octets INTEGER NOT NULL, 
	added_at DATETIME NOT NULL, 
	added_by VARCHAR(40) NOT NULL, 
	left_at DATETIME, 
	opened_at DATETIME, 
	openings INTEGER NOT NULL, 
	CONSTRAINT pk_ticket_files PRIMARY KEY (id)
);
--
CREATE TABLE ticket_papers (
	id INTEGER NOT NULL, 
	number VARCHAR(20) NOT NULL, 
	kind VARCHAR(12) NOT NULL, 
	author VARCHAR(40) NOT NULL, 
	at DATETIME NOT NULL, 
	content BLOB NOT NULL, 
	leaves_at DATETIME, 
	CONSTRAINT pk_ticket_papers PRIMARY KEY (id)
);
--
CREATE TABLE tickets (
	number VARCHAR(20) NOT NULL, 
	kind VARCHAR(16) NOT NULL, 
	channel VARCHAR(16) NOT NULL, 
	citizen VARCHAR(80) NOT NULL, 
	question TEXT NOT NULL, 
	transcript BLOB NOT NULL, 
	unit VARCHAR(80) NOT NULL, 
	state VARCHAR(12) NOT NULL, 
	opened_at DATETIME NOT NULL, 
	added_at DATETIME, 
	last_key VARCHAR(160) NOT NULL, 
	answered_at DATETIME, 
	answer TEXT NOT NULL, 
	answered_by VARCHAR(80) NOT NULL, 
	closed_at DATETIME, interpreter VARCHAR(80) DEFAULT '' NOT NULL, due_on DATE, handler VARCHAR(40) DEFAULT '' NOT NULL, merged_into VARCHAR(20) DEFAULT '' NOT NULL, watchers JSON DEFAULT '[]' NOT NULL, distressed BOOLEAN DEFAULT 0 NOT NULL, 
	CONSTRAINT pk_tickets PRIMARY KEY (number)
);
--
CREATE TABLE unit_contacts (
	unit VARCHAR(80) NOT NULL, 
	leader VARCHAR(60) NOT NULL, 
	clerk VARCHAR(60) NOT NULL, 
	counsel VARCHAR(60) NOT NULL, 
	office VARCHAR(60) NOT NULL, 
	phone VARCHAR(40) NOT NULL, 
	address VARCHAR(120) NOT NULL, 
	updated_at DATETIME NOT NULL, 
	updated_by VARCHAR(80) NOT NULL, 
	CONSTRAINT pk_unit_contacts PRIMARY KEY (unit)
);
--
CREATE TABLE unit_phones (
	unit VARCHAR(80) NOT NULL, 
	phone VARCHAR(40) NOT NULL, 
	changed_by VARCHAR(120) NOT NULL, 
	changed_at DATETIME NOT NULL, 
	CONSTRAINT pk_unit_phones PRIMARY KEY (unit)
);
--
CREATE TABLE waived_materials (
	id INTEGER NOT NULL, 
	material VARCHAR(60) NOT NULL, 
	matter VARCHAR(60) NOT NULL, 
	way VARCHAR(12) NOT NULL, 
	reason VARCHAR(200) NOT NULL, 
	source VARCHAR(80) NOT NULL, 
	basis VARCHAR(120) NOT NULL, 
	brought_by VARCHAR(80) NOT NULL, 
	brought_at DATETIME NOT NULL, 
	CONSTRAINT pk_waived_materials PRIMARY KEY (id), 
	CONSTRAINT uq_waived_materials_material UNIQUE (material, matter)
);
--
CREATE TABLE web_pages (
	id INTEGER NOT NULL, 
	address VARCHAR(500) NOT NULL, 
	document_id VARCHAR(120) NOT NULL, 
	state VARCHAR(12) NOT NULL, 
	fault VARCHAR(500) NOT NULL, 
	digest VARCHAR(64) NOT NULL, 
	added_by VARCHAR(120) NOT NULL, 
	added_at DATETIME NOT NULL, 
	looked_at DATETIME, 
	CONSTRAINT pk_web_pages PRIMARY KEY (id), 
	CONSTRAINT uq_web_pages_address UNIQUE (address)
);
--
CREATE INDEX ix_activities_day ON activities (day);
--
CREATE INDEX ix_activities_state_day ON activities (state, day);
--
CREATE INDEX ix_activity_issue_notes_issue ON activity_issue_notes (issue);
--
CREATE INDEX ix_activity_issues_activity ON activity_issues (activity);
--
CREATE INDEX ix_activity_signup_events_number ON activity_signup_events (number);
--
CREATE INDEX ix_activity_signups_activity_state ON activity_signups (activity, state);
--
CREATE INDEX ix_activity_signups_arrived_at ON activity_signups (arrived_at);
--
CREATE INDEX ix_activity_signups_citizen ON activity_signups (citizen);
--
CREATE INDEX ix_activity_signups_made_at ON activity_signups (made_at);
--
CREATE INDEX ix_activity_signups_state_activity ON activity_signups (state, activity);
--
CREATE INDEX ix_answer_switches_lifted_at ON answer_switches (lifted_at);
--
CREATE INDEX ix_appointment_changes_place_last_on ON appointment_changes (place, last_on);
--
CREATE INDEX ix_appointment_events_number ON appointment_events (number);
--
CREATE INDEX ix_appointments_citizen ON appointments (citizen);
--
CREATE INDEX ix_appointments_day ON appointments (day);
--
CREATE INDEX ix_appointments_made_at ON appointments (made_at);
--
CREATE INDEX ix_appointments_place_day ON appointments (place, day);
--
CREATE INDEX ix_appointments_state_day ON appointments (state, day);
--
CREATE INDEX ix_audit_entries_action ON audit_entries (action);
--
CREATE INDEX ix_audit_entries_subject ON audit_entries (subject);
--
CREATE INDEX ix_canned_texts_unit ON canned_texts (unit);
--
CREATE INDEX ix_capacity_seats_pool ON capacity_seats (pool);
--
CREATE INDEX ix_capacity_waiters_offered_until ON capacity_waiters (offered_until);
--
CREATE INDEX ix_capacity_waiters_state ON capacity_waiters (state, id);
--
CREATE INDEX ix_capacity_wants_pool_waiter ON capacity_wants (pool, waiter);
--
CREATE INDEX ix_citizen_pictures_citizen ON citizen_pictures (citizen);
--
CREATE INDEX ix_citizen_pictures_holder ON citizen_pictures (holder);
--
CREATE INDEX ix_citizen_pictures_sent_at ON citizen_pictures (sent_at);
--
CREATE INDEX ix_citizen_pictures_state_due_at ON citizen_pictures (state, due_at);
--
CREATE INDEX ix_complaint_alerts_given_at ON complaint_alerts (given_at);
--
CREATE INDEX ix_complaint_alerts_kind_given_at ON complaint_alerts (kind, given_at);
--
CREATE INDEX ix_complaint_alerts_number ON complaint_alerts (number);
--
CREATE INDEX ix_complaint_alerts_unit_given_at ON complaint_alerts (unit, given_at);
--
CREATE INDEX ix_complaint_events_number ON complaint_events (number);
--
CREATE INDEX ix_complaint_exclusions_approved_id ON complaint_exclusions (approved, id);
--
CREATE INDEX ix_complaint_exclusions_number ON complaint_exclusions (number);
--
CREATE INDEX ix_complaint_facts_counted ON complaint_facts (month, unit, kind, area, matter, figure, late, rated, satisfied, repeated, excluded, due_on);
--
CREATE INDEX ix_complaint_facts_excluded ON complaint_facts (excluded);
--
CREATE INDEX ix_complaint_facts_figure_due_on ON complaint_facts (figure, due_on);
--
CREATE INDEX ix_complaint_facts_figure_number ON complaint_facts (figure, number);
--
CREATE INDEX ix_complaint_incident_messages_incident ON complaint_incident_messages (incident);
--
CREATE INDEX ix_complaint_incidents_look_at ON complaint_incidents (look_at);
--
CREATE INDEX ix_complaint_incidents_opened_at ON complaint_incidents (opened_at);
--
CREATE INDEX ix_complaint_papers_number ON complaint_papers (number);
--
CREATE INDEX ix_complaint_signs_incident_told_message ON complaint_signs (incident, told_message);
--
CREATE INDEX ix_complaint_signs_person_at ON complaint_signs (person, at);
--
CREATE INDEX ix_complaint_signs_phone_at ON complaint_signs (phone, at);
--
CREATE INDEX ix_complaint_signs_place_at ON complaint_signs (place, at);
--
CREATE INDEX ix_complaint_signs_repeat_of ON complaint_signs (repeat_of);
--
CREATE INDEX ix_complaint_signs_sifted_at ON complaint_signs (sifted, at);
--
CREATE INDEX ix_complaint_tallies_counted ON complaint_tallies (month, unit, dimension, value);
--
CREATE INDEX ix_complaint_tallies_fresh_id ON complaint_tallies (fresh, id);
--
CREATE INDEX ix_complaint_tallies_unit_month ON complaint_tallies (unit, month);
--
CREATE INDEX ix_complaint_terms_number ON complaint_terms (number);
--
CREATE INDEX ix_complaint_terms_term_area_at ON complaint_terms (term, area, at);
--
CREATE INDEX ix_complaint_terms_term_at ON complaint_terms (term, at);
--
CREATE INDEX ix_complaint_walls_login_number ON complaint_walls (login, number);
--
CREATE INDEX ix_complaint_walls_number ON complaint_walls (number);
--
CREATE INDEX ix_complaint_walls_unit_number ON complaint_walls (unit, number);
--
CREATE INDEX ix_complaints_caller_state ON complaints (caller, state);
--
CREATE INDEX ix_complaints_citizen ON complaints (citizen);
--
CREATE INDEX ix_complaints_departed ON complaints (departed);
--
CREATE INDEX ix_complaints_handler_visit_on ON complaints (handler, visit_on);
--
CREATE INDEX ix_complaints_lead ON complaints (lead);
--
CREATE INDEX ix_complaints_listed ON complaints (warn_on, submitted_at DESC, number DESC);
--
CREATE INDEX ix_complaints_state_warn_on ON complaints (state, warn_on);
--
CREATE INDEX ix_complaints_submitted_at ON complaints (submitted_at);
--
CREATE INDEX ix_complaints_unit_state ON complaints (unit, state);
--
CREATE INDEX ix_credit_entries_code ON credit_entries (code, decided_on);
--
CREATE INDEX ix_disclosure_date_moves_notice_id ON disclosure_date_moves (notice_id);
--
CREATE INDEX ix_disclosure_document_boxes_document ON disclosure_document_boxes (document);
--
CREATE INDEX ix_disclosure_documents_request ON disclosure_documents (request);
--
CREATE INDEX ix_disclosure_events_number ON disclosure_events (number);
--
CREATE INDEX ix_disclosure_events_remedies ON disclosure_events (number) WHERE kind = 'remedy_opened';
--
CREATE INDEX ix_disclosure_letters_request ON disclosure_letters (request);
--
CREATE INDEX ix_disclosure_papers_number ON disclosure_papers (number);
--
CREATE INDEX ix_disclosure_reminders_reminded_on ON disclosure_reminders (reminded_on);
--
CREATE INDEX ix_disclosure_requests_citizen ON disclosure_requests (citizen);
--
CREATE INDEX ix_disclosure_requests_departed ON disclosure_requests (departed);
--
CREATE INDEX ix_disclosure_requests_identity_fingerprint ON disclosure_requests (identity_fingerprint);
--
CREATE INDEX ix_disclosure_requests_listed ON disclosure_requests (agency, warn_on, submitted_at DESC, number DESC);
--
CREATE INDEX ix_disclosure_requests_name_fingerprint ON disclosure_requests (name_fingerprint);
--
CREATE INDEX ix_disclosure_requests_receipt_on ON disclosure_requests (receipt_on);
--
CREATE INDEX ix_disclosure_requests_rep_identity_fingerprint ON disclosure_requests (rep_identity_fingerprint);
--
CREATE INDEX ix_disclosure_requests_rep_name_fingerprint ON disclosure_requests (rep_name_fingerprint);
--
CREATE INDEX ix_disclosure_requests_state_due_on ON disclosure_requests (state, due_on);
--
CREATE INDEX ix_disclosure_requests_submitted_at ON disclosure_requests (submitted_at);
--
CREATE INDEX ix_holiday_notices_state_signed_at ON holiday_notices (state, signed_at);
--
CREATE INDEX ix_home_visit_events_number ON home_visit_events (number);
--
CREATE INDEX ix_home_visits_citizen ON home_visits (citizen);
--
CREATE INDEX ix_home_visits_day ON home_visits (day);
--
CREATE INDEX ix_home_visits_state_day ON home_visits (state, day);
--
CREATE INDEX ix_hotline_links_due_at ON hotline_links (due_at);
--
CREATE INDEX ix_inspection_links_dead ON inspection_links (dead);
--
CREATE INDEX ix_knowledge_batches_stage_changed_at ON knowledge_batches (stage, changed_at);
--
CREATE INDEX ix_knowledge_checks_checked_at ON knowledge_checks (checked_at);
--
CREATE INDEX ix_knowledge_discards_discarded_at ON knowledge_discards (discarded_at);
--
CREATE INDEX ix_knowledge_documents_dated_on ON knowledge_documents (dated_on);
--
CREATE INDEX ix_knowledge_documents_expires_on ON knowledge_documents (expires_on);
--
CREATE INDEX ix_knowledge_documents_kind ON knowledge_documents (kind);
--
CREATE INDEX ix_knowledge_documents_review_on ON knowledge_documents (review_on);
--
CREATE INDEX ix_knowledge_documents_state_updated_at ON knowledge_documents (state, updated_at);
--
CREATE INDEX ix_knowledge_documents_updated_at ON knowledge_documents (updated_at);
--
CREATE INDEX ix_knowledge_element_changes_document_id_at ON knowledge_element_changes (document_id, at);
--
CREATE INDEX ix_knowledge_gaps_saved_id ON knowledge_gaps (saved_id);
--
CREATE INDEX ix_knowledge_gaps_state_total ON knowledge_gaps (state, total);
--
CREATE INDEX ix_knowledge_procedures_stage ON knowledge_procedures (stage);
--
CREATE INDEX ix_knowledge_proposals_confirmed_at ON knowledge_proposals (confirmed_at);
--
CREATE INDEX ix_knowledge_public_changes_reader_id ON knowledge_public_changes (reader, id);
--
CREATE INDEX ix_knowledge_questions_asked_at ON knowledge_questions (asked_at);
--
CREATE INDEX ix_knowledge_questions_channel_id ON knowledge_questions (channel, id);
--
CREATE INDEX ix_knowledge_questions_document_id_id ON knowledge_questions (document_id, id);
--
CREATE INDEX ix_knowledge_questions_gap_id ON knowledge_questions (gap_id);
--
CREATE INDEX ix_knowledge_questions_outcome_id ON knowledge_questions (outcome, id);
--
CREATE INDEX ix_knowledge_questions_theme_id ON knowledge_questions (theme, id);
--
CREATE INDEX ix_knowledge_questions_week_on_id ON knowledge_questions (week_on, id);
--
CREATE INDEX ix_knowledge_reviews_document_id ON knowledge_reviews (document_id);
--
CREATE INDEX ix_knowledge_saved_questions_document_id ON knowledge_saved_questions (document_id);
--
CREATE INDEX ix_knowledge_sayings_edition ON knowledge_sayings (edition);
--
CREATE INDEX ix_knowledge_scans_document_id ON knowledge_scans (document_id);
--
CREATE INDEX ix_knowledge_struck_passages_document_id ON knowledge_struck_passages (document_id);
--
CREATE INDEX ix_knowledge_waiting_asked_at ON knowledge_waiting (asked_at);
--
CREATE INDEX ix_knowledge_waiting_person ON knowledge_waiting (person);
--
CREATE INDEX ix_knowledge_waiting_told_at ON knowledge_waiting (told_at);
--
CREATE INDEX ix_knowledge_withheld_document_id ON knowledge_withheld (document_id);
--
CREATE INDEX ix_knowledge_withheld_stage_review_on ON knowledge_withheld (stage, review_on);
--
CREATE INDEX ix_knowledge_withheld_steps_withheld_id ON knowledge_withheld_steps (withheld_id);
--
CREATE INDEX ix_matter_binding_claims_citizen ON matter_binding_claims (citizen, made_at);
--
CREATE INDEX ix_matter_binding_claims_made_at ON matter_binding_claims (made_at);
--
CREATE INDEX ix_matter_binding_claims_mark ON matter_binding_claims (mark, made_at);
--
CREATE INDEX ix_matter_binding_claims_sms_state ON matter_binding_claims (sms_state, id);
--
CREATE INDEX ix_matter_bindings_citizen ON matter_bindings (citizen, ended_at);
--
CREATE INDEX ix_matter_bindings_ended_at ON matter_bindings (ended_at);
--
CREATE INDEX ix_matter_bindings_ends_on ON matter_bindings (ends_on);
--
CREATE INDEX ix_matter_bindings_grantor ON matter_bindings (grantor);
--
CREATE INDEX ix_matter_bindings_mark ON matter_bindings (mark, ended_at);
--
CREATE INDEX ix_matters_delivered_at ON matters (delivered_at);
--
CREATE INDEX ix_matters_mark ON matters (mark, opened_on);
--
CREATE INDEX ix_matters_withdrawn_at ON matters (withdrawn_at);
--
CREATE INDEX ix_opinion_drafts_state_closes_on ON opinion_drafts (state, closes_on);
--
CREATE INDEX ix_opinion_groups_draft ON opinion_groups (draft);
--
CREATE INDEX ix_opinions_citizen ON opinions (citizen);
--
CREATE INDEX ix_opinions_draft_group ON opinions (draft, group_id);
--
CREATE INDEX ix_opinions_draft_told ON opinions (draft, told_at);
--
CREATE INDEX ix_opinions_made_at ON opinions (made_at);
--
CREATE INDEX ix_opinions_mark ON opinions (mark);
--
CREATE INDEX ix_outbox_attempts_msgid ON outbox_attempts (msgid);
--
CREATE INDEX ix_outbox_attempts_parcel_id ON outbox_attempts (parcel_id);
--
CREATE INDEX ix_outbox_citizen ON outbox (citizen);
--
CREATE INDEX ix_outbox_fresh ON outbox (channel, id) WHERE state = 'due' AND attempts = 0;
--
CREATE INDEX ix_outbox_open ON outbox (citizen, id) WHERE state IN ('due', 'waiting');
--
CREATE INDEX ix_outbox_retry ON outbox (channel, due_at) WHERE state = 'due' AND attempts > 0;
--
CREATE INDEX ix_outbox_sent ON outbox (sent_at) WHERE state IN ('sent', 'failed');
--
CREATE INDEX ix_outbox_undelivered ON outbox (channel, state, created_at) WHERE state IN ('due', 'waiting', 'failed');
--
CREATE INDEX ix_outbox_untasked ON outbox (wait_until) WHERE state IN ('due', 'waiting') AND task = '';
--
CREATE INDEX ix_outlet_items_next_at ON outlet_items (next_at);
--
CREATE INDEX ix_outlet_items_outlet_shown_at ON outlet_items (outlet, shown_at);
--
CREATE INDEX ix_outlet_items_outlet_state ON outlet_items (outlet, state);
--
CREATE INDEX ix_outside_figures_last_on ON outside_figures (last_on);
--
CREATE INDEX ix_project_entries_project ON project_entries (project);
--
CREATE INDEX ix_projects_state_year ON projects (state, year);
--
CREATE INDEX ix_publication_effects_at ON publication_effects (at);
--
CREATE INDEX ix_publication_effects_document_id ON publication_effects (document_id);
--
CREATE INDEX ix_questionnaire_replies_citizen ON questionnaire_replies (citizen);
--
CREATE INDEX ix_questionnaire_replies_done_at ON questionnaire_replies (done_at);
--
CREATE INDEX ix_questionnaire_replies_mark ON questionnaire_replies (mark);
--
CREATE INDEX ix_questionnaire_replies_questionnaire_done ON questionnaire_replies (questionnaire, done_at);
--
CREATE INDEX ix_ratings_asked_at ON ratings (asked_at);
--
CREATE INDEX ix_ratings_citizen_asked_at ON ratings (citizen, asked_at);
--
CREATE INDEX ix_source_file_uses_source ON source_file_uses (source);
--
CREATE INDEX ix_staff_notice_addresses_login ON staff_notice_addresses (login);
--
CREATE INDEX ix_staff_notice_addresses_looked_at ON staff_notice_addresses (looked_at);
--
CREATE INDEX ix_staff_notice_addresses_unit ON staff_notice_addresses (unit);
--
CREATE INDEX ix_staff_notices_address ON staff_notices (address);
--
CREATE INDEX ix_staff_notices_made_at ON staff_notices (made_at);
--
CREATE INDEX ix_staff_notices_next_at ON staff_notices (next_at);
--
CREATE INDEX ix_subscribers_next_at ON subscribers (next_at);
--
CREATE INDEX ix_subscription_news_at ON subscription_news (at);
--
CREATE INDEX ix_subscription_news_document_id ON subscription_news (document_id);
--
CREATE INDEX ix_subscription_news_keys_serial ON subscription_news_keys (serial);
--
CREATE INDEX ix_subscription_news_recalled_withdrawn_at ON subscription_news (recalled, withdrawn_at);
--
CREATE INDEX ix_subscription_told_cause ON subscription_told (cause);
--
CREATE INDEX ix_subscription_told_serial ON subscription_told (serial);
--
CREATE INDEX ix_subscriptions_kind_target ON subscriptions (kind, target);
--
CREATE INDEX ix_ticket_files_number ON ticket_files (number);
--
CREATE INDEX ix_ticket_papers_number ON ticket_papers (number);
--
CREATE INDEX ix_ticket_papers_waiting ON ticket_papers (leaves_at) WHERE kind = 'waiting';
--
CREATE INDEX ix_tickets_citizen ON tickets (citizen);
--
CREATE INDEX ix_tickets_closed_at ON tickets (closed_at);
--
CREATE INDEX ix_tickets_opened_at ON tickets (opened_at);
--
CREATE INDEX ix_tickets_state_opened_at ON tickets (state, opened_at);
--
CREATE INDEX ix_web_pages_looked_at ON web_pages (looked_at);
--
CREATE TRIGGER audit_entries_no_delete BEFORE DELETE ON audit_entries BEGIN SELECT RAISE(ABORT, 'audit_entries: rows of this table are only ever added'); END;
--
CREATE TRIGGER audit_entries_no_update BEFORE UPDATE ON audit_entries BEGIN SELECT RAISE(ABORT, 'audit_entries: rows of this table are only ever added'); END;
--
CREATE TRIGGER complaint_events_no_delete BEFORE DELETE ON complaint_events BEGIN SELECT RAISE(ABORT, 'complaint_events: rows of this table are only ever added'); END;
--
CREATE TRIGGER complaint_events_no_update BEFORE UPDATE ON complaint_events BEGIN SELECT RAISE(ABORT, 'complaint_events: rows of this table are only ever added'); END;
--
CREATE TRIGGER disclosure_events_no_delete BEFORE DELETE ON disclosure_events BEGIN SELECT RAISE(ABORT, 'disclosure_events: rows of this table are only ever added'); END;
--
CREATE TRIGGER disclosure_events_no_update BEFORE UPDATE ON disclosure_events BEGIN SELECT RAISE(ABORT, 'disclosure_events: rows of this table are only ever added'); END;
--
CREATE UNIQUE INDEX uq_inspection_reports_kind_first_on ON inspection_reports (kind, first_on);
--
CREATE UNIQUE INDEX uq_outside_figures_named ON outside_figures (name, first_on, last_on, source);
--
CREATE UNIQUE INDEX uq_tickets_open_question ON tickets (citizen) WHERE state = 'open' AND kind = 'question';