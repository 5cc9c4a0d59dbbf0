import DOMPurify from 'dompurify'
import { Marked } from 'marked'
import { useLayoutEffect, useRef } from 'react'

/** What people may write: no pictures from elsewhere, no forms, no styles (reliability W2). */
const ALLOWED = {
  ALLOWED_TAGS: [
    ...['p', 'br', 'hr', 'strong', 'em', 'del', 'code', 'pre', 'blockquote', 'a', 'ul', 'ol', 'li'],
    ...['h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'table', 'thead', 'tbody', 'tr', 'th', 'td'],
  ],
  ALLOWED_ATTR: ['href', 'title', 'align'],
  ALLOWED_URI_REGEXP: /^(https?:|mailto:|#)/i,
  RETURN_DOM_FRAGMENT: true as const,
}

/** Release notes, instructions, descriptions: Markdown that somebody wrote, without anything that acts. */
export function Prose({ text }: { readonly text: string | null | undefined }) {
  const element = useRef<HTMLDivElement>(null)
  useLayoutEffect(() => {
    const content = DOMPurify.sanitize(markdown.parse(text ?? '') as string, ALLOWED)
    for (const link of content.querySelectorAll('a')) {
      link.target = '_blank'
      link.rel = 'noopener noreferrer'
    }
    element.current?.replaceChildren(content)
  }, [text])
  return <div ref={element} className="prose" />
}

const markdown = new Marked({
  async: false,
  gfm: true,
  breaks: true,
  // Tags that somebody typed are shown as they stand.
  renderer: { html: ({ text }) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;') },
})
