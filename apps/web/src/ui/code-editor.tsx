import { autocompletion, type CompletionContext } from '@codemirror/autocomplete'
import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands'
import { javascript } from '@codemirror/lang-javascript'
import { python } from '@codemirror/lang-python'
import { defaultHighlightStyle, HighlightStyle, StreamLanguage, syntaxHighlighting } from '@codemirror/language'
import { powerShell } from '@codemirror/legacy-modes/mode/powershell'
import { shell } from '@codemirror/legacy-modes/mode/shell'
import { highlightSelectionMatches, searchKeymap } from '@codemirror/search'
import { EditorState, type Extension, Transaction } from '@codemirror/state'
import { EditorView, keymap, lineNumbers } from '@codemirror/view'
import { useEffect, useRef } from 'react'
import { styleNonce } from './safety.ts'

const LANGUAGES: Readonly<Record<string, () => Extension>> = {
  Bash: () => StreamLanguage.define(shell),
  PowerShell: () => StreamLanguage.define(powerShell),
  Python: () => python(),
  JavaScript: () => javascript(),
}

/** The usual colours, made lighter where the page is dark. */
const colours = HighlightStyle.define(
  defaultHighlightStyle.specs.map((spec) =>
    typeof spec.color === 'string'
      ? { ...spec, color: `light-dark(${spec.color}, color-mix(in oklab, ${spec.color}, white 55%))` }
      : spec,
  ),
)

/** A script with highlighting; `#{` offers the names of `variables`. Another `value` than what was typed takes its place. */
export function CodeEditor({
  label,
  language,
  value,
  variables,
  onChange,
}: {
  readonly label: string
  readonly language: string
  readonly value: string
  readonly variables: readonly string[]
  readonly onChange: (value: string) => void
}) {
  const place = useRef<HTMLDivElement>(null)
  const editor = useRef<EditorView>(undefined)
  const latest = useRef({ value, onChange, variables })
  latest.current = { value, onChange, variables }
  /** What was typed and is not the value yet. */
  const typed = useRef<string>(undefined)
  useEffect(() => {
    const complete = (context: CompletionContext) => {
      const typed = context.matchBefore(/#\{[\w.[\] -]*/)
      if (!typed) return null
      const options = latest.current.variables.map((name) => ({ label: name, apply: `${name}}` }))
      return { from: typed.from + 2, options, validFor: /^[\w.[\] -]*$/ }
    }
    const view = new EditorView({
      parent: place.current!,
      state: EditorState.create({
        doc: latest.current.value,
        extensions: [
          lineNumbers(),
          history(),
          highlightSelectionMatches(),
          syntaxHighlighting(colours),
          autocompletion({ override: [complete] }),
          keymap.of([...defaultKeymap, ...historyKeymap, ...searchKeymap, indentWithTab]),
          LANGUAGES[language]?.() ?? [],
          EditorView.cspNonce.of(styleNonce()),
          EditorView.contentAttributes.of({ 'aria-label': label }),
          EditorView.updateListener.of((update) => {
            if (!update.docChanged || update.transactions.some(isGiven)) return
            typed.current = update.state.doc.toString()
            latest.current.onChange(typed.current)
          }),
        ],
      }),
    })
    editor.current = view
    return () => view.destroy()
  }, [language, label])
  useEffect(() => {
    const waitsForTyped = typed.current !== undefined
    if (typed.current === value) typed.current = undefined
    if (!waitsForTyped && editor.current) showText(editor.current, value)
  })
  return <div ref={place} className="code-editor" />
}

/** Whether a change was given to the editor, and not typed in it. */
const isGiven = (change: Transaction): boolean => change.annotation(Transaction.remote) === true

/** Shows a text in place of another; of the same one the cursor stays where it is. */
function showText(view: EditorView, text: string): void {
  const { doc } = view.state
  if (view.state.toText(text).eq(doc)) return
  const changes = { from: 0, to: doc.length, insert: text }
  view.dispatch({ changes, annotations: Transaction.remote.of(true) })
}
