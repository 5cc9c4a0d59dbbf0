import {
  loadVariableSet,
  type PreviewedVariable,
  type Project,
  previewVariables,
  type VariableSet,
} from '@flotilla/api'
import { Input, SimpleGrid, Stack, Title } from '@mantine/core'
import { useState } from 'react'
import { useRead } from '../../api/queries.ts'
import { ChooseOne } from '../../ui/choose.tsx'
import { Loaded } from '../../ui/page.tsx'
import { State } from '../../ui/state.tsx'
import { Table } from '../../ui/table.tsx'
import { Scope } from './scope.tsx'
import { MOST_SHOWN, SCOPE_KINDS } from './scope-kinds.ts'
import { VariableValue } from './variable-value.tsx'

/** A part of the place, as the server asks for it, and which one it is. */
type Place = Partial<Record<NonNullable<(typeof SCOPE_KINDS)[number]['asked']>, string>>

/** The value that each variable has in one place, and why. */
export function ValuesSomewhere({ project }: { readonly project: Project }) {
  const set = useRead(['variables', project.VariableSetId], (client) => loadVariableSet(client, project.VariableSetId))
  return <Loaded of={set}>{(found) => <Values project={project} set={found} />}</Loaded>
}

function Values({ project, set }: { readonly project: Project; readonly set: VariableSet }) {
  const [place, setPlace] = useState<Place>({})
  const isChosen = Object.values(place).some((id) => id !== '')
  const asked = Object.fromEntries(Object.entries(place).filter(([, id]) => id !== ''))
  const preview = useRead(
    ['variables', 'in', project.Id, asked, set.Version],
    (client) => previewVariables(client, { project: project.Id, ...asked }),
    { isSkipped: !isChosen, keepsOld: true },
  )
  return (
    <section aria-labelledby="values-somewhere">
      <Title order={2} id="values-somewhere">
        Which value holds where
      </Title>
      <Input.Description mb="xs">
        Of what is saved, with the library and what tenants have given. Choose a place.
      </Input.Description>
      <Stack>
        <SimpleGrid cols={{ base: 1, sm: 3, lg: 6 }} spacing="sm">
          {SCOPE_KINDS.map(({ asked: part, list, one }) =>
            part && set.ScopeValues[list]?.length ? (
              <ChooseOne
                key={part}
                label={one}
                whenNone="none in particular"
                from={set.ScopeValues[list]}
                value={place[part]}
                limit={MOST_SHOWN}
                onChange={(id) => setPlace({ ...place, [part]: id })}
              />
            ) : null,
          )}
        </SimpleGrid>
        {isChosen && (
          <Loaded of={preview}>
            {({ Variables, ScopeValues }) =>
              Variables.length === 0 ? (
                <p className="faint">No variable has a value there.</p>
              ) : (
                <Table label="Values there" columns={['Name', 'Value', 'Why']}>
                  {Variables.toSorted((a, b) => a.Name.localeCompare(b.Name)).map((variable) => (
                    <Value key={variable.Name} variable={variable} names={{ ScopeValues }} />
                  ))}
                </Table>
              )
            }
          </Loaded>
        )}
      </Stack>
    </section>
  )
}

function Value({
  variable,
  names,
}: {
  readonly variable: PreviewedVariable
  readonly names: Pick<VariableSet, 'ScopeValues'>
}) {
  const { Name, EvaluatedValue, Value: written, Type, IsSensitive, Origin, Reason, Candidates } = variable
  return (
    <tr>
      <td className="mono">{Name}</td>
      <td>
        <VariableValue of={EvaluatedValue} kind={Type} />
        {!IsSensitive && written !== EvaluatedValue && <div className="faint small mono">{written}</div>}
      </td>
      <td>
        {Reason}
        {Origin.Kind !== 'Project' && Origin.Name && <div className="faint small">from {Origin.Name}</div>}
        {Candidates.length > 1 && (
          <details className="small">
            <summary className="faint">All {Candidates.length} values of it</summary>
            <Table label={`Values of ${Name}`} columns={['Value', 'Where it holds', 'Why or why not']}>
              {Candidates.map((candidate) => (
                <tr key={candidate.Id || candidate.Reason}>
                  <td>
                    <VariableValue of={candidate.Value} kind={candidate.Type} />
                    {candidate.IsUsed && (
                      <div>
                        <State tone="good" word="used" size={15} />
                      </div>
                    )}
                  </td>
                  <td>
                    <Scope of={candidate.Scope} set={names} />
                  </td>
                  <td>{candidate.Reason}</td>
                </tr>
              ))}
            </Table>
          </details>
        )}
      </td>
    </tr>
  )
}
