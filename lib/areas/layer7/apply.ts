// What follows from the change of haproxy.cfg: a reload, or less where only weights differ.
import type { RenderedFile } from '../../model/file.ts'
import type { Step } from '../../model/step.ts'
import { reloadOnChange } from '../define.ts'
import { withoutWeights } from './render.ts'

const reload = reloadOnChange('haproxy')

export const apply = (before: readonly RenderedFile[], after: readonly RenderedFile[]): Step[] => {
  const [was, is] = [before[0], after[0]]
  if (!was || !is || was.content === is.content || withoutWeights(was.content) !== withoutWeights(is.content))
    return reload(before, after)
  return [
    { do: 'check', unit: 'haproxy' },
    { do: 'set-weights', unit: 'haproxy' },
  ]
}
