import { isPointing, PointedName } from './pointed.tsx'

/** A value as it is written, or the name of what it points to; a secret is told, not shown. */
export function VariableValue({ of, kind }: { readonly of: string | null; readonly kind: string }) {
  if (kind === 'Sensitive') return <span className="faint">••••••• (hidden)</span>
  return isPointing(kind) ? <PointedName kind={kind} value={of ?? ''} /> : <span className="mono">{of}</span>
}
