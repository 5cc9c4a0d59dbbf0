-- Why: what a script puts out after its machine was given up is added to the log when the machine is back (reliability F23).

-- Where that is, and where in the log it belongs; null once all of it is there, or will never be.
alter table script_attempt add column left_behind jsonb;
create index script_attempt_left_behind on script_attempt (task_id) where left_behind is not null;
