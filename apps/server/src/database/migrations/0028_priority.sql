-- Why: deployments of priority, and those into a phase of priority, go before others that wait for the same lock.

alter table server_task add column is_priority boolean not null default false;
