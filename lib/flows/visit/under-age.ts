import { isYoungerThan } from '../../domain/values/birth.ts'
import type { World } from '../ports/world.ts'

/** Whether a person is certainly younger than the stage's minimum age today. */
export const isUnderAge = (
  { stage, clock, calendar }: Pick<World, 'stage' | 'clock' | 'calendar'>,
  person: Parameters<typeof isYoungerThan>[1],
): boolean => isYoungerThan(stage.match.minimumAge, person, calendar.today(clock.now()), calendar.toSolar)
