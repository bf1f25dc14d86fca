// Whether nothing is under way or waits that could take the console's certificate back: only then a browser may be told to insist on it.
import { runningJob } from './jobs.ts'
import { agentState, live } from './live.ts'

export const isSettled = (): boolean =>
  agentState().answering && runningJob() === null && live().confirmation?.state !== 'waiting'
