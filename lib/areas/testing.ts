// Documents and facts for tests, in a few words.
import { type AreaName, type Documents, emptyDocuments, type Item } from '../model/document.ts'
import type { Facts } from '../model/facts.ts'
import { roomOf } from './index.ts'

/** A machine in three networks, with the shipped script and nothing of others' listening. */
export const sampleFacts: Facts = {
  at: 1_760_000_000_000,
  hostname: 'lb1',
  interfaces: [
    {
      name: 'lo',
      up: true,
      addresses: [
        { address: '127.0.0.1', prefix: 8, ours: false },
        { address: '::1', prefix: 128, ours: false },
      ],
    },
    {
      name: 'eth0',
      up: true,
      addresses: [
        { address: '192.168.85.10', prefix: 24, ours: false },
        { address: '172.24.11.10', prefix: 24, ours: false },
        { address: '2001:db8:85::10', prefix: 64, ours: false },
        { address: 'fe80::1', prefix: 64, ours: false },
        { address: '192.168.85.190', prefix: 32, ours: true },
      ],
    },
    { name: 'eth1', up: true, addresses: [{ address: '192.168.81.5', prefix: 24, ours: false }] },
  ],
  busy: [],
  scripts: ['DICOM-C-ECHO'],
}

export const noDocuments = (): Documents => emptyDocuments((area) => roomOf(area).version)

/** An item with what a test is about; the rest is made up. Data may be anything, right or wrong. */
export const itemOf = (area: AreaName, item: Partial<Item> & { id: string; kind: string }): Item => ({
  parent: area,
  label: item.id,
  position: 0,
  data: {},
  ...item,
})

/** Documents with these items in one area. */
export const documentsWith = (area: AreaName, items: Item[], base: Documents = noDocuments()): Documents => ({
  ...base,
  [area]: { ...base[area], items: [...base[area].items, ...items] },
})

/** A service that breaks no rule, with one server; `data` says what is different. Its id and label are `name`. */
export function sampleService(
  name: string,
  data: Record<string, unknown> = {},
  server: Record<string, unknown> = {},
): Item[] {
  return [
    itemOf('layer7', {
      id: name,
      kind: 'virtual-service',
      data: { address: '192.168.85.190', ports: '11112', protocol: 'tcp', persistence: 'none', ...data },
    }),
    itemOf('layer7', {
      id: `${name}-1`,
      kind: 'real-server',
      parent: name,
      data: { address: '192.168.85.200', ...server },
    }),
  ]
}

/** The same at Layer 4. */
export function sampleLayer4(
  name: string,
  data: Record<string, unknown> = {},
  server: Record<string, unknown> = {},
): Item[] {
  return [
    itemOf('layer4', {
      id: name,
      kind: 'virtual-service',
      data: { address: '192.168.85.170', ports: '80', ...data },
    }),
    itemOf('layer4', {
      id: `${name}-1`,
      kind: 'real-server',
      parent: name,
      data: { address: '192.168.85.201', ...server },
    }),
  ]
}
