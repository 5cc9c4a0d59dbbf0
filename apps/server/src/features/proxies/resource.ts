import { Type } from 'typebox'
import { forgetSecrets } from '../../database/secrets.ts'
import { Text } from '../fields.ts'
import { explainUsers, hostsWith } from '../in-use.ts'
import { KINDS } from '../kinds.ts'
import { keepSecrets, recordSecretChanges, SecretField } from '../secret-fields.ts'
import type { Change, Resource } from '../standard-routes.ts'

type Fields = Readonly<Record<string, unknown>>

/** HTTP proxies through which hosts are reached (`CONNECT`). Source: API reference 5.30. */
export const proxyResource: Resource = {
  kind: KINDS.proxy,
  tag: 'Proxies',
  fields: {
    Host: Type.Optional(Type.String({ default: '', maxLength: 255 })),
    Port: Type.Optional(Type.Integer({ minimum: 1, maximum: 65_535, default: 80 })),
    ProxyType: Type.Optional(Type.Literal('HTTP', { default: 'HTTP' })),
    Username: Text(),
    Password: SecretField(),
  },
  permissions: { view: 'ProxyView', create: 'ProxyCreate', edit: 'ProxyEdit', delete: 'ProxyDelete' },
  check: async (_change, { Host, Username, Password }) => [
    ...(String(Host ?? '').trim() === '' ? ['Host: name the host that the proxy is on.'] : []),
    ...(isGiven(Password) && String(Username ?? '') === '' ? ['Username: a password needs one.'] : []),
  ],
  complete: completeProxy,
  inUse: (db, proxy) => explainUsers(db, 'proxy', proxy, [hostsWith(['Endpoint', 'ProxyId'], proxy)]),
  afterDelete: ({ tx, id }) => forgetSecrets(tx, id),
}

const isGiven = (secret: unknown): boolean => Boolean((secret as { NewValue?: string } | undefined)?.NewValue)

async function completeProxy(change: Change, { Host, Password }: Fields): Promise<Fields> {
  const { tx, spaceId, id, before } = change
  const marked = { Password: { HasValue: true, ...(Password as object | undefined) } }
  const { value, changes } = await keepSecrets(tx, { ownerId: id, spaceId }, marked)
  await recordSecretChanges(change, `The password of the proxy ${before?.Name} was changed`, changes)
  return { ...value, Host: String(Host).trim() }
}
