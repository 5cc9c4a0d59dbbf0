-- Why: the ledger of a machine tells what is installed on it although the release is gone by now, which machine it was that got
-- it, and where the last attempt did not come to its end; and a deployment may bring only what is missing.

-- A row may know of nothing but an attempt that failed. The versions stay when the releases go.
alter table machine_installation
  drop constraint machine_installation_release_id_fkey,
  alter column release_id drop not null,
  alter column deployment_id drop not null,
  alter column installed_at drop not null,
  add column release_version text,
  add column machine_key text not null default '',
  add column failed_deployment_id text,
  add column failed_version text,
  add column failed_at timestamptz,
  add column failed_machine_key text not null default '';
update machine_installation installation set release_version = release.version
  from release where release.id = installation.release_id;
drop index machine_installation_of_release;

-- What went with the releases of a project goes with the project.
delete from machine_installation where not exists (select 1 from project where project.id = machine_installation.project_id);
alter table machine_installation add foreign key (project_id) references project on delete cascade;
create index machine_installation_in_place on machine_installation (project_id, environment_id, tenant_id);

-- Which machines lack which project: a list of {projectId, environmentId, tenantId, machineIds}. Null for a deployment that
-- brings whatever its steps say.
alter table deployment add column missing_components jsonb;
