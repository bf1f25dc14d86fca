'use client'
// A fault of the console itself, drawn in place of the page.
import { Lost } from '@/components/frame/Lost'
import { Button } from '@/components/ui/Button'

export default function Failed({ error, reset }: { error: Error; reset: () => void }) {
  return (
    <Lost title="The console met a fault of its own" acts={<Button onClick={reset}>Try again</Button>}>
      Traffic is not affected. The console’s log says more: <code>{error.message}</code>
    </Lost>
  )
}
