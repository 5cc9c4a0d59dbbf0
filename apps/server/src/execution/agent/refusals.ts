import type { Reply } from '@flotilla/agent-protocol'

type Refusal = Extract<Reply, { readonly kind: 'refused' }>['refusal']

/** An answer that no such question has. */
export const detailOf = (reply: Reply): string =>
  reply.kind === 'failed'
    ? reply.detail
    : `its agent gave an answer that does not belong to the question (${reply.kind})`

/** What was refused, if it is of one of the kinds that belong to the question. */
export function refusalOf(
  reply: Reply,
  kinds: readonly string[],
  otherwise: object = { kind: 'not-prepared', code: 'EAGENT', detail: detailOf(reply) },
): Refusal {
  if (reply.kind === 'refused' && kinds.includes(reply.refusal.kind)) return reply.refusal
  return otherwise as Refusal
}
