-- Events are written shorter: what the columns say, and the hash that follows from the
-- rest, is left out. Rows that are there stay as they are: nobody rewrites what an
-- auditor may have seen.

comment on column bonafide_event.event is 'JSON: what the columns do not say';
