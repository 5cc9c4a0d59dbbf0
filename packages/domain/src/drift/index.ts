export type { DriftNames } from './explain-drift.ts'
export { explainDrift } from './explain-drift.ts'
export type {
  DriftAsk,
  DriftReason,
  FailedInstallation,
  Installation,
  LedgerEntry,
  MachineDrift,
} from './judge-drift.ts'
export { isDrifting, isSameMachine, judgeDrift } from './judge-drift.ts'
export type { ActionEnd, MachineEnd } from './judge-installation.ts'
export { judgeInstallation } from './judge-installation.ts'
