import type { Schema } from '@flotilla/api'
import { Accordion, Badge, Button, Group, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import { useDeletion, useRead } from '../../api/queries.ts'
import { AddButton } from '../../ui/add-button.tsx'
import { DeleteButton } from '../../ui/delete-button.tsx'
import { Loaded } from '../../ui/page.tsx'
import { SettingsFrame } from '../settings/settings-frame.tsx'
import { NEW_ROLE, type RoleDraft, UserRoleForm } from './user-role-form.tsx'

type UserRole = Schema<'UserRole'>

/** The roles that teams can be given, and what each allows. */
export function RolesPage() {
  const roles = useRead(['userroles'], (client) => client.all<UserRole>('/api/userroles'))
  const [edited, setEdited] = useState<RoleDraft | UserRole>()
  return (
    <SettingsFrame part="roles" actions={<AddButton onClick={() => setEdited(NEW_ROLE)}>Add a role</AddButton>}>
      <Loaded of={roles}>
        {(all) => (
          <Accordion variant="contained" chevronPosition="left" multiple>
            {all.map((role) => (
              <Accordion.Item key={role.Id} value={role.Id}>
                <Accordion.Control>
                  <Group gap="xs">
                    <strong>{role.Name}</strong>
                    {!role.CanBeDeleted && (
                      <Badge variant="light" tt="none">
                        built in
                      </Badge>
                    )}
                  </Group>
                  <Text size="sm" className="faint">
                    {role.Description}
                  </Text>
                </Accordion.Control>
                <Accordion.Panel>
                  <Details role={role} onChange={() => setEdited(role)} />
                </Accordion.Panel>
              </Accordion.Item>
            ))}
          </Accordion>
        )}
      </Loaded>
      {edited && <UserRoleForm role={edited} onClose={() => setEdited(undefined)} />}
    </SettingsFrame>
  )
}

function Details({ role, onChange }: { readonly role: UserRole; readonly onChange: () => void }) {
  const deleting = useDeletion(`/api/userroles/${role.Id}`)
  const rights = [...role.SpacePermissionDescriptions, ...role.SystemPermissionDescriptions]
  return (
    <Stack>
      <ul className="columns">
        {rights.toSorted().map((right) => (
          <li key={right}>{right}</li>
        ))}
      </ul>
      {role.CanBeDeleted && (
        <Group gap="xs">
          <Button size="compact-sm" variant="subtle" onClick={onChange} aria-label={`Change ${role.Name}`}>
            Change
          </Button>
          <DeleteButton size="compact-sm" what={`the role ${role.Name}`} deleting={deleting}>
            Teams that have it lose what it allows.
          </DeleteButton>
        </Group>
      )}
    </Stack>
  )
}
