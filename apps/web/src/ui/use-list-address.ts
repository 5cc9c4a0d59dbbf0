import { useSearchParams } from 'react-router'

/**
 * The choices that narrow a list and the page of it that is shown, kept in the address: it can be handed on, and going back finds
 * the list as it was. Another choice begins at the first page.
 */
export function useListAddress() {
  const [address, setAddress] = useSearchParams()
  const change = (name: string, value: string | null) =>
    setAddress(
      (before) => {
        const next = new URLSearchParams(before)
        next.delete('page')
        if (value) next.set(name, value)
        else next.delete(name)
        return next
      },
      { replace: true },
    )
  return {
    page: Math.max(1, Number(address.get('page')) || 1),
    chosen: (name: string): string | null => address.get(name),
    choose: change,
    turnTo: (page: number) => change('page', page === 1 ? null : String(page)),
  }
}
