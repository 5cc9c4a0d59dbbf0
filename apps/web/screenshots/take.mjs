// Pictures of every page: a server with the demo's world, seen by the browser.
// Usage: npm run screenshots                       for docs/screenshots
//        npm run screenshots -- --look FOLDER      every page in light and dark, on a phone, narrow and wide, to be looked at
//        npm run screenshots -- --answers           no pictures, but how long each page takes
//        ... -- --server URL --password P --key K  of a demo that runs already; a page's name at the end: only that page
import { spawn } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { chromium } from 'playwright-core'
import { measureAnswers } from './answers.mjs'
import { IN_THE_DARK, ON_A_PHONE, pagesOf } from './pages.mjs'
import { apiOf, furnish } from './world.mjs'

process.chdir(fileURLToPath(new URL('../../..', import.meta.url)))
const { values: asked, positionals: wanted } = parseArgs({
  allowPositionals: true,
  options: {
    look: { type: 'string' },
    answers: { type: 'boolean' },
    server: { type: 'string' },
    password: { type: 'string' },
    key: { type: 'string' },
  },
})
const SIZE = { width: 1440, height: 900 }
/** How the pages are looked at. */
const LOOKS = asked.look
  ? [
      { folder: `${asked.look}/light`, size: SIZE, colorScheme: 'light' },
      { folder: `${asked.look}/dark`, size: SIZE, colorScheme: 'dark' },
      { folder: `${asked.look}/phone`, size: { width: 390, height: 844 }, colorScheme: 'light', only: ON_A_PHONE },
      { folder: `${asked.look}/narrow`, size: { width: 1280, height: 800 }, colorScheme: 'light' },
      { folder: `${asked.look}/wide`, size: { width: 2560, height: 1300 }, colorScheme: 'light' },
    ]
  : [
      { folder: 'docs/screenshots', size: SIZE, colorScheme: 'light' },
      { folder: 'docs/screenshots/dark', size: SIZE, colorScheme: 'dark', only: IN_THE_DARK },
    ]

if (asked.server) await takePictures({ url: asked.server, user: 'admin', password: asked.password, key: asked.key })
else {
  const demo = spawn(process.execPath, ['scripts/demo.mjs'], { stdio: ['ignore', 'pipe', 'inherit'] })
  try {
    await takePictures(await served(demo))
  } finally {
    demo.kill('SIGINT')
  }
}

/** Waits until the demo has come to its end and says how to sign in. */
async function served(demo) {
  let told = ''
  for await (const chunk of demo.stdout) {
    told += chunk
    const url = /The server goes on at (\S+)/.exec(told)?.[1]
    const [, user, password] = /sign in as (\S+) with the password (\S+)/.exec(told) ?? []
    const key = /the API key (\S+)/.exec(told)?.[1]
    if (url && password && key) return { url, user, password, key }
  }
  throw new Error(`The demo ended early:\n${told}`)
}

async function takePictures({ url, user, password, key }) {
  const all = Object.entries(pagesOf(await furnish(apiOf(url, key))))
  const pages = Object.fromEntries(all.filter(([name]) => wanted.length === 0 || wanted.includes(name)))
  const browser = await chromium.launch({
    executablePath: process.env.FLOTILLA_CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'],
  })
  const address = `${url}/#/Spaces-1`
  if (asked.answers) await measureAnswers(await signedIn({ viewport: SIZE }), address, pages)
  else
    for (const { folder, size, colorScheme, only } of LOOKS) {
      mkdirSync(folder, { recursive: true })
      const page = await signedIn({ viewport: size, colorScheme }, only ? undefined : `${folder}/sign-in.png`)
      for (const name of Object.keys(pages)) if (!only || only.includes(name)) await takePicture(page, name, folder)
      await page.close()
    }
  await browser.close()

  async function signedIn(options, picture) {
    const page = await browser.newPage(options)
    page.setDefaultTimeout(10_000)
    await page.goto(url)
    await page.getByLabel('User name').waitFor()
    if (picture) await page.screenshot({ path: picture })
    await page.getByLabel('User name').fill(user)
    await page.getByLabel('Password', { exact: true }).fill(password)
    await page.getByRole('button', { name: 'Sign in' }).click()
    await page.getByRole('heading', { level: 1, name: 'Dashboard' }).waitFor()
    return page
  }

  async function takePicture(page, name, folder) {
    const { path, before } = pages[name]
    const file = `${folder}/${name}.png`
    // A dialog of the page before stays open where the address stays the same.
    await page.goto('about:blank')
    await page.goto(`${address}/${path}`)
    await page.getByRole('heading', { level: 1 }).waitFor()
    await before?.(page)
    await page.locator('[aria-busy="true"]').first().waitFor({ state: 'detached' })
    await page.waitForTimeout(700)
    await page.screenshot({ path: file })
    console.log(file)
  }
}
