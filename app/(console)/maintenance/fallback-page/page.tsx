// Maintenance > Fallback Page.
import { FallbackPage } from '@/components/fallback/FallbackPage'

export default function Page() {
  return <FallbackPage />
}
