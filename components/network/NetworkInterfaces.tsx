'use client'
// Local Configuration > Network Interface Configuration: every interface with its addresses, as the machine says.
import { useAddresses } from '../floating-ips/useAddresses.ts'
import { menuPathOf, NETWORK_INTERFACES } from '../frame/menu.ts'
import { PageHead } from '../frame/PageHead.tsx'
import { Loading } from '../ui/Loading.tsx'
import { Warning } from '../ui/Message.tsx'
import { InterfaceTable } from './InterfaceTable.tsx'

export function NetworkInterfaces() {
  const { known, failure } = useAddresses()
  return (
    <>
      <PageHead
        path={menuPathOf(NETWORK_INTERFACES)}
        title={NETWORK_INTERFACES.title}
        help={NETWORK_INTERFACES.help}
      />
      {failure && <Warning>{failure} What you see may be out of date.</Warning>}
      {!known && !failure && <Loading what="the interfaces" />}
      {known && !known.floating.facts && (
        <Warning>The agent does not answer, so nothing is known of the interfaces now.</Warning>
      )}
      {known?.floating.facts && (
        <section aria-label="IP Address Assignment">
          <h2 className="mb-2">IP Address Assignment</h2>
          <InterfaceTable facts={known.floating.facts} />
        </section>
      )}
    </>
  )
}
