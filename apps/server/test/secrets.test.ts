import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { cp, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { ADMIN_KEY, type Api, eventually, startTestServer, type TestServer, taskEnded } from '@flotilla/testkit'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { secretForms } from '../src/execution/index.ts'

const run = promisify(execFile)

/** Every secret of the test world is a random text of its own, awkward to write in most notations. */
const canaries = new Map<string, string>()
function canary(door: string): string {
  const text = `k${randomBytes(9).toString('base64url')}"&'${randomBytes(6).toString('hex')}`
  canaries.set(door, text)
  return text
}

/** The doors whose secrets stand in this text, in any form. */
function leaksIn(text: string): string[] {
  return [...canaries].flatMap(([door, secret]) =>
    secretForms(secret).some((form) => text.includes(form)) ? [door] : [],
  )
}

const databaseOf = async (dataDir: string): Promise<string> => {
  const password = (await readFile(join(dataDir, 'database-password'), 'utf8')).trim()
  const port = (await readFile(join(dataDir, 'database/postmaster.pid'), 'utf8')).split('\n')[3]
  return `postgres://flotilla:${encodeURIComponent(password)}@127.0.0.1:${port}/flotilla`
}

async function query<T extends pg.QueryResultRow>(dataDir: string, text: string, values: unknown[] = []): Promise<T[]> {
  const client = new pg.Client({ connectionString: await databaseOf(dataDir) })
  await client.connect()
  try {
    return (await client.query<T>(text, values)).rows
  } finally {
    await client.end()
  }
}

/** All rows of all tables of all schemas, as text. */
async function dump(dataDir: string): Promise<Map<string, string>> {
  const tables = await query<{ name: string }>(
    dataDir,
    `select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname not in ('pg_catalog', 'information_schema')`,
  )
  const found = new Map<string, string>()
  for (const { name } of tables) {
    const rows = await query<{ row: string }>(dataDir, `select t::text as row from ${name} t`)
    // Bytes are shown in hexadecimal digits, which is one of the forms that are looked for.
    found.set(name, rows.map(({ row }) => row).join('\n'))
  }
  return found
}

async function filesBelow(directory: string): Promise<string[]> {
  const entries = await readdir(directory, { withFileTypes: true, recursive: true })
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
}

const leaksInFiles = async (directory: string): Promise<string[]> => {
  const leaks: string[] = []
  for (const file of await filesBelow(directory)) {
    const text = (await readFile(file).catch(() => Buffer.alloc(0))).toString('latin1')
    leaks.push(...leaksIn(text).map((door) => `${door} in ${file}`))
  }
  return leaks
}

/** Command lines and environments of all processes but this one. */
async function leaksInProcesses(): Promise<string[]> {
  const leaks: string[] = []
  for (const pid of await readdir('/proc')) {
    if (!/^\d+$/.test(pid) || Number(pid) === process.pid) continue
    for (const file of ['cmdline', 'environ']) {
      const text = await readFile(`/proc/${pid}/${file}`, 'latin1').catch(() => '')
      leaks.push(...leaksIn(text).map((door) => `${door} in ${file} of ${pid}: ${text.slice(0, 80)}`))
    }
  }
  return leaks
}

async function ok(api: Api, method: string, path: string, body?: unknown): Promise<Any> {
  const answer = await api(method, path, body)
  if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`)
  return answer.body
}
// biome-ignore lint/suspicious/noExplicitAny: tests look at whatever the wire has
type Any = any

/** Writes a variable in many ways. The names of the ways stand in the lines, the variable's value only in disguise. */
const ECHOES = (name: string): string => `
value="$(get_octopusvariable "${name}")"
echo "plain: $value"
echo "twice: $value$value" >&2
printf 'split: %s\\n%s\\n' "\${value:0:9}" "\${value:9}"
printf '%s' "part: \${value:0:7}"; sleep 0.2; printf '%s\\n' "\${value:7}"
echo "base64: $(printf '%s' "$value" | base64 -w0) $(printf 'x%s' "$value" | base64 -w0) $(printf 'xy%s' "$value" | base64 -w0)"
echo "wrapped:"; printf 'some text before %s and text behind it, so that it is wrapped' "$value" | base64 -w 20
echo "hex: $(printf '%s' "$value" | od -An -v -tx1 | tr -d ' \\n')"
printf 'quoted: %q\\n' "$value"
`

const script = (body: string, more: Record<string, unknown> = {}) => ({
  ActionType: 'Octopus.Script',
  Properties: {
    'Octopus.Action.RunOnServer': 'true',
    'Octopus.Action.Script.Syntax': 'Bash',
    'Octopus.Action.Script.ScriptBody': body,
    ...more,
  },
})

interface World {
  readonly releaseId: string
  readonly environmentId: string
  readonly parentId: string
  readonly tenantId: string
  readonly formValues: Record<string, string>
  /** Deploys a script that writes a secret once. */
  readonly small: string
}

/** Every letter and digit becomes the next one. */
const shift = (text: string): string => text.replaceAll(/[A-Za-z0-9]/g, (found) => NEXT[ORDER.indexOf(found)]!)
const ORDER = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'
const NEXT = 'BCDEFGHIJKLMNOPQRSTUVWXYZAbcdefghijklmnopqrstuvwxyza1234567890'

/** A suite with a child, and a secret behind every door. */
async function buildWorld(api: Api): Promise<World> {
  const environment = await ok(api, 'POST', '/api/Spaces-1/environments', { Name: 'Test' })
  const lifecycle = (await ok(api, 'GET', '/api/Spaces-1/lifecycles')).Items[0]
  const group = (await ok(api, 'GET', '/api/Spaces-1/projectgroups')).Items[0]
  const library = await ok(api, 'POST', '/api/Spaces-1/libraryvariablesets', {
    Name: 'Shared',
    Templates: [
      {
        Name: 'Template',
        DisplaySettings: { 'Octopus.ControlType': 'Sensitive' },
        DefaultValue: { HasValue: true, NewValue: canary('default of a template') },
      },
    ],
  })
  const addVariables = async (setId: string, variables: readonly Record<string, unknown>[]): Promise<Any> => {
    const path = `/api/Spaces-1/variables/${setId}`
    const set = await ok(api, 'GET', path)
    return ok(api, 'PUT', path, { ...set, Variables: variables })
  }
  const sensitive = (Name: string, Value: string, more = {}) => ({
    Name,
    Value,
    Type: 'Sensitive',
    IsSensitive: true,
    ...more,
  })
  const prompt = (control: string) => ({
    Prompt: { Label: '', Description: '', Required: false, DisplaySettings: { 'Octopus.ControlType': control } },
  })
  await addVariables(library.VariableSetId, [sensitive('Library.Secret', canary('variable of a library set'))])

  const newProject = (Name: string) =>
    ok(api, 'POST', '/api/Spaces-1/projects', {
      Name,
      LifecycleId: lifecycle.Id,
      ProjectGroupId: group.Id,
      TenantedDeploymentMode: 'TenantedOrUntenanted',
      IncludedLibraryVariableSetIds: [library.Id],
    })
  const setSteps = async (project: Any, actions: readonly Record<string, unknown>[]) => {
    const path = `/api/Spaces-1/deploymentprocesses/${project.DeploymentProcessId}`
    const Steps = actions.map((action) => ({ Name: action.Name, Actions: [action] }))
    await ok(api, 'PUT', path, { ...(await ok(api, 'GET', path)), Steps })
  }
  const release = (project: Any) => ok(api, 'POST', '/api/Spaces-1/releases', { ProjectId: project.Id, Version: '1.0' })

  const child = await newProject('Child')
  await addVariables(child.VariableSetId, [
    sensitive('Child.Answer', '', prompt('Sensitive')),
    { Name: 'Child.Open', Value: '', Type: 'String', ...prompt('SingleLineText') },
  ])
  await setSteps(child, [
    { Name: 'Say', ...script(`${ECHOES('Child.Answer')}${ECHOES('Child.Open')}${ECHOES('Library.Secret')}`) },
  ])
  await release(child)

  const account = await ok(api, 'POST', '/api/Spaces-1/accounts', {
    Name: 'Account',
    AccountType: 'UsernamePassword',
    Username: 'somebody',
    Password: { HasValue: true, NewValue: canary('password of an account') },
  })
  const parent = await newProject('Parent')
  // What others are made of is no secret by name.
  const composite = { Name: 'Composite', Value: '#{Project.Secret}@#{Library.Secret}/#{Template}', Type: 'String' }
  const set = await addVariables(parent.VariableSetId, [
    sensitive('Project.Secret', canary('variable of a project')),
    composite,
    sensitive('Handed.Down', canary('handed to an open answer')),
    { Name: 'Account', Value: account.Id, Type: 'UsernamePasswordAccount' },
    sensitive('Asked', '', prompt('Sensitive')),
    { Name: 'Asked.Openly', Value: '', Type: 'String', ...prompt('Sensitive') },
  ])
  const output = canary('sensitive output')
  const announced = canary('announced by a script')
  // Handed to the scripts in disguise: what stands in a process in clear is no secret.
  const reveal = (text: string) =>
    `$(printf '%s' '${shift(text).replaceAll("'", "'\\''")}' | tr 'B-ZAb-za1-90' 'A-Za-z0-9')`
  await setSteps(parent, [
    {
      Name: 'Project',
      ...script(
        `${ECHOES('Project.Secret')}${ECHOES('Asked')}${ECHOES('Asked.Openly')}${ECHOES('Library.Secret')}${ECHOES('Account.Password')}${ECHOES('Composite')}`,
      ),
    },
    {
      Name: 'Property',
      ...script(`${ECHOES('Token')}\necho notes >notes.txt\nnew_octopusartifact notes.txt "notes of $value.txt"`, {
        Token: { HasValue: true, NewValue: canary('property of an action') },
      }),
    },
    {
      Name: 'Output',
      ...script(
        `value="${reveal(output)}"\nset_octopusvariable Plain "copy of $value"\nset_octopusvariable Secret "$value" -sensitive\necho "own: $value"`,
      ),
    },
    {
      Name: 'Announce',
      ...script(
        `value="${reveal(announced)}"\necho "early: $value"\nsleep 0.3\nprintf "##octopus[mask value='%s']\\n" "$(printf '%s' "$value" | base64 -w0)"\necho "late: $value"\n${ECHOES('Octopus.Action[Output].Output.Secret')}`,
      ),
    },
    {
      Name: 'Child',
      ActionType: 'Flotilla.DeployChildProject',
      Properties: {
        'Octopus.Action.RunOnServer': 'true',
        'ChildProject.Project.Name': 'Child',
        'ChildProject.Prompted.Variables': 'Child.Answer::#{Asked}\nChild.Open::say #{Handed.Down} aloud',
      },
    },
  ])
  const { Id: releaseId } = await release(parent)
  const small = await newProject('Small')
  await setSteps(small, [
    { Name: 'Say', ...script('echo "plain: $(get_octopusvariable Library.Secret)"') },
    { Name: 'Ask', ...script(ECHOES('Template')) },
  ])
  const tenant = await ok(api, 'POST', '/api/Spaces-1/tenants', {
    Name: 'Acme',
    ProjectEnvironments: { [parent.Id]: [environment.Id], [small.Id]: [environment.Id] },
  })
  const tenantAddress = `/api/Spaces-1/tenants/${tenant.Id}/variables`
  const ofTenant = await ok(api, 'GET', tenantAddress)
  const NewValue = canary('answer of a tenant')
  ofTenant.LibraryVariables[library.Id].Variables[library.Templates[0].Id] = { HasValue: true, NewValue }
  await ok(api, 'PUT', tenantAddress, ofTenant)
  await ok(api, 'POST', '/api/Spaces-1/projecttriggers', {
    Name: 'Yearly',
    ProjectId: parent.Id,
    Filter: { FilterType: 'CronExpressionSchedule', CronExpression: '0 0 0 1 1 *' },
    Action: {
      ActionType: 'DeployNewRelease',
      EnvironmentId: environment.Id,
      Variables: JSON.stringify({ Asked: canary('answer of a trigger'), Unasked: canary('answer to nothing') }),
    },
  })
  const { Id: smallReleaseId } = await release(small)
  const idOf = (name: string) => set.Variables.find((variable: Any) => variable.Name === name).Id
  return {
    releaseId,
    environmentId: environment.Id,
    parentId: parent.Id,
    tenantId: tenant.Id,
    small: smallReleaseId,
    formValues: { [idOf('Asked')]: canary('sensitive prompt'), [idOf('Asked.Openly')]: canary('secret control') },
  }
}

/** Things of one kind are shown alike. */
const IDS_A_KIND = 3

/** Every answer that can be reached by GET: all routes of the API document, for some ids of each kind that answers name. */
async function crawl(server: TestServer): Promise<Map<string, string>> {
  const { body: document } = await server.api('GET', '/api/openapi.json')
  const paths = Object.entries<Any>(document.paths).flatMap(([path, methods]) => (methods.get ? [path] : []))
  const answers = new Map<string, string>()
  const idsOf = new Map<string, readonly string[]>()
  const ask = async (path: string) => {
    if (answers.has(path)) return
    answers.set(path, '')
    const response = await fetch(`${server.url}${path}`, {
      headers: { 'x-octopus-apikey': 'API-ADMINISTRATOR0' },
      signal: AbortSignal.timeout(2_000),
    }).catch(() => undefined)
    // A stream that goes on is read as far as it comes.
    const text = (await response?.text().catch(() => '')) ?? ''
    answers.set(path, text)
    for (const [id, kind] of text.matchAll(/\b([A-Za-z]+)-[A-Za-z0-9-]+/g)) {
      const known = idsOf.get(kind!) ?? []
      if (known.length < IDS_A_KIND && !known.includes(id)) idsOf.set(kind!, [...known, id])
    }
  }
  for (let known = -1; known !== answers.size; ) {
    known = answers.size
    const ids = [...idsOf.values()].flat()
    for (const template of paths) {
      const path = template.replace(/\{(?:spaceId|space|baseSpaceId)\}/i, 'Spaces-1')
      const holes = path.match(/\{[^}]+\}/g) ?? []
      if (holes.length === 0) await ask(path)
      if (holes.length === 1) await Promise.all(ids.map((id) => ask(path.replace(holes[0]!, id))))
    }
  }
  return answers
}

describe('a server full of secrets', () => {
  let server: TestServer
  let world: World
  let taskId: string
  let childTaskId: string
  let plan: Any
  const whileRunning: string[] = []
  const wideFiles: string[] = []

  beforeAll(async () => {
    server = await startTestServer()
    world = await buildWorld(server.api)
    const { ApiKey } = await ok(server.api, 'POST', '/api/users/Users-1/apikeys', { Purpose: 'canary' })
    canaries.set('API key', ApiKey)
    plan = await ok(server.api, 'POST', `/api/Spaces-1/releases/${world.releaseId}/deployments/plan`, {
      EnvironmentId: world.environmentId,
      FormValues: world.formValues,
    })
    const deployment = await ok(server.api, 'POST', '/api/Spaces-1/deployments', {
      ReleaseId: world.releaseId,
      EnvironmentId: world.environmentId,
      FormValues: world.formValues,
    })
    taskId = deployment.TaskId
    const work = join(server.dataDir, 'work')
    await eventually(
      'the suite to end',
      async () => {
        whileRunning.push(...(await leaksInProcesses()))
        for (const file of await filesBelow(work).catch(() => [])) {
          const { mode } = await stat(file).catch(() => ({ mode: 0 }))
          // What a script makes itself is its own affair; the directory around it is closed.
          if (mode & 0o077 && !/^[^/]+\/work\//.test(relative(work, file))) wideFiles.push(file)
        }
        return (await ok(server.api, 'GET', `/api/tasks/${taskId}`)).IsCompleted
      },
      90_000,
    )
    const tasks = await ok(server.api, 'GET', '/api/tasks?take=100')
    childTaskId = tasks.Items.find((task: Any) => task.Description.includes('Child')).Id
  }, 180_000)
  afterAll(() => server.remove())

  const rawLog = async (id: string) => (await server.api('GET', `/api/tasks/${id}/raw`)).body as string

  test('M1 M2 M5: scripts wrote every secret in every way, and the logs show none', async () => {
    const parent = await rawLog(taskId)
    const child = await rawLog(childTaskId)
    expect((await ok(server.api, 'GET', `/api/tasks/${taskId}`)).State).toBe('Success')
    for (const log of [parent, child]) {
      expect(leaksIn(log)).toEqual([])
      expect(
        leaksIn(
          log
            .split('\n')
            .map((line) => line.replace(/^.*?\|\s*/, ''))
            .join(''),
        ),
      ).toEqual([])
      expect(log).toContain('plain: ********')
      // A door that gives its script nothing would prove nothing.
      expect(log).not.toMatch(/plain: *$/m)
      expect(log).toContain('split: ********')
      expect(log).toContain('part: ********')
      expect(log).toContain('hex: ********')
      expect(log).toContain('quoted: ********')
    }
  })

  test('M6 M8: what a script announces is hidden in lines that are stored already, and what a parent hides in its children', async () => {
    const parent = await rawLog(taskId)
    expect(parent).toContain('early: ********')
    expect(parent).toContain('late: ********')
    const artifacts = await ok(server.api, 'GET', `/api/Spaces-1/artifacts?regarding=${taskId}`)
    expect(artifacts.Items.map(({ Filename }: Any) => Filename)).toEqual(['notes of ********.txt'])
    expect(await rawLog(childTaskId)).toContain('plain: say ******** aloud')
  })

  test('K4: no answer of any route holds a secret', async () => {
    const answers = await crawl(server)
    expect(answers.size).toBeGreaterThan(100)
    expect([...answers].flatMap(([path, text]) => leaksIn(text).map((door) => `${door} in ${path}`))).toEqual([])
    expect(JSON.stringify(plan)).toContain('********')
    expect(leaksIn(JSON.stringify(plan))).toEqual([])
  }, 120_000)

  test('K4: a preview of variables shows no secret, nor what is made of one; not on the command line either', async () => {
    const { parentId: project, environmentId: environment, tenantId: tenant } = world
    for (const place of [
      { project, environment },
      { project, environment, tenant },
    ]) {
      const path = `/api/Spaces-1/variables/preview?${new URLSearchParams(place)}`
      const { Variables } = await ok(server.api, 'GET', path)
      const shown = (name: string) => Variables.find(({ Name }: Any) => Name === name).EvaluatedValue
      expect(shown('Composite')).toBe('********@********/********')
      for (const name of ['Template', 'Project.Secret']) expect(shown(name)).toBe('********')
      expect(leaksIn(JSON.stringify(Variables))).toEqual([])
    }
    const place = ['--project', 'Parent', '--environment', 'Test', '--tenant', 'Acme']
    for (const name of [[], ['Composite'], ['Template']]) {
      const { text } = await flotilla({}, 'variable', 'preview', ...name, ...place)
      expect(text).toContain('********')
      expect(leaksIn(text)).toEqual([])
    }
  })

  test('M5: the answer of a tenant is hidden in its deployments', async () => {
    const { TaskId } = await ok(server.api, 'POST', '/api/Spaces-1/deployments', {
      ReleaseId: world.small,
      EnvironmentId: world.environmentId,
      TenantId: world.tenantId,
    })
    expect((await taskEnded(server.api, TaskId)).State).toBe('Success')
    const log = await rawLog(TaskId)
    expect(log).toContain('hex: ********')
    expect(leaksIn(log)).toEqual([])
  })

  test('K4: no table of any schema holds a secret', async () => {
    const tables = await dump(server.dataDir)
    expect(tables.get('public.secret')).toContain('s1.1.')
    expect([...tables].flatMap(([name, text]) => leaksIn(text).map((door) => `${door} in ${name}`))).toEqual([])
  })

  test('K4: a sealed value does not open in another row', async () => {
    const rows = await query<{ owner_id: string; field: string; sealed: string }>(
      server.dataDir,
      `select owner_id, field, sealed from secret where owner_id like 'variableset-Projects-%' and owner_id not like '%-s-%' order by owner_id, field`,
    )
    expect(rows.length).toBeGreaterThan(1)
    const [one, other] = rows as [Any, Any]
    const swap = (sealed: string) =>
      query(server.dataDir, 'update secret set sealed = $3 where owner_id = $1 and field = $2', [
        one.owner_id,
        one.field,
        sealed,
      ])
    await swap(other.sealed)
    const path = `/api/Spaces-1/variables/${one.owner_id}`
    const set = await ok(server.api, 'GET', path)
    const saved = await server.api('PUT', path, set)
    await swap(one.sealed)
    expect(saved.status).toBe(500)
    expect(leaksIn(JSON.stringify(saved.body) + server.output())).toEqual([])
    expect((await server.api('PUT', path, set)).status).toBe(200)
  })

  test('K5: no process had a secret among its arguments or in its environment, and files of scripts are closed', () => {
    expect([...new Set(whileRunning)]).toEqual([])
    expect([...new Set(wideFiles)]).toEqual([])
  })

  test('K2 K4: no file holds a secret, the database and its journal neither; the key file is closed', async () => {
    expect((await stat(join(server.dataDir, 'master-key'))).mode & 0o777).toBe(0o600)
    const leaks = await leaksInFiles(server.dataDir)
    // What was printed before it was announced had been stored; the row is another now, the journal keeps the old one a while.
    expect(leaks.filter((leak) => !/^announced by a script in .*pg_wal/.test(leak))).toEqual([])
    expect(leaksIn(server.output())).toEqual([])
  }, 60_000)

  /** Runs a program beside the server, as its user would. */
  const runBeside = async (env: Record<string, string>, ...args: string[]) =>
    run(process.execPath, args, {
      env: { PATH: process.env.PATH, HOME: process.env.HOME, FLOTILLA_DATA_DIR: server.dataDir, ...env },
    }).then(
      ({ stdout }) => ({ code: 0, text: stdout }),
      (error: { code: number | null; signal: string; stderr: string }) => ({
        code: error.code ?? error.signal,
        text: error.stderr,
      }),
    )
  const flotilla = (env: Record<string, string>, ...args: string[]) =>
    runBeside(
      { FLOTILLA_URL: server.url, FLOTILLA_API_KEY: ADMIN_KEY, ...env },
      fileURLToPath(new URL('../../cli/bin/flotilla.js', import.meta.url)),
      ...args,
    )
  const rotate = (env: Record<string, string>, ...args: string[]) => flotilla(env, 'server', 'rotate-key', ...args)
  /** The same by the build that kills itself at `rotate.half`. */
  const rotateHalf = (isData: boolean) => {
    const program = new URL('../dist-test/main.js', import.meta.url)
    const code = `import(${JSON.stringify(program)}).then((server) => server.rotateKeyMain([], { data: ${isData} }))`
    return runBeside({ FLOTILLA_TEST_CRASH_AT: 'rotate.half' }, '--eval', code)
  }
  const deployAgain = async () => {
    const { TaskId } = await ok(server.api, 'POST', '/api/Spaces-1/deployments', {
      ReleaseId: world.small,
      EnvironmentId: world.environmentId,
    })
    expect((await taskEnded(server.api, TaskId)).State).toBe('Success')
    expect(await rawLog(TaskId)).toContain('plain: ********')
  }
  const keyIds = async () => {
    const rows = await query<{ key: string }>(
      server.dataDir,
      `select distinct split_part(sealed, '.', 2) as key from (
         select sealed from secret union all select sealed from output_variable union all select sealed from announced_secret
         union all select sealed from hash_key
         union all select form_values #>> '{}' from deployment where form_values <> '{}'
         union all select detail #>> '{}' from task_action where jsonb_typeof(detail) = 'string') all_sealed`,
    )
    return rows.map(({ key }) => key)
  }

  test('K3: the master key is changed beside a running server, which goes on and starts again', async () => {
    const before = await readFile(join(server.dataDir, 'master-key'), 'utf8')
    expect(await rotate({})).toMatchObject({ code: 0 })
    const after = await readFile(join(server.dataDir, 'master-key'), 'utf8')
    expect(after).not.toBe(before)
    await deployAgain()
    await server.stop()
    server = await startTestServer({ dataDir: server.dataDir })
    await deployAgain()
  }, 120_000)

  test('K3: every value is sealed with a new data key beside a running server', async () => {
    expect(await keyIds()).toEqual(['1'])
    const [done] = await Promise.all([rotate({}, '--data'), deployAgain()])
    expect(done).toMatchObject({ code: 0 })
    expect(await keyIds()).toEqual(['2'])
    await deployAgain()
  }, 120_000)

  test('K3: a rotation that was interrupted is taken up, wherever it stopped', async () => {
    const file = join(server.dataDir, 'master-key')
    // Before the database changed: there is a next key that nothing is wrapped by.
    await writeFile(`${file}.next`, `${randomBytes(32).toString('base64')}\n`, { mode: 0o600 })
    const next = await readFile(`${file}.next`, 'utf8')
    await cp(file, `${file}.old`)
    expect(await rotate({})).toMatchObject({ code: 0 })
    expect(await readFile(file, 'utf8')).toBe(next)
    // After the database changed, before the file did.
    await server.stop()
    await rename(file, `${file}.next`)
    await rename(`${file}.old`, file)
    server = await startTestServer({ dataDir: server.dataDir })
    expect(await readFile(file, 'utf8')).toBe(next)
    await deployAgain()
  }, 120_000)

  test('K3 F1: a change of the data key that was killed half-way leaves all values open, and is finished when it is asked for again', async () => {
    const [before] = await keyIds()
    // The first is killed behind the first table; the second goes on and is killed behind the next one.
    for (let kill = 1; kill <= 2; kill += 1) {
      expect(await rotateHalf(true)).toMatchObject({ code: 'SIGKILL' })
      expect(new Set(await keyIds())).toEqual(new Set([before, '3']))
      await deployAgain()
    }
    expect(await rotate({}, '--data')).toMatchObject({ code: 0, text: expect.stringContaining('was not finished') })
    expect(await keyIds()).toEqual(['3'])
    await deployAgain()
    // This opens every value once.
    expect(await rotate({}, '--data')).toMatchObject({ code: 0, text: expect.stringContaining('Data key 4') })
    expect(await keyIds()).toEqual(['4'])
    await deployAgain()
  }, 180_000)

  test('K3 F1: a change of the master key that was killed half-way is finished by the next start', async () => {
    const file = join(server.dataDir, 'master-key')
    const before = await readFile(file, 'utf8')
    expect(await rotateHalf(false)).toMatchObject({ code: 'SIGKILL' })
    expect(await readFile(file, 'utf8')).toBe(before)
    await deployAgain()
    await server.stop()
    server = await startTestServer({ dataDir: server.dataDir })
    expect(await readFile(file, 'utf8')).not.toBe(before)
    await deployAgain()
  }, 120_000)

  test('K2: without its key, with a wrong one or an open key file a server refuses to start and says what to do', async () => {
    const file = join(server.dataDir, 'master-key')
    const key = await readFile(file, 'utf8')
    await server.stop()
    const refusal = async (env: Record<string, string> = {}) => {
      const message = await startTestServer({ dataDir: server.dataDir, env }).then(
        () => 'it started',
        (error: Error) => error.message,
      )
      // Nothing of such a start runs on.
      expect(await stat(join(server.dataDir, 'database/postmaster.pid')).catch(() => 'no database')).toBe('no database')
      return message
    }
    await rm(file)
    expect(await refusal()).toContain('FLOTILLA_MASTER_KEY')
    expect(await stat(file).catch(() => 'no file')).toBe('no file')
    expect(await refusal({ FLOTILLA_MASTER_KEY: randomBytes(32).toString('base64') })).toContain('another master key')
    expect(await refusal({ FLOTILLA_MASTER_KEY: 'pa55word-pa55word' })).toContain('openssl rand')
    await writeFile(file, key, { mode: 0o644 })
    expect(await refusal()).toContain('chmod 600')
    await rm(file)
    server = await startTestServer({ dataDir: server.dataDir, env: { FLOTILLA_MASTER_KEY: key.trim() } })
    await deployAgain()
  }, 120_000)
})
