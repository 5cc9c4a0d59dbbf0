-- Lists say how many rows there are beyond the page. Counted from an index alone that costs a tenth: so the indexes carry what
-- lists are restricted by.
drop index release_by_project;
create index release_by_project on release (project_id, number desc) include (space_id);
drop index deployment_of_tenant;
create index deployment_of_tenant on deployment (project_id, environment_id, tenant_id, number desc) include (space_id);
drop index server_task_all_newest;
create index server_task_all_newest on server_task (number desc) include (state, space_id, project_id, environment_id, tenant_id);
drop index server_task_newest;
create index server_task_newest on server_task (space_id, number desc) include (state, project_id, environment_id, tenant_id);
create index server_task_by_project on server_task (project_id, number desc) include (state, space_id, environment_id, tenant_id);

-- An index alone tells only of pages that have been vacuumed since they were written, and the newest rows are counted first.
alter table release set (autovacuum_vacuum_insert_scale_factor = 0, autovacuum_vacuum_insert_threshold = 2000);
alter table deployment set (autovacuum_vacuum_insert_scale_factor = 0, autovacuum_vacuum_insert_threshold = 2000);
alter table server_task set (autovacuum_vacuum_insert_scale_factor = 0, autovacuum_vacuum_insert_threshold = 2000);
