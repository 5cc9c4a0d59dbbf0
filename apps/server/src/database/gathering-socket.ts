import { Socket } from 'node:net'

/** A socket that sends together what is written within one turn: statements that follow one another take one call of the system. */
export class GatheringSocket extends Socket {
  override uncork(): void {
    process.nextTick(() => super.uncork())
  }
}
