// The demo: a server, the example suite of examples/acme-shop, and the three things that Flotilla is for.
// Usage: node scripts/demo.mjs [--exit]      (after a build; `npm run demo` takes care of that)
import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { joinMachine } from './demo/agent.mjs'
import { describeMachines, readMachines, readTimes, rebuild } from './demo/machines.mjs'
import { flotilla, startServer } from './demo/server.mjs'
import {
  answer,
  as,
  createRelease,
  deploy,
  deploymentAfter,
  latestDeployment,
  openShop,
  planSuite,
  question,
  startDeployment,
  stepsOf,
  taskEnded,
} from './demo/shop.mjs'
import { aside, check, heading, outcome, say, tellPlan } from './demo/telling.mjs'

process.chdir(fileURLToPath(new URL('..', import.meta.url)))
const MANIFEST = 'examples/acme-shop/manifest.yaml'
const DATA = resolve('demo-data')
const HOME = `${DATA}/machines`
const SUITE = 'Release Orchestration'
const REDEPLOY = { 'Suite.Mode': 'Redeploy' }
/** What else has to be ended with the demo. */
const atEnd = []
const adminKey = `API-${randomBytes(20).toString('hex').toUpperCase()}`
const adminPassword = randomBytes(12).toString('base64url')

/** Releases that the suite is to consist of: what the build server leaves on Test. */
const GOOD = {
  Database: '2021.1.0.1',
  'Web API': '2021.1.0.3',
  'Scheduling Service': '2021.1.0.2',
  'Web UI': '2021.1.0.15',
}
const COMPONENT_OF = { 'web-api': 'Web API', 'app-service': 'Scheduling Service', 'web-ui': 'Web UI' }
const FILE_OF = { 'web-api': 'web-api', 'app-service': 'scheduling-service', 'web-ui': 'web-ui' }

/** What an environment's folders hold when every machine has its component. */
const installed = (prefix, more = []) => ({
  [`${prefix}-database`]: { database: GOOD.Database },
  ...Object.fromEntries(
    ['web-api-01', 'web-api-02', 'app-service-01', 'web-ui-01', 'web-ui-02', ...more].map((machine) => {
      const kind = machine.replace(/-\d+$/, '')
      return [`${prefix}-${machine}`, { [FILE_OF[kind]]: GOOD[COMPONENT_OF[kind]] }]
    }),
  ),
})
const sorted = (value) =>
  JSON.stringify(value, (_key, inner) =>
    typeof inner === 'object' && inner ? Object.fromEntries(Object.entries(inner).sort()) : inner,
  )

/** Shows what is on the machines of an environment, and checks that it is this and nothing else. */
function checkMachines(what, prefix, expected) {
  const found = Object.fromEntries(
    Object.entries(readMachines(HOME)).filter(([machine]) => machine.startsWith(`${prefix}-`)),
  )
  for (const line of describeMachines(found)) aside(line)
  check(what, sorted(found) === sorted(expected), sorted(found))
}

function checkSucceeded(what, task) {
  check(what, task.State === 'Success', `${task.State} ${task.ErrorMessage ?? ''}`)
}

const outcomesOf = (plan) => Object.fromEntries(plan.map(({ ProjectName, Outcome }) => [ProjectName, Outcome]))
const ALL = (word) => Object.fromEntries(Object.keys(GOOD).map((project) => [project, word]))

async function tellAndDeploy(shop, release, environment, answers, expected) {
  const plan = await planSuite(shop, release, environment, answers)
  say('The plan:')
  tellPlan(plan)
  check('the plan is as told', sorted(outcomesOf(plan)) === sorted(expected), sorted(outcomesOf(plan)))
  const task = await deploy(shop, shop.admin, release, environment, answers)
  checkSucceeded(`${SUITE} ${release.Version} was deployed to ${environment}`, task)
}

async function setUp(url, settings) {
  heading('Setting up Acme Shop')
  say(`flotilla apply -f ${MANIFEST}`)
  aside((await flotilla(settings, 'apply', '-f', MANIFEST)).split('\n').at(-1))
  const again = await flotilla(settings, 'apply', '-f', MANIFEST)
  check('applying it again changes nothing', again.includes('nothing to change'), again)
  return openShop(url, adminKey)
}

async function build(shop) {
  heading('The build server creates releases and deploys them to Development and Test')
  const buildServer = await as(shop, 'build-server')
  const run = async (project, versions) => {
    for (const { version, to } of versions) {
      const release = await createRelease(shop, buildServer, project, version)
      for (const environment of to) {
        const task = await deploy(shop, buildServer, release, environment)
        if (task.State !== 'Success') throw new Error(`${task.Description}: ${task.ErrorMessage}`)
      }
      aside(`${project} ${version}: ${to.join(', ')}`)
    }
  }
  const both = ['Development', 'Test']
  await Promise.all([
    run('Database', [{ version: GOOD.Database, to: both }]),
    run('Web API', [
      { version: '2021.1.0.2', to: both },
      { version: GOOD['Web API'], to: both },
    ]),
    run('Scheduling Service', [{ version: GOOD['Scheduling Service'], to: both }]),
    // Number 16 is not good enough for Test yet, so the suite will take 15.
    run('Web UI', [
      { version: GOOD['Web UI'], to: both },
      { version: '2021.1.0.16', to: ['Development'] },
    ]),
  ])
  checkMachines('Test runs what the build server deployed there', 't', installed('t'))
  const refusal = await startDeployment(
    shop,
    buildServer,
    await findRelease(shop, 'Web API', GOOD['Web API']),
    'Staging',
  ).catch((error) => error)
  check('the build server may not deploy to Staging', refusal.status === 403, refusal.message ?? 'a deployment')
}

const findRelease = ({ admin, projects }, project, version) =>
  admin('GET', `/api/projects/${projects[project]}/releases/${version}`)

async function promote(shop) {
  heading('Promotion: Staging')
  const release = await createRelease(shop, shop.admin, SUITE, '2021.1.0')
  await tellAndDeploy(shop, release, 'Staging', {}, ALL('deploy'))
  checkMachines('Staging has what was good on Test (Web UI 15, not 16)', 's', installed('s'))
  say('Once more: every component is current, so nothing is to be done.')
  await tellAndDeploy(shop, release, 'Staging', {}, ALL('skip'))

  heading('Promotion: Prod Approval')
  const plan = await planSuite(shop, release, 'Prod Approval', {}, { whatIf: true })
  say('What would go to Production:')
  tellPlan(plan)
  check(
    'all four are on the list',
    plan.every(({ Outcome, IsWhatIf }) => Outcome === 'deploy' && IsWhatIf),
    sorted(outcomesOf(plan)),
  )
  const ann = await as(shop, 'ann')
  const { TaskId } = await startDeployment(shop, shop.admin, release, 'Prod Approval')
  const asked = await question(ann, TaskId)
  const instructions = asked.Form.Elements.find(({ Name }) => Name === 'Instructions')?.Control.Text ?? ''
  for (const line of instructions.split('\n')) aside(line)
  check(
    'the question names every version',
    Object.values(GOOD).every((version) => instructions.includes(version)),
  )
  await answer(ann, asked, 'Looked at Staging. All fine.')
  checkSucceeded('Ann of QA approved it', await taskEnded(shop, TaskId))
  check(
    'nothing was deployed to Production',
    !Object.keys(readMachines(HOME)).some((machine) => machine.startsWith('p-')),
  )

  heading('Promotion: Production')
  await tellAndDeploy(shop, release, 'Production', {}, ALL('deploy'))
  checkMachines('Production has what was approved', 'p', installed('p'))
  for (const project of Object.keys(GOOD)) {
    const { TaskId: childTask } = await latestDeployment(shop, project, 'Production')
    const { Items } = await shop.admin('GET', `/api/interruptions?regarding=${childTask}`)
    const notes = JSON.stringify(Items[0]?.Form?.Values ?? {})
    check(
      `${project}'s own approval was answered with Ann's`,
      Items.length === 1 && !Items[0].IsPending && notes.includes('Ann'),
      notes,
    )
  }
  return release
}

async function redeployByHand(shop, release) {
  const staging = Object.keys(installed('s'))
  heading('Scenario 1a: Staging was rebuilt; redeploy everything to all machines')
  rebuild(HOME, staging)
  aside('(all Staging machines are empty now)')
  await tellAndDeploy(shop, release, 'Staging', REDEPLOY, ALL('deploy'))
  checkMachines('Staging runs what it ran before', 's', installed('s'))

  const names = 's-web-api-01, s-app-service-01'
  heading(`Scenario 1b: two machines were rebuilt; redeploy to ${names} only`)
  rebuild(HOME, names.split(', '))
  const before = readTimes(HOME)
  const expected = { ...ALL('skip'), 'Web API': 'deploy', 'Scheduling Service': 'deploy' }
  await tellAndDeploy(shop, release, 'Staging', { ...REDEPLOY, 'Suite.Machines': names }, expected)
  checkMachines('the two machines have their components again', 's', installed('s'))
  const after = readTimes(HOME)
  check(
    'no other machine was touched',
    Object.entries(before).every(([file, time]) => after[file] === time),
  )
  const machines = await shop.machines()
  const { SpecificMachineIds } = await latestDeployment(shop, 'Web API', 'Staging')
  check(
    'the Web API went to s-web-api-01 only',
    SpecificMachineIds.join() === machines['s-web-api-01'],
    SpecificMachineIds.join(),
  )
}

async function scaleOut(shop) {
  heading('Scenario 2: a new machine, s-web-api-03, registers itself in Staging')
  const before = readTimes(HOME)
  const known = await latestDeployment(shop, SUITE, 'Staging')
  const began = Date.now()
  const { Token: token } = await shop.admin('POST', '/api/agentregistrationtokens', {
    EnvironmentIds: [shop.environments.Staging],
    Roles: ['App-WebApi'],
  })
  say('flotilla agent register --server ... --token ... --name s-web-api-03 && flotilla agent')
  atEnd.push(await joinMachine({ url: shop.url, token, name: 's-web-api-03', directory: `${DATA}/agent` }))
  const triggered = await deploymentAfter(shop, known, SUITE, 'Staging')
  const task = await taskEnded(shop, triggered.TaskId)
  const seconds = Math.round((Date.now() - began) / 1_000)
  say(`The trigger deployed ${SUITE} to Staging (${triggered.TaskId}), ${seconds} s after the machine came:`)
  const steps = (await stepsOf(shop, triggered.TaskId)).filter(({ name }) => /Deploy /.test(name))
  for (const { name, lines } of steps) aside(`${name.replace(/^Step \d+: /, '')}: ${whatHappened(lines)}`)
  checkSucceeded('nobody had to do anything', task)
  check(
    'it is a deployment of the release that Staging runs',
    triggered.ReleaseId === known.ReleaseId,
    triggered.ReleaseId,
  )
  checkMachines('s-web-api-03 has what the others have', 's', installed('s', ['web-api-03']))
  const after = readTimes(HOME)
  check(
    'no other machine was touched',
    Object.entries(before).every(([file, time]) => after[file] === time),
  )
  const deploying = steps.filter(({ lines }) => lines.some((line) => line.startsWith('Deploying release')))
  const names = deploying.map(({ name }) => name).join()
  check('only the Web API was deployed', steps.length === 4 && /^(Step \d+: )?Deploy Web API$/.test(names), names)
}

/** The sentence of a step's log that decides: the release it deploys, or else the last reason. */
const whatHappened = (lines) => {
  const deployed = lines.find((line) => line.startsWith('Deploying release'))
  const machines = lines.filter((line) => line.endsWith('will be deployed to.')).map((line) => line.split(' ')[0])
  if (deployed) return `${deployed.replace(/\.$/, '')}${machines.length > 0 ? ` on ${machines.join(', ')} only` : ''}`
  const reasons = lines.filter((line) => !/is left out|is not reached|is not in|does not have/.test(line))
  return `skipped: ${reasons.at(-1) ?? lines.at(-1) ?? ''}`
}

async function redeployOnly(shop) {
  heading(
    'Scenario 3: Development and Test belong to the build server; redeploy Test with a release of its own channel',
  )
  const channel = shop.channelOf(SUITE, 'Dev and Test only')
  const release = await createRelease(shop, shop.admin, SUITE, '0.0.1-redeploy', channel)
  rebuild(HOME, Object.keys(installed('t')))
  aside('(all Test machines are empty now)')
  await tellAndDeploy(shop, release, 'Test', {}, ALL('deploy'))
  checkMachines('Test runs what the build server had deployed', 't', installed('t'))

  say('\nNow t-web-ui-02 alone:')
  rebuild(HOME, ['t-web-ui-02'])
  await tellAndDeploy(
    shop,
    release,
    'Test',
    { 'Suite.Machines': 't-web-ui-02' },
    { ...ALL('skip'), 'Web UI': 'deploy' },
  )
  checkMachines('t-web-ui-02 has the Web UI again', 't', installed('t'))

  const toStaging = await startDeployment(shop, shop.admin, release, 'Staging').catch((error) => error)
  check('that release cannot go to Staging', toStaging.status === 400, toStaging.message ?? 'a deployment')
  aside((toStaging.sentences ?? []).at(-1) ?? '')
  const suite = await findRelease(shop, SUITE, '2021.1.0')
  const toTest = await startDeployment(shop, shop.admin, suite, 'Test').catch((error) => error)
  check('and the suite release cannot go to Test', toTest.status === 400, toTest.message ?? 'a deployment')
  aside((toTest.sentences ?? []).at(-1) ?? '')
}

/** Versions of the Web UI that the build server gives to the customers who try it first. */
const TRIED = [
  { version: '2021.1.0.14', inTestFor: 'All Pets' },
  { version: GOOD['Web UI'], inTestFor: 'Internal' },
]

async function serveTenants(shop, settings) {
  heading('Tenants: three customers share s-shared-01, and each gets what is its own')
  const buildServer = await as(shop, 'build-server')
  for (const { version, inTestFor } of TRIED) {
    const release =
      version === GOOD['Web UI']
        ? await findRelease(shop, 'Web UI', version)
        : await createRelease(shop, buildServer, 'Web UI', version)
    for (const [environment, tenant] of [
      ['Development', 'Internal'],
      ['Test', inTestFor],
    ]) {
      checkSucceeded(
        `Web UI ${version} was deployed to ${environment} for ${tenant}`,
        await deploy(shop, buildServer, release, environment, {}, tenant),
      )
    }
  }
  const suite = await findRelease(shop, SUITE, '2021.1.0')
  for (const tenant of ['Internal', 'All Pets', 'Pet Life']) {
    say(`The plan for ${tenant}:`)
    tellPlan(await planSuite(shop, suite, 'Staging', {}, { tenant }))
  }
  const command = ['release', 'deploy', SUITE, '2021.1.0', '-e', 'Staging', '--tenant', 'Internal']
  command.push('--tenant-tag', 'Customers/Pets', '--wait', '--quiet')
  say(`flotilla ${command.map((word) => (/[ /]/.test(word) ? `"${word}"` : word)).join(' ')}`)
  const summary = await flotilla(settings, ...command)
  for (const line of summary.split('\n')) aside(line)
  check('one command served all three', summary.includes('3 deployments: 3 Success.'), summary)
  const { 's-shared-01': shared = {} } = readMachines(HOME)
  for (const line of describeMachines({ 's-shared-01': shared })) aside(line)
  const expected = {
    'web-ui@internal': GOOD['Web UI'],
    'web-ui@all-pets': '2021.1.0.14',
    'web-ui@pet-life': GOOD['Web UI'],
    'web-api@all-pets': GOOD['Web API'],
    'web-api@pet-life': GOOD['Web API'],
    'scheduling-service@all-pets': GOOD['Scheduling Service'],
  }
  check('each customer has its own, and only what it is to have', sorted(shared) === sorted(expected), sorted(shared))
}

/** The folder is made anew, unless another demo lives in it. */
function freshData() {
  const pidFile = `${DATA}/demo.pid`
  const other = existsSync(pidFile) ? Number(readFileSync(pidFile, 'utf8')) : 0
  if (other > 0 && isAlive(other)) {
    say(`Another demo (process ${other}) uses ${DATA}. Stop it first; if there is none, remove ${pidFile}.`)
    process.exit(2)
  }
  rmSync(DATA, { recursive: true, force: true })
  mkdirSync(HOME, { recursive: true })
  writeFileSync(pidFile, String(process.pid))
}

function isAlive(pid) {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

async function main() {
  freshData()
  say('Starting the server ...')
  const server = await startServer({ dataDir: `${DATA}/server`, adminKey, adminPassword })
  let isServing = false
  let isStopping = false
  const stop = async (code) => {
    if (isStopping) return
    isStopping = true
    for (const end of atEnd) await end()
    await server.stop()
    rmSync(`${DATA}/demo.pid`, { force: true })
    process.exit(code)
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, () => stop(isServing ? 0 : 130))
  try {
    await play(await server.ready)
  } catch (error) {
    if (isStopping) return
    console.error(`\nThe demo broke off: ${error.stack ?? error}\n\nThe server's last words:\n${server.output()}`)
    return stop(1)
  }
  if (!summarise()) return stop(1)
  if (process.argv.includes('--exit')) return stop(0)
  isServing = true
  say(`The server goes on at ${await server.ready}`)
  say(`  sign in as admin with the password ${adminPassword}`)
  say(`  or use the API key ${adminKey}`)
  say(`  the machines are the folders in ${HOME}`)
  say('Stop it with Ctrl-C.')
  const how = await server.exited
  if (isStopping) return
  console.error(`The server ended by itself with ${how}.`)
  process.exitCode = 1
}

async function play(url) {
  const settings = { FLOTILLA_URL: url, FLOTILLA_API_KEY: adminKey, FLOTILLA_SPACE: '', ACME_HOME: HOME }
  const shop = await setUp(url, settings)
  await build(shop)
  const release = await promote(shop)
  await redeployByHand(shop, release)
  await scaleOut(shop)
  await redeployOnly(shop)
  await serveTenants(shop, settings)
}

/** Whether everything was as told. */
function summarise() {
  const { passed, failures } = outcome()
  const total = passed + failures.length
  const isAsTold = failures.length === 0
  heading(isAsTold ? `All ${total} checks are as told` : `${failures.length} of ${total} checks are NOT as told`)
  for (const failure of failures) say(`  ${failure}`)
  return isAsTold
}

await main()
