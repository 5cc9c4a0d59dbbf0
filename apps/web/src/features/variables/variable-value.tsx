/** A value as it is written; a secret is told, not shown. */
export function VariableValue({ of, isSecret }: { readonly of: string | null; readonly isSecret: boolean }) {
  return isSecret ? <span className="faint">••••••• (hidden)</span> : <span className="mono">{of}</span>
}
