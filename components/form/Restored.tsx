// On top of a form that begins with what was typed before a log-out.
import { Message } from '../ui/Message.tsx'

export const Restored = () => (
  <Message tone="pen" lead="Not saved.">
    You were logged out before Update. What you had entered stands here again: look it over, then Update.
  </Message>
)
