-- Why: accounts are things that variables and targets point to; a tenant answers the templates of projects and library sets.

create table account (
  id text primary key,
  space_id text not null references space on delete cascade,
  name text not null,
  slug text not null,
  sort_order integer not null default 0,
  version integer not null default 1,
  document jsonb not null,
  modified_at timestamptz not null default now(),
  modified_by text
);
create unique index account_name on account (space_id, lower(name));
create unique index account_slug on account (space_id, slug);
create sequence id_accounts;

-- One answer of a tenant to a template of a project or library set. No environments: in every one.
create table tenant_variable (
  id text primary key,
  space_id text not null references space on delete cascade,
  tenant_id text not null references tenant on delete cascade,
  owner_id text not null,
  template_id text not null,
  environment_ids text[] not null default '{}',
  -- Text, or what may be shown of a secret; the secret itself is kept under (tenant, id).
  value jsonb not null
);
create index tenant_variable_by_tenant on tenant_variable (tenant_id, owner_id);
create index tenant_variable_by_owner on tenant_variable (owner_id);
create sequence id_tenantvariables;

-- A deployment keeps the values of templates as they were when it was created, in a variable set of its own, which lives as
-- long as the deployment does, whoever removes it.
create function forget_values_of_deployment() returns trigger language plpgsql as $$
begin
  delete from secret where owner_id = 'variableset-' || old.id;
  delete from variable_set where id = 'variableset-' || old.id;
  return old;
end $$;
create trigger deployment_values after delete on deployment
  for each row execute function forget_values_of_deployment();
