import type { Queryable, Tx } from '../../database/connection.ts'
import { openText, sealText } from '../../database/keyring.ts'
import { formValuesPlace, runFormValuesPlace } from '../../database/sealed-columns.ts'
import type { Place } from '../../database/sealing.ts'
import { type Execution, isDeployment } from './execution.ts'

type FormValues = Readonly<Record<string, string>>

/** The answers of a form as its row keeps them: sealed as one, since any of them may hold a secret. */
export const sealFormValues = (tx: Tx, place: Place, values: FormValues): string =>
  Object.keys(values).length === 0 ? '{}' : JSON.stringify(sealText(tx, place, JSON.stringify(values)))

/** All answers of a form, secret ones too: for running it, never for showing them. */
export async function loadFormValues(db: Queryable, execution: Execution): Promise<FormValues> {
  const { id, form_values } = execution
  if (typeof form_values !== 'string') return {}
  const placeOf = isDeployment(execution) ? formValuesPlace : runFormValuesPlace
  return JSON.parse(await openText(db, placeOf(id), form_values)) as FormValues
}

/** Those of the answers that are not shown. */
export function secretFormValues({ document }: Execution, values: FormValues): readonly string[] {
  const shown = (document as { PublicFormValues?: FormValues }).PublicFormValues ?? {}
  return Object.entries(values).flatMap(([name, value]) => (Object.hasOwn(shown, name) ? [] : [value]))
}
