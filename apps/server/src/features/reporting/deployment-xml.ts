import { wireDate } from '../../http/dates.ts'

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
/** What XML 1.0 cannot hold, even escaped. */
const isAllowed = (letter: string): boolean => letter >= ' ' || letter === '\t' || letter === '\n' || letter === '\r'

const textOf = (value: unknown): string => {
  const text = value instanceof Date ? wireDate(value) : String(value ?? '')
  return [...text]
    .filter((letter) => isAllowed(letter) && letter !== '\ufffe' && letter !== '\uffff')
    .map((letter) => ESCAPES[letter] ?? letter)
    .join('')
}

/** A report as XML: an element a deployment, with an element a field. Names of fields are ours; their values are anybody's. */
export function deploymentXml(rows: readonly Readonly<Record<string, unknown>>[]): string {
  const elements = rows.map((row) => {
    const fields = Object.entries(row).map(([name, value]) => `    <${name}>${textOf(value)}</${name}>`)
    return `  <Deployment>\n${fields.join('\n')}\n  </Deployment>\n`
  })
  return `<?xml version="1.0" encoding="utf-8"?>\n<Deployments>\n${elements.join('')}</Deployments>\n`
}
