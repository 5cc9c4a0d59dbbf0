import { Menu } from '@mantine/core'
import { NEW_STEPS, type NewStep, type ProcessOwner } from './process.ts'

/** What can be added to a process, or to one of its steps, as the entries of a menu. */
export function NewStepItems({
  owner,
  onChoose,
}: {
  readonly owner: ProcessOwner
  readonly onChoose: (make: NewStep['make']) => void
}) {
  return (
    <Menu.Dropdown>
      {NEW_STEPS.filter(({ isOfReleases }) => !isOfReleases || owner.isDeployed).map(({ name, icon: Icon, make }) => (
        <Menu.Item key={name} leftSection={<Icon size={16} aria-hidden />} onClick={() => onChoose(make)}>
          {name}
        </Menu.Item>
      ))}
    </Menu.Dropdown>
  )
}
