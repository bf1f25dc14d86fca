// Maintenance > Backup & Restore.
import { BackupRestore } from '@/components/history/BackupRestore'

export default function Page() {
  return <BackupRestore />
}
