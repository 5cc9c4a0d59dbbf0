import { sql } from 'kysely'
import type { Tx } from '../../database/connection.ts'
import type { Document } from '../../database/documents.ts'
import { wireDate } from '../../http/dates.ts'
import { systemCaller } from '../access/authenticate.ts'
import { recordEvent } from '../audit/record-event.ts'
import type { Caller } from '../context.ts'
import { tableOf } from '../health-checks/store-health.ts'

/** That a host was refused: it shows another key than the one that was confirmed. Null on hosts that are not. */
export interface HostKeyRefusal {
  readonly Confirmed: string
  readonly Shown: string
  readonly RefusedAt: string
}

/**
 * Notes which key a host shows: `offered` is another one than the confirmed one, which is an event, null the confirmed one. Says
 * nothing about a machine for which another key was confirmed meanwhile, and nothing twice. Source: reliability reference F33, H7.
 */
export async function noteHostKey(
  tx: Tx,
  machineId: string,
  { confirmed, offered }: { readonly confirmed: string; readonly offered: string | null },
): Promise<void> {
  const refusal: HostKeyRefusal | null =
    offered === null ? null : { Confirmed: confirmed, Shown: offered, RefusedAt: wireDate(Date.now()) }
  const { rows } = await sql<{ name: string; space_id: string }>`
    update ${sql.table(tableOf(machineId))} set document = document || ${JSON.stringify({ HostKeyRefusal: refusal })}::jsonb
    where id = ${machineId} and document -> 'Endpoint' ->> 'Fingerprint' = ${confirmed}
      and document -> 'HostKeyRefusal' ->> 'Shown' is distinct from ${offered}
    returning name, space_id`.execute(tx)
  const host = rows[0]
  if (!host || offered === null) return
  await recordEvent(tx, systemCaller(), {
    category: 'HostKeyRefused',
    message: `Machine ${host.name} was refused: it shows the host key ${offered}, and not ${confirmed}, which was confirmed for it`,
    spaceId: host.space_id,
    related: [machineId],
    details: { offered, confirmed },
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
