import { tooManyRequests } from './errors.ts'

/** Counts streams that are open on this node (reliability O). */
export interface StreamLimit {
  /** Takes a place for a stream of the user and answers how to give it back. Throws a 429 when there is none. */
  open(userId: string): () => void
}

const TRY_AGAIN_SECONDS = 10

export function createStreamLimit(mostOfUser: number, mostOfNode: number): StreamLimit {
  const ofUser = new Map<string, number>()
  let all = 0
  return {
    open(userId) {
      const own = ofUser.get(userId) ?? 0
      if (own >= mostOfUser) {
        throw tooManyRequests(`You have ${own} streams open, and may have ${mostOfUser}.`, TRY_AGAIN_SECONDS)
      }
      if (all >= mostOfNode) throw tooManyRequests('This server has no room for another stream.', TRY_AGAIN_SECONDS)
      ofUser.set(userId, own + 1)
      all += 1
      return () => {
        const left = ofUser.get(userId)! - 1
        if (left === 0) ofUser.delete(userId)
        else ofUser.set(userId, left)
        all -= 1
      }
    },
  }
}
