-- Why: the tables of configuration (documents as the API returns them) and of what grows or decides (real columns).
-- Source: docs/architecture.md "Where data lives".

create table server_setting (
  key text primary key,
  value jsonb not null
);

-- One sequence a kind: ids count per kind over the whole server and are never reused.
create sequence id_spaces;
create sequence id_projectgroups;
create sequence id_projects;
create sequence id_environments;
create sequence id_lifecycles;
create sequence id_channels;
create sequence id_tenants;
create sequence id_tagsets;
create sequence id_libraryvariablesets;
create sequence id_machinepolicies;
create sequence id_workerpools;
create sequence id_actiontemplates;
create sequence id_feeds start 1001;
create sequence id_projecttriggers;
create sequence id_teams;
create sequence id_userroles;
create sequence id_scopeduserroles;
create sequence id_users;
create sequence id_machines;
create sequence id_releases;
create sequence id_deployments;
create sequence id_servertasks;
create sequence id_interruptions;
create sequence id_events;
create sequence id_artifacts;
create sequence id_snapshots;

create table space (
  id text primary key,
  name text not null,
  slug text not null,
  version integer not null default 1,
  document jsonb not null,
  modified_at timestamptz not null default now(),
  modified_by text
);
create unique index space_name on space (lower(name));
create unique index space_slug on space (slug);

-- Configuration of a space: one table a kind, all of one shape.
do $$
declare kind text;
begin
  foreach kind in array array['project_group', 'environment', 'lifecycle', 'tenant', 'tag_set', 'library_variable_set',
                              'machine_policy', 'worker_pool', 'action_template', 'feed', 'project'] loop
    execute format($f$
      create table %1$I (
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
      create unique index %2$I on %1$I (space_id, lower(name));
      create unique index %3$I on %1$I (space_id, slug);
    $f$, kind, kind || '_name', kind || '_slug');
  end loop;
end $$;

create index project_by_group on project ((document ->> 'ProjectGroupId'));
create index project_by_lifecycle on project ((document ->> 'LifecycleId'));
create index tenant_by_project on tenant using gin ((document -> 'ProjectEnvironments'));

-- Configuration of a project.
do $$
declare kind text;
begin
  foreach kind in array array['channel', 'project_trigger'] loop
    execute format($f$
      create table %1$I (
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
      create unique index %2$I on %1$I (project_id, lower(name));
      create index %3$I on %1$I (space_id);
    $f$, kind, kind || '_name', kind || '_by_space');
  end loop;
end $$;

-- The live process or variable set of an owner, and the snapshots that releases keep (snapshot_of is the live id).
create table deployment_process (
  id text primary key,
  space_id text not null references space on delete cascade,
  owner_id text not null,
  snapshot_of text references deployment_process on delete cascade,
  version integer not null default 0,
  document jsonb not null,
  modified_at timestamptz not null default now()
);
create table variable_set (
  id text primary key,
  space_id text not null references space on delete cascade,
  owner_id text not null,
  snapshot_of text references variable_set on delete cascade,
  version integer not null default 0,
  document jsonb not null,
  modified_at timestamptz not null default now()
);
create index deployment_process_snapshots on deployment_process (snapshot_of, version);
create index variable_set_snapshots on variable_set (snapshot_of, version);

-- People and rights.
create table user_account (
  id text primary key,
  username text not null,
  display_name text not null,
  email_address text not null default '',
  is_active boolean not null default true,
  is_service boolean not null default false,
  password_hash text,
  created_at timestamptz not null default now()
);
create unique index user_account_username on user_account (lower(username));

create table api_key (
  id text primary key,
  user_id text not null references user_account on delete cascade,
  purpose text not null,
  hash bytea not null unique,
  hint text not null,
  created_at timestamptz not null default now(),
  expires_at timestamptz,
  last_used_at timestamptz
);
create index api_key_by_user on api_key (user_id);

create table team (
  id text primary key,
  space_id text references space on delete cascade,
  name text not null,
  slug text not null,
  version integer not null default 1,
  document jsonb not null,
  modified_at timestamptz not null default now(),
  modified_by text
);
create unique index team_name on team (coalesce(space_id, ''), lower(name));
create index team_members on team using gin ((document -> 'MemberUserIds'));

create table user_role (
  id text primary key,
  name text not null,
  slug text not null,
  version integer not null default 1,
  document jsonb not null,
  modified_at timestamptz not null default now(),
  modified_by text
);
create unique index user_role_name on user_role (lower(name));

create table scoped_user_role (
  id text primary key,
  space_id text references space on delete cascade,
  team_id text not null references team on delete cascade,
  user_role_id text not null references user_role on delete cascade,
  version integer not null default 1,
  document jsonb not null,
  modified_at timestamptz not null default now(),
  modified_by text
);
create index scoped_user_role_by_team on scoped_user_role (team_id);

-- Deployment targets: what decides has a column, the rest is in the document.
create table machine (
  id text primary key,
  space_id text not null references space on delete cascade,
  name text not null,
  slug text not null,
  environment_ids text[] not null,
  roles text[] not null,
  tenancy text not null,
  tenant_ids text[] not null,
  tenant_tags text[] not null,
  is_disabled boolean not null,
  health_status text not null,
  communication_style text not null,
  version integer not null default 1,
  document jsonb not null,
  modified_at timestamptz not null default now(),
  modified_by text
);
create unique index machine_name on machine (space_id, lower(name));
create unique index machine_slug on machine (space_id, slug);
create index machine_environments on machine using gin (environment_ids);
create index machine_roles on machine using gin (roles);
create index machine_tenants on machine using gin (tenant_ids);
create index machine_by_policy on machine ((document ->> 'MachinePolicyId'));
create index machine_by_thumbprint on machine ((document ->> 'Thumbprint')) where document ->> 'Thumbprint' <> '';

create table release (
  id text primary key,
  number bigint not null,
  space_id text not null references space on delete cascade,
  project_id text not null references project on delete cascade,
  channel_id text not null references channel,
  version text not null,
  assembled_at timestamptz not null default now(),
  process_snapshot_id text not null references deployment_process,
  variable_snapshot_id text not null references variable_set,
  library_snapshot_ids text[] not null,
  document jsonb not null,
  modified_at timestamptz not null default now(),
  modified_by text
);
create unique index release_version on release (project_id, lower(version));
create index release_by_channel on release (channel_id, number desc);
create index release_by_project on release (project_id, number desc);
create index release_by_space on release (space_id, number desc);

create table release_defect (
  id bigserial primary key,
  release_id text not null references release on delete cascade,
  description text not null,
  is_resolved boolean not null default false,
  created_at timestamptz not null default now()
);
create index release_defect_by_release on release_defect (release_id);
create unique index release_defect_open on release_defect (release_id) where not is_resolved;

create table server_task (
  id text primary key,
  number bigint not null,
  space_id text references space on delete cascade,
  name text not null,
  description text not null,
  arguments jsonb not null,
  state text not null check (state in ('Queued', 'Executing', 'Cancelling', 'Success', 'Failed', 'Canceled', 'TimedOut')),
  project_id text,
  environment_id text,
  tenant_id text,
  queue_time timestamptz not null,
  queue_time_expiry timestamptz,
  start_time timestamptz,
  completed_time timestamptz,
  last_updated_time timestamptz not null default now(),
  error_message text not null default '',
  has_warnings_or_errors boolean not null default false,
  pending_interruptions integer not null default 0,
  -- What it waits for now, for people: a lock's holder, a time, an approval.
  waiting_for text,
  -- Set while it waits for this concurrency lock; the oldest waiter gets it.
  waiting_for_lock text,
  server_node text,
  parent_task_id text references server_task on delete set null,
  started_by text not null,
  last_log_number bigint not null default 0,
  last_activity_number integer not null default 0
);
create index server_task_newest on server_task (space_id, number desc);
create index server_task_all_newest on server_task (number desc);
create index server_task_of_project on server_task (project_id, environment_id, state, start_time desc);
create index server_task_unfinished on server_task (state, number) where state in ('Queued', 'Executing', 'Cancelling');
create index server_task_lock_waiters on server_task (waiting_for_lock, number) where waiting_for_lock is not null;
create index server_task_children on server_task (parent_task_id) where parent_task_id is not null;

create table deployment (
  id text primary key,
  number bigint not null,
  space_id text not null references space on delete cascade,
  project_id text not null references project on delete cascade,
  release_id text not null references release on delete cascade,
  channel_id text not null,
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
  trigger_id text,
  trigger_name text,
  parent_task_id text,
  parent_action_key text,
  document jsonb not null default '{}'
);
create index deployment_of_release on deployment (release_id, number desc);
create index deployment_of_place on deployment (project_id, environment_id, number desc);
create index deployment_of_tenant on deployment (project_id, environment_id, tenant_id, number desc);
create index deployment_to_machine on deployment using gin (deployed_to_machine_ids);
create index deployment_newest on deployment (space_id, number desc);
-- A child is created once for each deploy-child action of a parent, whoever repeats the step (S3).
create unique index deployment_of_parent on deployment (parent_task_id, parent_action_key) where parent_task_id is not null;

-- Projection: the latest success of each release in each place. tenant_id is '' for an untenanted deployment, so that it
-- can be part of the key. "Current" in a place is the row with the latest started_at there.
create table release_success (
  project_id text not null,
  environment_id text not null,
  tenant_id text not null,
  channel_id text not null,
  release_id text not null references release on delete cascade,
  deployment_id text not null,
  task_id text not null,
  started_at timestamptz not null,
  completed_at timestamptz not null,
  primary key (release_id, environment_id, tenant_id, channel_id)
);
create index release_success_in_place on release_success (project_id, environment_id, started_at desc);
create index release_success_of_tenant on release_success (project_id, environment_id, tenant_id, started_at desc);
create index release_success_of_channel on release_success (project_id, environment_id, channel_id, started_at desc);

-- What is installed where, by which deployment.
create table machine_installation (
  machine_id text not null references machine on delete cascade,
  project_id text not null,
  environment_id text not null,
  tenant_id text not null,
  release_id text not null references release on delete cascade,
  deployment_id text not null,
  installed_at timestamptz not null,
  primary key (machine_id, project_id, environment_id, tenant_id)
);

-- The task's log: a tree of activities, and lines numbered by the task's single writer.
create table task_activity (
  task_id text not null references server_task on delete cascade,
  number integer not null,
  parent_number integer,
  key text not null,
  name text not null,
  status text not null,
  started_at timestamptz,
  ended_at timestamptz,
  progress_percentage integer not null default 0,
  progress_message text not null default '',
  primary key (task_id, number),
  unique (task_id, key)
);
create table task_log_line (
  task_id text not null references server_task on delete cascade,
  number bigint not null,
  activity_number integer not null,
  category text not null,
  occurred_at timestamptz not null,
  message text not null,
  detail text,
  -- Lines that the server writes carry a key, so that a repeated step does not say them twice (L2).
  line_key text,
  primary key (task_id, number)
);
create unique index task_log_line_once on task_log_line (task_id, line_key) where line_key is not null;

-- What was decided and done for each action of a task on each target ('' = the action runs once).
create table task_action (
  task_id text not null references server_task on delete cascade,
  key text not null,
  outcome text not null,
  detail jsonb not null default '{}',
  ended_at timestamptz not null default now(),
  primary key (task_id, key)
);
create table script_attempt (
  ticket text primary key,
  task_id text not null references server_task on delete cascade,
  action_key text not null,
  attempt integer not null,
  target_id text,
  payload_hash text not null,
  state text not null check (state in ('created', 'ended')),
  -- Its runner holds the ticket: from here on the script has begun, or nobody can tell.
  has_begun boolean not null default false,
  outcome jsonb,
  stdout_offset bigint not null default 0,
  stderr_offset bigint not null default 0,
  interpreter_state jsonb,
  created_at timestamptz not null default now(),
  ended_at timestamptz,
  unique (task_id, action_key, attempt)
);
create table output_variable (
  task_id text not null references server_task on delete cascade,
  action_name text not null,
  machine_id text not null,
  machine_name text not null,
  name text not null,
  value text not null,
  is_sensitive boolean not null,
  primary key (task_id, action_name, machine_id, name)
);
create table task_snapshot (
  task_id text primary key references server_task on delete cascade,
  document jsonb not null
);

create table concurrency_lock (
  tag text primary key,
  task_id text not null references server_task on delete cascade,
  taken_at timestamptz not null default now()
);
create index concurrency_lock_by_task on concurrency_lock (task_id);
create table target_lock (
  target_id text primary key,
  ticket text not null unique,
  task_id text not null references server_task on delete cascade,
  taken_at timestamptz not null default now()
);

create table interruption (
  id text primary key,
  number bigint not null,
  space_id text not null references space on delete cascade,
  task_id text not null references server_task on delete cascade,
  action_key text not null,
  type text not null,
  title text not null,
  instructions text not null,
  responsible_team_ids text[] not null,
  responsible_user_id text,
  is_pending boolean not null default true,
  result text,
  notes text not null default '',
  submitted_by text,
  submitted_at timestamptz,
  created_at timestamptz not null default now(),
  correlation_id text not null,
  related_document_ids text[] not null,
  unique (task_id, action_key)
);
create index interruption_related on interruption using gin (related_document_ids);
create index interruption_newest on interruption (space_id, number desc);

create table event (
  id text primary key,
  number bigint not null,
  space_id text,
  category text not null,
  user_id text not null,
  username text not null,
  is_service boolean not null default false,
  identity_established_with text not null,
  user_agent text not null default '',
  ip_address text not null default '',
  occurred_at timestamptz not null default now(),
  message text not null,
  message_references jsonb not null default '[]',
  related_document_ids text[] not null,
  details jsonb
);
create index event_related on event using gin (related_document_ids);
create index event_newest on event (number desc);
create index event_of_space on event (space_id, number desc);
create index event_of_user on event (user_id, number desc);
create index event_of_category on event (category, number desc);
create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'audit events are append-only';
end $$;
create trigger event_append_only before update or delete on event for each row execute function refuse_change();

create table artifact (
  id text primary key,
  number bigint not null,
  space_id text not null references space on delete cascade,
  task_id text not null references server_task on delete cascade,
  filename text not null,
  source text not null,
  correlation_id text not null,
  size_bytes bigint not null,
  sha256 text not null,
  related_document_ids text[] not null,
  created_at timestamptz not null default now()
);
create index artifact_related on artifact using gin (related_document_ids);
create index artifact_newest on artifact (space_id, number desc);
create table artifact_part (
  artifact_id text not null references artifact on delete cascade,
  part integer not null,
  content bytea not null,
  primary key (artifact_id, part)
);

-- Machine events wait here until every trigger has judged them; a row is consumed by marking it, never by a cursor.
create table machine_event (
  id bigserial primary key,
  space_id text not null references space on delete cascade,
  machine_id text not null references machine on delete cascade,
  category text not null,
  occurred_at timestamptz not null default now(),
  judged_at timestamptz
);
create index machine_event_waiting on machine_event (id) where judged_at is null;

-- Each (trigger, event, environment, tenant) ends in exactly one recorded result (T1).
create table trigger_decision (
  id bigserial primary key,
  space_id text not null references space on delete cascade,
  trigger_id text not null references project_trigger on delete cascade,
  machine_event_id bigint not null references machine_event on delete cascade,
  machine_id text not null,
  project_id text not null,
  environment_id text not null,
  tenant_id text not null,
  state text not null check (state in ('waiting', 'deployed', 'not-deployed')),
  reason jsonb not null,
  deployment_id text,
  created_at timestamptz not null default now(),
  decided_at timestamptz,
  unique (trigger_id, machine_event_id, environment_id, tenant_id)
);
create index trigger_decision_waiting on trigger_decision (project_id, environment_id, tenant_id) where state = 'waiting';
create index trigger_decision_newest on trigger_decision (trigger_id, id desc);

create table idempotency_key (
  user_id text not null,
  route text not null,
  key text not null,
  request_hash text not null,
  status integer not null,
  answer jsonb not null,
  created_at timestamptz not null default now(),
  primary key (user_id, route, key)
);
create index idempotency_key_age on idempotency_key (created_at);

create table server_node (
  name text primary key,
  epoch bigint not null,
  heartbeat_at timestamptz not null
);
