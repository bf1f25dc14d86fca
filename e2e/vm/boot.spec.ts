// The VM itself: what this kernel may lack is there, the console comes, and traffic is real.
import { expect, type Page, test } from '@playwright/test'
import { fetchFrom, Web } from '../lab/web.ts'
import { addServer, addService, commit } from '../support/layer7.ts'
import { vmWorldOf } from '../support/vm-world.ts'

const world = vmWorldOf()
const VIP = '192.168.85.150'
const BOOT_LIMIT = 60_000

test.describe.configure({ mode: 'serial' })

let page: Page

test.beforeAll(async () => {
  page = await world().loggedIn()
})

test('IPVS with its schedulers in the appliance, NAT of every family in any machine', () => {
  const { lab, appliance } = world()
  for (const [port, scheduler] of ['wlc', 'wrr', 'dh', 'sh'].entries())
    appliance.machine.must(['ipvsadm', '-A', '-u', `${VIP}:${port + 1}`, '-s', scheduler])
  expect(appliance.machine.must(['ipvsadm', '-Ln'])).toMatch(/wlc[\s\S]*wrr[\s\S]*dh[\s\S]*sh/)
  appliance.machine.must(['ipvsadm', '-C'])
  const other = lab.at('rs3') // in the appliance it would change the browser's own connections
  for (const family of ['ip', 'ip6', 'inet']) other.must(['nft', natTable(family)])
  expect(other.must(['nft', 'list', 'ruleset']).match(/masquerade/g)).toHaveLength(3)
})

const natTable = (family: string): string =>
  `table ${family} try {
    chain out { type nat hook postrouting priority srcnat;
      masquerade
    }
  }`

test('a service committed in the browser answers a client in the VM', async () => {
  const { lab } = world()
  new Web(lab, 'rs1', [80]).on()
  await addService(page, { Label: 'Web', 'IP Address': VIP, Ports: '80' })
  await addServer(page, 'Web', { Label: 'web1', 'Real Server IP Address': '192.168.85.200' })
  await commit(page, BOOT_LIMIT)
  await expect.poll(() => fetchFrom(lab, `http://${VIP}/`)).toBe('rs1 on 80')
})
