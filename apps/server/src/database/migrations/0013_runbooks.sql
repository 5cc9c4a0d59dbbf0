-- Why: runbooks. A run goes the way of a deployment, but is none: what asks what is deployed where never looks at this table.
create sequence id_runbooks;
create sequence id_runbooksnapshots;
create sequence id_runbookruns;

create table runbook (
  id text primary key,
  space_id text not null references space on delete cascade,
  project_id text not null references project on delete cascade,
  name text not null,
  slug text not null,
  version integer not null default 1,
  document jsonb not null,
  modified_at timestamptz not null default now(),
  modified_by text
);
create unique index runbook_name on runbook (project_id, lower(name));
create index runbook_by_space on runbook (space_id);

create table runbook_snapshot (
  id text primary key,
  number bigint not null,
  space_id text not null references space on delete cascade,
  project_id text not null references project on delete cascade,
  runbook_id text not null references runbook on delete cascade,
  name text not null,
  assembled_at timestamptz not null default now(),
  process_snapshot_id text not null references deployment_process,
  variable_snapshot_id text not null references variable_set,
  library_snapshot_ids text[] not null,
  document jsonb not null,
  modified_at timestamptz not null default now(),
  modified_by text
);
create unique index runbook_snapshot_name on runbook_snapshot (runbook_id, lower(name));
create index runbook_snapshot_of_runbook on runbook_snapshot (runbook_id, number desc);
create index runbook_snapshot_newest on runbook_snapshot (space_id, number desc);

-- What a snapshot takes from feeds, as `release_package` has it of releases.
create table runbook_snapshot_package (
  runbook_snapshot_id text not null references runbook_snapshot on delete cascade,
  space_id text not null,
  action_name text not null,
  reference_name text not null,
  feed_id text not null,
  package_id text not null,
  version text not null,
  sha256 text,
  primary key (runbook_snapshot_id, action_name, reference_name)
);
create index runbook_snapshot_package_used on runbook_snapshot_package (space_id, lower(package_id), lower(version));

create table runbook_run (
  id text primary key,
  number bigint not null,
  space_id text not null references space on delete cascade,
  project_id text not null references project on delete cascade,
  runbook_id text not null references runbook on delete cascade,
  runbook_snapshot_id text not null references runbook_snapshot on delete cascade,
  environment_id text not null,
  tenant_id text,
  task_id text not null unique references server_task on delete cascade,
  name text not null,
  created_at timestamptz not null default now(),
  created_by text not null,
  comments text not null default '',
  form_values jsonb not null default '{}',
  specific_machine_ids text[] not null default '{}',
  excluded_machine_ids text[] not null default '{}',
  skip_actions text[] not null default '{}',
  use_guided_failure boolean not null default false,
  failure_encountered boolean not null default false,
  deployed_to_machine_ids text[] not null default '{}',
  document jsonb not null default '{}'
);
create index runbook_run_newest on runbook_run (space_id, number desc);
create index runbook_run_to_machine on runbook_run using gin (deployed_to_machine_ids);
create index runbook_run_of_snapshot on runbook_run (runbook_snapshot_id);
-- For retention, which counts the runs of each place.
create index runbook_run_in_place on runbook_run (runbook_id, environment_id, coalesce(tenant_id, ''), number desc);

-- What a run keeps for itself goes with it, as with a deployment.
create trigger runbook_run_values after delete on runbook_run
  for each row execute function forget_values_of_deployment();

-- A task may be moved before all others that wait.
alter table server_task add column is_first boolean not null default false;
