import { type Database, inTransaction } from '../../database/connection.ts'
import { ticketHash } from '../../database/keyed-hashes.ts'
import { createSsh, type Ssh, type SshReach } from '../../execution/index.ts'
import { errorFacts, logLine } from '../../log.ts'
import { dialHost } from '../../outbound/index.ts'
import { recordStranger } from './host-key-events.ts'
import { loadLogin } from './load-login.ts'
import { loadProxy } from './load-proxy.ts'

/** A host that is asked again and again shows its key each time; once in this time it is worth an event. */
const SAY_AGAIN_MS = 3_600_000

/** What a node has of SSH: connections, with the credentials of accounts. Call it with the data keys unlocked. */
export function startSsh(database: Database, inTurn: <T>(work: () => Promise<T>) => Promise<T>): Ssh {
  const said = new Map<string, number>()
  const sayOnce = async ({ machineId, fingerprint }: SshReach, offered: string) => {
    const key = `${machineId} ${offered}`
    if (performance.now() - (said.get(key) ?? Number.NEGATIVE_INFINITY) < SAY_AGAIN_MS) return
    said.set(key, performance.now())
    await inTransaction(database, (tx) => recordStranger(tx, machineId, { offered, confirmed: fingerprint }))
  }
  return createSsh({
    // Servers of different databases may use one account of one host; keyed, so that it is this database's own.
    space: ticketHash(database, 'ssh', 'work directories')
      .slice(0, 16)
      .replaceAll(/[^A-Za-z0-9]/g, '0'),
    inTurn,
    loadLogin: (accountId) => loadLogin(database, accountId),
    loadProxy: (proxyId) => loadProxy(database, proxyId),
    dial: dialHost,
    onOtherIdentity: (reach, offered) =>
      void sayOnce(reach, offered).catch((error: unknown) =>
        logLine('warn', 'A changed host key could not be recorded', {
          machineId: reach.machineId,
          ...errorFacts(error),
        }),
      ),
  })
}
