export type { ApprovalSource, ApprovalSourceAsk, ParentDeployment } from './approval-source.ts'
export { approvalSource } from './approval-source.ts'
export type { Interruption, InterruptionAnswer, PersonRights, SubmissionRefusal } from './interruption.ts'
export {
  explainSubmissionRefusal,
  GUIDED_FAILURE_ANSWERS,
  judgeResponsibility,
  judgeSubmission,
  MANUAL_ANSWERS,
} from './interruption.ts'
export type { ApprovalAsk, ApprovalVerdict, Approver } from './judge-approval.ts'
export { explainLeft, judgeApproval } from './judge-approval.ts'
