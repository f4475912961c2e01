import { oneOf } from './values.ts'

/** How the doors move to a new version, by CodeDeploy's own words for its Lambda configurations. */
export const rolloutSchema = oneOf([
  'Canary10Percent5Minutes',
  'Canary10Percent10Minutes',
  'Canary10Percent15Minutes',
  'Linear10PercentEvery1Minute',
  'Linear10PercentEvery2Minutes',
])
