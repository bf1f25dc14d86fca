'use client'
// Reports > Layer 4 Status: the kernel's own table, service by service, with what the checks say.
import { useMemo } from 'react'
import { Missing } from '../area/Missing.tsx'
import { LAYER4_STATUS, menuPathOf } from '../frame/menu.ts'
import { PageHead } from '../frame/PageHead.tsx'
import { useItems } from '../live/Live.tsx'
import { Loading } from '../ui/Loading.tsx'
import { Warning } from '../ui/Message.tsx'
import { clockOf } from '../ui/words.ts'
import { appliedServices } from './known.ts'
import { StatusTable } from './StatusTable.tsx'
import { statusLines } from './status.ts'
import { useStatus } from './useStatus.ts'

export function Status() {
  const { data, failure } = useStatus()
  const { view } = useItems('layer4')
  const services = useMemo(() => appliedServices(view), [view])
  const layer4 = data?.layer4
  const answer = layer4?.answer
  return (
    <>
      <PageHead
        path={menuPathOf(LAYER4_STATUS)}
        title={LAYER4_STATUS.title}
        help={LAYER4_STATUS.help}
        facts={data && <span className="muted">Looked at {clockOf(data.at)}</span>}
      />
      <Missing />
      {failure && <Warning>{failure} What you see may be out of date.</Warning>}
      {layer4?.error && <Warning>{layer4.error}</Warning>}
      {!data && !failure && <Loading what="the kernel’s table" />}
      {answer && answer.services.length > 0 && <StatusTable services={statusLines(answer, services)} />}
      {data && !layer4?.missing && !answer?.services.length && (
        <p className="box nothing">
          The kernel’s table is empty: no Layer 4 service runs. Services appear here as soon as they do.
        </p>
      )}
    </>
  )
}
