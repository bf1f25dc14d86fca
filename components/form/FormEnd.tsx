// The end of a short form.
import { Button } from '../ui/Button.tsx'

interface Props {
  say: string
  saving: boolean
  onCancel: () => void
}

export const FormEnd = ({ say, saving, onCancel }: Props) => (
  <div className="formend">
    <span className="say small muted">{say}</span>
    <Button onClick={onCancel}>Cancel</Button>
    <Button look="primary" type="submit" busy={saving ? 'Saving' : undefined}>
      Update
    </Button>
  </div>
)
