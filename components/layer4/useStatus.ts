// The Layer 4 table as the agent last saw it, asked for every two seconds.
import { layer4Status } from '../../lib/protocol/layer4.ts'
import { useTick } from '../live/Live.tsx'
import { useJson } from '../live/useJson.ts'

const AGAIN_MS = 2000

export const useStatus = () => useJson('/api/layer4-status', layer4Status, useTick(AGAIN_MS))
