export type { LocalTransport, LocalTransportSettings } from './local-transport.ts'
export { createLocalTransport } from './local-transport.ts'
export { LINE_LIMIT_BYTES } from './log-assembler.ts'
export type { Masker } from './masker.ts'
export { createMasker, MASK } from './masker.ts'
export type { Interpretation, InterpreterState, SavedInterpreter } from './output-interpreter.ts'
export {
  FRESH_INTERPRETER,
  finishInterpretation,
  interpretChunk,
  offsetsOf,
  restoreInterpreter,
  saveInterpreter,
} from './output-interpreter.ts'
export type { LogCategory, LogLine, OutputEffect, OutputItem } from './output-items.ts'
export { OUTPUT_VARIABLE_LIMIT_BYTES } from './read-effect.ts'
export type { PayloadRefusal, Script, ScriptVariable } from './script-payload.ts'
export { buildPayload } from './script-payload.ts'
export type {
  AttachOptions,
  AttachRefusal,
  CancelReport,
  CleanUpRefusal,
  Execution,
  ExecutionEvent,
  NeverStartedReason,
  Outcome,
  Payload,
  PayloadFile,
  ScriptTransport,
  StartRefusal,
  StreamName,
  StreamOffsets,
  Ticket,
  UnknownReason,
  UnsafeDirectory,
} from './transport.ts'
export { FROM_THE_START, parseTicket } from './transport.ts'
