import { readFile } from 'node:fs/promises'
import { cpus, totalmem } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'

/** Where a figure was taken. */
export const describeMachine = (): string => {
  const [first] = cpus()
  return `${cpus().length} cores (${first?.model.trim() ?? 'unknown'}), ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.version}`
}

/** The value that `share` (0…1) of the samples do not exceed. */
export function percentile(samples: readonly number[], share: number): number {
  const sorted = [...samples].sort((one, other) => one - other)
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN
}

export const inMs = (samples: readonly number[]): string =>
  `median ${percentile(samples, 0.5).toFixed(0)} ms, 95th percentile ${percentile(samples, 0.95).toFixed(0)} ms, slowest ${percentile(samples, 1).toFixed(0)} ms (${samples.length} samples)`

/** Milliseconds that `work` takes, by the monotonic clock. */
export async function timed(work: () => Promise<unknown>): Promise<number> {
  const begin = performance.now()
  await work()
  return performance.now() - begin
}

/** A connection to the embedded database of a data directory. */
export async function connectTo(dataDir: string): Promise<pg.Client> {
  const [pidFile, password] = await Promise.all([
    readFile(join(dataDir, 'database/postmaster.pid'), 'utf8'),
    readFile(join(dataDir, 'database-password'), 'utf8'),
  ])
  const client = new pg.Client({
    host: '127.0.0.1',
    port: Number(pidFile.split('\n')[3]),
    user: 'flotilla',
    password: password.trim(),
    database: 'flotilla',
  })
  await client.connect()
  return client
}
