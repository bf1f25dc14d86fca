// The register of rooms: every area there is, and the order in which they render.
import { AREAS, type AreaName } from '../model/document.ts'
import type { Kind, Room } from './define.ts'
import { externalAuthentication } from './external-authentication/index.ts'
import { fallback } from './fallback/index.ts'
import { floatingIps } from './floating-ips/index.ts'
import { front } from './front/index.ts'
import { layer4 } from './layer4/index.ts'
import { layer7 } from './layer7/index.ts'
import { notifications } from './notifications/index.ts'
import { serverStates } from './server-state/index.ts'

const byName: Record<AreaName, Room> = {
  front,
  fallback,
  'floating-ips': floatingIps,
  layer4,
  layer7,
  'server-state': serverStates,
  notifications,
  'external-authentication': externalAuthentication,
}

export const rooms: readonly Room[] = AREAS.map((name) => byName[name])

export const roomOf = (area: AreaName): Room => byName[area]

export const kindOf = (area: AreaName, name: string): Kind | undefined =>
  byName[area].kinds.find((k) => k.name === name)
