// Maintenance > Backup & Restore.
import { BackupRestore } from '@/components/history/BackupRestore'
import { requireUser } from '@/lib/server/page'

export default async function Page() {
  await requireUser('configure')
  return <BackupRestore />
}
