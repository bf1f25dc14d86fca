// An address of the console where nothing is.
import { Lost } from '@/components/frame/Lost'

export default function NotFound() {
  return (
    <Lost title="There is no such page">
      The address is wrong, or what it led to was deleted. Traffic is not affected.
    </Lost>
  )
}
