export type { FutureTimeRefusal, QueueTimes } from './parse-future-time.ts'
export { parseFutureTime } from './parse-future-time.ts'
export { instantOfWallClock, isTimeZone, zoneOffsetMinutes } from './wall-clock.ts'
