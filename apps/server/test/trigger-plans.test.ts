import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { runDeployment } from '../src/engine/deployment/run-deployment.ts'
import type { TriggerDeps } from '../src/engine/triggers/deploy-for-trigger.ts'
import { actOnDecisions } from '../src/engine/triggers/machine-events/act-on-decisions.ts'
import { judgeEvents } from '../src/engine/triggers/machine-events/judge-events.ts'
import { loadCaller } from '../src/features/access/authenticate.ts'
import { findTask } from '../src/features/tasks/queries.ts'
import { type HealthWorld, healthWorld, step } from './health-world.ts'

// Triggers that bring only what is missing: while they plan that, a test does something else.

let world: HealthWorld
beforeAll(async () => {
  world = await healthWorld()
}, 60_000)
afterAll(() => world?.stop())

/** A project that is on a machine, with a trigger that brings only what is missing; and how the trigger is served. */
async function site(role: string) {
  const { app, must, deps, environment } = world
  await world.machine({ Name: `${role}-first`, Roles: [role] })
  const { deploymentId } = await world.deploy([step('Install', { role })])
  const { ProjectId, ReleaseId } = await must('GET', `deployments/${deploymentId}`)
  const trigger = await must('POST', 'projecttriggers', {
    Name: role,
    ProjectId,
    Filter: { FilterType: 'MachineFilter', EventGroups: ['MachineAvailableForDeployment'], Roles: [role] },
    Action: { ActionType: 'AutoDeploy', ShouldDeployOnlyMissing: true },
  })
  const deploymentsOf = async (): Promise<readonly { Id: string; SpecificMachineIds: string[] }[]> =>
    (await must('GET', `deployments?projects=${ProjectId}`)).Items
  return {
    trigger,
    /** One that is found healthy, which is when it is served. */
    join: async (name: string): Promise<string> => {
      const { Id } = await world.machine({ Name: name, Roles: [role] })
      await world.check([Id])
      while ((await judgeEvents(app.database)) > 0);
      return Id
    },
    /** Serves the trigger; `meanwhile` happens while it plans for the first time. Answers how often it has planned. */
    serve: async (meanwhile: () => Promise<unknown> = async () => {}): Promise<number> => {
      let plans = 0
      const triggerDeps: TriggerDeps = {
        ...deps,
        loadCaller: (userId) => loadCaller(app.database, userId),
        planSuites: async (_, asks) => {
          plans += 1
          if (plans === 1) await meanwhile()
          return asks.map(() => [])
        },
      }
      await sql`delete from trigger_rush`.execute(app.database)
      await actOnDecisions(triggerDeps)
      return plans
    },
    deploy: () => must('POST', 'deployments', { ReleaseId, EnvironmentId: environment }),
    run: async ({ TaskId }: { readonly TaskId: string }) => {
      await sql`update server_task set state = 'Executing', start_time = clock_timestamp() where id = ${TaskId}`.execute(
        app.database,
      )
      await runDeployment(deps, (await findTask(app.database, TaskId))!, true)
    },
    made: async () => (await deploymentsOf()).slice(0, -1),
    decisions: async (): Promise<readonly { MachineName: string; State: string; Reason: string }[]> =>
      (await must('GET', `projecttriggers/${trigger.Id}/decisions`)).Items.filter(
        ({ Reason }: { readonly Reason: string }) => Reason !== 'event-not-watched',
      ),
  }
}

test('while a trigger plans what is missing, others deploy there; it then waits for the end of that', async () => {
  const { join, serve, deploy, run, made, decisions } = await site('patient')
  await join('patient-late')
  let theirs: { Id: string; TaskId: string } | undefined
  await serve(async () => {
    theirs = await deploy()
  })
  expect((await made()).map(({ Id }) => Id)).toEqual([theirs?.Id])
  expect(await decisions()).toMatchObject([{ State: 'Waiting' }])
  await run(theirs!)
  expect(await serve()).toBe(1)
  // The deployment has brought it there already.
  expect(await decisions()).toMatchObject([{ State: 'NotDeployed', Reason: 'nothing-missing' }])
})

test('T2: what was deployed there while it planned is seen before it deploys', async () => {
  const { join, serve, deploy, run, made, decisions } = await site('overtaken')
  await join('overtaken-late')
  expect(await serve(async () => run(await deploy()))).toBe(2)
  expect(await made()).toHaveLength(1)
  expect(await decisions()).toMatchObject([{ State: 'NotDeployed', Reason: 'nothing-missing' }])
})

test('T2 T4: a machine that comes while it plans is planned for too', async () => {
  const { join, serve, made } = await site('joining')
  const first = await join('joining-1')
  let second = ''
  await serve(async () => {
    second = await join('joining-2')
  })
  const deployed = await made()
  expect(deployed.map(({ SpecificMachineIds }) => SpecificMachineIds)).toEqual([[first]])
  await world.must('POST', `tasks/${(await world.must('GET', `deployments/${deployed[0]!.Id}`)).TaskId}/cancel`)
  await serve()
  expect((await made()).map(({ SpecificMachineIds }) => SpecificMachineIds)).toEqual([[second], [first]])
})

test('T2: a trigger that is changed while it plans is asked again', async () => {
  const { join, serve, trigger, made, decisions } = await site('edited')
  await join('edited-late')
  const plans = await serve(() => world.must('PUT', `projecttriggers/${trigger.Id}`, { ...trigger, IsDisabled: true }))
  expect(plans).toBe(2)
  expect(await made()).toEqual([])
  expect((await decisions())[0]).toMatchObject({ State: 'NotDeployed' })
})
