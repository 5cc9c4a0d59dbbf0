import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import type { AxeResults } from 'axe-core'
import { type Browser, chromium, type Page } from 'playwright-core'

const CHROMIUM = process.env.FLOTILLA_CHROMIUM ?? '/usr/bin/chromium'

/** Whether there is a browser to test with. */
export const hasBrowser = existsSync(CHROMIUM)

export const openBrowser = (): Promise<Browser> =>
  chromium.launch({
    executablePath: CHROMIUM,
    args: [
      ...['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'],
      ...['--disable-background-networking', '--disable-component-update', '--disable-sync'],
    ],
  })

/** A page of one person, and what the browser had to complain about: errors of scripts, breaches of the page's policy. */
export interface Visit {
  readonly page: Page
  readonly complaints: readonly string[]
}

/** Opens a page for somebody who has not signed in yet. */
export async function visit(
  browser: Browser,
  url: string,
  size: { readonly width: number; readonly height: number } = { width: 1440, height: 900 },
): Promise<Visit> {
  const context = await browser.newContext({ baseURL: url, viewport: size })
  const page = await context.newPage()
  page.setDefaultTimeout(20_000)
  const complaints: string[] = []
  page.on('pageerror', (error) => complaints.push(error.message))
  page.on('console', (message) => {
    if (/Content Security Policy|TrustedHTML|Trusted Type/i.test(message.text())) complaints.push(message.text())
  })
  return { page, complaints }
}

/** Holds back what is saved under a path of the server, until what is answered is called. */
export async function holdSaving(page: Page, path: string): Promise<() => void> {
  let goOn = () => {}
  const isTime = new Promise<void>((resolve) => {
    goOn = resolve
  })
  await page.route(`**${path}`, async (route) => {
    if (route.request().method() === 'PUT') await isTime
    await route.continue()
  })
  return goOn
}

export async function signIn(page: Page, username: string, password: string): Promise<void> {
  await page.getByLabel('User name').fill(username)
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Sign in' }).click()
}

const axeSource = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** What keeps people out of the page as it stands, in light and in dark: rule, and where. Only what is serious or worse. */
export async function barriers(page: Page): Promise<readonly string[]> {
  const found: string[] = []
  for (const colorScheme of ['dark', 'light'] as const) {
    await page.emulateMedia({ colorScheme })
    await page.locator(`:root[data-mantine-color-scheme="${colorScheme}"]`).waitFor({ state: 'attached' })
    await page.evaluate(COLOURS_CHANGED)
    found.push(...(await barriersNow(page)).map((each) => `${colorScheme}: ${each}`))
  }
  return found
}

/** Colours that change bit by bit are what they are to be in the end. */
const COLOURS_CHANGED = `Promise.all(
  document.getAnimations().filter((each) => each instanceof CSSTransition).map(({ finished }) => finished.catch(() => {})),
).then(() => undefined)`

async function barriersNow(page: Page): Promise<readonly string[]> {
  // The page's policy forbids scripts from elsewhere; the browser's own tools are not bound by it.
  const session = await page.context().newCDPSession(page)
  await session.send('Runtime.evaluate', { expression: axeSource })
  const { result } = await session.send('Runtime.evaluate', {
    expression: `axe.run(document, { resultTypes: ['violations'] }).then((found) => JSON.stringify(found.violations))`,
    awaitPromise: true,
    returnByValue: true,
  })
  await session.detach()
  const violations = JSON.parse(result.value as string) as AxeResults['violations']
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join('; ')}`)
}

/** The barriers of a page, once all of it is there. */
export async function barriersOf(page: Page, address: string): Promise<readonly string[]> {
  await page.goto(address)
  await page.getByRole('heading', { level: 1 }).waitFor()
  await page.waitForLoadState('networkidle').catch(() => {})
  await page.locator('[aria-busy="true"]').first().waitFor({ state: 'detached' })
  return barriers(page)
}
