// The three files of Layer 4, sealed together: services, packet rules, kernel settings.
import type { Documents } from '../../model/document.ts'
import type { Facts } from '../../model/facts.ts'
import { DIGEST_MARKER, type RenderedFile, seal } from '../../model/file.ts'
import { fileOf } from '../lines.ts'
import { confLines } from './conf.ts'
import { ruleLines } from './rules.ts'
import { advancedOf, servicesOf } from './services.ts'
import { sysctlLines } from './sysctl.ts'

export const CONF_FILE = 'layer4/keepalived.conf'
export const RULES_FILE = 'layer4/rules.nft'
export const SYSCTL_FILE = 'layer4/sysctl.conf'

/** No file without a service and without Auto-NAT: then there is nothing to do. */
export function render(documents: Documents, facts: Facts): RenderedFile[] {
  if (!servicesOf(documents).length && advancedOf(documents).autoNat === 'off') return []
  const rules = fileOf(RULES_FILE, ruleLines(documents, facts))
  const sysctl = fileOf(SYSCTL_FILE, sysctlLines(documents, facts))
  const conf = seal(fileOf(CONF_FILE, confLines(documents, facts)), [rules, sysctl])
  return [conf, { ...rules, content: rules.content.replaceAll(DIGEST_MARKER, digestIn(conf)) }, sysctl]
}

/** The digest the files carry. */
export const digestIn = (conf: RenderedFile): string => /^# Digest (\w+)$/m.exec(conf.content)?.[1] ?? ''
