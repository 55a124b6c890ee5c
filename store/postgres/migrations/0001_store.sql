-- Names, ids and terms are bytes: nothing is folded, trimmed or normalised. The
-- tenant leads every key.

create table bonafide_meta (
	id        integer primary key default 1 check (id = 1),
	version   integer not null,
	identity  bytea not null,            -- of this database, in cursors and positions
	ordering  text not null,             -- how the outbox is ordered; see Options.Order
	base      bigint not null default 0  -- added to transaction ids; grows when the database moves to another server
);

create table bonafide_tenant (
	tenant   bytea primary key,
	position bigint not null -- of the tenant's last event, where events are counted
);

create table bonafide_record (
	tenant  bytea not null,
	kind    bytea not null,
	id      bytea not null,
	version bigint not null,
	uniques bytea[] not null,
	labels  bytea[] not null,
	due     bigint,          -- microseconds since 1970, null for never
	body    bytea not null,
	mark    bigint not null, -- place of its last events
	primary key (tenant, kind, id)
);

create index bonafide_record_due on bonafide_record (tenant, kind, due, id) where due is not null;

create table bonafide_unique (
	tenant bytea not null,
	kind   bytea not null,
	term   bytea not null,
	id     bytea not null,
	primary key (tenant, kind, term)
);

create table bonafide_label (
	tenant bytea not null,
	kind   bytea not null,
	term   bytea not null,
	id     bytea not null,
	due    bigint, -- the record's
	primary key (tenant, kind, term, id)
);

create index bonafide_label_due on bonafide_label (tenant, kind, term, due, id) where due is not null;

create sequence bonafide_event_number;

create table bonafide_event (
	tenant bytea not null,
	bucket smallint not null, -- spreads the keys of one tenant over a distributed database
	place  bigint not null,   -- of the transaction
	number bigint not null,   -- within the place
	kind   bytea not null,
	id     bytea not null,
	event  text not null,
	primary key (tenant, bucket, place, number)
);

create index bonafide_event_record on bonafide_event (tenant, kind, id, place, number);
