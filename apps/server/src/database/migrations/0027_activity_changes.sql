-- Numbers the changes of activities, so that whoever follows a task reads what is new, and not all of a deployment to thousands of
-- machines again for each.
create sequence task_activity_change;
alter table task_activity add column change_number bigint not null default 0;
create function number_activity_change() returns trigger language plpgsql as $$
begin
  new.change_number := nextval('task_activity_change');
  return new;
end $$;
create trigger task_activity_changed before insert or update on task_activity
  for each row execute function number_activity_change();
-- What was there before has no number, and is read by whoever begins to follow its task: nothing is to be sorted now.
create index task_activity_changes on task_activity (task_id, change_number) where change_number > 0;
