-- A row for each transaction that changed what overviews of a space show: what was read in a snapshot is true as long as there is
-- no row that the snapshot does not see.
create table shown_change (
  space_id text not null,
  transaction_id xid8 not null default pg_current_xact_id(),
  at timestamptz not null default now(),
  primary key (space_id, transaction_id)
);
create index shown_change_by_age on shown_change (at);

create function note_shown_change() returns trigger language plpgsql as $$
begin
  insert into shown_change (space_id) values (case when tg_op = 'DELETE' then old.space_id else new.space_id end)
    on conflict do nothing;
  return null;
end $$;

-- Defects have no space of their own.
create function note_shown_defect() returns trigger language plpgsql as $$
begin
  insert into shown_change (space_id)
    select space_id from release where id = (case when tg_op = 'DELETE' then old.release_id else new.release_id end)
    on conflict do nothing;
  return null;
end $$;

do $$
declare kind text;
begin
  foreach kind in array array['project', 'project_group', 'environment', 'lifecycle', 'channel', 'tenant', 'release', 'build_information'] loop
    execute format('create trigger %I after insert or update or delete on %I for each row execute function note_shown_change()',
      kind || '_shown', kind);
  end loop;
end $$;
create trigger deployment_shown after insert or delete on deployment for each row execute function note_shown_change();
create trigger release_defect_shown after insert or update or delete on release_defect
  for each row execute function note_shown_defect();
-- What a success is worth changes together with the state of its task. Logs, which grow all the time, are not shown.
create trigger server_task_shown after update on server_task for each row
  when (new.space_id is not null and (old.state, old.queue_time, old.start_time, old.completed_time, old.error_message,
      old.pending_interruptions, old.has_warnings_or_errors)
    is distinct from (new.state, new.queue_time, new.start_time, new.completed_time, new.error_message,
      new.pending_interruptions, new.has_warnings_or_errors))
  execute function note_shown_change();
