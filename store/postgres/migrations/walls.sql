-- A second wall between tenants: a statement sees and writes the rows of the tenant
-- that its transaction names, whatever its conditions say.
alter table bonafide_tenant enable row level security;
alter table bonafide_tenant force row level security;
create policy bonafide_wall on bonafide_tenant using (tenant = decode(current_setting('bonafide.tenant', true), 'hex'));
alter table bonafide_record enable row level security;
alter table bonafide_record force row level security;
create policy bonafide_wall on bonafide_record using (tenant = decode(current_setting('bonafide.tenant', true), 'hex'));
alter table bonafide_unique enable row level security;
alter table bonafide_unique force row level security;
create policy bonafide_wall on bonafide_unique using (tenant = decode(current_setting('bonafide.tenant', true), 'hex'));
alter table bonafide_label enable row level security;
alter table bonafide_label force row level security;
create policy bonafide_wall on bonafide_label using (tenant = decode(current_setting('bonafide.tenant', true), 'hex'));
alter table bonafide_event enable row level security;
alter table bonafide_event force row level security;
create policy bonafide_wall on bonafide_event using (tenant = decode(current_setting('bonafide.tenant', true), 'hex'));
