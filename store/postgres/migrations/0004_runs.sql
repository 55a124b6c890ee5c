-- Events of one record that were written together stand in one row, which has the number of
-- the last of them. Rows that are there stay as they are.

alter table bonafide_event add column if not exists packed bytea;
alter table bonafide_event alter column event drop not null;
comment on column bonafide_event.packed is 'the events, as store.EncodeEvents gives them; null in rows of before';
comment on column bonafide_event.event is 'JSON of one event, in rows of before; else null';
