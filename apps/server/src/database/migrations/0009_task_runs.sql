-- Counts how often the task was taken up by a node. Only who did so last may write: a node that was taken for dead, and was not,
-- finds the number changed.
alter table server_task add column run_number integer not null default 0;
