import { type LibraryVariableSet, listByIds, loadVariableSet, type Project, type Variable } from '@flotilla/api'
import { Input } from '@mantine/core'
import { useRead } from '../../api/queries.ts'
import { fieldProblem } from '../../ui/problem.tsx'
import { SECRET_STAYS } from '../../ui/stored-secret.tsx'
import { ValueField } from '../variables/value-field.tsx'
import { type Answers, hasAnswers, readAnswers, writeAnswers } from './answers.ts'
import type { Action } from './trigger-words.ts'

/** What the deployments and runs of a trigger ask for, answered beforehand; what is left out has the variable's own value. */
export function AnswerFields({
  project,
  action,
  error,
  onAction,
}: {
  readonly project: Project
  readonly action: Action
  readonly error: unknown
  readonly onAction: (change: Partial<Action>) => void
}) {
  const asked = useAsked(project)
  const answers = readAnswers(action)
  if (!hasAnswers(action) || !asked.data?.length) return null
  const problem = fieldProblem(error, 'Action.Variables') ?? fieldProblem(error, 'Action.FormValues')
  return (
    <>
      {problem && <Input.Error>{problem}</Input.Error>}
      {asked.data.map((variable) => (
        <OneAnswer
          key={variable.Id}
          variable={variable}
          answers={answers}
          onChange={(next) => onAction(writeAnswers(action, next))}
        />
      ))}
    </>
  )
}

/** The variables that a project asks for, its own and those of the library, one of each name: the project's own first. */
const useAsked = (project: Project) =>
  useRead(['asked', project.Id, project.IncludedLibraryVariableSetIds], async (client) => {
    const library = await listByIds<LibraryVariableSet>(
      client,
      '~/libraryvariablesets',
      project.IncludedLibraryVariableSetIds,
    )
    const ids = [project.VariableSetId, ...library.map(({ VariableSetId }) => VariableSetId)]
    const sets = await Promise.all(ids.map((id) => loadVariableSet(client, id)))
    const prompted = sets.flatMap(({ Variables }) => Variables).filter(({ Prompt }) => Prompt)
    const names = prompted.map(({ Name }) => Name.toLowerCase())
    return prompted.filter((_, at) => names.indexOf(names[at]!) === at)
  })

/** An answer may be kept under the id, the name or the label of its variable. */
function OneAnswer({
  variable,
  answers,
  onChange,
}: {
  readonly variable: Variable
  readonly answers: Answers
  readonly onChange: (answers: Answers) => void
}) {
  const { Id, Name, Prompt: prompt, IsSensitive, Type } = variable
  const names = [Id, Name, prompt!.Label].map((name) => name.toLowerCase())
  const kept = Object.keys(answers).find((name) => names.includes(name.toLowerCase()))
  const answer = kept === undefined ? undefined : answers[kept]
  const isKept = typeof answer === 'object'
  return (
    <ValueField
      label={prompt!.Label || Name}
      description={isKept ? SECRET_STAYS : prompt!.Description || undefined}
      placeholder={isKept ? undefined : "as the variable's value is then"}
      isSecret={IsSensitive || Type === 'Sensitive'}
      display={prompt!.DisplaySettings}
      value={typeof answer === 'string' ? answer : (answer?.NewValue ?? '')}
      onChange={(value) => {
        const { [kept ?? Name]: _, ...others } = answers
        const given = isKept ? { HasValue: true, ...(value === '' ? {} : { NewValue: value }) } : value
        onChange(given === '' ? others : { ...others, [kept ?? Name]: given })
      }}
    />
  )
}
