import {
  IconAlertTriangle,
  IconCircleCheck,
  IconCircleDashed,
  IconCircleMinus,
  IconCircleX,
  IconClock,
  IconHandStop,
  IconLoader2,
  IconPlayerSkipForward,
  IconQuestionMark,
  type TablerIcon,
} from '@tabler/icons-react'

/** What a state is like, whatever it is a state of: each has a shape, a word and a colour. */
export type Tone = 'good' | 'bad' | 'busy' | 'warn' | 'ask' | 'waiting' | 'stopped' | 'skipped' | 'unknown' | 'none'

const SHAPES: Readonly<Record<Tone, { readonly icon: TablerIcon; readonly color: string; readonly turns?: true }>> = {
  good: { icon: IconCircleCheck, color: 'good' },
  bad: { icon: IconCircleX, color: 'bad' },
  busy: { icon: IconLoader2, color: 'busy', turns: true },
  warn: { icon: IconAlertTriangle, color: 'warn' },
  ask: { icon: IconHandStop, color: 'ask' },
  waiting: { icon: IconClock, color: 'idle' },
  stopped: { icon: IconCircleMinus, color: 'idle' },
  skipped: { icon: IconPlayerSkipForward, color: 'idle' },
  unknown: { icon: IconQuestionMark, color: 'idle' },
  none: { icon: IconCircleDashed, color: 'idle' },
}

/** A state with its word; `isBrief` shows the shape alone and keeps the word for readers and on hover. */
export function State({
  tone,
  word,
  isBrief = false,
  size = 17,
}: {
  readonly tone: Tone
  readonly word: string
  readonly isBrief?: boolean
  readonly size?: number
}) {
  const { icon: Icon, color, turns } = SHAPES[tone]
  return (
    <span className={`state ${color}`} title={isBrief ? word : undefined}>
      <Icon size={size} stroke={2} className={turns ? 'turning' : ''} aria-hidden />
      {isBrief ? <span className="visually-hidden">{word}</span> : word}
    </span>
  )
}
