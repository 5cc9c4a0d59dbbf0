create sequence id_workers;
create table worker (
  id text primary key,
  space_id text not null references space on delete cascade,
  name text not null,
  slug text not null,
  worker_pool_ids text[] not null,
  is_disabled boolean not null,
  health_status text not null,
  communication_style text not null,
  version integer not null default 1,
  document jsonb not null,
  modified_at timestamptz not null default now(),
  modified_by text
);
create unique index worker_name on worker (space_id, lower(name));
create unique index worker_slug on worker (space_id, slug);
create index worker_by_pool on worker using gin (worker_pool_ids);
create index worker_by_policy on worker ((document ->> 'MachinePolicyId'));
create index worker_by_thumbprint on worker ((document ->> 'Thumbprint')) where document ->> 'Thumbprint' <> '';

-- A row for each machine and worker that this server can reach, beside their documents because it changes with every check.
create table health_check (
  id text primary key,
  machine_id text generated always as (case when id like 'Machines-%' then id end) stored references machine on delete cascade,
  worker_id text generated always as (case when id like 'Workers-%' then id end) stored references worker on delete cascade,
  policy_id text not null,
  -- Null: only when somebody asks for it.
  next_at timestamptz,
  -- The newest check that was queued, and when one was through.
  task_id text references server_task on delete set null,
  checked_at timestamptz,
  -- When the first of the checks in a row that could not reach it failed.
  unavailable_since timestamptz,
  cleanup_has_failed boolean not null default false,
  check (num_nonnulls(machine_id, worker_id) = 1)
);
create unique index health_check_of_machine on health_check (machine_id);
create unique index health_check_of_worker on health_check (worker_id);
create index health_check_due on health_check (next_at) where next_at is not null;
create index health_check_by_policy on health_check (policy_id);
create index health_check_of_task on health_check (task_id) where task_id is not null;

-- Spread over an hour, so that an upgrade does not check a whole fleet at once.
insert into health_check (id, policy_id, next_at)
  select id, document ->> 'MachinePolicyId', case when not is_disabled then now() + random() * interval '1 hour' end
  from machine where communication_style in ('Ssh', 'TentacleActive') and document ->> 'MachinePolicyId' is not null;

-- As for machines: the agent of a worker that was disabled, removed or replaced is cut off (0019).
create trigger worker_agent_cut after update on worker for each row
  when (old.communication_style = 'TentacleActive'
    and ((new.is_disabled and not old.is_disabled)
      or new.document -> 'Endpoint' ->> 'Thumbprint' is distinct from old.document -> 'Endpoint' ->> 'Thumbprint'))
  execute function cut_agent();
create trigger worker_agent_gone after delete on worker for each row
  when (old.communication_style = 'TentacleActive') execute function cut_agent();
