export type { CancelTimes } from './cancel.ts'
export { heldPathOf, workPathOf } from './held-files.ts'
export type { TicketFacts } from './judge-ticket.ts'
export { judgeTicket } from './judge-ticket.ts'
export type { LocalTransport, LocalTransportSettings } from './local-transport.ts'
export { createLocalTransport } from './local-transport.ts'
export { openTargetFile } from './open-target-file.ts'
export { hashedPayload, makePayload } from './payload.ts'
export { findMarked, parseProcessStat } from './processes.ts'
export { RUNNER_PROGRAM } from './runner.ts'
export type {
  AttachOptions,
  AttachRefusal,
  CancelReport,
  CleanUpRefusal,
  Execution,
  ExecutionEvent,
  FileRefusal,
  HeldFile,
  HoldRefusal,
  NeverStartedReason,
  Outcome,
  Payload,
  PayloadFile,
  ScriptTransport,
  SharedFile,
  StartRefusal,
  StreamName,
  StreamOffsets,
  TargetFile,
  Ticket,
  UnknownReason,
  UnsafeDirectory,
} from './transport.ts'
export { FROM_THE_START, parseTicket } from './transport.ts'
export { preparePayload, workDirectoryOf } from './work-directory.ts'
