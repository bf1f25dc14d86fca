// Files of Layer 4.
import type { RenderedFile } from '../../model/file.ts'

export const render = (): RenderedFile[] => []
