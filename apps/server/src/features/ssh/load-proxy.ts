import { err, ok, type Result } from '@flotilla/kit'
import type { Queryable } from '../../database/connection.ts'
import { findDocument } from '../../database/documents.ts'
import { loadSecrets } from '../../database/secrets.ts'
import type { HttpProxy } from '../../outbound/index.ts'
import { KINDS } from '../kinds.ts'

/** A proxy as it is now, or the rest of a sentence that says why there is none. */
export async function loadProxy(db: Queryable, proxyId: string): Promise<Result<HttpProxy, string>> {
  const proxy = await findDocument(db, KINDS.proxy, proxyId)
  if (!proxy) return err(`there is no proxy ${proxyId}`)
  return ok({
    host: String(proxy.Host),
    port: Number(proxy.Port),
    username: String(proxy.Username),
    password: (await loadSecrets(db, proxy.Id)).get('Password') ?? '',
  })
}
