// Placeholder while the agent's part is made.
import type { ControlProps } from './control.ts'
import { TextControl } from './TextControl.tsx'

export const CertificateControl = (props: ControlProps) => <TextControl {...props} />
