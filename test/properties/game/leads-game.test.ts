import fc from 'fast-check'
import { describe, it } from 'vitest'
import { type Action, type Game, games } from './actions.ts'
import { forgotten, lockedOut, robbery, silentReturn } from './breaches.ts'
import { play, Table } from './play.ts'

/**
 * The game: Mallory and Vera act through the doors in any order, with accounts at providers that say anything, numbers
 * that change hands, imports, notices of providers and time. Mallory never gets into an account that anything of Vera's
 * leads to, Vera always gets home, and nobody is left outside unreported. `IEUM_GAMES` and `IEUM_SEED` choose how many
 * games are played, and which.
 */
const numRuns = Number(process.env['IEUM_GAMES'] ?? 2_000)
const seed = Number(process.env['IEUM_SEED'] ?? 20_261_128)

async function breachOf(game: Game): Promise<string | undefined> {
  const table = new Table(game)
  for (const move of game.moves) {
    await play(table, move)
    const breach = (await robbery(table)) ?? (await silentReturn(table))
    if (breach !== undefined) return breach
  }
  return (await lockedOut(table)) ?? forgotten(table)
}

const line = ({ does, ...rest }: Action): string =>
  `${'who' in rest ? rest.who : 'fate'} ${does} ${JSON.stringify({ ...rest, who: undefined })}`

const storyOf = ({ said, moves }: Game, breach: string): string =>
  [breach, ...moves.map(line), JSON.stringify(said)].join('\n')

describe('the game', () => {
  it(`robs nobody, locks nobody out and forgets nobody, in ${numRuns} games`, async () => {
    const property = fc.asyncProperty(games, async (game) => {
      const breach = await breachOf(game)
      if (breach !== undefined) throw new Error(storyOf(game, breach))
    })
    await fc.assert(property, { numRuns, seed })
  }, 3_600_000)
})
