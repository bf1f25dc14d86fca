// What differs between the pages of Layer 4 and those of Layer 7: their places, and when what is saved runs.
import {
  LAYER4_SERVERS,
  LAYER4_SERVICES,
  LAYER7_SERVERS,
  LAYER7_SERVICES,
  type MenuPage,
} from '../frame/menu.ts'

/** Areas of virtual services with real servers below them. */
export const SERVICE_AREAS = ['layer4', 'layer7'] as const
export type ServiceArea = (typeof SERVICE_AREAS)[number]

interface ServicePages {
  services: MenuPage
  servers: MenuPage
  /** Where there is no service yet: what one is, and how the first comes to run. */
  first: string
}

export const SERVICE_PAGES: Record<ServiceArea, ServicePages> = {
  layer4: {
    services: LAYER4_SERVICES,
    servers: LAYER4_SERVERS,
    first:
      'A virtual service is one address that clients use; the kernel forwards their packets to the real servers behind it. Add the first; it runs at once.',
  },
  layer7: {
    services: LAYER7_SERVICES,
    servers: LAYER7_SERVERS,
    first:
      'A virtual service is one address that clients use; HAProxy passes their connections to the real servers behind it. Add the first; it runs after Reload HAProxy.',
  },
}
