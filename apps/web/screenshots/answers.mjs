// How long each page takes: to its slowest answer, and until everything that it shows is there.
import os from 'node:os'

const ROUNDS = 3
/** From where the others are opened: shares nothing with them but the frame. */
const FROM = 'profile'
/** So long nothing may be on its way before a page counts as complete. */
const QUIET_MS = 250
/** So long after it was opened a page reads again what it shows: it has begun to listen to the server. */
const LISTENING_MS = 1_000

/**
 * Opens pages one after the other as somebody does who is in the application already: nothing of a page is in memory, scripts come
 * from the browser's cache. Prints the median of some rounds for each, after one that does not count. Doing something on a page
 * first (`before`) is not part of it.
 */
export async function measureAnswers(page, address, pages) {
  console.log(`Median of ${ROUNDS} rounds; load ${os.loadavg()[0].toFixed(1)} on ${os.cpus().length} cores.`)
  console.log('complete  slowest  requests  page (the slowest request)')
  for (const [name, { path }] of Object.entries(pages)) {
    if (path === FROM) continue
    const rounds = []
    for (let round = 0; round <= ROUNDS; round += 1) rounds.push(await open(page, address, path))
    const counted = rounds.slice(1)
    const complete = median(counted.map((each) => each.complete))
    const slowest = median(counted.map((each) => each.slowest.ms))
    const { requests, slowest: last } = counted.at(-1)
    const columns = [complete, slowest, requests].map((value, index) =>
      String(Math.round(value)).padStart([8, 7, 8][index]),
    )
    console.log(`${columns.join('  ')}  ${name} (${last.path})`)
  }
  console.log(`Load afterwards: ${os.loadavg()[0].toFixed(1)}`)
}

const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]

async function open(page, address, path) {
  await page.goto('about:blank')
  await page.goto(`${address}/${FROM}`)
  await page.getByRole('heading', { level: 1, name: 'Your profile' }).waitFor()
  await page.locator('[aria-busy="true"]').first().waitFor({ state: 'detached' })
  await page.waitForTimeout(LISTENING_MS)
  return page.evaluate(follow, { hash: `${new URL(address).hash}/${path}`, quietMs: QUIET_MS })
}

/** Runs in the browser: goes to an address, and looks at every frame whether something is still missing. */
function follow({ hash, quietMs }) {
  return new Promise((resolve) => {
    const begin = performance.now()
    let missing = begin
    const answers = () =>
      performance
        .getEntriesByType('resource')
        .filter(({ name, startTime }) => startTime >= begin && new URL(name).pathname.startsWith('/api/'))
    const look = () => {
      const now = performance.now()
      const title = document.querySelector('h1')?.textContent
      const isMissing = !title || title === 'Your profile' || document.querySelector('[aria-busy="true"]') !== null
      if (isMissing) missing = now
      const last = Math.max(missing, ...answers().map(({ responseEnd }) => responseEnd))
      if (now - last < quietMs && now - begin < 10_000) return void requestAnimationFrame(look)
      const found = answers().map((each) => ({
        ms: each.responseEnd - each.requestStart,
        path: new URL(each.name).pathname,
      }))
      resolve({
        complete: last - begin,
        requests: found.length,
        slowest: found.toSorted((a, b) => b.ms - a.ms)[0] ?? { ms: 0, path: 'no request' },
      })
    }
    performance.clearResourceTimings()
    location.hash = hash
    requestAnimationFrame(look)
  })
}
