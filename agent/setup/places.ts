// Where this appliance lives, from the two variables, with words for people who set them wrongly.
import { resolve } from 'node:path'
import { type Places, placesFrom } from '../places.ts'
import { Plain } from './tools.ts'

export function placesFromEnvironment(): Places {
  const { FULCRUM_STATE: state, FULCRUM_RUN: run } = process.env
  try {
    return placesFrom({ FULCRUM_STATE: state && resolve(state), FULCRUM_RUN: run && resolve(run) })
  } catch (error) {
    throw new Plain(error instanceof Error ? error.message : String(error))
  }
}
