import { Button, CopyButton, Group, Select, TextInput } from '@mantine/core'
import { IconCheck, IconDownload, IconLink, IconSearch } from '@tabler/icons-react'
import { serverUrl } from '../../api/session.ts'
import type { LogFilter, LogLevel } from './log-model.ts'

const LEVELS: readonly { readonly value: LogLevel; readonly label: string }[] = [
  { value: 'everything', label: 'Verbose lines too' },
  { value: 'usual', label: 'Without verbose lines' },
  { value: 'warnings', label: 'Warnings and errors' },
  { value: 'errors', label: 'Errors' },
]

/** What is above a log: searching and narrowing it, folding it, and taking it or the way to a line (`marked`) elsewhere. */
export function LogTools({
  filter,
  onFilter,
  onOpenAll,
  taskId,
  marked,
}: {
  readonly filter: LogFilter
  readonly onFilter: (filter: LogFilter) => void
  readonly onOpenAll: (isOpen: boolean) => void
  readonly taskId: string
  readonly marked: number | undefined
}) {
  return (
    <Group mb="xs" justify="space-between">
      <Group gap="xs">
        <TextInput
          aria-label="Search the log"
          placeholder="Search the log"
          leftSection={<IconSearch size={16} aria-hidden />}
          value={filter.text}
          onChange={({ currentTarget }) => onFilter({ ...filter, text: currentTarget.value })}
        />
        <Select
          aria-label="Lines to show"
          data={LEVELS}
          allowDeselect={false}
          value={filter.level}
          onChange={(level) => level && onFilter({ ...filter, level })}
        />
      </Group>
      <Group gap="xs">
        {marked !== undefined && (
          <CopyButton value={window.location.href}>
            {({ copied, copy }) => (
              <Button
                size="compact-sm"
                variant="subtle"
                onClick={copy}
                leftSection={copied ? <IconCheck size={15} aria-hidden /> : <IconLink size={15} aria-hidden />}
              >
                {copied ? 'Copied' : `Copy the link to line ${marked}`}
              </Button>
            )}
          </CopyButton>
        )}
        <Button size="compact-sm" variant="subtle" onClick={() => onOpenAll(true)}>
          Open all
        </Button>
        <Button size="compact-sm" variant="subtle" onClick={() => onOpenAll(false)}>
          Close all
        </Button>
        <Button
          component="a"
          href={`${serverUrl}/api/tasks/${taskId}/raw`}
          download={`${taskId}.log`}
          size="compact-sm"
          variant="subtle"
          leftSection={<IconDownload size={15} aria-hidden />}
        >
          Download
        </Button>
      </Group>
    </Group>
  )
}
