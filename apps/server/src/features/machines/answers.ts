import { Type } from 'typebox'
import { Answer, AnsweredDate, Links, OrNull } from '../../http/answers.ts'
import { LogLineAnswer } from '../tasks/answers.ts'

/** What the last health check found. */
export const MachineConnectionAnswer = Answer('MachineConnection', {
  MachineId: Type.String(),
  Status: Type.String(),
  LastChecked: OrNull(AnsweredDate()),
  CurrentTentacleVersion: Type.Null(),
  Logs: Type.Array(LogLineAnswer),
  Links: Links(),
})
