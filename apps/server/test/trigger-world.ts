import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Api, eventually, startTestServer, type TestServer, taskEnded } from '@flotilla/testkit'
import pg from 'pg'
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../src/database/embedded-postgres.ts'

const SPACE = '/api/Spaces-1'

export interface TriggerDecision {
  readonly MachineId: string
  readonly MachineName: string
  readonly EnvironmentId: string | null
  readonly TenantId: string | null
  readonly Category: string
  readonly State: string
  readonly Reason: string
  readonly Message: string
  readonly DeploymentId: string | null
}

/** Two nodes on one database, asked in turn, so that whatever one of them misses the other one has to see. */
export interface TriggerWorld {
  readonly must: (method: string, path: string, body?: unknown) => Promise<Body>
  readonly query: (text: string, values?: unknown[]) => Promise<Body[]>
  readonly site: (name: string, options?: SiteOptions) => Promise<Site>
  readonly stop: () => Promise<void>
}

type Body = Awaited<ReturnType<Api>>['body']

interface SiteOptions {
  /** Roles of the step; the machines that join have the first. */
  readonly steps?: readonly object[]
  readonly project?: object
  /** Release 1.0 is in the environment already, on a machine called `first`. */
  readonly isDeployed?: boolean
  /** Environments that it may go to besides its own, in any order. */
  readonly alsoTo?: readonly string[]
}

/** One project with one environment of its own and a trigger on it. */
export interface Site {
  readonly name: string
  readonly projectId: string
  readonly environmentId: string
  readonly releaseId: string
  readonly triggerId: string
  readonly role: string
  /** Scripts wait as long as it is held. */
  readonly hold: () => Promise<void>
  readonly letGo: () => Promise<void>
  /** Scripts fail as long as it is broken. */
  readonly breakScripts: (isBroken: boolean) => Promise<void>
  readonly join: (name: string, more?: object) => Promise<string>
  readonly release: (version: string) => Promise<string>
  readonly deploy: (releaseId: string, more?: object) => Promise<{ Id: string; TaskId: string }>
  /** Waits until a script has begun since the site was held. */
  readonly begun: (machine: string, version: string) => Promise<unknown>
  readonly ended: (deployment: { readonly TaskId: string }) => Promise<Body>
  /** Version after version that scripts have put on a machine. */
  readonly installed: (machine: string) => Promise<string[]>
  readonly decisions: () => Promise<TriggerDecision[]>
  /** Waits until nothing waits any more and a machine has so many decisions, and gives them, oldest first. */
  readonly decided: (machine: string, count?: number) => Promise<TriggerDecision[]>
  /** Waits until a machine waits for a deployment. */
  readonly waits: (machine: string, deployment?: { readonly Id: string }) => Promise<unknown>
  readonly made: () => Promise<{ Id: string; TaskId: string; SpecificMachineIds: string[]; ReleaseId: string }[]>
  readonly edit: (change: (trigger: Body) => object) => Promise<void>
}

export async function startTriggerWorld(): Promise<TriggerWorld> {
  const directory = await mkdtemp(join(tmpdir(), 'flotilla-triggers-'))
  const postgres: EmbeddedPostgres = await startEmbeddedPostgres(join(directory, 'database'))
  const node = (name: string): Promise<TestServer> =>
    startTestServer({
      dataDir: join(directory, 'data'),
      env: { DATABASE_URL: postgres.connectionString, FLOTILLA_NODE_NAME: name },
    })
  const nodes = [await node('one'), await node('two')]
  let turn = 0
  const api: Api = (...asked) => nodes[turn++ % nodes.length]!.api(...asked)
  const must = async (method: string, path: string, body?: unknown): Promise<Body> => {
    const answer = await api(method, path, body)
    if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`)
    return answer.body
  }
  const pool = new pg.Pool({ connectionString: postgres.connectionString, max: 3 })
  const query = async (text: string, values: unknown[] = []) => (await pool.query(text, values)).rows
  return {
    must,
    query,
    site: (name, options = {}) => createSite({ must, api, directory }, name, options),
    stop: async () => {
      await pool.end()
      await Promise.all(nodes.map((server) => server.stop()))
      await postgres.stop()
      await rm(directory, { recursive: true, force: true })
    },
  }
}

interface Around {
  readonly must: TriggerWorld['must']
  readonly api: Api
  readonly directory: string
}

/** A step whose script waits while its site is held, then notes what it put on which machine. */
export const installStep = (directory: string, site: string, role: string) => ({
  Name: 'Install',
  Properties: { 'Octopus.Action.TargetRoles': role },
  Actions: [
    {
      Name: 'Install',
      ActionType: 'Octopus.Script',
      Properties: {
        'Octopus.Action.RunOnServer': 'false',
        'Octopus.Action.Script.Syntax': 'Bash',
        'Octopus.Action.Script.ScriptBody': `what='#{Octopus.Machine.Name} #{Octopus.Release.Number}'
echo "begin $what" >> '${directory}/${site}.journal'
while [ -e '${directory}/${site}.hold' ]; do sleep 0.05; done
[ -e '${directory}/${site}.broken' ] && exit 1
echo "end $what" >> '${directory}/${site}.journal'`,
      },
    },
  ],
})

async function createSite({ must, api, directory }: Around, name: string, options: SiteOptions): Promise<Site> {
  const role = `role-${name}`
  const groups = await must('GET', `${SPACE}/projectgroups`)
  const environmentId = (await must('POST', `${SPACE}/environments`, { Name: name })).Id as string
  const lifecycle = await must('POST', `${SPACE}/lifecycles`, {
    Name: name,
    Phases: [{ Name: 'Any', OptionalDeploymentTargets: [environmentId, ...(options.alsoTo ?? [])] }],
  })
  const project = await must('POST', `${SPACE}/projects`, {
    Name: name,
    LifecycleId: lifecycle.Id,
    ProjectGroupId: groups.Items[0].Id,
    ...options.project,
  })
  const process = await must('GET', `${SPACE}/deploymentprocesses/${project.DeploymentProcessId}`)
  const Steps = options.steps ?? [installStep(directory, name, role)]
  await must('PUT', `${SPACE}/deploymentprocesses/${project.DeploymentProcessId}`, { ...process, Steps })
  const release = async (Version: string) =>
    (await must('POST', `${SPACE}/releases`, { ProjectId: project.Id, Version })).Id as string
  const deploy = (ReleaseId: string, more: object = {}) =>
    must('POST', `${SPACE}/deployments`, { ReleaseId, EnvironmentId: environmentId, ...more })
  const join_ = async (machine: string, more: object = {}) =>
    (
      await must('POST', `${SPACE}/machines`, {
        Name: `${name}-${machine}`,
        EnvironmentIds: [environmentId],
        Roles: [role],
        Endpoint: { CommunicationStyle: 'None' },
        ...more,
      })
    ).Id as string
  const ended = (deployment: { readonly TaskId: string }) => taskEnded(api, deployment.TaskId)

  const releaseId = await release('1.0')
  if (options.isDeployed !== false) {
    await join_('first')
    await ended(await deploy(releaseId))
  }
  const trigger = await must('POST', `${SPACE}/projecttriggers`, {
    Name: `New machines of ${name}`,
    ProjectId: project.Id,
    Filter: {
      FilterType: 'MachineFilter',
      EnvironmentIds: [environmentId],
      Roles: [role],
      EventGroups: ['MachineAvailableForDeployment'],
    },
    Action: { ActionType: 'AutoDeploy', ShouldRedeployWhenMachineHasBeenDeployedTo: false },
  })
  const file = (kind: string) => join(directory, `${name}.${kind}`)
  const journal = async () => (await readFile(file('journal'), 'utf8').catch(() => '')).split('\n')
  const decisions = async (): Promise<TriggerDecision[]> =>
    (await must('GET', `${SPACE}/projecttriggers/${trigger.Id}/decisions?take=10000`)).Items
  let linesBefore = 0
  /** What a trigger made of events that it watches. */
  const ofMachine = async (machine: string) =>
    (await decisions()).filter(
      ({ MachineName, Reason }) => MachineName === `${name}-${machine}` && Reason !== 'event-not-watched',
    )
  return {
    name,
    projectId: project.Id,
    environmentId,
    releaseId,
    triggerId: trigger.Id,
    role,
    hold: async () => {
      linesBefore = (await journal()).length - 1
      await writeFile(file('hold'), '')
    },
    letGo: () => rm(file('hold'), { force: true }),
    breakScripts: (isBroken) => (isBroken ? writeFile(file('broken'), '') : rm(file('broken'), { force: true })),
    join: join_,
    release,
    deploy,
    ended,
    begun: (machine, version) =>
      eventually(`${version} to begin on ${machine}`, async () =>
        (await journal()).slice(linesBefore).includes(`begin ${name}-${machine} ${version}`),
      ),
    installed: async (machine) =>
      (await journal())
        .filter((line) => line.startsWith(`end ${name}-${machine} `))
        .map((line) => line.split(' ').at(-1)!),
    decisions,
    decided: (machine, count = 1) =>
      eventually(`${count} decisions on ${machine}`, async () => {
        const found = await ofMachine(machine)
        return found.length >= count && found.every(({ State }) => State !== 'Waiting') && found.toReversed()
      }),
    waits: (machine, deployment) =>
      eventually(`${machine} to wait`, async () =>
        (await ofMachine(machine)).some(
          ({ State, Message }) =>
            State === 'Waiting' && (!deployment || Message === `Waits until ${deployment.Id} has ended.`),
        ),
      ),
    made: async () =>
      (await must('GET', `${SPACE}/deployments?projects=${project.Id}&take=1000`)).Items.filter(
        ({ TriggerId }: { TriggerId: string | null }) => TriggerId !== null,
      ).reverse(),
    edit: async (change) => {
      const before = await must('GET', `${SPACE}/projecttriggers/${trigger.Id}`)
      await must('PUT', `${SPACE}/projecttriggers/${trigger.Id}`, { ...before, ...change(before) })
    },
  }
}
