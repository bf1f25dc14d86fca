'use client'
// The list of keys, and the switch for single ones.
import { Dialog } from 'radix-ui'
import { Button } from '../ui/Button.tsx'
import { CheckBox } from '../ui/CheckBox.tsx'
import { KEY_HELP } from './keymap.ts'

interface Props {
  on: boolean
  turn: (on: boolean) => void
  onClose: () => void
}

export const KeyList = ({ on, turn, onClose }: Props) => (
  <Dialog.Root open onOpenChange={(open) => !open && onClose()}>
    <Dialog.Portal>
      <div className="scrim" />
      <Dialog.Content className="dialog" aria-modal="true" aria-describedby={undefined}>
        <Dialog.Title asChild>
          <h2>Keys</h2>
        </Dialog.Title>
        <dl className="keylist">
          {KEY_HELP.map(({ keys, does }) => (
            <div key={does} className="contents">
              <dt>
                {keys.map((key) => (
                  <kbd key={key}>{key}</kbd>
                ))}
              </dt>
              <dd>{does}</dd>
            </div>
          ))}
        </dl>
        <div className="mt-3">
          <CheckBox id="single-keys" checked={on} onChange={turn} label="Single keys act outside fields" />
        </div>
        <div className="acts">
          <Dialog.Close asChild>
            <Button>Close</Button>
          </Dialog.Close>
        </div>
      </Dialog.Content>
    </Dialog.Portal>
  </Dialog.Root>
)
