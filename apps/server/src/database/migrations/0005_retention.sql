-- Why: channels of a project may each have their own current release in a place (DiscreteChannelRelease), and retention finds
-- what is shown and what is old, and deletes it, without reading the history.

-- The latest deployment of a channel in a place; '' is no tenant, as in release_success.
create index deployment_of_channel_place
  on deployment (project_id, environment_id, coalesce(tenant_id, ''), channel_id, number desc);
create index release_success_of_channel_place
  on release_success (project_id, environment_id, tenant_id, channel_id, started_at desc);

-- Rows that go with a release or a task are found without reading their tables.
create index machine_installation_of_release on machine_installation (release_id);
create index artifact_of_task on artifact (task_id);
create index target_lock_of_task on target_lock (task_id);

-- Ended tasks that belong to no release.
create index server_task_ended_others on server_task (name, number desc)
  where name <> 'Deploy' and state in ('Success', 'Failed', 'Canceled', 'TimedOut');
create index server_task_ended_others_newest on server_task (number desc)
  where name <> 'Deploy' and state in ('Success', 'Failed', 'Canceled', 'TimedOut');
