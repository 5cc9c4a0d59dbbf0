-- Why: scheduled triggers. One row for each trigger that will fire again; whoever fires it moves it on in the same transaction,
-- so that any of the nodes fires each time once (T6).
create table trigger_schedule (
  trigger_id text primary key references project_trigger on delete cascade,
  -- Null until the next time has been worked out, after the trigger was saved.
  next_at timestamptz
);
create index trigger_schedule_next on trigger_schedule (next_at nulls first);
insert into trigger_schedule (trigger_id)
  select id from project_trigger
  where document -> 'Filter' ->> 'FilterType' <> 'MachineFilter' and document ->> 'IsDisabled' is distinct from 'true';

-- A decision is about an event of a machine, or about a time that came. It may come to a release instead of a deployment.
alter table trigger_decision
  alter machine_event_id drop not null,
  alter machine_id drop not null,
  add scheduled_for timestamptz,
  add release_id text,
  add check ((machine_event_id is null) = (machine_id is null) and (machine_event_id is null) <> (scheduled_for is null)),
  drop constraint trigger_decision_state_check,
  add constraint trigger_decision_state_check check (state in ('waiting', 'deployed', 'released', 'not-deployed'));
create unique index trigger_decision_of_time on trigger_decision (trigger_id, scheduled_for, environment_id, tenant_id)
  where scheduled_for is not null;
create index trigger_decision_due on trigger_decision (id) where state = 'waiting' and scheduled_for is not null;
