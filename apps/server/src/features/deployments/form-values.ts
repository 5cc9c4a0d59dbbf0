import type { Queryable, Tx } from '../../database/connection.ts'
import { openText, sealText } from '../../database/keyring.ts'
import { formValuesPlace } from '../../database/sealed-columns.ts'
import type { DeploymentRow } from './queries.ts'

type FormValues = Readonly<Record<string, string>>

/** The answers of a deployment's form as its row keeps them: sealed as one, since any of them may hold a secret. */
export const sealFormValues = (tx: Tx, deploymentId: string, values: FormValues): string =>
  Object.keys(values).length === 0
    ? '{}'
    : JSON.stringify(sealText(tx, formValuesPlace(deploymentId), JSON.stringify(values)))

/** All answers of a deployment's form, secret ones too: for running it, never for showing them. */
export async function loadFormValues(db: Queryable, { id, form_values }: DeploymentRow): Promise<FormValues> {
  if (typeof form_values !== 'string') return {}
  return JSON.parse(await openText(db, formValuesPlace(id), form_values)) as FormValues
}

/** Those of the answers that are not shown. */
export function secretFormValues({ document }: DeploymentRow, values: FormValues): readonly string[] {
  const shown = (document as { PublicFormValues?: FormValues }).PublicFormValues ?? {}
  return Object.entries(values).flatMap(([name, value]) => (Object.hasOwn(shown, name) ? [] : [value]))
}
