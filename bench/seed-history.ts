import type pg from 'pg'

export interface HistoryAsk {
  /** Deployments to add. */
  readonly deployments: number
  /** Busiest first: the n-th gets a share of 1/√n. Each has one release, whose process and variables the others share. */
  readonly projectIds: readonly string[]
  /** In the order of the lifecycle: the first gets most. */
  readonly environmentIds: readonly string[]
}

/** One release for so many deployments. */
const DEPLOYMENTS_PER_RELEASE = 6
const TENANTS = 200
/** Deployed are mostly new releases: one of the newest so many at that moment. */
const NEWEST = 100

/**
 * Fills the tables of releases, tasks, deployments and successes as three years of use would: some projects are ten times as
 * busy as others, the first environment holds most, one in five is for a tenant, one in ten failed. The same rows at every run.
 */
export async function seedHistory(client: pg.Client, ask: HistoryAsk): Promise<void> {
  await client.query(`select setseed(0.5)`)
  await client.query(`set session_replication_role = 'replica'`)
  await client.query('create temporary table busy (project_id text, upto float8)')
  await client.query(
    `insert into busy select project_id, sum(1 / sqrt(rank)) over (order by rank) / sum(1 / sqrt(rank)) over ()
     from unnest($1::text[]) with ordinality as project (project_id, rank)`,
    [ask.projectIds],
  )
  const releases = Math.ceil(ask.deployments / DEPLOYMENTS_PER_RELEASE)
  await seedReleases(client, releases)
  await chooseDeployments(client, ask, releases)
  await storeDeployments(client)
  await client.query(`set session_replication_role = 'origin'`)
  await client.query('vacuum analyze')
  // What is measured afterwards should not share the disk with what was written here.
  await client.query('checkpoint')
}

async function seedReleases(client: pg.Client, count: number): Promise<void> {
  await client.query('create temporary table first_release as select * from release')
  await client.query(
    `create temporary table chosen as
     select n, (select project_id from busy where upto >= dice order by upto limit 1) as project_id
     from (select n, random() as dice from generate_series(1, $1::int) n) thrown`,
    [count],
  )
  await client.query(
    `insert into release (id, number, space_id, project_id, channel_id, version, assembled_at,
        process_snapshot_id, variable_snapshot_id, library_snapshot_ids, document)
     select 'Releases-' || 1000000 + n, 1000000 + n, space_id, project_id, channel_id, '2.' || n || '.0',
       now() - interval '3 years' * (1 - n::float8 / ($1::int + 1)),
       process_snapshot_id, variable_snapshot_id, library_snapshot_ids, document
     from chosen join first_release using (project_id)`,
    [count],
  )
}

async function chooseDeployments(client: pg.Client, ask: HistoryAsk, releases: number): Promise<void> {
  const { deployments, environmentIds } = ask
  await client.query(
    `create temporary table seeded as
     select n, 'ServerTasks-' || n as task_id, 'Deployments-' || n as deployment_id, at, succeeded, environment_id, tenant_id,
       release.id as release_id, space_id, project_id, channel_id
     from (
       select 1000000 + n as n,
         1000000 + greatest(1, ceil(n::float8 * $4::int / $1::int) - floor(random() * random() * ${NEWEST}))::int as release_number,
         now() - interval '3 years' * (1 - n::float8 / ($1::int + 1)) as at,
         random() < 0.9 as succeeded,
         ($2::text[])[1 + least($3::int - 1, floor(-ln(1 - random()) * 1.2)::int)] as environment_id,
         case when random() < 0.2 then 'Tenants-' || (1 + floor(random() * ${TENANTS}))::int end as tenant_id
       from generate_series(1, $1::int) n) thrown
     join release on release.number = release_number`,
    [deployments, environmentIds, environmentIds.length, releases],
  )
}

async function storeDeployments(client: pg.Client): Promise<void> {
  await client.query(
    `insert into server_task (id, number, space_id, name, description, arguments, state, project_id, environment_id, tenant_id,
        queue_time, start_time, completed_time, last_updated_time, started_by)
     select task_id, n, space_id, 'Deploy', 'Deploy', jsonb_build_object('DeploymentId', deployment_id),
       case when succeeded then 'Success' else 'Failed' end, project_id, environment_id, tenant_id,
       at, at, at + interval '1 minute', at, 'Users-1'
     from seeded`,
  )
  await client.query(
    `insert into deployment (id, number, space_id, project_id, release_id, channel_id, environment_id, tenant_id, task_id,
        name, created_at, created_by)
     select deployment_id, n, space_id, project_id, release_id, channel_id, environment_id, tenant_id, task_id,
       'Deploy', at, 'Users-1'
     from seeded`,
  )
  await client.query(
    `insert into release_success (project_id, environment_id, tenant_id, channel_id, release_id, deployment_id, task_id,
        started_at, completed_at)
     select distinct on (release_id, environment_id, coalesce(tenant_id, ''), channel_id)
       project_id, environment_id, coalesce(tenant_id, ''), channel_id, release_id, deployment_id, task_id,
       at, at + interval '1 minute'
     from seeded where succeeded
     order by release_id, environment_id, coalesce(tenant_id, ''), channel_id, at desc`,
  )
}
