-- Why: what runs and what only waits look alike in a log otherwise; whoever reads it is told what is waited for.
alter table task_activity add column waiting_for text;
