import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createClient } from '@flotilla/api'
import { ADMIN_KEY, startTestServer, type TestServer } from '@flotilla/testkit'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { enterSpace } from '../src/manifest/api.ts'
import { applyManifest } from '../src/manifest/apply-manifest.ts'
import type { Place } from '../src/manifest/codec.ts'
import { exportManifest } from '../src/manifest/export-manifest.ts'
import { describePlan, diffLines } from '../src/manifest/print-plan.ts'
import { ManifestError } from '../src/manifest/problem.ts'
import { processSteps } from '../src/manifest/process-steps.ts'
import { parseManifest } from '../src/manifest/read-manifest.ts'
import { manifestSchema } from '../src/manifest/schema.ts'
import { completeVariables, mergeVariables, shortenVariables } from '../src/manifest/variable-set.ts'

const ACME_SHOP = fileURLToPath(new URL('../../../examples/acme-shop/manifest.yaml', import.meta.url))
const SCHEMA_FILE = '../../../docs/reference/manifest.schema.json'

/** A place where every name is its own id. */
const anywhere: Place = { path: '', idOf: (_kind, name) => name, nameOf: (_kind, id) => id }

test('the schema that editors use is the one that manifests are checked with', async () => {
  await expect(`${textOf(manifestSchema)}\n`).toMatchFileSnapshot(SCHEMA_FILE)
})

/** As the formatter writes it: short lists on one line. */
const textOf = (schema: unknown): string =>
  JSON.stringify(schema, null, 2).replaceAll(/^.*\[\n(?:\s+"[^"]*",?\n)+\s+\]/gm, (list) => {
    const inline = list.replaceAll(/\[\s+/g, '[').replaceAll(/\s+\]/g, ']').replaceAll(/,\s+/g, ', ')
    return inline.length < 120 ? inline : list
  })

describe('what is wrong with a manifest is told with its place and a remedy', () => {
  test.each([
    {
      name: 'an unknown key',
      text: 'environments: [{ name: Test, colour: red }]',
      path: 'a.yaml: environments[0]',
      says: /no key 'colour'.*Use one of name, description/,
    },
    {
      name: 'a missing one',
      text: 'projects: [{ name: Web }]',
      path: 'a.yaml: projects[0]',
      says: /'lifecycle' is missing/,
    },
    {
      name: 'a word that is not allowed',
      text: 'projects: [{ name: Web, lifecycle: L, tenancy: Sometimes }]',
      path: 'a.yaml: projects[0].tenancy',
      says: /Use one of Untenanted, TenantedOrUntenanted, Tenanted/,
    },
    {
      name: 'a value of the wrong type',
      text: 'projects: [{ name: Web, lifecycle: L, process: [{ name: S, roles: app }] }]',
      path: 'a.yaml: projects[0].process[0].roles',
      says: /must be array/,
    },
    { name: 'broken YAML', text: 'environments: [', path: 'a.yaml', says: /Correct the YAML/ },
  ])('$name', ({ text, path, says }) => {
    const { documents, problems } = parseManifest(text, 'a.yaml')
    expect(documents).toEqual([])
    expect(problems.length).toBeGreaterThan(0)
    expect(problems[0]!.path).toBe(path)
    expect(`${problems[0]!.message} ${problems[0]!.remedy}`).toMatch(says)
  })

  test('several documents are read as one manifest', () => {
    const { documents } = parseManifest('environments: [{ name: A }]\n---\nenvironments: [{ name: B }]\n', 'a.yaml')
    expect(documents).toHaveLength(2)
  })
})

describe('steps of a process', () => {
  const wireOf = (written: unknown) => processSteps.toWire(processSteps.complete(written, anywhere), anywhere)

  test('a script for roles runs on the targets, one without on the worker', () => {
    const steps = wireOf([
      { name: 'On targets', roles: ['web', 'api'], script: 'echo 1' },
      { name: 'On the worker', script: 'echo 2' },
    ])
    expect(steps).toMatchObject([
      {
        Properties: { 'Octopus.Action.TargetRoles': 'web,api' },
        Actions: [{ ActionType: 'Octopus.Script', Properties: { 'Octopus.Action.RunOnServer': 'false' } }],
      },
      { Properties: {}, Actions: [{ Properties: { 'Octopus.Action.RunOnServer': 'true' } }] },
    ])
  })

  test('a step keeps its ids when it is found under its name', () => {
    const complete = processSteps.complete([{ name: 'Install', script: 'echo' }], anywhere)
    const current = [{ Id: 'step-1', Name: 'install', Actions: [{ Id: 'action-1', Name: 'Install' }] }]
    expect(processSteps.toWire(complete, anywhere, current)).toMatchObject([
      { Id: 'step-1', Actions: [{ Id: 'action-1' }] },
    ])
  })

  const word = fc.constantFrom('a', 'b', 'c')
  const action = fc.oneof(
    fc.record({ script: fc.string(), syntax: fc.constantFrom('Bash', 'PowerShell') }),
    fc.record({
      approval: fc.record({ instructions: fc.string(), teams: fc.uniqueArray(word), blocksOthers: fc.boolean() }),
    }),
    fc.record({ deployChild: fc.record({ 'Project.Name': word, 'WhatIf.Value': fc.constantFrom('Yes', 'No') }) }),
    fc.record({ type: fc.constant('Octopus.Other'), properties: fc.dictionary(word, fc.string()) }),
  )
  const more = fc.record(
    { environments: fc.uniqueArray(word), disabled: fc.boolean(), notes: fc.string(), channels: fc.uniqueArray(word) },
    { requiredKeys: [] },
  )
  const step = fc
    .tuple(word, action, more, fc.uniqueArray(word), fc.option(fc.string({ minLength: 1 })), fc.boolean())
    .map(([name, does, rest, roles, conditionExpression, isShort]) => ({
      name,
      ...(roles.length > 0 ? { roles } : {}),
      ...(conditionExpression === null ? {} : { conditionExpression }),
      ...(isShort ? { ...does, ...rest } : { actions: [{ name: `${name}!`, ...does, ...rest }] }),
    }))

  test('writing a process short and reading it again gives the same process', async () => {
    await fc.assert(
      fc.property(fc.array(step), (written) => {
        const complete = processSteps.complete(written, anywhere)
        expect(processSteps.complete(processSteps.shorten(complete), anywhere)).toEqual(complete)
      }),
    )
  })

  test('sending a process and reading what the server has gives the same process', async () => {
    await fc.assert(
      fc.property(fc.array(step), (written) => {
        const complete = processSteps.complete(written, anywhere)
        expect(processSteps.fromWire(processSteps.toWire(complete, anywhere), anywhere)).toEqual(complete)
      }),
    )
  })
})

describe('variables', () => {
  const set = (...written: readonly unknown[]) => completeVariables(written, anywhere)
  const merged = (found: readonly unknown[], wanted: readonly unknown[]) =>
    shortenVariables(mergeVariables(set(...found), set(...wanted)))
  const inTest = { environments: ['Test'] }

  test.each([
    {
      name: 'a name that the manifest does not speak of stays',
      found: [{ name: 'a', value: '1' }],
      wanted: [{ name: 'b', value: '2' }],
      gives: [
        { name: 'a', value: '1' },
        { name: 'b', value: '2' },
      ],
    },
    {
      name: 'of a name that it speaks of only what it says stays',
      found: [
        { name: 'a', value: '1', scope: inTest },
        { name: 'a', value: '2' },
      ],
      wanted: [{ name: 'A', value: '3' }],
      gives: [{ name: 'A', value: '3' }],
    },
    {
      name: 'the same scope in another order is the same variable',
      found: [{ name: 'a', value: '1', scope: { roles: ['x', 'y'] } }],
      wanted: [{ name: 'a', value: '2', scope: { roles: ['Y', 'X'] } }],
      gives: [{ name: 'a', value: '2', scope: { roles: ['Y', 'X'] } }],
    },
  ])('$name', ({ found, wanted, gives }) => expect(merged(found, wanted)).toEqual(gives))

  test('merging twice is merging once', async () => {
    const variable = fc.record({
      name: fc.constantFrom('a', 'b'),
      value: fc.constantFrom('1', '2'),
      scope: fc.constantFrom({}, inTest, { roles: ['x'] }),
    })
    const list = fc.uniqueArray(variable, { selector: ({ name, scope }) => name + JSON.stringify(scope) })
    await fc.assert(
      fc.property(list, list, (found, wanted) => {
        const once = mergeVariables(set(...found), set(...wanted))
        expect(mergeVariables(once, set(...wanted))).toEqual(once)
      }),
    )
  })
})

test('a difference of lines leads from the one text to the other', async () => {
  const lines = fc.array(fc.constantFrom('a', 'b', 'c'))
  await fc.assert(
    fc.property(lines, lines, (before, after) => {
      const diff = diffLines(before, after)
      const without = (sign: string) => diff.filter((line) => !line.startsWith(sign)).map((line) => line.slice(2))
      expect(without('+')).toEqual(before)
      expect(without('-')).toEqual(after)
    }),
  )
})

describe('on a server', () => {
  let server: TestServer
  let folder: string
  beforeAll(async () => {
    server = await startTestServer()
    folder = await mkdtemp(join(tmpdir(), 'flotilla-manifest-'))
  })
  afterAll(async () => {
    await server.remove()
    await rm(folder, { recursive: true, force: true })
  })

  const environment = { ACME_HOME: '/srv/acme' }
  const clientOf = ({ url }: TestServer) => createClient({ url, apiKey: ADMIN_KEY })
  const apply = (on: TestServer, file: string, isDryRun = false) =>
    applyManifest({ client: clientOf(on), files: [file], environment, isDryRun })
  const exported = async (on: TestServer) => exportManifest(await enterSpace(clientOf(on), undefined))
  let written = 0
  const write = async (text: string) => {
    written += 1
    const file = join(folder, `${written}.yaml`)
    await writeFile(file, text)
    return file
  }

  test('a dry run prints what is to be made and makes nothing', async () => {
    const before = await exported(server)
    const plan = await apply(server, ACME_SHOP, true)
    expect(describePlan(plan).join('\n')).toContain('+ project Web API')
    expect(plan.changes.every(({ kind }) => kind === 'create')).toBe(true)
    expect((await exported(server)).text).toBe(before.text)
  })

  test('applying makes everything; applying again changes nothing', async () => {
    expect((await apply(server, ACME_SHOP)).changes.length).toBeGreaterThan(50)
    expect((await apply(server, ACME_SHOP)).changes).toEqual([])
    const { body: processes } = await server.api('GET', '/api/deploymentprocesses?take=100')
    expect(processes.Items.map(({ Steps }: { Steps: unknown[] }) => Steps.length).sort()).toEqual([2, 2, 2, 2, 9])
  })

  test('applying an export to an empty server and exporting that gives the same text', async () => {
    const first = await exported(server)
    expect(first.notes).toEqual([])
    const other = await startTestServer()
    try {
      await apply(other, await write(first.text))
      expect((await exported(other)).text).toBe(first.text)
    } finally {
      await other.remove()
    }
  })

  test('only what differs is changed, and the difference is told', async () => {
    const file = await write(`
environments: [{ name: staging, description: Like Production }]
projects:
  - name: Web UI
    lifecycle: Component
    variables: [{ name: Acme.Colour, value: blue }]
`)
    const plan = await apply(server, file, true)
    expect(plan.changes.map(({ kind, what }) => `${kind} ${what}`)).toEqual([
      'change environment staging',
      'change variables of Web UI',
    ])
    expect(describePlan(plan).join('\n')).toContain('description: "" → "Like Production"')
    expect(describePlan(plan).join('\n')).toContain('+ - name: Acme.Colour')
    await apply(server, file)
    expect((await apply(server, file)).changes).toEqual([])
    // Neither the name's spelling nor the variables that the manifest leaves out have changed.
    const { text } = await exported(server)
    expect(text).toContain('name: Staging\n    description: Like Production')
    expect(text).toMatch(/name: Acme.Component\n\s+value: web-ui/)
  })

  test('a secret is sent once, never compared and never exported', async () => {
    const file = await write(`
projects:
  - name: Database
    lifecycle: Component
    variables: [{ name: Password, type: Sensitive, valueFrom: ACME_HOME }]
`)
    expect((await apply(server, file)).changes).toHaveLength(1)
    expect((await apply(server, file)).changes).toEqual([])
    expect((await exported(server)).text).toContain('- name: Password\n        type: Sensitive\n')
    const again = await applyManifest({ client: clientOf(server), files: [file], environment, replacesSecrets: true })
    expect(again.changes).toHaveLength(1)
  })

  test('M7: a secret that is too short to be hidden in logs is told', async () => {
    const file = await write(`
projects:
  - name: Database
    lifecycle: Component
    variables: [{ name: Pin, type: Sensitive, value: 123 }]
`)
    const { notes } = await apply(server, file)
    expect(notes).toEqual([
      'Database: Variables[Pin].Value: has fewer than 4 characters, so it cannot be hidden in logs.',
    ])
  })

  test('names that nothing has are told, all of them, before anything is sent', async () => {
    const before = await exported(server)
    const file = await write(`
environments: [{ name: New }]
lifecycles: [{ name: Odd, phases: [{ name: One, environments: [New, Nowhere] }] }]
projects: [{ name: P, lifecycle: None, process: [{ name: S, script: echo, channels: [Fast] }] }]
`)
    const error = await apply(server, file).catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(ManifestError)
    expect((error as ManifestError).problems.map(({ path }) => path)).toEqual([
      'lifecycles[0].phases[0].environments[1]',
      'projects[0].lifecycle',
      'projects[0].process[0].actions[0].channels[0]',
    ])
    expect((await exported(server)).text).toBe(before.text)
  })

  test('files that are not there and values that are not set are told as well', async () => {
    const file = await write(`
projects:
  - name: P
    lifecycle: Component
    process: [{ name: S, scriptFile: none.sh }]
    variables: [{ name: V, valueFrom: NOT_SET }]
`)
    await expect(apply(server, file)).rejects.toThrow(/process\[0\]\.scriptFile: 'none\.sh'[\s\S]*NOT_SET is not set/)
  })
})
