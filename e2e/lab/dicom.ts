// DICOM printers and a test print, with dcmtk: what the OKI guide load balances.
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Lab } from './lab.ts'
import type { Daemon } from './namespace.ts'

const PORT = '11112'

/** A DICOM printer in one machine of the lab: takes prints into a folder of its own. */
export class Printer {
  private readonly folder: string
  private daemon: Daemon | undefined

  constructor(
    private readonly lab: Lab,
    readonly machine: string,
  ) {
    this.folder = join(lab.folder, `${machine}-prints`)
    mkdirSync(this.folder)
  }

  on(): void {
    this.daemon = this.lab.at(this.machine).start(['storescp', '--fork', '-od', this.folder, PORT])
  }

  async off(): Promise<void> {
    await this.daemon?.stop()
  }

  /** Whole prints it has received so far. */
  prints = (): number => readdirSync(this.folder).length
}

/** Sends one new image by C-STORE from the client, as a modality prints; answers whether it was taken. */
export function print(lab: Lab, address: string): boolean {
  const image = newImage(lab)
  const sent = lab.at('client').exec(['storescu', '-to', '3', '-ta', '3', '-td', '3', address, PORT, image])
  return sent.code === 0
}

let images = 0

/** A one-pixel image with an identity of its own, so that every print is a file of its own. */
function newImage(lab: Lab): string {
  const uid = `1.2.826.0.1.3680043.9.7777.${process.pid}.${++images}`
  const text = join(lab.folder, `image-${images}.dump`)
  const file = join(lab.folder, `image-${images}.dcm`)
  writeFileSync(
    text,
    [
      '(0008,0016) UI =SecondaryCaptureImageStorage',
      `(0008,0018) UI [${uid}]`,
      '(0008,0060) CS [OT]',
      '(0010,0010) PN [Test^Print]',
      '(0010,0020) LO [1]',
      `(0020,000d) UI [${uid}.1]`,
      `(0020,000e) UI [${uid}.2]`,
      '(0028,0002) US 1',
      '(0028,0004) CS [MONOCHROME2]',
      '(0028,0010) US 1',
      '(0028,0011) US 1',
      '(0028,0100) US 8',
      '(0028,0101) US 8',
      '(0028,0102) US 7',
      '(0028,0103) US 0',
      '(7fe0,0010) OW 0000',
    ].join('\n'),
  )
  lab.at('client').must(['dump2dcm', text, file])
  return file
}
