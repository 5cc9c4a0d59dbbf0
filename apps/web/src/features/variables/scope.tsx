import type { VariableScope, VariableSet } from '@flotilla/api'
import { Badge, Group } from '@mantine/core'
import { nameIn } from '../../ui/name-in.ts'
import { SCOPE_KINDS } from './scope-kinds.ts'

/** Where a value holds, in names. */
export function Scope({
  of: scope,
  set,
}: {
  readonly of: VariableScope
  readonly set: Pick<VariableSet, 'ScopeValues'>
}) {
  const parts = Object.entries(scope).filter(([, ids]) => ids.length > 0)
  if (parts.length === 0) return <span className="faint">everywhere</span>
  const all = Object.values(set.ScopeValues).flat()
  return (
    <Group gap={4}>
      {parts.flatMap(([kind, ids]) =>
        ids.map((id) => (
          <Badge key={`${kind} ${id}`} variant="default" tt="none" fw={500} title={wordOf(kind)}>
            {nameIn(all, id)}
          </Badge>
        )),
      )}
    </Group>
  )
}

const wordOf = (kind: string): string => SCOPE_KINDS.find((each) => each.kind === kind)?.one ?? kind
