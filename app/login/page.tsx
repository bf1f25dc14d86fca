// Log in.
import { hostname } from 'node:os'
import { Door } from '@/components/account/Door'
import { version } from '@/package.json'

export default async function Page({ searchParams }: { searchParams: Promise<{ to?: string | string[] }> }) {
  const { to } = await searchParams
  return <Door host={hostname()} to={typeof to === 'string' ? to : undefined} version={version} />
}
