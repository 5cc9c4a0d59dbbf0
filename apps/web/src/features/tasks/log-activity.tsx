import type { Activity } from '@flotilla/api'
import { UnstyledButton } from '@mantine/core'
import { IconChevronDown, IconChevronRight } from '@tabler/icons-react'
import { State, type Tone } from '../../ui/state.tsx'
import { duration } from '../../ui/time.tsx'
import { WaitText } from './wait-text.tsx'

const STATUSES: Readonly<Record<string, { readonly tone: Tone; readonly word: string }>> = {
  Pending: { tone: 'none', word: 'Not begun' },
  Running: { tone: 'busy', word: 'Running' },
  Success: { tone: 'good', word: 'Succeeded' },
  SuccessWithWarning: { tone: 'warn', word: 'Succeeded with warnings' },
  Failed: { tone: 'bad', word: 'Failed' },
  Skipped: { tone: 'skipped', word: 'Skipped' },
  Canceled: { tone: 'stopped', word: 'Cancelled' },
}

const WAITS = { tone: 'waiting', word: 'Waiting' } as const

/** The header of an activity: opens and closes what it said. */
export function ActivityRow({
  activity,
  isOpen,
  waitsFor,
  gist,
  onToggle,
}: {
  readonly activity: Activity
  readonly isOpen: boolean
  readonly waitsFor: string | null
  readonly gist: string | null
  readonly onToggle: () => void
}) {
  const { tone, word } = waitsFor ? WAITS : (STATUSES[activity.Status] ?? { tone: 'unknown', word: activity.Status })
  const { Started, Ended, Status, ProgressPercentage, ProgressMessage } = activity
  const isMoving = Status === 'Running' && !waitsFor && ProgressPercentage > 0
  return (
    <UnstyledButton className="log-activity" onClick={onToggle} aria-expanded={isOpen}>
      {isOpen ? <IconChevronDown size={15} aria-hidden /> : <IconChevronRight size={15} aria-hidden />}
      <State tone={tone} word={word} isBrief />
      <span>{activity.Name}</span>
      {waitsFor && (
        <span className="faint">
          waits for <WaitText text={waitsFor} />
        </span>
      )}
      {isMoving && (
        <span className="faint">
          {ProgressPercentage} % {ProgressMessage}
        </span>
      )}
      {Started && Ended && <span className="faint">{duration(Date.parse(Ended) - Date.parse(Started))}</span>}
      {gist && <span className="faint">{gist}</span>}
    </UnstyledButton>
  )
}
