'use client'
// The page as a visitor would see it, in a frame that may do nothing: no script, no form, no way out.
import { useEffect, useState } from 'react'
import { withNonce } from './styles.ts'

const LATER_MS = 300

export function Preview({ html }: { html: string }) {
  const [shown, setShown] = useState('')
  useEffect(() => {
    const timer = setTimeout(() => setShown(withNonce(html)), LATER_MS)
    return () => clearTimeout(timer)
  }, [html])
  return (
    <section className="fs" aria-label="Preview">
      <div className="fshead">
        <h2>Preview</h2>
        <span className="grow" />
        <span className="small muted">Scripts do not run here, and nothing is loaded from elsewhere.</span>
      </div>
      <iframe className="preview" title="Preview of the Fallback Page" sandbox="" srcDoc={shown} />
    </section>
  )
}
