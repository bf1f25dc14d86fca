// An agent with a fault planted in its renderer: HAProxy refuses the line of every server whose label begins with "refused".

import { placesFrom } from '../../agent/places.ts'
import { startAgent } from '../../agent/start.ts'
import { renderAll } from '../../lib/areas/plan.ts'
import type { RenderedFile } from '../../lib/model/file.ts'

const plantIn = (file: RenderedFile): RenderedFile => ({
  ...file,
  content: file.content.replace(/^( +server refused\S* .*)$/gm, '$1 no-such-word'),
})

void startAgent({
  places: placesFrom(process.env),
  render: (documents, facts) => renderAll(documents, facts).map(plantIn),
})
