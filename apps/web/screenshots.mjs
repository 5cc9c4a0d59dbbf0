// Pictures of every page, in docs/screenshots: a server with the demo's world, seen by the browser. Usage: npm run screenshots
import { spawn } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { chromium } from 'playwright-core'

process.chdir(fileURLToPath(new URL('../..', import.meta.url)))
const FOLDER = 'docs/screenshots'
const SUITE = 'projects/release-orchestration'
const PAGES = {
  dashboard: '',
  projects: 'projects',
  releases: SUITE,
  suite: `${SUITE}/suite`,
  process: `${SUITE}/process`,
  variables: `${SUITE}/variables`,
  channels: `${SUITE}/channels`,
  triggers: `${SUITE}/triggers`,
  runbooks: `${SUITE}/runbooks`,
  'project-settings': `${SUITE}/settings`,
  'new-release': `${SUITE}/releases/new`,
  release: `${SUITE}/releases/2021.1.0`,
  deploy: `${SUITE}/releases/2021.1.0/deploy`,
  deployment: 'deployments/Deployments-45',
  approvals: 'approvals',
  tasks: 'tasks',
  targets: 'targets',
  target: 'targets/Machines-1',
  'new-target': 'targets/new',
  drift: 'drift',
  workers: 'workers',
  'machine-policies': 'machine-policies',
  accounts: 'accounts',
  environments: 'environments',
  lifecycles: 'lifecycles',
  lifecycle: 'lifecycles/Lifecycles-2',
  tenants: 'tenants',
  tenant: 'tenants/Tenants-1',
  'tag-sets': 'tenants/tag-sets',
  library: 'library/variable-sets',
  packages: 'library/packages',
  audit: 'audit',
  users: 'settings/users',
  teams: 'settings/teams',
  roles: 'settings/roles',
  profile: 'profile',
  'api-keys': 'api-keys',
}

const demo = spawn(process.execPath, ['scripts/demo.mjs'], { stdio: ['ignore', 'pipe', 'inherit'] })
try {
  const { url, user, password } = await served(demo)
  await takePictures(url, user, password)
} finally {
  demo.kill('SIGINT')
}

/** Waits until the demo has come to its end and says how to sign in. */
async function served(process) {
  let told = ''
  for await (const chunk of process.stdout) {
    told += chunk
    const url = /The server goes on at (\S+)/.exec(told)?.[1]
    const [, user, password] = /sign in as (\S+) with the password (\S+)/.exec(told) ?? []
    if (url && password) return { url, user, password }
  }
  throw new Error(`The demo ended early:\n${told}`)
}

async function takePictures(url, user, password) {
  mkdirSync(FOLDER, { recursive: true })
  const browser = await chromium.launch({
    executablePath: globalThis.process.env.FLOTILLA_CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'],
  })
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 }, colorScheme: 'light' })
  await page.goto(url)
  await page.getByLabel('User name').waitFor()
  await page.screenshot({ path: `${FOLDER}/sign-in.png` })
  await page.getByLabel('User name').fill(user)
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.getByRole('heading', { level: 1, name: 'Dashboard' }).waitFor()
  for (const [name, path] of Object.entries(PAGES)) {
    await page.goto(`${url}/#/Spaces-1/${path}`)
    await page.getByRole('heading', { level: 1 }).waitFor()
    if (name === 'deploy') {
      await page.getByRole('radio', { name: 'Staging' }).click()
      await page.getByRole('combobox', { name: /mode/i }).click()
      await page.getByRole('option', { name: 'Redeploy' }).click()
    }
    await page.waitForTimeout(1_000)
    await page.screenshot({ path: `${FOLDER}/${name}.png` })
    console.log(`${FOLDER}/${name}.png`)
  }
  await page.emulateMedia({ colorScheme: 'dark' })
  await page.goto(`${url}/#/Spaces-1`)
  await page.waitForTimeout(1_000)
  await page.screenshot({ path: `${FOLDER}/dashboard-dark.png` })
  await browser.close()
}
