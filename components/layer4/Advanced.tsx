'use client'
// Cluster Configuration > Layer 4 – Advanced Configuration.
import { SinglePage } from '../area/SinglePage.tsx'
import { LAYER4_ADVANCED } from '../frame/menu.ts'

export const Advanced = () => (
  <SinglePage
    page={LAYER4_ADVANCED}
    area="layer4"
    kind="advanced"
    say="Update saves this and applies it at once. Open connections go on."
    saved="Layer 4 – Advanced Configuration is saved."
  />
)
