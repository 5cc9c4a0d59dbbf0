-- Attempts of actions that failed and were followed by another decision; the last attempt of an action has no row here, its
-- outcome is that of the action.
create table failed_attempt (
  task_id text not null references server_task on delete cascade,
  action_key text not null,
  attempt integer not null,
  outcome text not null,
  message text not null,
  -- 'retry': the next attempt begins by itself at retry_at. 'ask': the answer of the interruption of this attempt decides.
  followed_by text not null check (followed_by in ('retry', 'ask')),
  retry_at timestamptz,
  ended_at timestamptz not null default now(),
  primary key (task_id, action_key, attempt)
);

-- What this question may be answered with.
alter table interruption add column answers text[] not null default '{Proceed,Abort}';
-- How many of the pending interruptions ask what to do about a failure.
alter table server_task add column pending_guidance integer not null default 0;

-- When a script that has a time limit is ended, and whether it was.
alter table script_attempt add column deadline timestamptz;
alter table script_attempt add column is_over_time boolean not null default false;

-- Who uses a deployment target and who waits for it, in the order they came. Shared users go together.
alter table target_lock drop constraint target_lock_pkey;
alter table target_lock add column number bigint generated always as identity;
alter table target_lock add column is_shared boolean not null default false;
alter table target_lock add primary key (target_id, number);
