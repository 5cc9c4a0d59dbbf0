export type { AcmeChild, AcmeStep } from './acme-processes.ts'
export { ACME_CHILDREN, ACME_ROLES, workerStep } from './acme-processes.ts'
export type { AcmeTenant } from './acme-tenants.ts'
export type {
  AcmeDeployment,
  AcmeDeployOptions,
  AcmeEnvironment,
  AcmeProject,
  AcmeSetup,
  AcmeTeam,
  AcmeWorld,
  ChildReport,
  StepReport,
} from './acme-world.ts'
export { ACME_ENVIRONMENTS, ACME_PARENT, ACME_TEST_VERSIONS, buildAcmeWorld } from './acme-world.ts'
export { startConnectProxy } from './connect-proxy.ts'
export { type Checker, checkAll, type Violation } from './crash/checkers.ts'
export { CrashWorld } from './crash/crash-harness.ts'
export type { History, HistoryEvent, LoggedLine, ScriptMark, TaskRecord } from './crash/history.ts'
export { holdScripts, numberedScript, readMarks } from './crash/numbered-script.ts'
export {
  addWatchedMachine,
  approve,
  CHILD_TARGETS,
  CHILDREN,
  childHasBegun,
  newTasks,
  type PromotionSuite,
  scriptsOf,
  scriptsThatRan,
  setUpPromotionSuite,
} from './crash/promotion-suite.ts'
export { createScriptProject } from './script-project.ts'
export type { SshdOptions, TestSshd } from './sshd.ts'
export { hasSshd, startSshd } from './sshd.ts'
export type { TcpProxy } from './tcp-proxy.ts'
export { startTcpProxy } from './tcp-proxy.ts'
export type { Answer, Api, TestServer } from './test-server.ts'
export { ADMIN_KEY, eventually, startTestServer, taskEnded } from './test-server.ts'
