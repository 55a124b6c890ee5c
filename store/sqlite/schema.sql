-- Names, ids and terms are bytes: a blob has no collation, so that nothing is
-- folded, trimmed or normalised. The tenant leads every key. Texts hold JSON.

create table if not exists bonafide_meta (
	id       integer primary key check (id = 1),
	schema   integer not null,
	identity blob not null -- of this database, in cursors and positions
) strict;

create table if not exists bonafide_tenant (
	tenant   blob primary key,
	position integer not null -- of the tenant's last event
) strict, without rowid;

create table if not exists bonafide_record (
	tenant  blob not null,
	kind    blob not null,
	id      blob not null,
	version integer not null,
	uniques text not null,
	labels  text not null,
	due     integer, -- microseconds since 1970, null for never
	body    blob,
	primary key (tenant, kind, id)
) strict;

create index if not exists bonafide_record_due
	on bonafide_record (tenant, kind, due, id) where due is not null;

create table if not exists bonafide_unique (
	tenant blob not null,
	kind   blob not null,
	term   blob not null,
	id     blob not null,
	primary key (tenant, kind, term)
) strict, without rowid;

create table if not exists bonafide_label (
	tenant blob not null,
	kind   blob not null,
	term   blob not null,
	id     blob not null,
	due    integer, -- the record's
	primary key (tenant, kind, term, id)
) strict, without rowid;

create index if not exists bonafide_label_due
	on bonafide_label (tenant, kind, term, due, id) where due is not null;

-- A row holds events of one record that were written together. It has a rowid: rows
-- are only ever added at the end, and pages of such a table are filled to the brim.
create table if not exists bonafide_event (
	tenant   blob not null,
	position integer not null, -- of the last of the row's events; they count from 1 on, without gaps, in the order of commits
	kind     blob not null,
	id       blob not null,
	event    any not null,     -- the events, as store.EncodeEvents gives them
	primary key (tenant, position)
) strict;

create index if not exists bonafide_event_record
	on bonafide_event (tenant, kind, id, position);
