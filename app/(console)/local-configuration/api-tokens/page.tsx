// Local Configuration > API Tokens.
import { Tokens } from '@/components/tokens/Tokens'
import { requireUser } from '@/lib/server/page'

export default async function Page() {
  await requireUser('configure')
  return <Tokens />
}
