export type { AgentDirectory, AgentPlace } from './agent/index.ts'
export { AgentHub, acceptAgents, checkAgent, createAgentTransport } from './agent/index.ts'
export { createCheckConnection } from './check-connection.ts'
export { LINE_LIMIT_BYTES } from './log-assembler.ts'
export type { HeldOutput, OutputLine } from './masked-output.ts'
export { HOLD_MS, isHolding, maskOutput, NO_HELD_OUTPUT, withSilences } from './masked-output.ts'
export { MASK, Masker } from './masker.ts'
export type { Interpretation, InterpreterState, SavedInterpreter } from './output-interpreter.ts'
export {
  FRESH_INTERPRETER,
  finishInterpretation,
  interpretChunk,
  offsetsOf,
  restoreInterpreter,
  saveInterpreter,
} from './output-interpreter.ts'
export type { LogCategory, LogLine, OutputEffect, OutputItem, TargetChange } from './output-items.ts'
export { isTargetChange } from './output-items.ts'
export { packageScript } from './package-script.ts'
export { OUTPUT_VARIABLE_LIMIT_BYTES } from './read-effect.ts'
export type { PackagedScript, PayloadRefusal, PlacedPackage, Script, ScriptVariable } from './script-payload.ts'
export { buildPayload, SCRIPT_SYNTAXES } from './script-payload.ts'
export { secretForms } from './secret-forms.ts'
export type { Login, Ssh, SshReach } from './ssh/index.ts'
export { createSsh, explainFingerprint, parseFingerprint } from './ssh/index.ts'
export type { CheckConnection, ConnectionRefusal, PlaceFacts, Reach, Transports, Waiter } from './transports.ts'
export { createTransports, REACH_TIMEOUT_MS } from './transports.ts'
