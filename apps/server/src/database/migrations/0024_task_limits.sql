-- How much of the log of a task is stored, so that it stays within its limit whichever server goes on with it.
alter table server_task add column log_bytes bigint not null default 0;
