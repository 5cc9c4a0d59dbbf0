import { type Database, inTransaction } from '../../database/connection.ts'
import { ticketHash } from '../../database/keyed-hashes.ts'
import { createSsh, type Ssh } from '../../execution/index.ts'
import { errorFacts, logLine } from '../../log.ts'
import { dialHost } from '../../outbound/index.ts'
import { noteHostKey } from './host-key-events.ts'
import { loadLogin } from './load-login.ts'
import { loadProxy } from './load-proxy.ts'

/** What a node has of SSH: connections, with the credentials of accounts. Call it with the data keys unlocked. */
export function startSsh(database: Database, inTurn: <T>(work: () => Promise<T>) => Promise<T>): Ssh {
  return createSsh({
    // Servers of different databases may use one account of one host; keyed, so that it is this database's own.
    space: ticketHash(database, 'ssh', 'work directories')
      .slice(0, 16)
      .replaceAll(/[^A-Za-z0-9]/g, '0'),
    inTurn,
    loadLogin: (accountId) => loadLogin(database, accountId),
    loadProxy: (proxyId) => loadProxy(database, proxyId),
    dial: dialHost,
    onIdentity: ({ machineId, fingerprint }, offered) =>
      void inTransaction(database, (tx) => noteHostKey(tx, machineId, { confirmed: fingerprint, offered })).catch(
        (error: unknown) =>
          logLine('warn', 'What key a host shows could not be recorded', { machineId, ...errorFacts(error) }),
      ),
  })
}
