// biome-ignore-all lint/suspicious/noTemplateCurlyInString: scripts write ${name}, too.
import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { eventually, startTestServer, type TestServer, taskEnded } from '@flotilla/testkit'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { hasProgram } from '../src/execution/testing.ts'

const hasPowerShell = hasProgram('pwsh')
const hasPython = hasProgram('python3')

let server: TestServer
let environmentId: string
let outside: string
let count = 0
const MACHINES = ['web-1', 'web-2']

beforeAll(async () => {
  server = await startTestServer({ env: { FLOTILLA_MAX_ARTIFACT_BYTES: '3000000' } })
  environmentId = (await create('environments', { Name: 'Test' })).Id
  for (const Name of MACHINES)
    await create('machines', {
      Name,
      EnvironmentIds: [environmentId],
      Roles: ['web'],
      Endpoint: { CommunicationStyle: 'None' },
    })
  outside = await mkdtemp(join(tmpdir(), 'flotilla-outside-'))
  await writeFile(join(outside, 'report.txt'), 'from outside')
  await symlink(join(server.dataDir, 'work'), join(outside, 'link-to-data'))
})
afterAll(async () => {
  await server.remove()
  await rm(outside, { recursive: true, force: true })
})

async function create(path: string, body: unknown) {
  const answer = await server.api('POST', `/api/Spaces-1/${path}`, body)
  expect(answer.status, JSON.stringify(answer.body)).toBe(201)
  return answer.body
}
const get = async (path: string) => (await server.api('GET', path)).body

interface ScriptStep {
  readonly name?: string
  readonly syntax?: string
  readonly body: string
  /** On the machines with this role; without it once, on the server. */
  readonly role?: string
  /** More properties of `Octopus.Action.Script`. */
  readonly more?: Readonly<Record<string, string>>
}

interface Variable {
  readonly Name: string
  readonly Value: string
  readonly IsSensitive?: boolean
}

/** A project with these steps and variables, its release 1.0 deployed; answers the id of the task, which may still run. */
async function begin(steps: readonly ScriptStep[], variables: readonly Variable[] = []) {
  count += 1
  const lifecycle = (await get('/api/Spaces-1/lifecycles')).Items[0]
  const group = (await get('/api/Spaces-1/projectgroups')).Items[0]
  const project = await create('projects', {
    Name: `Scripts ${count}`,
    LifecycleId: lifecycle.Id,
    ProjectGroupId: group.Id,
  })
  const set = await get(`/api/Spaces-1/variables/${project.VariableSetId}`)
  await server.api('PUT', `/api/Spaces-1/variables/${project.VariableSetId}`, {
    ...set,
    Variables: variables.map((variable) => ({ Type: variable.IsSensitive ? 'Sensitive' : 'String', ...variable })),
  })
  const address = `/api/Spaces-1/deploymentprocesses/${project.DeploymentProcessId}`
  const process = await get(address)
  const put = await server.api('PUT', address, {
    ...process,
    Steps: steps.map(({ name = 'Run', syntax = 'Bash', body, role, more = {} }) => ({
      Name: name,
      Properties: role ? { 'Octopus.Action.TargetRoles': role } : {},
      Actions: [
        {
          Name: name,
          ActionType: 'Octopus.Script',
          Properties: {
            'Octopus.Action.RunOnServer': role ? 'false' : 'true',
            ...(syntax ? { 'Octopus.Action.Script.Syntax': syntax } : {}),
            'Octopus.Action.Script.ScriptBody': body,
            ...Object.fromEntries(Object.entries(more).map(([key, value]) => [`Octopus.Action.Script.${key}`, value])),
          },
        },
      ],
    })),
  })
  expect(put.status, JSON.stringify(put.body)).toBe(200)
  const release = await create('releases', { ProjectId: project.Id, Version: '1.0' })
  const deployment = await create('deployments', { ReleaseId: release.Id, EnvironmentId: environmentId })
  return { taskId: deployment.TaskId as string, releaseId: release.Id as string, projectId: project.Id as string }
}

interface LoggedLine {
  readonly Category: string
  readonly MessageText: string
}

/** The same, waited for: its state, its lines as "Category: text", and its artifacts. */
async function deploy(steps: readonly ScriptStep[] | string, variables: readonly Variable[] = []) {
  const begun = await begin(typeof steps === 'string' ? [{ body: steps }] : steps, variables)
  const task = await taskEnded(server.api, begun.taskId)
  const details = await get(`/api/tasks/${begun.taskId}/details?verbose=true`)
  const lines: string[] = []
  const walk = (activity: { LogElements: LoggedLine[]; Children: never[] }) => {
    for (const { Category, MessageText } of activity.LogElements) lines.push(`${Category}: ${MessageText}`)
    activity.Children.forEach(walk)
  }
  details.ActivityLogs.forEach(walk)
  const artifacts = (await get(`/api/Spaces-1/artifacts?regarding=${begun.taskId}&order=asc`)).Items
  return { ...begun, task, lines, details, artifacts }
}
const base64 = (text: string) => Buffer.from(text).toString('base64')
const download = async (id: string) => {
  const answer = await fetch(`${server.url}/api/Spaces-1/artifacts/${id}/content`, {
    headers: { 'x-octopus-apikey': 'API-ADMINISTRATOR0' },
  })
  return Buffer.from(await answer.arrayBuffer())
}

describe('languages', () => {
  test.skipIf(!hasPython)(
    'Bash, Python and JavaScript see the same variables, and what they put out reaches later steps',
    async () => {
      const hostile = `$(touch x) \`y\` it's "quoted" \\ ä🚢 %s\nline two`
      const { task, lines } = await deploy(
        [
          {
            name: 'Bash',
            body: `set -euo pipefail
v=$(get_octopusvariable Hostile); [ "$v" = "\${octopus_parameters[Hostile]}" ]
set_octopusvariable Copy "$v"; set_octopusvariable Key "s3cr3t-bash" -sensitive; echo "key s3cr3t-bash"`,
          },
          {
            name: 'Python',
            syntax: 'Python',
            body: `set_octopusvariable('Copy', get_octopusvariable('hostile'))
set_octopusvariable('Flag', 1 == 1)
set_octopusvariable('Key', 's3cr3t-python', True)
print('key s3cr3t-python')`,
          },
          {
            name: 'JavaScript',
            syntax: 'JavaScript',
            body: `setOctopusVariable('Copy', getOctopusVariable('hostile')); setOctopusVariable('Flag', true)
setOctopusVariable('Key', 's3cr3t-js', true); console.log('key s3cr3t-js', await Promise.resolve(1))`,
          },
          {
            name: 'Last',
            body: `for step in Bash Python JavaScript; do
  [ "$(get_octopusvariable "Octopus.Action[$step].Output.Copy")" = "$(get_octopusvariable Hostile)" ] && echo "$step same"
  get_octopusvariable "Octopus.Action[$step].Output.Key" | wc -c
done
echo "#{Octopus.Action[Python].Output.Flag} #{if Octopus.Action[JavaScript].Output.Flag == "True"}yes#{/if}"`,
          },
        ],
        [{ Name: 'Hostile', Value: hostile }],
      )
      expect(task.State).toBe('Success')
      expect(lines).toEqual(
        expect.arrayContaining([
          'Info: Bash same',
          'Info: Python same',
          'Info: JavaScript same',
          'Info: 11',
          'Info: 13',
          'Info: 9',
          'Info: True yes',
          'Info: key ********',
          'Info: key ******** 1',
        ]),
      )
      expect(lines.join('\n')).not.toContain('s3cr3t')
    },
  )

  test.skipIf(!hasPython)(
    'parameters are words of the script, whatever stands in the values they are made of',
    async () => {
      const { lines } = await deploy(
        [
          { body: 'printf "[%s]" "$@"; echo', more: { ScriptParameters: `one "#{Value}" 'a b'` } },
          {
            name: 'Python',
            syntax: 'Python',
            body: 'import sys; print(sys.argv[1:])',
            more: { ScriptParameters: `one "#{Value}" 'a b'` },
          },
        ],
        [{ Name: 'Value', Value: '$(touch x); `y`' }],
      )
      expect(lines).toEqual(
        expect.arrayContaining(['Info: [one][$(touch x); `y`][a b]', `Info: ['one', '$(touch x); \`y\`', 'a b']`]),
      )
    },
  )

  test.skipIf(hasPowerShell)(
    'PowerShell, the language of a step that names none, fails with what to install (pwsh is not here)',
    async () => {
      for (const syntax of ['PowerShell', '']) {
        const { task, lines } = await deploy([{ syntax, body: 'Write-Host never' }])
        expect(task).toMatchObject({ State: 'Failed', ErrorMessage: expect.stringContaining('Install PowerShell') })
        expect(lines.filter((line) => line.startsWith('Fatal'))).toEqual([
          expect.stringContaining('PowerShell scripts need PowerShell 7 (the program pwsh)'),
        ])
      }
    },
  )

  test.skipIf(!hasPowerShell)(
    `PowerShell runs${hasPowerShell ? '' : ' (skipped: pwsh is not installed here)'}`,
    async () => {
      const { task, lines, artifacts } = await deploy(
        [
          {
            name: 'First',
            syntax: 'PowerShell',
            body: `Set-OctopusVariable -Name Copy -Value $OctopusParameters['my.value']; Write-Highlight "plain $MyValue"
'notes' | Set-Content notes.txt; New-OctopusArtifact -Path notes.txt`,
          },
          { name: 'Second', body: 'echo "got $(get_octopusvariable "Octopus.Action[First].Output.Copy")"' },
        ],
        [{ Name: 'My.Value', Value: `it's "here"` }],
      )
      expect(task.State).toBe('Success')
      expect(lines).toEqual(expect.arrayContaining([`Highlight: plain it's "here"`, `Info: got it's "here"`]))
      expect(artifacts).toMatchObject([{ Filename: 'notes.txt' }])
    },
  )

  test.each([
    {
      more: { ScriptSource: 'GitRepository' },
      syntax: 'Bash',
      says: 'comes from the source GitRepository, which this server does not offer',
    },
    {
      more: {},
      syntax: 'FSharp',
      says: 'Scripts in FSharp are not supported; the languages are Bash, PowerShell, Python, JavaScript.',
    },
    { more: { ScriptParameters: '"open' }, syntax: 'Bash', says: 'a quotation mark without its end' },
  ])('$syntax with $more is refused: $says', async ({ more, syntax, says }) => {
    const { task } = await deploy([{ body: 'echo never', syntax, more: more as Record<string, string> }])
    expect(task).toMatchObject({ State: 'Failed', ErrorMessage: expect.stringContaining(says) })
  })
})

describe('what is filled in', () => {
  test('text in the script before it runs; what is not known stays, or fails the step when that is asked for', async () => {
    const body = 'echo "#{Colour} #{Unknown.Thing}"'
    const variables = [
      { Name: 'Colour', Value: 'blue #{Shade}' },
      { Name: 'Shade', Value: 'light' },
    ]
    const kept = await deploy(body, variables)
    expect(kept.task.State).toBe('Success')
    expect(kept.lines).toContain('Info: blue light #{Unknown.Thing}')

    const strict = [...variables, { Name: 'OctopusShouldFailDeploymentOnSubstitutionFails', Value: 'True' }]
    const failed = await deploy(body, strict)
    expect(failed.task).toMatchObject({ State: 'Failed', ErrorMessage: expect.stringContaining('#{Unknown.Thing}') })
    expect((await deploy('echo "#{Colour}"', strict)).task.State).toBe('Success')
  })

  test('variables are listed when that is asked for, with a warning, and secrets are not', async () => {
    const { lines, task } = await deploy('echo hello', [
      { Name: 'OctopusPrintVariables', Value: 'True' },
      { Name: 'OctopusPrintEvaluatedVariables', Value: 'true' },
      { Name: 'Greeting', Value: 'Hello #{Name}' },
      { Name: 'Name', Value: 'you' },
      { Name: 'Pin', Value: '123', IsSensitive: true },
      { Name: 'Uses', Value: 'pin #{Long}' },
      { Name: 'Long', Value: 'very-secret', IsSensitive: true },
    ])
    expect(lines).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^Warning: OctopusPrintVariables is on/),
        expect.stringMatching(/^Warning: OctopusPrintEvaluatedVariables is on/),
        "Verbose: [Greeting] = 'Hello #{Name}'",
        "Verbose: [Greeting] = 'Hello you'",
        "Verbose: [Pin] = '********'",
        "Verbose: [Uses] = 'pin ********'",
      ]),
    )
    expect(task).toMatchObject({ State: 'Success', HasWarningsOrErrors: true })
  })
})

test('the variables that the community step template reads are there', async () => {
  // Source: API reference 6.1.
  const names =
    'Release.Id Release.Number Release.Channel.Id Space.Id Space.Name Deployment.SpecificMachines Deployment.ExcludedMachines Deployment.Machines Task.Id Project.Name Environment.Id Environment.Name Web.ServerUri Deployment.Tenant.Name Deployment.Trigger.Name'
  const { lines, taskId, releaseId } = await deploy([
    {
      syntax: 'JavaScript',
      body: `for (const name of '${names}'.split(' ')) console.log(name + '=' + (octopusParameters['Octopus.' + name] ?? 'none'))
console.log('#{Octopus.Deployment.Tenant.Name}')`,
    },
  ])
  const given = lines.flatMap((line) => /^Info: (\w+\.[\w.]+)=(.*)$/.exec(line)?.slice(1, 3).join('=') ?? [])
  expect(given).toEqual([
    `Release.Id=${releaseId}`,
    'Release.Number=1.0',
    expect.stringMatching(/^Release\.Channel\.Id=Channels-\d+$/),
    'Space.Id=Spaces-1',
    'Space.Name=Default',
    'Deployment.SpecificMachines=',
    'Deployment.ExcludedMachines=',
    'Deployment.Machines=',
    `Task.Id=${taskId}`,
    `Project.Name=Scripts ${count}`,
    `Environment.Id=${environmentId}`,
    'Environment.Name=Test',
    `Web.ServerUri=${server.url}`,
    'Deployment.Tenant.Name=none',
    'Deployment.Trigger.Name=none',
  ])
  // Left as it is, which the step template reads as "not given".
  expect(lines).toContain('Info: #{Octopus.Deployment.Tenant.Name}')
})

describe('service messages', () => {
  test('levels belong to a stream; what does not parse is text; standard error alone is no failure', async () => {
    const { lines, task } = await deploy(`write_verbose v; write_highlight h; write_wait w; write_warning x
echo '##octopus[stdout-error]'; echo e; echo '##octopus[stdout-ignore]'; echo never; echo '##octopus[stdout-default]'; echo d
echo on-stderr >&2; echo '##octopus[stderr-progress]' >&2; echo calm >&2
echo '##octopus[setVariable name=broken]'; echo '#a comment'`)
    expect(task).toMatchObject({ State: 'Success', HasWarningsOrErrors: true })
    const script = lines.filter((line) => !line.includes('deployment'))
    expect(script.filter((line) => !/on-stderr|calm/.test(line))).toEqual([
      'Verbose: v',
      'Highlight: h',
      'Wait: w',
      'Warning: x',
      'Error: e',
      'Info: d',
      'Info: ##octopus[setVariable name=broken]',
      'Info: #a comment',
    ])
    expect(script).toEqual(expect.arrayContaining(['Error: on-stderr', 'Verbose: calm']))
  })

  test('progress shows while the script runs; its reason is that of the failure; masked text is hidden', async () => {
    const gate = join(outside, 'gate')
    const { taskId } = await begin([
      {
        body: `echo "##octopus[mask value='${base64('topsecret')}']"
update_progress 40 "half way, topsecret"
while [ ! -e ${gate} ]; do sleep 0.05; done
fail_step "no space left for topsecret"`,
      },
    ])
    const leaf = async () => (await get(`/api/tasks/${taskId}/details`)).ActivityLogs[0]?.Children[0]?.Children[0]
    const shown = await eventually('the progress', async () => {
      const activity = await leaf()
      return activity?.ProgressPercentage === 40 ? activity : undefined
    })
    expect(shown).toMatchObject({ ProgressPercentage: 40, ProgressMessage: 'half way, ********', Status: 'Running' })
    await writeFile(gate, '')
    const task = await taskEnded(server.api, taskId)
    expect(task).toMatchObject({ State: 'Failed', ErrorMessage: 'no space left for ********' })
    expect(await leaf()).toMatchObject({ Status: 'Failed', ProgressPercentage: 100 })
    expect(await get(`/api/tasks/${taskId}/raw`)).not.toContain('topsecret')
  })

  test('J4: the names of the server are not set, and what is not offered says so', async () => {
    const { lines, task } = await deploy(`set_octopusvariable Octopus.Deployment.Id x
echo "##octopus[set-environmentstate key='${base64('k')}' value='${base64('v')}']"`)
    expect(task).toMatchObject({ State: 'Success', HasWarningsOrErrors: true })
    expect(lines.filter((line) => line.startsWith('Warning'))).toEqual([
      expect.stringContaining('"Octopus.Deployment.Id" can\'t be set'),
      expect.stringContaining('The environment state k was not kept'),
    ])
  })

  test('J4: targets are not made or removed where the environment does not say that scripts may', async () => {
    const { lines, task } = await deploy('new_octopustarget -n t-1 --roles web; remove-octopustarget web-1')
    expect(task.State).toBe('Failed')
    const refused = lines.filter((line) => line.includes('Scripts may not make or remove targets'))
    // Each of them, and why the step failed.
    expect(refused.length).toBeGreaterThanOrEqual(2)
    expect((await get('/api/Spaces-1/machines')).Items.map((machine: { Name: string }) => machine.Name)).toEqual(
      MACHINES,
    )
  })
})

test('output variables of machines: each its own, each by name, and one without', async () => {
  const { lines, task } = await deploy([
    { name: 'Measure', role: 'web', body: 'set_octopusvariable Disk "disk of #{Octopus.Machine.Name}"' },
    {
      name: 'On machines',
      role: 'web',
      body: 'echo "#{Octopus.Machine.Name} sees #{Octopus.Action[Measure].Output.Disk}, and #{Octopus.Action[Measure].Output[web-2].Disk}"',
    },
    { name: 'Once', body: 'echo "once: #{Octopus.Action[Measure].Output.Disk}; #{Octopus.Action[Once].Output.X}"' },
  ])
  expect(task.State).toBe('Success')
  expect(lines).toEqual(
    expect.arrayContaining([
      'Info: web-1 sees disk of web-1, and disk of web-2',
      'Info: web-2 sees disk of web-2, and disk of web-2',
      expect.stringMatching(/^Info: once: disk of web-[12]; #\{Octopus\.Action\[Once\]\.Output\.X\}$/),
    ]),
  )
})

describe('artifacts', () => {
  test.skipIf(!hasPython)(
    'are collected after the script, wherever it could read, under a clean name, also twice the same',
    async () => {
      const { artifacts, task } = await deploy([
        {
          name: 'First',
          body: `mkdir d; echo early >"d/a b.txt"; new_octopusartifact "d/a b.txt"; echo late >"d/a b.txt"
new_octopusartifact ${outside}/report.txt; new_octopusartifact ${outside}/report.txt "../../x/$(printf 'up\\tload.txt')"
printf x >nul.txt; new_octopusartifact nul.txt; : >empty; new_octopusartifact empty
ln -s "d/a b.txt" link; new_octopusartifact link`,
        },
        {
          name: 'Second',
          syntax: 'Python',
          body: `createartifact('late.bin', 'report.txt')\nopen('late.bin', 'wb').write(bytes(range(256)) * 8192)`,
        },
        {
          name: 'Third',
          syntax: 'JavaScript',
          body: `require('fs').writeFileSync('q.txt', 'q'); newOctopusArtifact('q.txt'); process.exit(3)`,
        },
      ])
      // Also those of a script that failed.
      expect(task.State).toBe('Failed')
      const names = artifacts.map((artifact: { Filename: string }) => artifact.Filename)
      expect(names).toEqual(['a b.txt', 'report.txt', 'upload.txt', '_nul.txt', 'empty', 'link', 'report.txt', 'q.txt'])
      const contents = await Promise.all(artifacts.map(({ Id }: { Id: string }) => download(Id)))
      expect(contents[0]!.toString()).toBe('late\n')
      expect(contents[1]!.toString()).toBe('from outside')
      expect(contents[4]!).toHaveLength(0)
      expect(contents[5]!.toString()).toBe('late\n')
      expect(
        contents[6]!.equals(Buffer.alloc(256 * 8192, Buffer.from(Array.from({ length: 256 }, (_, index) => index)))),
      ).toBe(true)
      expect(artifacts[6]).toMatchObject({
        ServerTaskId: task.Id,
        SizeBytes: 256 * 8192,
        LogCorrelationId: expect.any(String),
      })
      expect(new Set(artifacts.map(({ Source }: { Source: string }) => Source)).size).toBe(3)
    },
  )

  test('G6: what cannot be kept is a warning that says why, and nothing of it is stored', async () => {
    const say = (path: string, name = 'x') =>
      `echo "##octopus[createArtifact path='$(printf '%s' ${path} | base64 -w0)' name='${base64(name)}']"`
    const { artifacts, task, lines } = await deploy(`mkdir folder; mkfifo pipe; head -c 3000001 /dev/zero >large
ln -s ${outside}/report.txt leads-out
${['missing', 'folder', 'pipe', 'large', 'leads-out', '../variables.sh', '/proc/self/environ', `${outside}/link-to-data`].map((path) => say(path)).join('\n')}
${say(join(server.dataDir, 'database', 'PG_VERSION'))}
echo done`)
    expect(task).toMatchObject({ State: 'Success', HasWarningsOrErrors: true })
    expect(artifacts).toEqual([])
    const reasons = lines.filter((line) => line.startsWith('Warning: The artifact x was not kept: '))
    expect(reasons.map((line) => line.slice(38))).toEqual([
      'there is no file missing.',
      'folder is a directory; hand over an archive of it instead.',
      'pipe is not a regular file.',
      'large has 3000001 bytes, and at most 3000000 are allowed.',
      'leads-out leads out of the work directory through a link.',
      '../variables.sh is not for scripts to hand over.',
      '/proc/self/environ is not for scripts to hand over.',
      `${outside}/link-to-data is not for scripts to hand over.`,
      `${server.dataDir}/database/PG_VERSION is not for scripts to hand over.`,
    ])
  })

  test('a task keeps at most a hundred', async () => {
    const { artifacts, lines } = await deploy(
      `echo x >f; for i in $(seq 102); do echo "##octopus[createArtifact path='${base64('f')}']"; done`,
    )
    const address = `/api/Spaces-1/artifacts?regarding=${artifacts[0].ServerTaskId}&take=1`
    expect((await get(address)).TotalResults).toBe(100)
    expect(lines.filter((line) => line.includes('keeps at most 100'))).toHaveLength(2)
  })

  test('a secret in a name is hidden, in the file it stays', async () => {
    const { artifacts } = await deploy('echo "#{Key}" >"for-#{Key}.txt"; new_octopusartifact "for-#{Key}.txt"', [
      { Name: 'Key', Value: 'open-sesame', IsSensitive: true },
    ])
    expect(artifacts).toMatchObject([{ Filename: 'for-********.txt' }])
    expect((await download(artifacts[0].Id)).toString()).toBe('open-sesame\n')
  })

  test('may be renamed and deleted', async () => {
    const { artifacts, task } = await deploy('echo x >f; new_octopusartifact f')
    const address = `/api/Spaces-1/artifacts/${artifacts[0].Id}`
    const renamed = await server.api('PUT', address, { ...artifacts[0], Filename: '../other.txt' })
    expect(renamed).toMatchObject({ status: 200, body: { ...artifacts[0], Filename: 'other.txt' } })
    expect(await get(address)).toMatchObject({ Filename: 'other.txt' })
    expect((await server.api('PUT', address, { Filename: '' })).status).toBe(400)
    expect((await server.api('DELETE', address)).status).toBe(200)
    expect((await server.api('GET', address)).status).toBe(404)
    const events = (await get(`/api/events?regardingAny=${task.Id}&eventCategories=Deleted`)).Items
    expect(events[0].Message).toBe('Artifact other.txt was deleted')
  })

  test('they go with their release', async () => {
    const { artifacts, releaseId } = await deploy('echo x >f; new_octopusartifact f')
    expect(artifacts).toHaveLength(1)
    expect((await server.api('DELETE', `/api/Spaces-1/releases/${releaseId}`)).status).toBe(200)
    expect((await server.api('GET', `/api/Spaces-1/artifacts/${artifacts[0].Id}`)).status).toBe(404)
    expect((await server.api('GET', `/api/Spaces-1/artifacts/${artifacts[0].Id}/content`)).status).toBe(404)
  })
})

test('E6 L6: what a script asked for before the server died is done after its end, once', async () => {
  const gate = join(outside, 'gate-after-crash')
  const { taskId } = await begin([
    {
      body: `echo kept >f; new_octopusartifact f; echo "##octopus[resultMessage message='${base64('told before')}']"
echo waiting; while [ ! -e ${gate} ]; do sleep 0.05; done; exit 1`,
    },
  ])
  await eventually('the script to wait', async () => (await get(`/api/tasks/${taskId}/raw`)).includes('waiting'))
  await server.stop('SIGKILL')
  server = await startTestServer({ dataDir: server.dataDir })
  await writeFile(gate, '')
  expect(await taskEnded(server.api, taskId)).toMatchObject({ State: 'Failed', ErrorMessage: 'told before' })
  const { Items } = await get(`/api/Spaces-1/artifacts?regarding=${taskId}`)
  expect(Items).toMatchObject([{ Filename: 'f', SizeBytes: 5 }])
  expect((await download(Items[0].Id)).toString()).toBe('kept\n')
})
