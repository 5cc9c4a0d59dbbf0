// biome-ignore-all lint/suspicious/noTemplateCurlyInString: scripts write ${name}, too.
import { createHash, randomBytes } from 'node:crypto'
import { mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { basename, join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { eventually, hasSshd, taskEnded } from '@flotilla/testkit'
import { pack } from 'tar-stream'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { hasProgram } from '../src/execution/testing.ts'
import { createLink, healthy, type Link, makeToken, registerAgent, type TestAgent } from './agent-world.ts'
import { formOf, zipOf } from './package-files.ts'
import { type SshWorld, startSshWorld } from './ssh-world.ts'

const S = '/api/Spaces-1'
const DEPLOY = 'Octopus.TentaclePackage'

describe.skipIf(!hasSshd())('packages on targets', () => {
  let world: SshWorld
  let line: Link
  let agent: TestAgent
  beforeAll(async () => {
    world = await startSshWorld()
    line = await createLink(world.server().url)
    const scope = { EnvironmentIds: [world.environmentId], Roles: ['agent'] }
    agent = await registerAgent(line.url, (await makeToken(world.api, scope)).Token, 'agent')
    agent.start()
    await healthy(world.api, 'agent')
    const environment = { EnvironmentIds: [world.environmentId], SkipInitialHealthCheck: true }
    await world.create('machines', { Name: 'host', Roles: ['host'], Endpoint: world.endpoint(), ...environment })
    await world.create('machines', {
      Name: 'region',
      Roles: ['region'],
      Endpoint: { CommunicationStyle: 'None' },
      ...environment,
    })
  })
  afterAll(async () => {
    await agent?.remove()
    await line?.close()
    await world?.stop()
  })

  async function push(filename: string, content: Buffer, query = ''): Promise<void> {
    const form = formOf(filename, content)
    const answer = await fetch(`${world.server().url}${S}/packages/raw${query}`, {
      method: 'POST',
      headers: { 'x-octopus-apikey': 'API-ADMINISTRATOR0', 'content-type': form.contentType },
      body: new Uint8Array(form.body),
    })
    expect(answer.status, await answer.text()).toBeLessThan(300)
  }

  interface PackagedAction {
    readonly role: string
    readonly type?: string
    readonly properties: Readonly<Record<string, string>>
    readonly packages: readonly object[]
    /** A script that runs behind it. */
    readonly next?: string
  }
  const reference = (Name: string, PackageId: string, more: object = {}) => ({
    Name,
    PackageId,
    FeedId: 'Feeds-1001',
    ...more,
  })
  const extracted = { Properties: { Extract: 'True' } }
  const bash = (body: string) => ({
    'Octopus.Action.Script.Syntax': 'Bash',
    'Octopus.Action.Script.ScriptBody': body,
  })

  let made = 0
  /** A project with such a step and a release of it; answers how to deploy that. */
  async function release({ role, type = 'Octopus.Script', properties, packages, next }: PackagedAction) {
    made += 1
    const lifecycle = (await world.must('GET', 'lifecycles')).Items[0]
    const group = (await world.must('GET', 'projectgroups')).Items[0]
    const project = await world.create('projects', {
      Name: `Packages ${made}`,
      LifecycleId: lifecycle.Id,
      ProjectGroupId: group.Id,
    })
    const path = `deploymentprocesses/${project.DeploymentProcessId}`
    const process = await world.must('GET', path)
    const step = (Name: string, action: object) => ({
      Name,
      Properties: { 'Octopus.Action.TargetRoles': role },
      Actions: [{ Name, ...action }],
    })
    const steps = [
      step('Run', { ActionType: type, Properties: properties, Packages: packages }),
      ...(next ? [step('Next', { ActionType: 'Octopus.Script', Properties: bash(next) })] : []),
    ]
    await world.must('PUT', path, { ...process, Steps: steps })
    const { Id } = await world.create('releases', { ProjectId: project.Id, Version: '1.0' })
    const begin = async (more: object = {}): Promise<string> =>
      (await world.create('deployments', { ReleaseId: Id, EnvironmentId: world.environmentId, ...more })).TaskId
    const deploy = async (more: object = {}) => {
      const taskId = await begin(more)
      const { State } = await taskEnded(world.api, taskId)
      return { State, log: await world.logOf(taskId) }
    }
    return { projectId: project.Id as string, begin, deploy }
  }

  async function tarOf(files: Readonly<Record<string, string>>): Promise<Buffer> {
    const archive = pack()
    for (const [name, text] of Object.entries(files)) archive.entry({ name }, text)
    archive.finalize()
    const chunks: Buffer[] = []
    for await (const chunk of archive) chunks.push(chunk as Buffer)
    return gzipSync(Buffer.concat(chunks))
  }

  const PLACES = [
    { role: 'region', what: 'a worker of the server' },
    { role: 'host', what: 'a host over SSH' },
    { role: 'agent', what: 'an agent' },
  ]
  describe.each(PLACES)('on $what', ({ role }) => {
    test('a script finds its packages, unpacked or whole, by their names and by variables; what is there is not sent again', async () => {
      await push(`Tools.${role}.1.2.0.zip`, zipOf({ 'bin/tool.sh': 'echo tool says $1', 'a b.txt': 'text' }))
      const data = await tarOf({ 'rows.csv': `1;2;3 for ${role}` })
      await push(`Data.${role}.7.0.tar.gz`, data)
      const script = [
        'sh ./tools/bin/tool.sh hello',
        'cat "$(get_octopusvariable "Octopus.Action.Package[tools].ExtractedPath")/a b.txt"; echo',
        '[ "#{Octopus.Action.Package[tools].ExtractedPath}" = "$PWD/tools" ] && echo same path',
        'sha256sum <"$(get_octopusvariable "Octopus.Action.Package[my data].PackageFilePath")"',
        'get_octopusvariable "Octopus.Action.Package[my data].PackageFileName"; echo',
        'get_octopusvariable "Octopus.Action.Package[image].PackageVersion"; echo; ls',
      ].join('\n')
      await push(`Image.${role}.3.1.0.zip`, zipOf({ 'never-sent': '' }))
      const { deploy } = await release({
        role,
        properties: bash(script),
        packages: [
          reference('tools', `Tools.${role}`, extracted),
          reference('my data', `Data.${role}`, { Properties: { Extract: 'False' } }),
          reference('image', `Image.${role}`, { AcquisitionLocation: 'NotAcquired' }),
        ],
      })
      const first = await deploy()
      expect(first.State, first.log).toBe('Success')
      for (const part of ['tool says hello', 'text', 'same path', 'my data.tar.gz', '3.1.0'])
        expect(first.log).toContain(part)
      expect(first.log).toContain(createHash('sha256').update(data).digest('hex'))
      expect(first.log).toMatch(/Tools\.\w+ 1\.2\.0 was sent there \(\d+ bytes\)/)
      expect(first.log).not.toContain('never-sent')
      const second = await deploy()
      expect(second.State).toBe('Success')
      expect(second.log).toContain(`The package Tools.${role} 1.2.0 is there already.`)
      expect(second.log).not.toContain('was sent there')
    })

    test('a script of a package runs where it lies, with parameters and variables', async () => {
      await push(
        `Scripts.${role}.1.0.zip`,
        zipOf({
          'deploy/run me.sh':
            '. "$(dirname "${BASH_SOURCE[0]}")/part.sh"; part "$1" "$(get_octopusvariable Octopus.Project.Name)"; ls',
          'deploy/part.sh': 'part() { echo "part of $1 in $2"; }',
        }),
      )
      const { deploy } = await release({
        role,
        properties: {
          'Octopus.Action.Script.ScriptSource': 'Package',
          'Octopus.Action.Script.ScriptFileName': 'deploy\\run me.sh',
          'Octopus.Action.Script.ScriptParameters': '"#{Octopus.Environment.Name} now"',
        },
        packages: [reference('', `Scripts.${role}`)],
      })
      const { State, log } = await deploy()
      expect(State, log).toBe('Success')
      expect(log).toMatch(/part of Production now in Packages \d+/)
    })

    test('G4: what was changed on the machine is not used, and the next attempt gets it anew', async () => {
      await push(`Changed.${role}.1.0.zip`, zipOf({ 'a.txt': 'as it was pushed' }))
      const { deploy } = await release({
        role,
        properties: bash('cat changed/a.txt'),
        packages: [reference('changed', `Changed.${role}`, extracted)],
      })
      const before = new Set(await heldFiles(role))
      expect((await deploy()).State).toBe('Success')
      const [added] = (await heldFiles(role)).filter((name) => !before.has(name))
      const content = await readFile(added!)
      content[content.length - 1]! ^= 1
      await writeFile(added!, content)
      const refused = await deploy()
      expect(refused.State).toBe('Failed')
      expect(refused.log).toContain(`The package Changed.${role} 1.0 is not there any more as it was sent; try again.`)
      expect(refused.log).not.toContain('as it was pushed')
      const again = await deploy()
      expect(again.State).toBe('Success')
      expect(again.log).toContain('as it was pushed')
    })
  })

  /** Paths of the files that a place holds. */
  async function heldFiles(role: string): Promise<readonly string[]> {
    const ssh = join(world.sshd.home, '.flotilla-ssh')
    const roots: Readonly<Record<string, string>> = {
      region: join(world.server().dataDir, 'work'),
      agent: join(agent.directory, 'work'),
      host: join(ssh, (await readdir(ssh).catch(() => []))[0] ?? 'none-yet'),
    }
    const directory = join(roots[role]!, '.files')
    return (await readdir(directory).catch(() => [])).map((name) => join(directory, name))
  }

  test('scripts of packages in other languages find what lies beside them', async () => {
    await push(
      'Languages.1.0.zip',
      zipOf({
        'py/main.py': 'import beside\nprint(beside.text + get_octopusvariable("Octopus.Project.Name"))',
        'py/beside.py': 'text = "python in "',
        'js/main.js': 'const { text } = require("./beside.cjs"); console.log(await text)',
        'js/beside.cjs': 'exports.text = Promise.resolve("javascript beside")',
        'ps/main.ps1': 'param($Name) . "$PSScriptRoot/beside.ps1"; Write-Host "$text $Name"',
        'ps/beside.ps1': '$text = "powershell for"',
      }),
    )
    const cases = [
      ...(hasProgram('python3') ? [['py/main.py', /python in Packages/] as const] : []),
      ['js/main.js', /javascript beside/] as const,
      ...(hasProgram('pwsh') ? [['ps/main.ps1', /powershell for people/] as const] : []),
    ]
    for (const [file, expected] of cases) {
      const { deploy } = await release({
        role: 'region',
        properties: {
          'Octopus.Action.Script.ScriptSource': 'Package',
          'Octopus.Action.Script.ScriptFileName': file,
          'Octopus.Action.Script.ScriptParameters': file.endsWith('.ps1') ? '-Name people' : '',
        },
        packages: [reference('', 'Languages')],
      })
      const { State, log } = await deploy()
      expect(State, log).toBe('Success')
      expect(log).toMatch(expected)
    }
  })

  test('G4: a package that was replaced or deleted since the release was created is not deployed', async () => {
    await push('Replaced.1.0.zip', zipOf({ 'a.txt': 'first' }))
    const { deploy } = await release({
      role: 'region',
      properties: bash('cat p/a.txt'),
      packages: [reference('p', 'Replaced', extracted)],
    })
    await push('Replaced.1.0.zip', zipOf({ 'a.txt': 'second' }), '?overwriteMode=OverwriteExisting')
    const replaced = await deploy()
    expect(replaced.State).toBe('Failed')
    expect(replaced.log).toMatch(
      /Replaced 1\.0 was replaced since the release was created: its SHA-256 was \w{64} and is \w{64}/,
    )
    await world.must('DELETE', 'packages/packages-Replaced.1.0')
    const deleted = await deploy()
    expect(deleted.State).toBe('Failed')
    expect(deleted.log).toContain('has no version 1.0 of the package Replaced any more')
  })

  test('G1: a hostile package is refused with its reason before anything is sent', async () => {
    await push('Hostile.1.0.tar.gz', await tarOf({ 'good.txt': '', '../../out.txt': 'x' }))
    const { deploy } = await release({
      role: 'host',
      properties: bash('echo ran'),
      packages: [reference('p', 'Hostile', extracted)],
    })
    const { State, log } = await deploy()
    expect(State).toBe('Failed')
    expect(log).toContain('The package Hostile 1.0 cannot be sent: its entry "../../out.txt" would lie outside')
  })

  test('a step whose packages cannot come there says why', async () => {
    const cases = [
      {
        properties: {
          'Octopus.Action.Script.ScriptSource': 'Package',
          'Octopus.Action.Script.ScriptFileName': '../x.sh',
        },
        packages: [reference('', 'Languages')],
        why: "The script file '../x.sh' is no path inside of the package",
      },
      {
        properties: { 'Octopus.Action.Script.ScriptSource': 'Package', 'Octopus.Action.Script.ScriptFileName': 'x.rb' },
        packages: [reference('', 'Languages')],
        why: 'does not say its language',
      },
      {
        type: DEPLOY,
        properties: {},
        packages: [reference('', 'Languages', { AcquisitionLocation: 'NotAcquired' })],
        why: 'has no package that it could deploy',
      },
      {
        type: DEPLOY,
        properties: { 'Octopus.Action.EnabledFeatures': 'Octopus.Features.IISWebSite' },
        packages: [reference('', 'Languages')],
        why: 'The feature Octopus.Features.IISWebSite of package steps is not offered',
      },
    ]
    for (const { why, ...action } of cases) {
      const { deploy } = await release({ role: 'region', ...action })
      const { State, log } = await deploy()
      expect(State).toBe('Failed')
      expect(log).toContain(why)
    }
  })

  describe('while a large package is on its way', () => {
    const homeOf = (role: string) => (role === 'host' ? world.sshd.home : homedir())

    /** Such a package, deployed to a place; answers its task, and what is to be seen when it has ended. */
    async function deployLarge(role: string, version: string) {
      const note = join(homeOf(role), `packages-begun-${version}`)
      const large = randomBytes(48 * 1024 * 1024)
      await push(`Large.${role}.${version}.zip`, large)
      const { begin } = await release({
        role,
        properties: bash(`sha256sum <big.zip; echo begun >>~/packages-begun-${version}`),
        packages: [reference('big', `Large.${role}`)],
      })
      const taskId = await begin()
      return {
        taskId,
        isOnItsWay: () =>
          eventually('some of it to be there', async () => (await partSize(role)) > 1024 * 1024, 20_000),
        isGone: () => eventually('the part to be gone', async () => (await partSize(role)) === 0, 20_000),
        expectWhole: async () => {
          const { State } = await taskEnded(world.api, taskId)
          const log = await world.logOf(taskId)
          expect(State, log).toBe('Success')
          expect(log).toContain(createHash('sha256').update(large).digest('hex'))
          expect(await readFile(note, 'utf8')).toBe('begun\n')
          await rm(note)
        },
      }
    }

    test.each([
      { role: 'host', cut: () => world.proxy.cut() },
      { role: 'agent', cut: () => line.cut() },
    ])('F26: cut again and again, the $role gets it whole and runs its script once', async ({ role, cut }) => {
      const sending = await deployLarge(role, '1.0')
      for (let cuts = 0; cuts < 3; cuts += 1) {
        await sending.isOnItsWay()
        cut()
        await sending.isGone()
      }
      await sending.expectWhole()
    })

    test('X1: cancelled meanwhile, nothing runs and nothing is left', async () => {
      const sending = await deployLarge('host', '3.0')
      await sending.isOnItsWay()
      await world.must('POST', `tasks/${sending.taskId}/cancel`)
      expect((await taskEnded(world.api, sending.taskId)).State).toBe('Canceled')
      await sending.isGone()
      expect(await world.homeFile('packages-begun-3.0')).toBe('')
    })

    test('F1: a server that is killed meanwhile sends it when it is back', async () => {
      const sending = await deployLarge('host', '4.0')
      await sending.isOnItsWay()
      await world.restart()
      await sending.expectWhole()
    })
  })

  /** How much of a file that is being sent has come so far. */
  async function partSize(role: string): Promise<number> {
    const parts = (await heldFiles(role)).filter((path) => basename(path).startsWith('.'))
    const sizes = await Promise.all(parts.map(async (path) => (await stat(path).catch(() => undefined))?.size ?? 0))
    return Math.max(0, ...sizes)
  }

  describe('"Deploy a package"', () => {
    const applications = () => join(world.sshd.home, '.flotilla/applications/Production')
    const stages = (name: string) => `echo "${name} $(basename "$PWD") $(get_octopusvariable Octopus.Release.Number)"`

    test('the content gets a folder of its own, its scripts run there in their order, and later steps know where it is', async () => {
      await push(
        'Shop.Web.2.1.0.zip',
        zipOf({
          'index.html': '<h1>shop</h1>',
          'PreDeploy.sh': stages('pre'),
          'Deploy.sh': 'set -e; . ./missing-is-fine 2>/dev/null || true; echo "deploy $PWD"; ls',
          'PostDeploy.sh': `${stages('post')}; get_octopusvariable Octopus.Action.Package.InstallationDirectoryPath; echo`,
        }),
      )
      const { deploy } = await release({
        role: 'host',
        type: DEPLOY,
        properties: {},
        packages: [reference('', 'Shop.Web')],
        next: 'cat "$(get_octopusvariable "Octopus.Action[Run].Output.Package.InstallationDirectoryPath")/index.html"; echo',
      })
      const first = await deploy()
      expect(first.State, first.log).toBe('Success')
      const place = join(applications(), 'Shop.Web/2.1.0')
      const lines = first.log.split('\n').map((line) => line.replace(/^.*\| ?/, '').trim())
      const told = lines.filter((line) => /(pre|deploy|post) |^\/|<h1>/.test(line) || line.endsWith(place))
      expect(first.log).toMatch(/pre 2\.1\.0 1\.0[\s\S]*deploy \/[\s\S]*post 2\.1\.0 1\.0[\s\S]*<h1>shop<\/h1>/)
      expect(told.some((line) => line.endsWith(place))).toBe(true)
      // The same version once more lies beside what runs already.
      expect((await deploy()).log).toContain(`was deployed to ${place}_1.`)
      expect((await readdir(join(applications(), 'Shop.Web'))).sort()).toEqual(['.installed', '2.1.0', '2.1.0_1'])
    })

    test('a custom directory gets a copy of what was prepared, emptied before where that is wanted', async () => {
      const custom = join(world.sshd.home, 'custom web/current')
      await push(
        'Custom.Web.1.0.zip',
        zipOf({ 'a.txt': 'new', 'sub/b.txt': 'new', 'PreDeploy.sh': 'echo made >made.txt' }),
      )
      const properties = {
        'Octopus.Action.EnabledFeatures': 'Octopus.Features.CustomDirectory,Octopus.Features.CustomScripts',
        'Octopus.Action.Package.CustomInstallationDirectory': custom,
        'Octopus.Action.Package.CustomInstallationDirectoryShouldBePurgedBeforeDeployment': 'True',
        'Octopus.Action.CustomScripts.PostDeploy.sh': 'echo "own of #{Octopus.Project.Name}" >post.txt; pwd',
      }
      const { deploy } = await release({
        role: 'host',
        type: DEPLOY,
        properties,
        packages: [reference('', 'Custom.Web')],
      })
      await mkdir(custom, { recursive: true })
      await writeFile(join(custom, 'old.txt'), 'old')
      await writeFile(join(custom, '.hidden'), 'old')
      const { State, log } = await deploy()
      expect(State, log).toBe('Success')
      const found = (await readdir(custom, { recursive: true })).sort()
      expect(found).toEqual(
        ['PreDeploy.sh', 'PostDeploy.sh', 'a.txt', 'made.txt', 'post.txt', 'sub', 'sub/b.txt'].sort(),
      )
      expect(await readFile(join(custom, 'post.txt'), 'utf8')).toMatch(/^own of Packages \d+\n$/)
      expect(log).toContain(`was deployed to ${custom}.`)
    })

    test('a stage that fails ends the deployment with its exit code, behind what the package does then', async () => {
      await push(
        'Failing.Web.1.0.zip',
        zipOf({
          'Deploy.sh': 'set -e; false; echo goes on',
          'DeployFailed.sh': 'echo tidied up',
          'PostDeploy.sh': 'echo never',
        }),
      )
      const packages = [reference('', 'Failing.Web')]
      const { deploy } = await release({ role: 'host', type: DEPLOY, properties: {}, packages })
      const { State, log } = await deploy()
      expect(State).toBe('Failed')
      expect(log).toContain('Deploy.sh of the package Failing.Web 1.0 ended with exit code 1.')
      expect(log).toContain('tidied up')
      expect(log).not.toMatch(/goes on|never/)
      expect(await readdir(join(applications(), 'Failing.Web'))).toEqual(['1.0'])
    })

    test('what is installed already is left as it is where the step says so, unless it is forced', async () => {
      await push('Lazy.Web.1.0.zip', zipOf({ 'PreDeploy.sh': 'echo deployed it' }))
      const { deploy } = await release({
        role: 'host',
        type: DEPLOY,
        properties: { 'Octopus.Action.Package.SkipIfAlreadyInstalled': 'True' },
        packages: [reference('', 'Lazy.Web')],
      })
      expect((await deploy()).log).toContain('deployed it')
      const second = await deploy()
      expect(second.log).toContain('is installed in')
      expect(second.log).not.toContain('deployed it')
      expect((await deploy({ ForcePackageRedeployment: true })).log).toContain('deployed it')
    })
  })
})
