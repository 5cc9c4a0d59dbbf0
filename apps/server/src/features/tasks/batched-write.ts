import { type Statement, type Tx, together } from '../../database/connection.ts'
import type { TaskRun } from './task-run.ts'

/**
 * What a task writes alike for each of many machines. All that waits at the same time is written at once, so that a thousand
 * machines cost a few statements, and not a few each.
 */
export interface BatchedWrite<Row, Answer = void> {
  readonly turn: Turn
  /** Sends what stores the rows, which are in the order in which they came; answers one value a row in that order, if any. */
  write(tx: Tx, run: TaskRun, rows: readonly Row[]): Promise<readonly Answer[]>
}

/**
 * When something is written, of all that goes together: lines and waits need the activities that they belong to, and an end counts more than
 * what was noted on the way. What takes locks that others wait for comes last, each kind of lock behind the same others and in one
 * order within itself, so that no two transactions wait for each other.
 */
type Turn = 'activities' | 'waits' | 'lines' | 'rest' | 'ends' | 'machines' | 'targets'
const TURNS: readonly Turn[] = ['activities', 'waits', 'lines', 'rest', 'ends', 'machines', 'targets']

/** Whether an entry takes locks that others wait for. */
export const takesLocks = ({ kind: { turn } }: Entry): boolean => turn === 'machines' || turn === 'targets'

/** One row that is to be written. */
export interface Entry<Answer = unknown> {
  readonly kind: BatchedWrite<unknown, Answer>
  readonly row: unknown
  /** How much of it there is to send, where that is much. */
  readonly bytes: number
}

export const entry = <Row, Answer>(kind: BatchedWrite<Row, Answer>, row: Row, bytes = 0): Entry<Answer> => ({
  kind,
  row,
  bytes,
})

/** For what has nothing to answer: the statements that store the rows. */
export const storing = <Row>(
  turn: Turn,
  statements: (run: TaskRun, rows: readonly Row[]) => readonly Statement[],
): BatchedWrite<Row> => ({
  turn,
  write: async (tx, run, rows) => {
    await together(tx, statements(run, rows))
    return []
  },
})

/** Writes entries at once, those of a kind together; answers what their kinds answer for each. */
export async function writeEntries(tx: Tx, run: TaskRun, entries: readonly Entry[]): Promise<readonly unknown[]> {
  const places = new Map<BatchedWrite<unknown, unknown>, number[]>()
  for (const [place, { kind }] of entries.entries()) {
    const ofKind = places.get(kind)
    if (ofKind) ofKind.push(place)
    else places.set(kind, [place])
  }
  const answers: unknown[] = []
  const inTurn = [...places].sort(([one], [other]) => TURNS.indexOf(one.turn) - TURNS.indexOf(other.turn))
  await Promise.all(
    inTurn.map(async ([kind, ofKind]) => {
      const answered = await kind.write(
        tx,
        run,
        ofKind.map((place) => entries[place]!.row),
      )
      for (const [index, place] of ofKind.entries()) answers[place] = answered[index]
    }),
  )
  return answers
}
