import { sql } from 'kysely'
import type { Tx } from '../../database/connection.ts'
import type { Document } from '../../database/documents.ts'
import { systemCaller } from '../access/authenticate.ts'
import { recordEvent } from '../audit/record-event.ts'
import type { Caller } from '../context.ts'

/** A host shows another key than the one that was confirmed: it is refused, and said. Source: reliability reference F33, H7. */
export async function recordStranger(
  tx: Tx,
  machineId: string,
  keys: { readonly offered: string; readonly confirmed: string },
): Promise<void> {
  const { rows } = await sql<{ name: string; space_id: string }>`
    select name, space_id from machine where id = ${machineId}
    union all select name, space_id from worker where id = ${machineId}`.execute(tx)
  const host = rows[0]
  if (!host) return
  await recordEvent(tx, systemCaller(), {
    category: 'HostKeyRefused',
    message: `Machine ${host.name} was refused: it shows the host key ${keys.offered}, and not ${keys.confirmed}, which was confirmed for it`,
    spaceId: host.space_id,
    related: [machineId],
    details: keys,
  })
}

/** Somebody has said which key is the host's: from now on only that one is believed. Source: reliability reference H7. */
export async function recordConfirmation(
  tx: Tx,
  caller: Caller,
  before: Document | undefined,
  host: Document,
): Promise<void> {
  const keyOf = (document: Document | undefined) =>
    ((document?.Endpoint ?? {}) as { readonly Fingerprint?: string | null }).Fingerprint || ''
  const key = keyOf(host)
  if (key === '' || key === keyOf(before)) return
  await recordEvent(tx, caller, {
    category: 'HostKeyConfirmed',
    message: `The host key ${key} was confirmed for ${host.Name}`,
    spaceId: host.SpaceId as string,
    related: [host.Id],
    details: { confirmed: key, before: keyOf(before) },
  })
}
