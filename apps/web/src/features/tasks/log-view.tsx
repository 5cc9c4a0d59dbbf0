import type { Activity } from '@flotilla/api'
import { UnstyledButton } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useVirtualizer } from '@tanstack/react-virtual'
import { type CSSProperties, type KeyboardEvent, useEffect, useRef, useState } from 'react'
import { useSearchParams } from 'react-router'
import { ActivityRow } from './log-activity.tsx'
import type { LogFilter } from './log-model.ts'
import { LogText } from './log-text.tsx'
import { LogTools } from './log-tools.tsx'
import { isFinal } from './task-state.tsx'
import type { LiveTask } from './use-task.ts'
import './log.css'

const ROW_PX = 24
/** Looking through a million lines takes longer than typing a letter. */
const SETTLES_MS = 120

/** The tree of what a task does, with what is said on the way. It follows the end until somebody scrolls up. */
export function LogView({ live }: { readonly live: LiveTask }) {
  const { log, version, redraw } = live
  const [address, setAddress] = useSearchParams()
  const marked = Number(address.get('line')) || undefined
  const [filter, setFilter] = useState<LogFilter>({ text: '', level: 'usual' })
  const scroller = useRef<HTMLDivElement>(null)
  const follows = useRef(marked === undefined)
  const [settled] = useDebouncedValue(filter, SETTLES_MS)
  useEffect(() => {
    log.setFilter({ ...settled, text: settled.text.trim().toLowerCase() })
    redraw()
  }, [log, settled, redraw])
  const rows = useVirtualizer({
    count: log.rowCount,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_PX,
    overscan: 20,
  })
  const isRunning = live.task !== undefined && !isFinal(live.task)
  // biome-ignore lint/correctness/useExhaustiveDependencies: whenever something new is shown
  useEffect(() => {
    if (follows.current && isRunning && log.rowCount > 0) rows.scrollToIndex(log.rowCount - 1)
  }, [version, isRunning])
  const sought = useRef(false)
  // biome-ignore lint/correctness/useExhaustiveDependencies: as soon as the line has come
  useEffect(() => {
    if (marked === undefined || sought.current) return
    const at = log.findLine(marked)
    if (at === undefined) return
    sought.current = true
    redraw()
    requestAnimationFrame(() => rows.scrollToIndex(at, { align: 'center' }))
  }, [version, marked])
  const noteScroll = () => {
    const { scrollTop, clientHeight, scrollHeight } = scroller.current!
    follows.current = scrollTop + clientHeight > scrollHeight - 2 * ROW_PX
  }
  const mark = (number: number) => {
    const next = new URLSearchParams(address)
    next.set('line', String(number))
    follows.current = false
    sought.current = true
    setAddress(next, { replace: true })
  }
  const items = rows.getVirtualItems()
  const isLine = (index: number) => log.rowAt(index)?.kind === 'line'
  const isMarked = (index: number) => {
    const row = log.rowAt(index)
    return row?.kind === 'line' && row.line.Number === marked
  }
  /** Of the line numbers, one can be reached with Tab: a long log is no long way to the rest of the page. */
  const entry = (items.find(({ index }) => isMarked(index)) ?? items.find(({ index }) => isLine(index)))?.index
  const walk = (event: KeyboardEvent<HTMLElement>) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    const from = (event.target as HTMLElement).dataset.row
    if (!step || from === undefined) return
    event.preventDefault()
    let next = Number(from) + step
    while (next > 0 && next < log.rowCount && !isLine(next)) next += step
    if (!isLine(next)) return
    rows.scrollToIndex(next)
    requestAnimationFrame(() => scroller.current?.querySelector<HTMLElement>(`[data-row="${next}"]`)?.focus())
  }
  const setAllOpen = (isOpen: boolean) => {
    log.setAllOpen(isOpen)
    redraw()
  }
  const toggle = (activity: Activity) => {
    log.toggle(activity)
    follows.current = false
    redraw()
  }
  return (
    <div>
      <LogTools filter={filter} onFilter={setFilter} onOpenAll={setAllOpen} taskId={live.id} marked={marked} />
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <section ref={scroller} className="log" onScroll={noteScroll} onKeyDown={walk} aria-label="Log" tabIndex={0}>
        <div style={{ height: rows.getTotalSize(), position: 'relative' }}>
          {items.map(({ index, start }) => {
            const row = log.rowAt(index)
            if (!row) return null
            return (
              <div
                key={index}
                className="log-row"
                style={{ transform: `translateY(${start}px)`, '--depth': row.depth } as CSSProperties}
              >
                {row.kind === 'activity' ? (
                  <ActivityRow
                    activity={row.activity}
                    isOpen={row.isOpen}
                    waitsFor={row.waitsFor}
                    gist={row.gist}
                    onToggle={() => toggle(row.activity)}
                  />
                ) : (
                  <div className={`log-line ${row.line.Category} ${row.line.Number === marked ? 'marked' : ''}`}>
                    <UnstyledButton
                      className="number"
                      data-row={index}
                      tabIndex={index === entry ? 0 : -1}
                      onClick={() => mark(row.line.Number)}
                      aria-label={`Link to line ${row.line.Number}`}
                      title={row.line.OccurredAt}
                    >
                      {row.line.Number}
                    </UnstyledButton>
                    <LogText text={row.line.MessageText} />
                  </div>
                )}
              </div>
            )
          })}
        </div>
      </section>
      <p className="faint">
        {log.lineCount.toLocaleString('en')} {log.lineCount === 1 ? 'line' : 'lines'}
        {live.isFollowed && ', more as they come'}
      </p>
    </div>
  )
}
