-- Why: many machines come and go. Removing one of them, or what was decided long ago, must not read these tables as a whole.
create index machine_event_of_machine on machine_event (machine_id);
create index trigger_decision_of_event on trigger_decision (machine_event_id) where machine_event_id is not null;
-- What triggers have tried on a machine.
create index trigger_decision_on_machine on trigger_decision (machine_id) where state = 'deployed';

-- A time of a trigger may come to a run of a runbook.
alter table trigger_decision
  add runbook_run_id text,
  drop constraint trigger_decision_state_check,
  add constraint trigger_decision_state_check check (state in ('waiting', 'deployed', 'released', 'run', 'not-deployed'));

-- When triggers deployed to machines of a place: while many machines come, they are put together for longer.
create table trigger_rush (
  project_id text not null references project on delete cascade,
  environment_id text not null,
  tenant_id text not null,
  began_at timestamptz not null,
  served_at timestamptz not null,
  served_count integer not null,
  primary key (project_id, environment_id, tenant_id)
);
