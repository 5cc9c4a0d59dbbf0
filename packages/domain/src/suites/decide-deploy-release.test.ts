import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { TenantId } from '../ids.ts'
import type { TenantedMode } from '../targets/index.ts'
import type { Tenant } from '../tenants/index.ts'
import type { ChildPrompt } from './child-world.ts'
import { type DeployReleaseAsk, decideDeployRelease } from './decide-deploy-release.ts'
import { DEPLOYMENT_CONDITIONS, type DeploymentCondition } from './deploy-release-settings.ts'
import { explainReason } from './explain-reason.ts'
import { channelId, environmentId, named, PROJECT_ID, phase, releaseId, tenant } from './test-suite.ts'

interface Case {
  readonly condition?: DeploymentCondition
  /** Null: none was chosen. */
  readonly version?: string | null
  readonly current?: string | null
  /** `false`: there is none. */
  readonly project?: false | { readonly isDisabled?: boolean; readonly mode?: TenantedMode }
  readonly isGone?: boolean
  readonly tenant?: Tenant | null
  readonly channelTenantTags?: readonly string[]
  /** Where the release has succeeded. */
  readonly succeeded?: readonly string[]
  readonly successesOf?: TenantId | null
  readonly variables?: DeployReleaseAsk['variables']
  readonly missing?: DeployReleaseAsk['missing']
  readonly prompts?: readonly ChildPrompt[]
  readonly machine?: string
  readonly deployable?: readonly string[]
}

const prompt = (variableName: string, facts: Partial<ChildPrompt> = {}): ChildPrompt => ({
  name: `id-of-${variableName}`,
  variableName,
  label: `The ${variableName}`,
  isRequired: true,
  hasStoredValue: false,
  ...facts,
})

/** Release 2.0 is to go to Staging, which it may; Staging holds `current`. */
function decide(given: Case) {
  const { condition = 'Always', version = '2.0', current = null, succeeded = ['Test'] } = given
  const project = given.project ?? {}
  const staging = environmentId('Staging')
  const ask: DeployReleaseAsk = {
    projectId: PROJECT_ID,
    condition,
    version,
    variables: given.variables ?? [],
    machine: given.machine === undefined ? null : named(given.machine),
    missing: given.missing ?? null,
  }
  return decideDeployRelease(ask, {
    project:
      project !== false
        ? {
            id: PROJECT_ID,
            name: 'Web API',
            isDisabled: project.isDisabled ?? false,
            tenantedMode: project.mode ?? 'TenantedOrUntenanted',
            guidedFailure: 'EnvironmentDefault',
          }
        : null,
    destination: { id: staging, name: 'Staging', usesGuidedFailure: true },
    tenant: given.tenant ?? null,
    release:
      version === null || given.isGone
        ? null
        : {
            id: releaseId(version),
            version,
            channelId: channelId('Default'),
            channelTenantTags: given.channelTenantTags ?? [],
            phases: [phase('Test'), phase('Staging')],
            history: {
              releaseId: releaseId(version),
              hasUnresolvedDefect: false,
              successes: succeeded.map((name) => ({
                environmentId: environmentId(name),
                tenantId: given.successesOf ?? null,
              })),
            },
            details: {
              releaseId: releaseId(version),
              environmentId: staging,
              tenantId: given.tenant?.id ?? null,
              current: current === null ? null : { releaseId: releaseId(current), version: current },
              hasMachineSteps: true,
              deployable: (given.deployable ?? ['s-1', 's-2']).map(named),
              outOfReach: [],
              prompts: given.prompts ?? [],
              notes: '',
              haveVariablesChanged: true,
            },
          },
  })
}

const acme = tenant('Acme', ['Test', 'Staging'])
const successesOf = acme.id
const words = (given: Case) => {
  const plan = decide(given)
  const nameOf = (id: string) => id.replace(/^[A-Za-z]+-/, '')
  return `${plan.kind}: ${explainReason(plan.reasons.at(-1)!, nameOf)}`
}

describe('whether the release is deployed', () => {
  test.each<{ name: string; given: Case; gives: string }>([
    { name: 'always, also what runs there', given: { current: '2.0' }, gives: 'deploy: Release 2.0 was chosen' },
    {
      name: 'always, also when that is older',
      given: { current: '3.0' },
      gives: 'deploy: Release 2.0 was chosen',
    },
    {
      name: 'not the current version: nothing runs there',
      given: { condition: 'IfNotCurrentVersion' },
      gives: 'deploy:',
    },
    {
      name: 'not the current version: it runs there',
      given: { condition: 'IfNotCurrentVersion', current: '2.0' },
      gives: 'skip: Release 2.0 is already deployed to Staging',
    },
    {
      name: 'not the current version: an older one may replace it',
      given: { condition: 'IfNotCurrentVersion', current: '3.0' },
      gives: 'deploy:',
    },
    { name: 'if newer: nothing runs there', given: { condition: 'IfNewer' }, gives: 'deploy:' },
    { name: 'if newer: it is', given: { condition: 'IfNewer', current: '1.10' }, gives: 'deploy:' },
    {
      name: 'if newer: by numbers, not by text',
      given: { condition: 'IfNewer', version: '1.9', current: '1.10' },
      gives: 'skip: Staging runs release 1.10, and release 1.9 is not newer',
    },
    {
      name: 'if newer: a pre-release is older than its release',
      given: { condition: 'IfNewer', version: '2.0-rc', current: '2.0' },
      gives: 'skip:',
    },
    { name: 'if newer: the same', given: { condition: 'IfNewer', current: '2.0' }, gives: 'skip:' },
    {
      name: 'if newer: names that are no numbers',
      given: { condition: 'IfNewer', version: 'DeleteMe5.0', current: '2.0' },
      gives: 'fail: Staging runs release 2.0, and nobody can tell',
    },
    {
      name: 'the condition comes before the lifecycle',
      given: { condition: 'IfNewer', current: '3.0', succeeded: [] },
      gives: 'skip:',
    },
    {
      name: 'the lifecycle must allow it',
      given: { succeeded: [] },
      gives: 'fail: Release 2.0 may not be deployed. The release cannot be deployed to Staging before phase "Test"',
    },
    { name: 'no project', given: { project: false }, gives: 'fail: There is no project "Projects-1"' },
    { name: 'a disabled project', given: { project: { isDisabled: true } }, gives: 'fail: Project' },
    { name: 'nothing was chosen', given: { version: null }, gives: 'fail: No release of the project was chosen' },
    { name: 'the release is gone', given: { isGone: true }, gives: 'fail: Release 2.0, which was chosen' },
  ])('$name', ({ given, gives }) => {
    expect(words(given)).toContain(gives)
  })
})

describe('tenants', () => {
  test.each<{ name: string; given: Case; gives: string; tenant: string | null }>([
    {
      name: "the parent's",
      given: { tenant: acme, successesOf },
      gives: 'deploy:',
      tenant: acme.id,
    },
    {
      name: 'a child without tenants is deployed without',
      given: { tenant: acme, project: { mode: 'Untenanted' } },
      gives: 'deploy:',
      tenant: null,
    },
    {
      name: 'a child that needs one fails without',
      given: { project: { mode: 'Tenanted' } },
      gives: 'fail: This project can only be deployed for a tenant',
      tenant: null,
    },
    {
      name: 'one that is not connected there',
      given: { tenant: tenant('Acme', ['Test']), successesOf },
      gives: 'fail: Tenant Acme is not connected',
      tenant: acme.id,
    },
    {
      name: "the channel's tags",
      given: { tenant: acme, successesOf, channelTenantTags: ['Size/Large'] },
      gives: "fail: The release's channel is limited",
      tenant: acme.id,
    },
  ])('$name', ({ given, gives, tenant: of }) => {
    expect(words(given)).toContain(gives)
    expect(decide(given).tenantId).toBe(of)
  })

  test('a tenant that is left out is told', () => {
    const { reasons } = decide({ tenant: acme, project: { mode: 'Untenanted' } })
    expect(reasons.map(({ code }) => code)).toEqual(['tenant-dropped', 'release-fixed'])
  })
})

describe('machines and questions', () => {
  test('no machines are handed down by a step that runs once', () => {
    expect(decide({}).machines).toMatchObject({ scope: 'all', excludedIds: [] })
  })

  test('a step on one machine deploys to it alone, or not at all', () => {
    expect(decide({ machine: 's-2' }).machines).toMatchObject({ scope: 'only', kept: [named('s-2')] })
    expect(words({ machine: 's-3' })).toMatch(/^skip: The project has no step for any of the chosen machines/)
  })

  test('variables answer questions by name, never by label, and a required one must be answered', () => {
    const asks = { prompts: [prompt('Colour'), prompt('Size', { isRequired: false })] }
    const given = (variableName: string) => [{ variableName, value: 'red' }]
    expect(decide({ ...asks, variables: given('colour') })).toMatchObject({
      kind: 'deploy',
      promptedValues: { 'id-of-Colour': 'red' },
    })
    expect(words({ ...asks, variables: given('The Colour') })).toBe('fail: A value is required for The Colour.')
    expect(words({ prompts: [prompt('Colour', { hasStoredValue: true })] })).toContain('deploy:')
  })
})

describe('converging', () => {
  const missing = (...names: readonly string[]) => [
    {
      projectId: PROJECT_ID,
      environmentId: environmentId('Staging'),
      tenantId: null,
      machineIds: names.map((name) => named(name).id),
    },
  ]
  test.each([
    ['the current release goes to machines that lack it', { current: '2.0', missing: missing('s-2') }, 'deploy: s-2'],
    [
      'whatever the condition of the step',
      { current: '2.0', condition: 'IfNewer' as const, missing: missing('s-2') },
      'deploy: s-2',
    ],
    ['nothing lacks it', { current: '2.0', missing: [] }, 'skip: '],
    ['the chosen release is not the current one', { current: '1.0', missing: missing('s-2') }, 'warn: s-2'],
    ['a step on one machine', { current: '2.0', machine: 's-1', missing: missing('s-2') }, 'skip: '],
  ])('%s', (_, given, gives) => {
    const { kind, machines } = decide(given)
    expect(`${kind}: ${machines.kept.map(({ name }) => name).join(', ')}`).toBe(gives)
  })
})

test('whatever the condition, what is deployed is the chosen release, and only a deployment has no reason against it', async () => {
  const versions = fc.constantFrom('1.0', '1.9', '1.10', '2.0', '2.0-rc', 'odd')
  await fc.assert(
    fc.property(
      fc.constantFrom(...DEPLOYMENT_CONDITIONS),
      versions,
      fc.option(versions),
      fc.subarray(['Test', 'Staging']),
      (condition, version, current, succeeded) => {
        const given = { condition, version, current, succeeded }
        const plan = decide(given)
        expect(plan.release?.version).toBe(version)
        expect(plan.reasons.at(-1)?.code === 'release-fixed').toBe(plan.kind === 'deploy')
        // The stricter a condition, the less it deploys.
        if (plan.kind === 'deploy') expect(decide({ ...given, condition: 'Always' }).kind).toBe('deploy')
        if (condition !== 'Always' && current === version) expect(plan.kind).toBe('skip')
      },
    ),
  )
})
