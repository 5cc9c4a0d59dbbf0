/** A target that would be deployed to; one that would not is struck out, with the reason on hover. */
export function MachineName({
  name,
  isDropped = false,
  why,
}: {
  readonly name: string
  readonly isDropped?: boolean
  readonly why?: string
}) {
  return (
    <span className={isDropped ? 'machine dropped' : 'machine'} title={why}>
      {name}
      {isDropped && <span className="visually-hidden"> is left out</span>}
    </span>
  )
}
