/** The page's policy allows styles that carry this. */
export const styleNonce = (): string =>
  document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? ''

interface TrustedTypes {
  createPolicy(name: string, rules: { createHTML(text: string): string }): unknown
}

/** Where libraries that write style sheets of their own look for it. */
export function handOutNonce(): void {
  ;(globalThis as { __webpack_nonce__?: string }).__webpack_nonce__ = styleNonce()
}

/**
 * The page's policy refuses every text that would become markup. The library of components writes style sheets as such texts;
 * they have no tags in them, and nothing else gets through (reliability W3).
 */
export function allowStyles(): void {
  const { trustedTypes } = window as unknown as { trustedTypes?: TrustedTypes }
  trustedTypes?.createPolicy('default', {
    createHTML: (text) => {
      if (text.includes('<')) throw new TypeError('Markup from text is not shown.')
      return text
    },
  })
}
