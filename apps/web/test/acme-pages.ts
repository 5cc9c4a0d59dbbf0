import { type AcmeWorld, buildAcmeWorld, startTestServer, type TestServer } from '@flotilla/testkit'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll } from 'vitest'
import { openBrowser, signIn, type Visit, visit } from './browser.ts'

export const PASSWORD = 'correct horse battery staple'

/** A server with Acme's projects, and a browser in which an administrator has signed in. */
export interface AcmePages {
  readonly server: TestServer
  readonly world: AcmeWorld
  readonly browser: Browser
  readonly admin: Visit
  readonly page: Page
  /** The address of a page of the space. */
  at(path: string): string
  /** What the server has under a path of the space. */
  // biome-ignore lint/suspicious/noExplicitAny: answers of any kind
  stored(path: string): Promise<any>
  button(name: string | RegExp): ReturnType<Page['getByRole']>
  field(name: string | RegExp): ReturnType<Page['getByRole']>
  /** Chooses in a field with a list. */
  choose(name: string, option: string): Promise<void>
  /** Presses the button of a dialog, which closes when the server has accepted what was sent. */
  done(verb: string): Promise<unknown>
}

/** Starts all of it before the tests of the suite that calls this, and ends it after them. */
export function acmePages(options: Parameters<typeof buildAcmeWorld>[1]): AcmePages {
  let server: TestServer
  let world: AcmeWorld
  let browser: Browser
  let admin: Visit
  beforeAll(async () => {
    server = await startTestServer({ env: { FLOTILLA_ADMIN_PASSWORD: PASSWORD } })
    world = await buildAcmeWorld(server, options)
    browser = await openBrowser()
    admin = await visit(browser, server.url)
    await admin.page.emulateMedia({ reducedMotion: 'reduce' })
    await admin.page.goto(pages.at('/projects'))
    await signIn(admin.page, 'admin', PASSWORD)
    await admin.page.getByRole('heading', { name: 'Projects', level: 1 }).waitFor()
  }, 120_000)
  afterAll(async () => {
    await browser?.close()
    await server?.remove()
  })
  const pages: AcmePages = {
    get server() {
      return server
    },
    get world() {
      return world
    },
    get browser() {
      return browser
    },
    get admin() {
      return admin
    },
    get page() {
      return admin.page
    },
    at: (path) => `${server.url}/#/${world.spaceId}${path}`,
    stored: async (path) => (await server.api('GET', `${world.base}${path}`)).body,
    button: (name) => admin.page.getByRole('button', { name, exact: true }),
    field: (name) => admin.page.getByRole('textbox', { name, exact: true }),
    choose: async (name, option) => {
      await admin.page.getByRole('combobox', { name, exact: true }).click()
      await admin.page.getByRole('option', { name: option, exact: true }).click()
    },
    done: (verb) =>
      Promise.all([admin.page.getByRole('dialog').waitFor({ state: 'detached' }), pages.button(verb).last().click()]),
  }
  return pages
}
