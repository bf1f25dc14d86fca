'use client'
// Grey lines while something is fetched: nothing for 300 ms, and after 3 s the word for what is waited for.
import { useEffect, useState } from 'react'

const LINES = ['w-1/3', 'w-1/2', 'w-2/5', 'w-1/4']

export function Loading({ what }: { what: string }) {
  const [waited, setWaited] = useState<0 | 300 | 3000>(0)
  useEffect(() => {
    const soon = setTimeout(() => setWaited(300), 300)
    const late = setTimeout(() => setWaited(3000), 3000)
    return () => {
      clearTimeout(soon)
      clearTimeout(late)
    }
  }, [])
  if (waited === 0) return null
  return (
    <div className="box px-4 py-2" aria-busy="true">
      {LINES.map((width) => (
        <div key={width} className="flex h-8 items-center">
          <span className={`grey ${width}`} />
        </div>
      ))}
      {waited === 3000 && (
        <p className="small muted" role="status">
          Waiting for {what}.
        </p>
      )}
    </div>
  )
}
